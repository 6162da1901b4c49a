import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/clients/sql/columns.ts';
import type { LoginFacts } from '../../../src/clients/sql/login-facts.ts';
import type { Facts } from '../../../src/engine/facts.ts';
import type { Verdict } from '../../../src/engine/probe.ts';
import { judgeLogin } from '../../../src/probes/sql/login/judge.ts';
import { numbersWithWords } from '../../../src/probes/sql/login/words.ts';
import { noFacts } from '../../facts.ts';
import { rowOf, siteOf } from './site.ts';
import { isTransactSql, parseTransactSql } from './transact-sql.ts';

/** What a person is to paste into a query window can be read by a parser, whatever the names are. */

function statementsOf({ remedy }: Pick<Verdict, 'remedy'>): readonly string[] {
  return (remedy?.steps ?? []).flatMap(({ command }) =>
    command !== undefined && isTransactSql(command) ? [command] : [],
  );
}

/** The verdict as it is: made-up names make odd sentences. */
function judged(id: string, facts: Facts): Verdict {
  const { work } = rowOf(id, settings, true);
  if (work === undefined) throw new Error(`no work in ${id}`);
  const input = { facts, settings, observedAt: '2026-01-01T00:00:00.000Z', uses: noFacts };
  return work.judge(input, { profile: 'preview-2021', severity: 'required' });
}

const settings = siteOf({});

describe('the grammar of the tests', () => {
  it.each([
    'ALTER TABLE [dbo].[T] ALTER COLUMN [a] nvarchar(20) COLLATE Latin1_General_CI_AS NOT NULL;',
    'ALTER TABLE [T] ALTER COLUMN [a]]b] [dbo].[LoginName] NOT NULL;',
    'CREATE UNIQUE INDEX [UX_a] ON [dbo].[T] ([a], [b]);',
    'GRANT SELECT, UPDATE ON [dbo].[T] ([a]) TO [CONTOSO\\ecma];',
    'GRANT EXECUTE ON XML SCHEMA COLLECTION::[hr].[Papers] TO [ecma];',
    "DECLARE @table nvarchar(4000) = N'it''s';\nSELECT COUNT(*) FROM sys.columns;",
  ])('takes %s', (script) => {
    expect(() => parseTransactSql(script)).not.toThrow();
  });

  it.each([
    ['a name without brackets', 'GRANT SELECT ON dbo.T TO [ecma];'],
    ['an account without brackets', 'GRANT SELECT ON [dbo].[T] TO ecma;'],
    ['a length behind an alias type', 'ALTER TABLE [T] ALTER COLUMN [a] [dbo].[LoginName](20) NOT NULL;'],
    ['an alias type without brackets', 'ALTER TABLE [T] ALTER COLUMN [a] LoginName(20) NOT NULL;'],
    ['a collation behind an alias type', 'ALTER TABLE [T] ALTER COLUMN [a] [dbo].[L] COLLATE X NOT NULL;'],
    ['a text type without length', 'ALTER TABLE [T] ALTER COLUMN [a] nvarchar NOT NULL;'],
    ['a type that cannot be altered', 'ALTER TABLE [T] ALTER COLUMN [a] ntext NOT NULL;'],
    ['a length that is too long', 'ALTER TABLE [T] ALTER COLUMN [a] nvarchar(4001) NOT NULL;'],
    ['no end', 'GRANT SELECT ON [T] TO [ecma]'],
    ['a bracket that is not doubled', 'GRANT SELECT ON [T]] TO [ecma];'],
    ['a second statement in a name', 'GRANT SELECT ON [T] TO [x]; DROP TABLE y--];'],
  ])('refuses %s', (_name, script) => {
    expect(() => parseTransactSql(script)).toThrow();
  });
});

