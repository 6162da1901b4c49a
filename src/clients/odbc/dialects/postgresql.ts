import { defined } from '../../../base/defined.ts';
import {
  checksIn,
  type Dialect,
  foreignKeysOf,
  grantedBy,
  indexesOf,
  isOne,
  namesIn,
  numberOf,
  type OdbcColumn,
  quoted,
  textOf,
} from './dialect.ts';
import { ofTable, rights } from './postgresql-rights.ts';

/**
 * PostgreSQL's own catalogue, from release 10 on. All of it ran against PostgreSQL 15. It shows tables without any right on
 * them. Numbers come as text; names are compared as they stand.
 */
const source = 'PostgreSQL manual: System Catalogs, System Information Functions';

const kinds: Readonly<Record<string, string>> = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
  S: 'sequence',
};

/** The types, in the words that all engines' rows share. */
const bases: Readonly<Record<string, string>> = {
  bool: 'bit',
  int2: 'smallint',
  int4: 'int',
  int8: 'bigint',
  numeric: 'decimal',
  float4: 'real',
  float8: 'float',
  money: 'money',
  bpchar: 'char',
  varchar: 'varchar',
  text: 'text',
  citext: 'text',
  name: 'text',
  uuid: 'uniqueidentifier',
  bytea: 'varbinary',
  date: 'date',
  timestamp: 'datetime2',
  timestamptz: 'datetimeoffset',
  time: 'time',
  timetz: 'time',
};

/** In front of any question, and gone with its transaction: a pooler would hand a session's settings to others. */
const reading = [
  'SET TRANSACTION READ ONLY',
  "SET LOCAL statement_timeout = '20s'",
  "SET LOCAL lock_timeout = '3s'",
];

const writing = [
  "SET LOCAL lock_timeout = '1s'",
  "SET LOCAL statement_timeout = '4s'",
  "SET LOCAL idle_in_transaction_session_timeout = '5s'",
  "SET LOCAL application_name = 'ecma-doctor'",
];

