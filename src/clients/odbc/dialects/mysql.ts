import { defined } from '../../../base/defined.ts';
import type { TableInfo } from '../../sql/database.ts';
import {
  type Asking,
  checksIn,
  type Dialect,
  defaultOf,
  foreignKeysOf,
  indexesOf,
  isOne,
  namesIn,
  numberOf,
  textOf,
} from './dialect.ts';
import { columns } from './mysql-columns.ts';

/**
 * MariaDB's and MySQL's INFORMATION_SCHEMA. All of it ran against MariaDB 10.11; where MySQL 8 differs it is by its manual.
 * A table on which the account has no right is not there. COLUMNS.PRIVILEGES is the effective answer, with roles and
 * patterns in it; DELETE is never there, so that one is asked by EXPLAIN, which writes nothing.
 */
const source = 'MySQL Reference Manual, MariaDB documentation: INFORMATION_SCHEMA, EXPLAIN, SET';

const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``;

const systems: readonly string[] = ['mysql', 'information_schema', 'performance_schema', 'sys'];

/** Refused for lack of a right: on a table, on a column, on the database. */
const denied: readonly number[] = [1142, 1143, 1044];

/** Each but the last is of one server only: the other refuses it, which counts for nothing. */
function limits(lock: number, statement: number): { set: readonly string[]; undo: readonly string[] } {
  return {
    set: [
      `SET SESSION max_statement_time=${statement}`,
      `SET SESSION max_execution_time=${statement * 1000}`,
      `SET SESSION idle_transaction_timeout=${statement + 1}`,
      `SET SESSION innodb_lock_wait_timeout=${lock}, lock_wait_timeout=${lock}`,
    ],
    undo: [
      'SET SESSION max_statement_time=DEFAULT',
      'SET SESSION max_execution_time=DEFAULT',
      'SET SESSION idle_transaction_timeout=DEFAULT',
      'SET SESSION innodb_lock_wait_timeout=DEFAULT, lock_wait_timeout=DEFAULT',
    ],
  };
}

