import { describe, expect, it } from 'vitest';
import { alike } from '../../../../src/clients/sql/sqlserver/queries/alike.ts';
import { anchorCounts } from '../../../../src/clients/sql/sqlserver/queries/anchor.ts';
import { columns } from '../../../../src/clients/sql/sqlserver/queries/columns.ts';
import { checks, foreignKeys } from '../../../../src/clients/sql/sqlserver/queries/constraints.ts';
import { database } from '../../../../src/clients/sql/sqlserver/queries/database.ts';
import { changeTracking, histories } from '../../../../src/clients/sql/sqlserver/queries/delta.ts';
import { indexes } from '../../../../src/clients/sql/sqlserver/queries/indexes.ts';
import { object } from '../../../../src/clients/sql/sqlserver/queries/object.ts';
import { byHand, type Query } from '../../../../src/clients/sql/sqlserver/queries/query.ts';
import {
  columnRights,
  procedureRight,
  refusedColumns,
  rights,
} from '../../../../src/clients/sql/sqlserver/queries/rights.ts';
import { selectingFrom } from '../../../../src/clients/sql/sqlserver/queries/selecting.ts';
import { server } from '../../../../src/clients/sql/sqlserver/queries/server.ts';
import {
  belowView,
  triggersOn,
  unindexedChildren,
} from '../../../../src/clients/sql/sqlserver/queries/surroundings.ts';
import { rowSecurity, traits } from '../../../../src/clients/sql/sqlserver/queries/traits.ts';
import {
  countRows,
  deleteRow,
  insertRow,
  updateRow,
} from '../../../../src/clients/sql/sqlserver/queries/write.ts';

const all: readonly (readonly [string, Query])[] = Object.entries({
  server,
  database,
  object,
  alike,
  columns,
  indexes,
  checks,
  foreignKeys,
  rights,
  columnRights,
  procedureRight,
  changeTracking,
  histories,
  refusedColumns,
  selecting: selectingFrom('[dbo].[t]'),
  unindexedChildren,
  belowView,
  triggersOn,
  traits,
  rowSecurity,
  anchor: anchorCounts('[dbo].[t]', 'a'),
  insert: insertRow('[dbo].[t]', [{ column: 'a', expression: '@p0' }]),
  insertNothing: insertRow('[dbo].[t]', []),
  count: countRows('[dbo].[t]', { column: 'a', ansi: true }),
  update: updateRow('[dbo].[t]', { column: 'a', ansi: false }, 'b', true, ['c', 'd']),
  delete: deleteRow('[dbo].[t]', { column: 'a', ansi: false }),
});

/** Words that T-SQL does not take as a name without brackets ("Reserved keywords", Transact-SQL reference). */
const reserved =
  'add all alter and any as asc authorization backup begin between break browse bulk by cascade case check checkpoint close clustered coalesce collate column commit compute constraint contains containstable continue convert create cross current cursor database dbcc deallocate declare default delete deny desc disk distinct distributed double drop dump else end errlvl escape except exec execute exists exit external fetch file fillfactor for foreign freetext from full function goto grant group having holdlock identity if in index inner insert intersect into is join key kill left like lineno load merge national nocheck nonclustered not null nullif of off offsets on open option or order outer over percent pivot plan precision primary print proc procedure public raiserror read readtext reconfigure references replication restore restrict return revert revoke right rollback rowcount rowguidcol rule save schema securityaudit select set setuser shutdown some statistics table tablesample textsize then to top tran transaction trigger truncate union unique unpivot update use user values varying view waitfor when where while with'.split(
    ' ',
  );

describe.each(all)('the query %s', (_name, query) => {
  it('names its source, and takes no reserved word as a name', () => {
    expect(query.source).toContain('Transact-SQL reference');
    const aliases = [...query.text.matchAll(/\bAS (\w+)(?=[,\s;)])/g)].map(([, word]) => word?.toLowerCase());
    const types = ['int', 'nvarchar'];
    expect(
      aliases.filter((word) => word !== undefined && reserved.includes(word) && !types.includes(word)),
    ).toEqual([]);
  });

  it('holds no data but parameters', () => {
    for (const [, word] of query.text.matchAll(/@(\w+)/g))
      expect(word).toMatch(
        /^(table|name|limit|pattern|procedure|key|value|p\d+|LOCK_TIMEOUT|VERSION|ROWCOUNT)$/,
      );
  });

  it('has its brackets and quotes in pairs', () => {
    const depth = [...query.text].reduce(
      (at, letter) => (letter === '(' ? at + 1 : letter === ')' ? at - 1 : at),
      0,
    );
    expect(depth).toBe(0);
    expect((query.text.match(/'/g) ?? []).length % 2).toBe(0);
  });
});

describe('what lies below a view', () => {
  it('is elsewhere where a synonym stands between: that may lead to any database or server', () => {
    expect(belowView.text).toMatch(/FROM sys\.synonyms AS s WHERE s\.object_id = b\.referenced_id\) AS y/);
    expect(belowView.text).toMatch(/OR y\.found = 1 THEN 1 END\) AS elsewhere/);
  });
});

describe('a question by hand', () => {
  it('declares its parameters as literals', () => {
    const text = byHand({ text: 'SELECT @a, @b;', parameters: { a: "it's", b: 5 } });
    expect(text).toBe("DECLARE @a nvarchar(4000) = N'it''s';\nDECLARE @b int = 5;\nSELECT @a, @b;");
  });
});
