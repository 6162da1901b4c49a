import { defined } from '../../../base/defined.ts';
import {
  checksIn,
  type Dialect,
  defaultOf,
  foreignKeysOf,
  indexesOf,
  isOne,
  namesIn,
  numberOf,
  type OdbcColumn,
  quoted,
  textOf,
} from './dialect.ts';

/**
 * Oracle's own catalogue, by its manuals: no Oracle was ever asked by us (README says so). Names that are not quoted are
 * folded to upper case; a table without a right on it looks like one that is not there. An empty text is NULL.
 */
const source =
  'Oracle Database Reference: ALL_OBJECTS, ALL_TAB_COLS, ALL_TAB_PRIVS, ALL_CONSTRAINTS, SESSION_PRIVS';

const bases: Readonly<Record<string, string>> = {
  CHAR: 'char',
  NCHAR: 'char',
  VARCHAR2: 'varchar',
  NVARCHAR2: 'varchar',
  CLOB: 'text',
  NCLOB: 'text',
  NUMBER: 'decimal',
  FLOAT: 'float',
  BINARY_FLOAT: 'real',
  BINARY_DOUBLE: 'float',
  DATE: 'datetime2',
  RAW: 'varbinary',
  'LONG RAW': 'varbinary',
  BLOB: 'varbinary',
};

const words = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;
/** This account, the roles that are switched on, and everybody. */
const mine =
  "(SELECT SYS_CONTEXT('USERENV', 'SESSION_USER') FROM DUAL UNION ALL SELECT ROLE FROM SESSION_ROLES UNION ALL SELECT 'PUBLIC' FROM DUAL)";
const own = "NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'))";

