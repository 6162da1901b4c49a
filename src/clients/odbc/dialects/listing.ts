import type { Engine, SqlTarget } from '../../../settings/schema.ts';
import type { ShownTable } from '../../sql/database.ts';
import type { OdbcRow } from '../protocol.ts';
import { type Asking, isOne, numberOf, textOf } from './dialect.ts';

/**
 * The tables, views and procedures that an account is shown, for a person to choose from: names, about how many rows, and
 * what the account may do, by the catalogue alone. No table is read for it, and no more than so many are told.
 */
interface Listing {
  tables(asking: Asking): Promise<readonly ShownTable[]>;
  procedures(asking: Asking): Promise<readonly string[]>;
}

const most = 500;
const words = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

type Other = Exclude<Engine, 'sqlserver'>;

const listings: Readonly<Record<Other, Listing>> = {
  postgresql: {
    async tables(asking) {
      const rows = await asking.rows(
        `SELECT n.nspname::text AS schema, c.relname::text AS name, (c.relkind IN ('v','m'))::int::text AS view, CASE WHEN c.relkind <> 'v' AND c.reltuples > 0 THEN c.reltuples::bigint::text END AS rows, ${words
          .map((word) => `has_table_privilege(c.oid, '${word}')::int::text AS "${word}"`)
          .join(', ')}
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
 AND has_schema_privilege(n.oid, 'USAGE') AND (has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE') OR has_any_column_privilege(c.oid, 'SELECT'))
ORDER BY 1, 2 LIMIT ${most}`,
      );
      return rows.map((row) => shown(row));
    },
    async procedures(asking) {
      const rows = await asking.rows(
        `SELECT n.nspname::text AS schema, p.proname::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' AND has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE') ORDER BY 1, 2 LIMIT ${most}`,
      );
      return qualified(rows);
    },
  },
  mysql: {
    async tables(asking) {
      const rows = await asking.rows(
        `SELECT t.TABLE_NAME AS \`name\`, CAST(t.TABLE_TYPE LIKE '%VIEW%' AS char) AS \`view\`, CAST(t.TABLE_ROWS AS char) AS \`rows\`,
 (SELECT GROUP_CONCAT(DISTINCT UPPER(c.PRIVILEGES)) FROM information_schema.COLUMNS c WHERE c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME) AS \`rights\`
FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE NOT LIKE 'SEQUENCE' ORDER BY 1 LIMIT ${most}`,
      );
      return rows.map((row) => ({
        ...shown(row),
        // DELETE stands in no list of columns.
        may: words.filter((word) => textOf(row.rights).split(',').includes(word)),
      }));
    },
    async procedures(asking) {
      const rows = await asking.rows(
        `SELECT ROUTINE_NAME AS \`name\` FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'PROCEDURE' ORDER BY 1 LIMIT ${most}`,
      );
      return qualified(rows);
    },
  },
  oracle: {
    async tables(asking) {
      const rows = await asking.rows(
        `SELECT * FROM (SELECT OWNER AS "schema", TABLE_NAME AS "name", '0' AS "view", NUM_ROWS AS "rows" FROM ALL_TABLES WHERE ${ofPeople('OWNER')} UNION ALL SELECT OWNER, VIEW_NAME, '1', NULL FROM ALL_VIEWS WHERE ${ofPeople('OWNER')} ORDER BY 1, 2) WHERE ROWNUM <= ${most}`,
      );
      return rows.map((row) => shown(row));
    },
    async procedures(asking) {
      const rows = await asking.rows(
        `SELECT * FROM (SELECT OWNER AS "schema", OBJECT_NAME AS "name" FROM ALL_OBJECTS WHERE OBJECT_TYPE = 'PROCEDURE' AND ${ofPeople('OWNER')} ORDER BY 1, 2) WHERE ROWNUM <= ${most}`,
      );
      return qualified(rows);
    },
  },
  db2: {
    async tables(asking) {
      const rows = await asking.rows(
        `SELECT RTRIM(TABSCHEMA) AS "schema", TABNAME AS "name", CASE WHEN TYPE = 'V' THEN '1' ELSE '0' END AS "view", CASE WHEN CARD >= 0 THEN CARD END AS "rows" FROM SYSCAT.TABLES WHERE TYPE IN ('T', 'V', 'A', 'N') AND TABSCHEMA NOT LIKE 'SYS%' ORDER BY 1, 2 FETCH FIRST ${most} ROWS ONLY`,
      );
      return rows.map((row) => shown(row));
    },
    async procedures(asking) {
      const rows = await asking.rows(
        `SELECT RTRIM(ROUTINESCHEMA) AS "schema", ROUTINENAME AS "name" FROM SYSCAT.ROUTINES WHERE ROUTINETYPE = 'P' AND ROUTINESCHEMA NOT LIKE 'SYS%' ORDER BY 1, 2 FETCH FIRST ${most} ROWS ONLY`,
      );
      return qualified(rows);
    },
  },
  other: {
    /** By the driver's own list: whether the account may read them is not in it. */
    async tables(asking) {
      const rows = await asking.catalogue('tables', { table: '%' });
      return rows
        .filter(({ TABLE_TYPE }) => /^(BASE )?TABLE$|^VIEW$/i.test(TABLE_TYPE ?? ''))
        .slice(0, most)
        .map((row) => ({
          schema: textOf(row.TABLE_SCHEM),
          name: textOf(row.TABLE_NAME),
          view: /VIEW/i.test(row.TABLE_TYPE ?? ''),
          rows: null,
        }));
    },
    async procedures() {
      return [];
    },
  },
};

/** SQL Server through a driver is asked in its own language. */
export function listingOf({ engine }: SqlTarget): Listing {
  return listings[engine === 'sqlserver' ? 'other' : engine];
}

/** Schemas that the makers fill are none where people are kept. */
function ofPeople(owner: string): string {
  return `${owner} NOT IN (SELECT USERNAME FROM ALL_USERS WHERE ORACLE_MAINTAINED = 'Y')`;
}

function shown(row: OdbcRow): ShownTable {
  const told = words.some((word) => typeof row[word] === 'string');
  return {
    schema: textOf(row.schema),
    name: textOf(row.name),
    view: isOne(row.view),
    rows: row.rows === null || row.rows === undefined ? null : numberOf(row.rows),
    ...(told ? { may: words.filter((word) => isOne(row[word])) } : {}),
  };
}

function qualified(rows: readonly OdbcRow[]): readonly string[] {
  return rows.map(({ schema, name }) =>
    textOf(schema) === '' ? textOf(name) : `${textOf(schema)}.${textOf(name)}`,
  );
}