describe('remedies of every recorded verdict', () => {
  const golden = readFileSync(join(import.meta.dirname, '../../fixtures/verdicts/sql.golden.txt'), 'utf8');
  const commands = new Set(
    [...golden.matchAll(/"command": ("(?:[^"\\]|\\.)*")/g)].map(([, text = '""']) =>
      String(JSON.parse(text)),
    ),
  );
  // Other engines quote with strokes: their statements are not of this grammar.
  const ofSqlServer = [...commands].filter((one) => isTransactSql(one) && !/["`]/.test(one));

  it('are statements', () => {
    expect(ofSqlServer.length).toBeGreaterThan(25);
    for (const one of ofSqlServer) expect(() => parseTransactSql(one), one).not.toThrow();
  });
});

const name = fc.stringMatching(/^[A-Za-z\]['";-][\w \]['";.-]{0,18}[A-Za-z0-9]$/);
const plainType = fc.constantFrom(
  ...['int', 'bigint', 'uniqueidentifier', 'date', 'datetime2', 'time', 'decimal', 'float', 'money'],
);
const textType = fc.constantFrom('nvarchar', 'varchar', 'nchar', 'char', 'text', 'ntext');

const column: fc.Arbitrary<Column> = fc
  .record({
    name,
    base: fc.oneof(plainType, textType),
    alias: fc.option(name, { nil: undefined }),
    length: fc.constantFrom(-1, 1, 20, 4000),
    scale: fc.integer({ min: 0, max: 7 }),
    collation: fc.constantFrom('', 'Latin1_General_CI_AS', 'x; DROP TABLE y'),
  })
  .map(({ name: own, base, alias, length, scale, collation }) => ({
    name: own,
    type: alias ?? base,
    base,
    ...(alias === undefined ? {} : { typeSchema: 'dbo' }),
    bytes: length === -1 ? (base.includes('var') ? -1 : 20) : base.startsWith('n') ? length * 2 : length,
    precision: 18,
    scale,
    nullable: true,
    identity: false,
    computed: false,
    hasDefault: false,
    generated: false,
    collation,
  }));

describe('remedies for any names and types', () => {
  it('of the anchor are statements', () => {
    fc.assert(
      fc.property(column, (one) => {
        const facts = {
          table: '[dbo].[T]',
          anchor: one.name,
          column: one,
          indexes: [],
          rows: 1,
          usable: true,
        };
        for (const text of statementsOf(judged('sql.anchor', facts))) parseTransactSql(text);
      }),
    );
  });

  it.each(['nvarchar(max)', 'varchar(max)', 'text', 'ntext'])(
    'ask for no index on %s, and for no change of a type that cannot be changed',
    (written) => {
      const type = written.replace('(max)', '');
      const bytes = written.endsWith('(max)') ? -1 : 16;
      const one = {
        ...{ name: 'a', type, base: type, bytes, precision: 0, scale: 0, nullable: true, collation: '' },
        ...{ identity: false, computed: false, hasDefault: false, generated: false },
      };
      const facts = { table: '[dbo].[T]', anchor: 'a', column: one, indexes: [], rows: 1, usable: true };
      const texts = statementsOf(judged('sql.anchor', facts)).join('\n');
      expect(texts).not.toMatch(/CREATE UNIQUE INDEX/);
      expect(texts).not.toMatch(/ALTER COLUMN \[a\] n?text/);
    },
  );

  it('of rights are statements', () => {
    fc.assert(
      fc.property(name, name, fc.constantFrom(0, 1), (user, own, granted) => {
        const facts = {
          ...{ table: '[dbo].[T]', user, procedures: [{ name: own, exists: granted === 1, execute: 0 }] },
          ...{
            onTable: { SELECT: 1, INSERT: granted, UPDATE: 0, DELETE: 0 },
            roles: { reader: 0, writer: 0 },
          },
          ...{ onColumns: { columns: 2, SELECT: 2, UPDATE: 0 }, mapped: ['k', own] },
          ...{ refused: { SELECT: [own], UPDATE: [own] }, usable: true },
        };
        for (const text of statementsOf(judged('sql.rights', facts))) parseTransactSql(text);
        const none = { ...facts, procedures: [] };
        for (const text of statementsOf(judged('sql.rights', none))) parseTransactSql(text);
        const all = { ...none, onTable: { SELECT: 1, INSERT: 1, UPDATE: 1, DELETE: 1 } };
        for (const text of statementsOf(judged('sql.rights', all))) parseTransactSql(text);
      }),
    );
  });

  it('of a refused test row are statements', () => {
    const securable = fc.constantFrom('object', 'type', 'xml schema collection', 'schema', 'assembly');
    // Within the server's words a stroke ends a name.
    const said = name.filter((one) => !/['"]/.test(one));
    fc.assert(
      fc.property(name, said, said, securable, (user, own, schema, kind) => {
        const refused = (number: number, text: string) => {
          const steps = [{ step: 'insert', problem: { code: `SQL_${number}`, number, text } }] as const;
          return judged('sql.write', { table: '[dbo].[T]', user, steps, usable: true } as Facts);
        };
        const denied = `The EXECUTE permission was denied on the ${kind} '${own}', database 'C', schema '${schema}'.`;
        for (const text of statementsOf(refused(229, denied))) parseTransactSql(text);
        const away = `The server principal "x" is not able to access the database "${own}" under it.`;
        for (const text of statementsOf(refused(916, away))) parseTransactSql(text);
      }),
    );
  });

  it.each(numbersWithWords())('of a login that is turned away with %i are statements', (number) => {
    fc.assert(
      fc.property(name, (account) => {
        const facts = {
          ...{ outcome: 'turned-away', account, authentication: 'sql', encryption: 'inside' },
          ...{ checked: true, loopback: false, usable: false, words: [{ number, state: 1, text: '' }] },
        } as LoginFacts;
        const verdict = judgeLogin({ facts, settings: {} as never, observedAt: '', uses: noFacts });
        for (const text of statementsOf(verdict)) parseTransactSql(text);
      }),
      { numRuns: 20 },
    );
  });
});