export const oracle: Dialect = {
  source,
  product: 'Oracle',
  tried: false,
  // A session has no time limit for INSERT: the driver's own stands in its place (SQL_ATTR_QUERY_TIMEOUT).
  reading: { set: [], undo: [] },
  writing: { set: [], undo: [] },
  checkNow: 'SET CONSTRAINTS ALL IMMEDIATE',
  quoted,
  emptyRow: defaultOf,
  firstRows: (columns, from, count) => `SELECT ${columns} FROM ${from} FETCH FIRST ${count} ROWS ONLY`,
  firstRowsElse: (columns, from, count) =>
    `SELECT * FROM (SELECT ${columns} FROM ${from}) WHERE ROWNUM <= ${count}`,

  async server(asking) {
    const [row] = await asking.rows(
      'SELECT PRODUCT AS "product", VERSION AS "version" FROM PRODUCT_COMPONENT_VERSION WHERE PRODUCT LIKE \'Oracle%\'',
    );
    return {
      ...{ version: textOf(row?.version) || (asking.info?.engineVersion ?? ''), level: '', edition: '' },
      ...{ engine: 0, windowsOnly: false, banner: textOf(row?.product).trim(), product: 'Oracle' },
    };
  },

  async database(asking) {
    const [row] = await asking.rows(
      "SELECT SYS_CONTEXT('USERENV', 'SERVICE_NAME') AS \"name\", SYS_CONTEXT('USERENV', 'DATABASE_ROLE') AS \"role\", SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') AS \"schema\" FROM DUAL",
    );
    if (row === undefined) return undefined;
    const standby = /STANDBY/i.test(textOf(row.role));
    return {
      ...{ name: textOf(row.name), id: 0, state: 'ONLINE', access: '', readOnly: standby, updateability: '' },
      ...{ collation: '', compatibility: 0, distributor: /^SYS(TEM)?$/.test(textOf(row.schema)) },
      ...defined({ readOnlyBy: standby ? `its role is ${textOf(row.role)}` : undefined }),
    };
  },

  async table(asking, { schema, name }) {
    const upper = name.toUpperCase();
    const [row] = await asking.rows(
      `SELECT o.OWNER AS "schema", o.OBJECT_NAME AS "name", o.OBJECT_TYPE AS "kind", t.NUM_ROWS AS "rows", t.TEMPORARY AS "temporary", t.READ_ONLY AS "readonly",
 (SELECT COUNT(*) FROM ALL_TRIGGERS g WHERE g.TABLE_OWNER = o.OWNER AND g.TABLE_NAME = o.OBJECT_NAME AND g.STATUS = 'ENABLED' AND g.TRIGGER_TYPE <> 'INSTEAD OF') AS "triggers",
 (SELECT COUNT(*) FROM ALL_TRIGGERS g WHERE g.TABLE_OWNER = o.OWNER AND g.TABLE_NAME = o.OBJECT_NAME AND g.STATUS = 'ENABLED' AND g.TRIGGER_TYPE = 'INSTEAD OF') AS "instead",
 (SELECT MAX(s.TABLE_OWNER || '.' || s.TABLE_NAME) FROM ALL_SYNONYMS s WHERE s.OWNER = o.OWNER AND s.SYNONYM_NAME = o.OBJECT_NAME) AS "standsFor"
FROM ALL_OBJECTS o LEFT JOIN ALL_TABLES t ON t.OWNER = o.OWNER AND t.TABLE_NAME = o.OBJECT_NAME
WHERE o.OBJECT_TYPE IN ('TABLE', 'VIEW', 'SYNONYM', 'MATERIALIZED VIEW') AND o.OBJECT_NAME IN (?, ?) AND o.OWNER IN (${own}, UPPER(${own}), 'PUBLIC')
ORDER BY CASE WHEN o.OBJECT_NAME = ? THEN 0 ELSE 1 END, CASE o.OWNER WHEN 'PUBLIC' THEN 1 ELSE 0 END, CASE o.OBJECT_TYPE WHEN 'MATERIALIZED VIEW' THEN 0 ELSE 1 END`,
      [name, upper, schema ?? null, schema ?? null, name],
    );
    if (row === undefined) return undefined;
    const kind = textOf(row.kind);
    return {
      schema: textOf(row.schema),
      name: textOf(row.name),
      kind: kind === 'TABLE' ? 'U' : kind === 'VIEW' ? 'V' : kind === 'SYNONYM' ? 'SN' : kind,
      kindText: kind.toLowerCase(),
      cdc: false,
      temporal: 0,
      triggers: numberOf(row.triggers),
      insteadTriggers: numberOf(row.instead),
      rows: kind === 'TABLE' ? numberOf(row.rows) : null,
      ...defined({ standsFor: row.standsFor ?? undefined }),
    };
  },

  async similar(asking, { name }) {
    const rows = await asking.rows(
      "SELECT OWNER || '.' || OBJECT_NAME AS \"name\" FROM ALL_OBJECTS WHERE OBJECT_TYPE IN ('TABLE', 'VIEW') AND UPPER(OBJECT_NAME) = UPPER(?) ORDER BY 1",
      [name],
    );
    return rows.slice(0, 5).map((row) => textOf(row.name));
  },

  async traits(asking, { schema, name, kind }) {
    const [row] = await asking.rows(
      `SELECT (SELECT COUNT(*) FROM ALL_POLICIES WHERE OBJECT_OWNER = ? AND OBJECT_NAME = ? AND ENABLE = 'YES') AS "policies",
 (SELECT MAX(TEMPORARY) FROM ALL_TABLES WHERE OWNER = ? AND TABLE_NAME = ?) AS "temporary",
 (SELECT COUNT(*) FROM ALL_UPDATABLE_COLUMNS WHERE OWNER = ? AND TABLE_NAME = ? AND INSERTABLE = 'YES') AS "insertable",
 CASE WHEN SYS_CONTEXT('USERENV', 'SESSION_USER') = ? OR EXISTS (SELECT 1 FROM SESSION_PRIVS WHERE PRIVILEGE IN ('CREATE ANY TRIGGER', 'ALTER ANY TRIGGER')) THEN 1 ELSE 0 END AS "sees" FROM DUAL`,
      [schema, name, schema, name, schema, name, schema],
    );
    const policies = numberOf(row?.policies);
    const sees = isOne(row?.sees);
    return {
      seesDefinition: sees,
      // Triggers of others are not shown: not seen is not none.
      ...(sees ? {} : { hasTriggers: true as const }),
      ...(policies > 0 ? { filters: policies, blocks: policies } : {}),
      ...defined({
        kept: row?.temporary === 'Y' ? 'temporary' : undefined,
        unwritable: kind === 'V' && numberOf(row?.insertable) === 0 ? 'INSERT' : undefined,
      }),
    };
  },

  async surroundings(asking, { schema, name, kind }) {
    const children = await asking.rows(
      `SELECT DISTINCT c.OWNER || '.' || c.TABLE_NAME AS "name" FROM ALL_CONSTRAINTS p JOIN ALL_CONSTRAINTS c ON c.R_OWNER = p.OWNER AND c.R_CONSTRAINT_NAME = p.CONSTRAINT_NAME AND c.CONSTRAINT_TYPE = 'R' AND c.STATUS = 'ENABLED'
 JOIN ALL_CONS_COLUMNS k ON k.OWNER = c.OWNER AND k.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND k.POSITION = 1
WHERE p.OWNER = ? AND p.TABLE_NAME = ? AND NOT EXISTS (SELECT 1 FROM ALL_IND_COLUMNS i WHERE i.TABLE_OWNER = c.OWNER AND i.TABLE_NAME = c.TABLE_NAME AND i.COLUMN_NAME = k.COLUMN_NAME AND i.COLUMN_POSITION = 1)`,
      [schema, name],
    );
    return {
      children: children.slice(0, 5).map((row) => textOf(row.name)),
      ...(kind === 'V' ? { below: { seen: 0, elsewhere: 0, triggers: 0 } } : {}),
    };
  },

  async columns(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT COLUMN_NAME AS "name", DATA_TYPE AS "type", CHAR_LENGTH AS "length", DATA_PRECISION AS "digits", DATA_SCALE AS "behind", NULLABLE AS "nullable", DEFAULT_LENGTH AS "standard", IDENTITY_COLUMN AS "identity", VIRTUAL_COLUMN AS "virtual", HIDDEN_COLUMN AS "hidden",
 (SELECT MAX(i.GENERATION_TYPE) FROM ALL_TAB_IDENTITY_COLS i WHERE i.OWNER = c.OWNER AND i.TABLE_NAME = c.TABLE_NAME AND i.COLUMN_NAME = c.COLUMN_NAME) AS "generation"
FROM ALL_TAB_COLS c WHERE OWNER = ? AND TABLE_NAME = ? AND USER_GENERATED = 'YES' ORDER BY COLUMN_ID`,
      [schema, name],
    );
    return rows.map((row): OdbcColumn => {
      const type = textOf(row.type);
      const length = numberOf(row.length);
      const numbered = isOne(row.identity);
      const base = /^TIMESTAMP/.test(type) ? 'datetime2' : (bases[type] ?? '');
      return {
        name: textOf(row.name),
        type: length > 0 ? `${type}(${length})` : type,
        base,
        bytes: length > 0 ? length : -1,
        precision: row.digits === null ? 30 : numberOf(row.digits),
        scale: numberOf(row.behind),
        nullable: row.nullable !== 'N',
        identity: numbered && row.generation === 'ALWAYS',
        computed: isOne(row.virtual),
        hasDefault: numberOf(row.standard) > 0 || numbered,
        generated: false,
        collation: '',
        ...defined({
          numbered: numbered || undefined,
          length: length > 0 ? length : undefined,
          hidden: isOne(row.hidden) || undefined,
        }),
      };
    });
  },

  async indexes(asking, { schema, name }) {
    return indexesOf(
      await asking.rows(
        `SELECT i.INDEX_NAME AS "name", CASE i.UNIQUENESS WHEN 'UNIQUE' THEN '1' ELSE '0' END AS "uniq", CASE WHEN EXISTS (SELECT 1 FROM ALL_CONSTRAINTS k WHERE k.OWNER = i.TABLE_OWNER AND k.TABLE_NAME = i.TABLE_NAME AND k.INDEX_NAME = i.INDEX_NAME AND k.CONSTRAINT_TYPE = 'P') THEN '1' ELSE '0' END AS "prim",
 CASE i.STATUS WHEN 'UNUSABLE' THEN '1' ELSE '0' END AS "disabled", c.COLUMN_NAME AS "col"
FROM ALL_INDEXES i JOIN ALL_IND_COLUMNS c ON c.INDEX_OWNER = i.OWNER AND c.INDEX_NAME = i.INDEX_NAME WHERE i.TABLE_OWNER = ? AND i.TABLE_NAME = ? ORDER BY i.INDEX_NAME, c.COLUMN_POSITION`,
        [schema, name],
      ),
    );
  },

  async rights(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT PRIVILEGE AS "right" FROM ALL_TAB_PRIVS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND GRANTEE IN ${mine} UNION SELECT REPLACE(PRIVILEGE, ' ANY TABLE', '') FROM SESSION_PRIVS WHERE PRIVILEGE IN ('SELECT ANY TABLE', 'INSERT ANY TABLE', 'UPDATE ANY TABLE', 'DELETE ANY TABLE')`,
      [schema, name],
    );
    const columns = await asking.rows(
      `SELECT p.PRIVILEGE AS "right", p.COLUMN_NAME AS "name" FROM ALL_COL_PRIVS p WHERE p.TABLE_SCHEMA = ? AND p.TABLE_NAME = ? AND p.GRANTEE IN ${mine}`,
      [schema, name],
    );
    const [me] = await asking.rows("SELECT SYS_CONTEXT('USERENV', 'SESSION_USER') AS \"user\" FROM DUAL");
    const user = textOf(me?.user);
    const has = (word: string) => user === schema || rows.some((row) => row.right === word);
    const some = (word: string) => columns.filter((row) => row.right === word).length;
    return {
      user,
      onTable: Object.fromEntries(words.map((word) => [word, has(word) ? 1 : 0] as const)),
      roles: { reader: null, writer: null },
      onColumns: { columns: 0, SELECT: 0, INSERT: some('INSERT'), UPDATE: some('UPDATE') },
    };
  },

  async procedure(asking, { schema, name }) {
    const [row] = await asking.rows(
      `SELECT COUNT(*) AS "found" FROM ALL_OBJECTS WHERE OBJECT_TYPE IN ('PROCEDURE', 'FUNCTION') AND OBJECT_NAME IN (?, UPPER(?)) AND OWNER IN (${own}, UPPER(${own}))`,
      [name, name, schema ?? null, schema ?? null],
    );
    const exists = numberOf(row?.found) > 0;
    // Who may not execute it is not shown it.
    return { exists, execute: exists ? 1 : null };
  },

  async parameters(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT ARGUMENT_NAME AS "name" FROM ALL_ARGUMENTS WHERE OBJECT_NAME IN (?, UPPER(?)) AND OWNER IN (${own}, UPPER(${own})) AND ARGUMENT_NAME IS NOT NULL ORDER BY POSITION`,
      [name, name, schema ?? null, schema ?? null],
    );
    return namesIn(rows);
  },

  /** SEARCH_CONDITION is a LONG, which drivers give badly: its short form, where the release has it. */
  async checks(asking, { schema, name }) {
    const asked = await asking.outcome(
      'SELECT CONSTRAINT_NAME AS "name", SEARCH_CONDITION_VC AS "definition" FROM ALL_CONSTRAINTS WHERE OWNER = ? AND TABLE_NAME = ? AND CONSTRAINT_TYPE = \'C\' AND STATUS = \'ENABLED\'',
      [schema, name],
    );
    return asked.ok ? checksIn(asked.rows) : [];
  },

  async foreignKeys(asking, { schema, name }) {
    return foreignKeysOf(
      await asking.rows(
        `SELECT c.CONSTRAINT_NAME AS "name", k.COLUMN_NAME AS "col", p.OWNER AS "schema", p.TABLE_NAME AS "tab", o.COLUMN_NAME AS "other"
FROM ALL_CONSTRAINTS c JOIN ALL_CONS_COLUMNS k ON k.OWNER = c.OWNER AND k.CONSTRAINT_NAME = c.CONSTRAINT_NAME JOIN ALL_CONS_COLUMNS o ON o.OWNER = c.R_OWNER AND o.CONSTRAINT_NAME = c.R_CONSTRAINT_NAME AND o.POSITION = k.POSITION
 JOIN ALL_CONSTRAINTS p ON p.OWNER = c.R_OWNER AND p.CONSTRAINT_NAME = c.R_CONSTRAINT_NAME WHERE c.CONSTRAINT_TYPE = 'R' AND c.STATUS = 'ENABLED' AND c.OWNER = ? AND c.TABLE_NAME = ? ORDER BY c.CONSTRAINT_NAME, k.POSITION`,
        [schema, name],
      ),
    );
  },

  async histories(asking, { schema, name }) {
    const rows = await asking.rows(
      "SELECT OWNER || '.' || OBJECT_NAME AS \"name\" FROM ALL_OBJECTS WHERE OBJECT_TYPE IN ('TABLE', 'VIEW') AND OWNER = ? AND OBJECT_NAME <> ? AND SUBSTR(OBJECT_NAME, 1, LENGTH(?)) = ? AND INSTR(OBJECT_NAME, 'HIST') > 0 ORDER BY 1",
      [schema, name, name, name],
    );
    return rows.slice(0, 5).map((row) => textOf(row.name));
  },
};