export const postgresql: Dialect = {
  source,
  product: 'PostgreSQL',
  tried: true,
  reading: { set: reading, undo: [] },
  writing: { set: writing, undo: [] },
  returning: true,
  checkNow: 'SET CONSTRAINTS ALL IMMEDIATE',
  quoted,

  async server(asking) {
    const [row] = await asking.rows(
      "SELECT version() AS banner, current_setting('server_version') AS version, current_setting('server_version_num') AS number",
    );
    return (
      row && {
        ...{
          version: textOf(row.version).split(' ')[0] ?? '',
          level: '',
          edition: '',
          engine: 0,
          windowsOnly: false,
        },
        banner: textOf(row.banner),
        product: 'PostgreSQL',
      }
    );
  },

  async database(asking) {
    const [row] = await asking.rows(
      // reset_val: what holds when no transaction says otherwise, as the doctor's own does.
      `SELECT current_database()::text AS name, d.oid::text AS id, d.datallowconn::int::text AS open, d.datistemplate::int::text AS template, d.datcollate::text AS collation, pg_is_in_recovery()::int::text AS standby, (SELECT reset_val FROM pg_settings WHERE name = 'default_transaction_read_only') AS readonly, pg_encoding_to_char(d.encoding) AS encoding FROM pg_database d WHERE d.datname = current_database()`,
    );
    if (row === undefined) return undefined;
    const standby = isOne(row.standby);
    const readOnly = standby
      ? 'this server is a standby: it only receives'
      : row.readonly === 'on'
        ? 'transactions are read-only unless they say otherwise (default_transaction_read_only)'
        : undefined;
    return {
      ...{
        name: textOf(row.name),
        id: numberOf(row.id),
        state: 'ONLINE',
        access: 'MULTI_USER',
        compatibility: 0,
      },
      ...{
        readOnly: readOnly !== undefined,
        updateability: readOnly === undefined ? 'READ_WRITE' : 'READ_ONLY',
      },
      ...{ collation: `${textOf(row.collation)}, ${textOf(row.encoding)}`, distributor: isOne(row.template) },
      ...defined({ readOnlyBy: readOnly }),
    };
  },

  async table(asking, { schema, name }) {
    const [row] = await asking.rows(
      `SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind, 
 (SELECT sum(CASE WHEN x.reltuples > 0 THEN x.reltuples ELSE pg_relation_size(x.oid) / 64 END)::bigint FROM pg_class x WHERE x.oid = c.oid OR x.oid IN (SELECT h.inhrelid FROM pg_inherits h WHERE h.inhparent = c.oid))::text AS rows,
 (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled IN ('O','A') AND (t.tgtype & 64) = 0)::text AS triggers,
 (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled IN ('O','A') AND (t.tgtype & 64) <> 0)::text AS instead,
 (SELECT count(*) FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN' AND r.ev_enabled IN ('O','A'))::text AS rules
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r','p','v','m','f','S') AND c.relname IN (CAST(? AS text), lower(CAST(? AS text)))
 AND (n.nspname IN (CAST(? AS text), lower(CAST(? AS text))) OR (CAST(? AS text) IS NULL AND n.nspname = ANY (current_schemas(false))))
ORDER BY (n.nspname = coalesce(CAST(? AS text), n.nspname)) DESC, (c.relname = CAST(? AS text)) DESC, coalesce(array_position(current_schemas(false), n.nspname), 999) LIMIT 1`,
      [name, name, schema ?? null, schema ?? null, schema ?? null, schema ?? null, name],
    );
    if (row === undefined) return undefined;
    const kind = textOf(row.kind);
    return {
      schema: textOf(row.schema),
      name: textOf(row.name),
      kind: 'rpf'.includes(kind) ? 'U' : kind === 'v' ? 'V' : kind,
      kindText: kinds[kind] ?? `object of kind ${kind}`,
      cdc: false,
      temporal: 0,
      triggers: numberOf(row.triggers) + numberOf(row.rules),
      insteadTriggers: numberOf(row.instead),
      // Where it was never counted, from its size: rather too many than too few.
      rows: kind === 'v' ? null : numberOf(row.rows),
    };
  },

  async similar(asking, { name }) {
    const rows = await asking.rows(
      "SELECT n.nspname::text || '.' || c.relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r','p','v','f') AND lower(c.relname) = lower(CAST(? AS text)) AND n.nspname NOT IN ('pg_catalog','information_schema') ORDER BY 1 LIMIT 5",
      [name],
    );
    return namesIn(rows);
  },

  async traits(asking, { schema, name }) {
    const [row] = await asking.rows(
      `SELECT c.relkind::text AS kind, c.relpersistence::text AS persistence, row_security_active(c.oid)::int::text AS active,
 (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)::text AS policies,
 pg_relation_is_updatable(c.oid, true)::text AS updatable
FROM pg_class c WHERE c.oid = ${ofTable}`,
      [schema, name],
    );
    if (row === undefined) return {};
    const active = isOne(row.active);
    const updatable = numberOf(row.updatable);
    const view = row.kind === 'v';
    return {
      seesDefinition: true,
      ...defined({
        foreign: row.kind === 'f' || undefined,
        kept: row.persistence === 't' ? 'temporary' : row.persistence === 'u' ? 'unlogged' : undefined,
        // 4 update, 8 insert, 16 delete.
        unwritable: view && (updatable & 28) !== 28 ? missingIn(updatable) : undefined,
      }),
      ...(active
        ? { filters: Math.max(1, numberOf(row.policies)), blocks: Math.max(1, numberOf(row.policies)) }
        : {}),
    };
  },

  async surroundings(asking, { schema, name, kind }) {
    const children = await asking.rows(
      `SELECT f.conrelid::regclass::text AS name FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid = ${ofTable}
 AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = f.conrelid AND i.indisvalid AND i.indpred IS NULL AND i.indkey[0] = f.conkey[1]) ORDER BY 1 LIMIT 5`,
      [schema, name],
    );
    const named = children.map((row) => textOf(row.name));
    if (kind !== 'V') return { children: named };
    const [below] = await asking.rows(
      `WITH RECURSIVE below(oid, depth) AS (
 SELECT ${ofTable}, 0 UNION SELECT d.refobjid, b.depth + 1 FROM below b JOIN pg_rewrite r ON r.ev_class = b.oid JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> b.oid WHERE b.depth < 8)
SELECT count(DISTINCT c.oid)::text AS seen, count(DISTINCT CASE WHEN c.relkind = 'f' THEN c.oid END)::text AS elsewhere, count(t.oid)::text AS triggers
FROM below b JOIN pg_class c ON c.oid = b.oid AND b.depth > 0 LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled IN ('O','A')`,
      [schema, name],
    );
    return {
      children: named,
      ...defined({
        below: below && {
          seen: numberOf(below.seen),
          elsewhere: numberOf(below.elsewhere),
          triggers: numberOf(below.triggers),
        },
      }),
    };
  },

  async columns(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type, bt.typname::text AS base, bt.typtype::text AS kind, bt.typcategory::text AS cat,
 (a.attnotnull OR (t.typtype = 'd' AND t.typnotnull))::int::text AS must, (a.atthasdef OR t.typdefault IS NOT NULL)::int::text AS filled, a.attidentity::text AS identity,
 (to_jsonb(a) ->> 'attgenerated') AS generated, pg_get_expr(d.adbin, d.adrelid) AS standard, co.collname::text AS collation,
 CASE WHEN bt.typname IN ('varchar','bpchar') THEN ((CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END) - 4)::text END AS length,
 CASE WHEN bt.typname = 'numeric' AND a.atttypmod > 0 THEN (((a.atttypmod - 4) >> 16) & 65535)::text END AS digits,
 CASE WHEN bt.typname = 'numeric' AND a.atttypmod > 0 THEN ((a.atttypmod - 4) & 65535)::text END AS behind,
 (SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = bt.oid ORDER BY e.enumsortorder LIMIT 1) AS choice
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type bt ON bt.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
 LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum LEFT JOIN pg_collation co ON co.oid = a.attcollation
WHERE a.attrelid = ${ofTable} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
      [schema, name],
    );
    return rows.map((row): OdbcColumn => {
      const length = numberOf(row.length);
      const numbered = row.identity === 'd' || /^nextval\(/.test(row.standard ?? '');
      return {
        name: textOf(row.name),
        type: textOf(row.type),
        base: baseOf(row.base, row.kind),
        bytes: length > 0 ? length : -1,
        precision: row.digits === null ? 30 : numberOf(row.digits),
        scale: numberOf(row.behind),
        nullable: !isOne(row.must),
        // GENERATED BY DEFAULT takes a value.
        identity: row.identity === 'a',
        computed: (row.generated ?? '') !== '',
        hasDefault: isOne(row.filled) || row.identity === 'd',
        generated: false,
        collation: textOf(row.collation),
        ...defined({
          numbered: numbered || row.identity === 'a' || undefined,
          choice: row.choice ?? undefined,
          length: length > 0 ? length : undefined,
        }),
      };
    });
  },

  async indexes(asking, { schema, name }) {
    return indexesOf(
      await asking.rows(
        `SELECT ic.relname::text AS name, i.indisunique::int::text AS uniq, i.indisprimary::int::text AS prim, (i.indpred IS NOT NULL)::int::text AS filtered, (NOT i.indisvalid)::int::text AS disabled,
 coalesce(a.attname::text, '(expression)') AS col
FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(num, ord)
 LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num AND k.num > 0
WHERE i.indrelid = ${ofTable} AND k.ord <= coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts) ORDER BY ic.relname, k.ord`,
        [schema, name],
      ),
    );
  },

  rights,

  async procedure(asking, { schema, name }) {
    const [row] = await asking.rows(
      "SELECT has_function_privilege(p.oid, 'EXECUTE')::int::text AS given FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.proname IN (CAST(? AS text), lower(CAST(? AS text))) AND (n.nspname = CAST(? AS text) OR (CAST(? AS text) IS NULL AND n.nspname = ANY (current_schemas(false)))) LIMIT 1",
      [name, name, schema ?? null, schema ?? null],
    );
    return { exists: row !== undefined, execute: grantedBy(row?.given) };
  },

  async parameters(asking, { schema, name }) {
    const [row] = await asking.rows(
      "SELECT array_to_string(p.proargnames, ',') AS names FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.proname IN (CAST(? AS text), lower(CAST(? AS text))) AND (n.nspname = CAST(? AS text) OR (CAST(? AS text) IS NULL AND n.nspname = ANY (current_schemas(false)))) LIMIT 1",
      [name, name, schema ?? null, schema ?? null],
    );
    return textOf(row?.names)
      .split(',')
      .filter((one) => one !== '');
  },

  async checks(asking, { schema, name }) {
    const rows = await asking.rows(
      `SELECT conname::text AS name, pg_get_constraintdef(oid, true) AS definition FROM pg_constraint WHERE contype = 'c' AND conrelid = ${ofTable}`,
      [schema, name],
    );
    return checksIn(rows);
  },

  async foreignKeys(asking, { schema, name }) {
    return foreignKeysOf(
      await asking.rows(
        `SELECT f.conname::text AS name, a.attname::text AS col, n.nspname::text AS schema, r.relname::text AS tab, o.attname::text AS other
FROM pg_constraint f JOIN pg_class r ON r.oid = f.confrelid JOIN pg_namespace n ON n.oid = r.relnamespace CROSS JOIN LATERAL unnest(f.conkey, f.confkey) WITH ORDINALITY k(mine, theirs, ord)
 JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.mine JOIN pg_attribute o ON o.attrelid = f.confrelid AND o.attnum = k.theirs
WHERE f.contype = 'f' AND f.conrelid = ${ofTable} ORDER BY f.conname, k.ord`,
        [schema, name],
      ),
    );
  },

  async histories(asking, { schema, name }) {
    const rows = await asking.rows(
      "SELECT n.nspname::text || '.' || c.relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relkind IN ('r','p','v') AND c.relname <> CAST(? AS text) AND left(lower(c.relname), length(CAST(? AS text))) = lower(CAST(? AS text)) AND position('hist' IN lower(c.relname)) > 0 ORDER BY 1 LIMIT 5",
      [schema, name, name, name],
    );
    return namesIn(rows);
  },

  firstRows: (columns, from, count) => `SELECT ${columns} FROM ${from} LIMIT ${count}`,
};

function missingIn(updatable: number): string {
  const missing = [
    ...((updatable & 8) === 0 ? ['INSERT'] : []),
    ...((updatable & 4) === 0 ? ['UPDATE'] : []),
    ...((updatable & 16) === 0 ? ['DELETE'] : []),
  ];
  return missing.join(', ');
}

/** `e` an enum, which is a text to the connector; arrays, ranges and the like have no counterpart. */
function baseOf(base: string | null | undefined, kind: string | null | undefined): string {
  if (kind === 'e') return 'varchar';
  return bases[base ?? ''] ?? '';
}