export const mysql: Dialect = {
  source,
  product: 'MySQL',
  tried: true,
  reading: limits(3, 20),
  writing: limits(1, 4),
  lastNumber: 'LAST_INSERT_ID() AS `key`',
  quoted,

  async server(asking) {
    const [row] = await asking.rows(
      'SELECT VERSION() AS `version`, @@version_comment AS `comment`, CAST(@@sql_mode AS char) AS `mode`',
    );
    if (row === undefined) return undefined;
    const version = textOf(row.version);
    return {
      ...{ version: version.split('-')[0] ?? '', level: '', edition: textOf(row.comment), engine: 0 },
      ...{ windowsOnly: false, banner: `${version}, ${textOf(row.comment)}` },
      product: /mariadb/i.test(`${version} ${textOf(row.comment)}`) ? 'MariaDB' : 'MySQL',
      // Without it the server cuts and changes values in place of refusing them.
      ...(/STRICT_(TRANS|ALL)_TABLES/.test(textOf(row.mode)) ? {} : { lax: true as const }),
    };
  },

  async database(asking) {
    const [row] = await asking.rows(
      'SELECT DATABASE() AS `name`, @@collation_database AS `collation`, CAST(@@global.read_only AS char) AS `readonly`',
    );
    if (row === undefined) return undefined;
    const name = textOf(row.name);
    const variables = await asking.rows(
      "SHOW VARIABLES WHERE Variable_name IN ('tx_read_only', 'transaction_read_only', 'super_read_only', 'innodb_read_only')",
    );
    const on = variables
      .filter((one) => one.Value === 'ON' || one.Value === '1')
      .map((one) => textOf(one.Variable_name));
    const readOnly = row.readonly !== '0' && row.readonly !== 'OFF';
    const by = [...(readOnly ? ['read_only'] : []), ...on];
    return {
      ...{ name, id: 0, state: name === '' ? '' : 'ONLINE', access: 'MULTI_USER', compatibility: 0 },
      ...{ readOnly: by.length > 0, updateability: by.length > 0 ? 'READ_ONLY' : 'READ_WRITE' },
      ...{ collation: textOf(row.collation), distributor: systems.includes(name.toLowerCase()) },
      ...defined({
        readOnlyBy:
          by.length === 0 ? undefined : `the server or this account is read-only (${by.join(', ')})`,
      }),
    };
  },

  async table(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT t.TABLE_SCHEMA AS \`schema\`, t.TABLE_NAME AS \`name\`, t.TABLE_TYPE AS \`kind\`, CAST(t.TABLE_ROWS AS char) AS \`rows\`, CAST(@@lower_case_table_names AS char) AS \`folded\`,
 CAST((SELECT COUNT(*) FROM information_schema.TRIGGERS r WHERE r.EVENT_OBJECT_SCHEMA = t.TABLE_SCHEMA AND r.EVENT_OBJECT_TABLE = t.TABLE_NAME) AS char) AS \`triggers\`
FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = coalesce(CAST(? AS char), DATABASE()) AND t.TABLE_NAME = ?`,
      [schema ?? null, name],
    );
    const row = rows.find((one) => one.folded !== '0' || one.name === name);
    if (row === undefined) return undefined;
    const kind = textOf(row.kind);
    const view = /VIEW/.test(kind);
    return {
      schema: textOf(row.schema),
      name: textOf(row.name),
      kind: /^(BASE TABLE|SYSTEM VERSIONED)$/.test(kind) ? 'U' : view ? 'V' : kind,
      kindText: kind === 'BASE TABLE' ? 'table' : kind.toLowerCase(),
      cdc: false,
      temporal: kind === 'SYSTEM VERSIONED' ? 2 : 0,
      triggers: numberOf(row.triggers),
      insteadTriggers: 0,
      rows: view ? null : numberOf(row.rows),
    };
  },

  async similar(asking, { name }) {
    const rows = await asking.rows(
      "SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS `name` FROM information_schema.TABLES WHERE LOWER(TABLE_NAME) = LOWER(?) AND TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') ORDER BY 1 LIMIT 5",
      [name],
    );
    return namesIn(rows);
  },

  async traits(asking, { schema, name, kind }) {
    const [row] = await asking.rows(
      "SELECT VERSION() LIKE '%MariaDB%' AS `mariadb`, t.ENGINE AS `engine`, e.TRANSACTIONS AS `transactions`, v.IS_UPDATABLE AS `updatable`, v.DEFINER AS `definer` FROM information_schema.TABLES t LEFT JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE LEFT JOIN information_schema.VIEWS v ON v.TABLE_SCHEMA = t.TABLE_SCHEMA AND v.TABLE_NAME = t.TABLE_NAME WHERE t.TABLE_SCHEMA = ? AND t.TABLE_NAME = ?",
      [schema, name],
    );
    if (row === undefined) return {};
    const engine = textOf(row.engine);
    const sees = isOne(row.mariadb) || (await seesTriggers());
    return defined({
      seesDefinition: sees,
      // Not seen is not none.
      hasTriggers: sees ? undefined : (true as const),
      cannotRollBack: kind === 'U' && engine !== '' && row.transactions !== 'YES' ? engine : undefined,
      foreign: /^(FEDERATED|CONNECT|SPIDER)$/i.test(engine) || undefined,
      unwritable: kind === 'V' && row.updatable === 'NO' ? 'INSERT, UPDATE, DELETE' : undefined,
    });

    /** MySQL shows triggers only to who has the right TRIGGER; MariaDB shows all that they are there. */
    async function seesTriggers(): Promise<boolean> {
      const asked = await asking.outcome(
        "SELECT 1 AS `one` FROM information_schema.TABLE_PRIVILEGES WHERE PRIVILEGE_TYPE = 'TRIGGER' AND TABLE_SCHEMA = ? AND TABLE_NAME = ? UNION SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES WHERE PRIVILEGE_TYPE = 'TRIGGER' AND ? LIKE TABLE_SCHEMA UNION SELECT 1 FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE = 'TRIGGER'",
        [schema, name, schema],
      );
      return asked.ok && asked.rows.length > 0;
    }
  },

  async surroundings(asking, table) {
    // InnoDB gives every foreign key an index: no delete reads a child table whole.
    if (table.kind !== 'V') return { children: [] };
    return { children: [], below: await below(asking, table) };
  },

  columns,

  async indexes(asking, { schema, name }) {
    return indexesOf(
      await asking.rows(
        "SELECT INDEX_NAME AS `name`, CASE WHEN NON_UNIQUE = 0 THEN '1' ELSE '0' END AS `uniq`, CASE WHEN INDEX_NAME = 'PRIMARY' THEN '1' ELSE '0' END AS `prim`, CASE WHEN SUB_PART IS NULL THEN '0' ELSE '1' END AS `filtered`, '0' AS `disabled`, coalesce(COLUMN_NAME, '(expression)') AS `col` FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_TYPE NOT IN ('FULLTEXT', 'SPATIAL') ORDER BY INDEX_NAME, SEQ_IN_INDEX",
        [schema, name],
      ),
    );
  },

  async rights(asking, { schema, name }) {
    const rows = await asking.rows(
      'SELECT CURRENT_USER() AS `user`, COLUMN_NAME AS `name`, PRIVILEGES AS `privileges` FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION',
      [schema, name],
    );
    const [first] = rows;
    if (first === undefined) return undefined;
    const without = (word: string) =>
      rows
        .filter(({ privileges }) => !textOf(privileges).split(',').includes(word))
        .map((row) => textOf(row.name));
    const refused = { SELECT: without('select'), INSERT: without('insert'), UPDATE: without('update') };
    const { SELECT, INSERT, UPDATE } = refused;
    const all = (names: readonly string[]) => (names.length === 0 ? 1 : 0);
    const idle = await idleRoles();
    return {
      user: textOf(first.user),
      onTable: { SELECT: all(SELECT), INSERT: all(INSERT), UPDATE: all(UPDATE), DELETE: await mayDelete() },
      roles: { reader: null, writer: null },
      onColumns: {
        columns: rows.length,
        SELECT: rows.length - SELECT.length,
        INSERT: rows.length - INSERT.length,
        UPDATE: rows.length - UPDATE.length,
      },
      ...(SELECT.length + INSERT.length + UPDATE.length > 0 ? { refused } : {}),
      ...(idle.length > 0 ? { idleRoles: idle } : {}),
    };

    async function mayDelete(): Promise<0 | 1 | null> {
      const asked = await asking.outcome(`EXPLAIN DELETE FROM ${quoted(schema)}.${quoted(name)} WHERE 1=0`);
      if (asked.ok) return 1;
      return denied.includes(asked.problem.number ?? 0) ? 0 : null;
    }

    /** Given, but not switched on when the account logs in. MySQL before 8 knows no roles. */
    async function idleRoles(): Promise<readonly string[]> {
      const asked = await asking.outcome(
        "SELECT ROLE_NAME AS `name` FROM information_schema.APPLICABLE_ROLES WHERE ROLE_NAME NOT IN (SELECT coalesce(ROLE_NAME, '') FROM information_schema.ENABLED_ROLES)",
      );
      return asked.ok ? namesIn(asked.rows) : [];
    }
  },

  async procedure(asking, { schema, name }) {
    const [row] = await asking.rows(
      'SELECT 1 AS `there` FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = coalesce(CAST(? AS char), DATABASE()) AND ROUTINE_NAME = ?',
      [schema ?? null, name],
    );
    // A routine that may not be executed, altered or created is not shown.
    return { exists: row !== undefined, execute: row === undefined ? null : 1 };
  },

  async parameters(asking, { schema, name }) {
    const rows = await asking.rows(
      'SELECT PARAMETER_NAME AS `name` FROM information_schema.PARAMETERS WHERE SPECIFIC_SCHEMA = coalesce(CAST(? AS char), DATABASE()) AND SPECIFIC_NAME = ? AND ORDINAL_POSITION > 0 ORDER BY ORDINAL_POSITION',
      [schema ?? null, name],
    );
    return namesIn(rows);
  },

  async checks(asking, { schema, name }) {
    const ofTable = await asking.outcome(
      'SELECT CONSTRAINT_NAME AS `name`, CHECK_CLAUSE AS `definition` FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?',
      [schema, name],
    );
    // MySQL's view has no name of a table.
    const asked = ofTable.ok
      ? ofTable
      : await asking.outcome(
          "SELECT c.CONSTRAINT_NAME AS `name`, c.CHECK_CLAUSE AS `definition` FROM information_schema.CHECK_CONSTRAINTS c JOIN information_schema.TABLE_CONSTRAINTS t ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME WHERE t.TABLE_SCHEMA = ? AND t.TABLE_NAME = ? AND t.CONSTRAINT_TYPE = 'CHECK'",
          [schema, name],
        );
    return asked.ok ? checksIn(asked.rows) : [];
  },

  async foreignKeys(asking, { schema, name }) {
    return foreignKeysOf(
      await asking.rows(
        'SELECT CONSTRAINT_NAME AS `name`, COLUMN_NAME AS `col`, REFERENCED_TABLE_SCHEMA AS `schema`, REFERENCED_TABLE_NAME AS `tab`, REFERENCED_COLUMN_NAME AS `other` FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION',
        [schema, name],
      ),
    );
  },

  async histories(asking, { schema, name }) {
    const rows = await asking.rows(
      "SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS `name` FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME <> ? AND LEFT(LOWER(TABLE_NAME), CHAR_LENGTH(?)) = LOWER(?) AND LOCATE('hist', LOWER(TABLE_NAME)) > 0 ORDER BY 1 LIMIT 5",
      [schema, name, name, name],
    );
    return namesIn(rows);
  },

  emptyRow: defaultOf,
  firstRows: (columns, from, count) => `SELECT ${columns} FROM ${from} LIMIT ${count}`,
};

