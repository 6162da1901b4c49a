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
 * DB2 for Linux, UNIX and Windows by its manuals: no DB2 was ever asked by us (README says so). Those of z/OS and IBM i have
 * other catalogues, so that each question has an error there. Names that are not quoted are folded to upper case.
 */
const source = 'IBM Db2 11.5 documentation: SYSCAT.TABLES, SYSCAT.COLUMNS, SYSCAT.TABAUTH, SYSCAT.INDEXES';

const bases: Readonly<Record<string, string>> = {
  CHARACTER: 'char',
  VARCHAR: 'varchar',
  GRAPHIC: 'char',
  VARGRAPHIC: 'varchar',
  CLOB: 'text',
  DBCLOB: 'text',
  SMALLINT: 'smallint',
  INTEGER: 'int',
  BIGINT: 'bigint',
  DECIMAL: 'decimal',
  DECFLOAT: 'float',
  REAL: 'real',
  DOUBLE: 'float',
  BOOLEAN: 'bit',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'datetime2',
  BINARY: 'binary',
  VARBINARY: 'varbinary',
  BLOB: 'varbinary',
};

const words = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;
const own = 'COALESCE(CAST(? AS VARCHAR(128)), CURRENT SCHEMA)';
const text = 'CAST(? AS VARCHAR(128))';

/** SYSCAT.TABLES.TYPE. */
const kinds: Readonly<Record<string, string>> = {
  T: 'table',
  V: 'view',
  S: 'materialized query table',
  A: 'alias',
  N: 'nickname',
  G: 'created temporary table',
};

export const db2: Dialect = {
  source,
  product: 'DB2',
  tried: false,
  reading: { set: ['SET CURRENT LOCK TIMEOUT 3'], undo: ['SET CURRENT LOCK TIMEOUT NULL'] },
  writing: { set: ['SET CURRENT LOCK TIMEOUT 1'], undo: ['SET CURRENT LOCK TIMEOUT NULL'] },
  lastNumber: 'IDENTITY_VAL_LOCAL() AS "key" FROM SYSIBM.SYSDUMMY1',
  quoted,
  emptyRow: defaultOf,
  firstRows: (columns, from, count) => `SELECT ${columns} FROM ${from} FETCH FIRST ${count} ROWS ONLY`,

  async server({ info }) {
    const { engine = '', engineVersion = '' } = info ?? {};
    return {
      ...{ version: engineVersion, level: '', edition: '', engine: 0, windowsOnly: false },
      banner: `${engine} ${engineVersion}`.trim(),
      // `DB2/LINUXX8664`; IBM i calls itself QSQ or AS.
      product: engine === '' || /^(DB2|QSQ|AS\b)/i.test(engine) ? 'DB2' : engine,
    };
  },

  async database(asking) {
    const [row] = await asking.rows('SELECT CURRENT SERVER AS "name" FROM SYSIBM.SYSDUMMY1');
    if (row === undefined) return undefined;
    const readOnly = asking.info?.readOnly === true;
    return {
      ...{ name: textOf(row.name).trim(), id: 0, state: 'ONLINE', access: '', readOnly, updateability: '' },
      ...{ collation: '', compatibility: 0, distributor: false },
      ...defined({ readOnlyBy: readOnly ? 'the driver opens it for reading only' : undefined }),
    };
  },

  async table(asking, { schema, name }) {
    const [row] = await asking.rows(
      `SELECT RTRIM(t.TABSCHEMA) AS "schema", t.TABNAME AS "name", t.TYPE AS "kind", t.CARD AS "rows", RTRIM(t.BASE_TABSCHEMA) || '.' || t.BASE_TABNAME AS "standsFor",
 (SELECT COUNT(*) FROM SYSCAT.TRIGGERS g WHERE g.TABSCHEMA = t.TABSCHEMA AND g.TABNAME = t.TABNAME AND g.TRIGTIME <> 'I') AS "triggers",
 (SELECT COUNT(*) FROM SYSCAT.TRIGGERS g WHERE g.TABSCHEMA = t.TABSCHEMA AND g.TABNAME = t.TABNAME AND g.TRIGTIME = 'I') AS "instead"
FROM SYSCAT.TABLES t WHERE t.TABNAME IN (${text}, UPPER(${text})) AND RTRIM(t.TABSCHEMA) IN (${own}, UPPER(${own})) ORDER BY CASE WHEN t.TABNAME = ${text} THEN 0 ELSE 1 END`,
      [name, name, schema ?? null, schema ?? null, name],
    );
    if (row === undefined) return undefined;
    const kind = textOf(row.kind);
    return {
      schema: textOf(row.schema),
      name: textOf(row.name),
      kind: kind === 'T' || kind === 'N' ? 'U' : kind === 'V' ? 'V' : kind === 'A' ? 'SN' : kind,
      kindText: kinds[kind] ?? `object of kind ${kind}`,
      cdc: false,
      temporal: 0,
      triggers: numberOf(row.triggers),
      insteadTriggers: numberOf(row.instead),
      rows: kind === 'T' ? Math.max(0, numberOf(row.rows)) : null,
      ...defined({ standsFor: kind === 'A' ? textOf(row.standsFor) : undefined }),
    };
  },

  async similar(asking, { name }) {
    const rows = await asking.rows(
      `SELECT RTRIM(TABSCHEMA) || '.' || TABNAME AS "name" FROM SYSCAT.TABLES WHERE TYPE IN ('T', 'V') AND UPPER(TABNAME) = UPPER(${text}) ORDER BY 1 FETCH FIRST 5 ROWS ONLY`,
      [name],
    );
    return namesIn(rows);
  },

  async traits(asking, { schema, name }) {
    const [row] = await asking.rows(
      `SELECT t.TYPE AS "kind", t.STATUS AS "status", t.ACCESS_MODE AS "access", (SELECT MAX(v.READONLY) FROM SYSCAT.VIEWS v WHERE v.VIEWSCHEMA = t.TABSCHEMA AND v.VIEWNAME = t.TABNAME) AS "readonly" FROM SYSCAT.TABLES t WHERE t.TABSCHEMA = ${text} AND t.TABNAME = ${text}`,
      [schema, name],
    );
    return {
      seesDefinition: true,
      ...defined({
        foreign: row?.kind === 'N' || undefined,
        kept: row?.kind === 'G' ? 'temporary' : undefined,
        unwritable: row?.readonly === 'Y' ? 'INSERT, UPDATE, DELETE' : undefined,
      }),
    };
  },

  async surroundings(asking, { schema, name, kind }) {
    const children = await asking.rows(
      `SELECT RTRIM(r.TABSCHEMA) || '.' || r.TABNAME AS "name" FROM SYSCAT.REFERENCES r JOIN SYSCAT.KEYCOLUSE k ON k.CONSTNAME = r.CONSTNAME AND k.TABSCHEMA = r.TABSCHEMA AND k.TABNAME = r.TABNAME AND k.COLSEQ = 1
WHERE r.REFTABSCHEMA = ${text} AND r.REFTABNAME = ${text} AND NOT EXISTS (SELECT 1 FROM SYSCAT.INDEXES i JOIN SYSCAT.INDEXCOLUSE c ON c.INDSCHEMA = i.INDSCHEMA AND c.INDNAME = i.INDNAME AND c.COLSEQ = 1 WHERE i.TABSCHEMA = r.TABSCHEMA AND i.TABNAME = r.TABNAME AND c.COLNAME = k.COLNAME) FETCH FIRST 5 ROWS ONLY`,
      [schema, name],
    );
    return {
      children: children.map((row) => textOf(row.name)),
      ...(kind === 'V' ? { below: { seen: 0, elsewhere: 0, triggers: 0 } } : {}),
    };
  },

  async columns(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT COLNAME AS "name", RTRIM(TYPENAME) AS "type", LENGTH AS "length", SCALE AS "behind", NULLS AS "nulls", DEFAULT AS "standard", IDENTITY AS "identity", GENERATED AS "generated", HIDDEN AS "hidden", ROWCHANGETIMESTAMP AS "changes" FROM SYSCAT.COLUMNS WHERE TABSCHEMA = ${text} AND TABNAME = ${text} ORDER BY COLNO`,
      [schema, name],
    );
    return rows.map((row): OdbcColumn => {
      const type = textOf(row.type);
      const length = numberOf(row.length);
      const base = bases[type] ?? '';
      const ofText = /char|^text$/.test(base);
      const numbered = row.identity === 'Y';
      const always = row.generated === 'A';
      return {
        name: textOf(row.name),
        type: ofText
          ? `${type}(${length})`
          : base === 'decimal'
            ? `${type}(${length},${numberOf(row.behind)})`
            : type,
        base,
        bytes: ofText ? length : -1,
        precision: base === 'decimal' ? length : 0,
        scale: numberOf(row.behind),
        nullable: row.nulls === 'Y',
        identity: numbered && always,
        computed: !numbered && always,
        hasDefault: (row.standard ?? '') !== '' || (numbered && !always) || row.generated === 'D',
        generated: false,
        collation: '',
        ...defined({
          changes: row.changes === 'Y' || undefined,
          numbered: numbered || undefined,
          length: ofText ? length : undefined,
          hidden: row.hidden === 'I' || undefined,
        }),
      };
    });
  },

  async indexes(asking, { schema, name }) {
    return indexesOf(
      await asking.rows(
        `SELECT i.INDNAME AS "name", CASE WHEN i.UNIQUERULE IN ('P', 'U') THEN '1' ELSE '0' END AS "uniq", CASE i.UNIQUERULE WHEN 'P' THEN '1' ELSE '0' END AS "prim", c.COLNAME AS "col" FROM SYSCAT.INDEXES i JOIN SYSCAT.INDEXCOLUSE c ON c.INDSCHEMA = i.INDSCHEMA AND c.INDNAME = i.INDNAME AND c.COLORDER <> 'I' WHERE i.TABSCHEMA = ${text} AND i.TABNAME = ${text} ORDER BY i.INDNAME, c.COLSEQ`,
        [schema, name],
      ),
    );
  },

  /** Groups are the operating system's, so that what is not found may still be given: never a no. */
  async rights(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT ${words.map((word) => `MAX(CASE WHEN a.CONTROLAUTH = 'Y' OR a.${word}AUTH IN ('Y', 'G') THEN 1 ELSE 0 END) AS "${word}"`).join(', ')}, SESSION_USER AS "user" FROM SYSCAT.TABAUTH a WHERE a.TABSCHEMA = ${text} AND a.TABNAME = ${text} AND (a.GRANTEE = SESSION_USER OR a.GRANTEE = 'PUBLIC' OR a.GRANTEETYPE = 'R' AND a.GRANTEE IN (SELECT ROLENAME FROM SYSCAT.ROLEAUTH WHERE GRANTEE = SESSION_USER))`,
      [schema, name],
    );
    const [row] = rows;
    return {
      user: textOf(row?.user).trim(),
      onTable: Object.fromEntries(words.map((word) => [word, isOne(row?.[word]) ? 1 : null] as const)),
      roles: { reader: null, writer: null },
      onColumns: { columns: 0, SELECT: 0, UPDATE: 0 },
    };
  },

  async procedure(asking, { schema, name }) {
    const [row] = await asking.rows(
      `SELECT COUNT(*) AS "found" FROM SYSCAT.ROUTINES WHERE ROUTINENAME IN (${text}, UPPER(${text})) AND RTRIM(ROUTINESCHEMA) IN (${own}, UPPER(${own}))`,
      [name, name, schema ?? null, schema ?? null],
    );
    return { exists: numberOf(row?.found) > 0, execute: null };
  },

  async parameters(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT PARMNAME AS "name" FROM SYSCAT.ROUTINEPARMS WHERE ROUTINENAME IN (${text}, UPPER(${text})) AND RTRIM(ROUTINESCHEMA) IN (${own}, UPPER(${own})) AND PARMNAME IS NOT NULL ORDER BY ORDINAL`,
      [name, name, schema ?? null, schema ?? null],
    );
    return namesIn(rows);
  },

  async checks(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT CONSTNAME AS "name", TEXT AS "definition" FROM SYSCAT.CHECKS WHERE TABSCHEMA = ${text} AND TABNAME = ${text}`,
      [schema, name],
    );
    return checksIn(rows);
  },

  async foreignKeys(asking, { schema, name }) {
    return foreignKeysOf(
      await asking.rows(
        `SELECT r.CONSTNAME AS "name", k.COLNAME AS "col", RTRIM(r.REFTABSCHEMA) AS "schema", r.REFTABNAME AS "tab", o.COLNAME AS "other" FROM SYSCAT.REFERENCES r JOIN SYSCAT.KEYCOLUSE k ON k.CONSTNAME = r.CONSTNAME AND k.TABSCHEMA = r.TABSCHEMA AND k.TABNAME = r.TABNAME
 JOIN SYSCAT.KEYCOLUSE o ON o.CONSTNAME = r.REFKEYNAME AND o.TABSCHEMA = r.REFTABSCHEMA AND o.TABNAME = r.REFTABNAME AND o.COLSEQ = k.COLSEQ WHERE r.TABSCHEMA = ${text} AND r.TABNAME = ${text} ORDER BY r.CONSTNAME, k.COLSEQ`,
        [schema, name],
      ),
    );
  },

  async histories(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT RTRIM(TABSCHEMA) || '.' || TABNAME AS "name" FROM SYSCAT.TABLES WHERE TYPE IN ('T', 'V') AND TABSCHEMA = ${text} AND TABNAME <> ${text} AND LOCATE(UPPER(${text}), UPPER(TABNAME)) = 1 AND LOCATE('HIST', UPPER(TABNAME)) > 0 ORDER BY 1 FETCH FIRST 5 ROWS ONLY`,
      [schema, name, name],
    );
    return namesIn(rows);
  },
};