/** What the view's text names, as far as the account is shown it (SHOW VIEW): else nothing is known. */
async function below(asking: Asking, { schema, name }: TableInfo) {
  const [row] = await asking.rows(
    'SELECT VIEW_DEFINITION AS `text` FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?',
    [schema, name],
  );
  const named = new Map(
    [...textOf(row?.text).matchAll(/`((?:[^`]|``)+)`\.`((?:[^`]|``)+)`(?!\.)/g)].map(
      ([all, one = '', two = '']) => [
        all,
        { schema: one.replaceAll('``', '`'), name: two.replaceAll('``', '`') },
      ],
    ),
  );
  let seen = 0;
  let elsewhere = 0;
  let triggers = 0;
  for (const one of [...named.values()].slice(0, 20)) {
    const [found] = await asking.rows(
      'SELECT CAST((SELECT COUNT(*) FROM information_schema.TRIGGERS r WHERE r.EVENT_OBJECT_SCHEMA = t.TABLE_SCHEMA AND r.EVENT_OBJECT_TABLE = t.TABLE_NAME) AS char) AS `triggers`, e.TRANSACTIONS AS `transactions` FROM information_schema.TABLES t LEFT JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE WHERE t.TABLE_SCHEMA = ? AND t.TABLE_NAME = ?',
      [one.schema, one.name],
    );
    if (found === undefined) continue;
    seen += 1;
    triggers += numberOf(found.triggers);
    // Rows of such a table would stay: as good as another server.
    if (found.transactions !== null && !isOne(found.transactions)) elsewhere += 1;
  }
  return { seen, elsewhere, triggers };
}
