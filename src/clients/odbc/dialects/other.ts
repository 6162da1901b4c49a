import { defined } from '../../../base/defined.ts';
import type { TableInfo } from '../../sql/database.ts';
import type { OdbcRow } from '../protocol.ts';
import {
  type Asking,
  type Dialect,
  indexesOf,
  numberOf,
  type OdbcColumn,
  quoted,
  textOf,
} from './dialect.ts';

/**
 * An engine that nobody lists: ODBC's own catalogue functions alone (ODBC Programmer's Reference: SQLTables, SQLColumns,
 * SQLPrimaryKeys, SQLStatistics). They tell neither rights nor triggers nor what the server fills itself. Never
 * SQLSpecialColumns: SQLite's driver crashes in it.
 */
const source = "ODBC Programmer's Reference: SQLTables, SQLColumns, SQLPrimaryKeys, SQLStatistics";

/** SQL data types by their numbers (sqlext.h), in the words that all engines' rows share. */
const bases: Readonly<Record<string, string>> = {
  '-11': 'uniqueidentifier',
  '-10': 'text',
  '-9': 'varchar',
  '-8': 'char',
  '-7': 'bit',
  '-6': 'tinyint',
  '-5': 'bigint',
  '-4': 'varbinary',
  '-3': 'varbinary',
  '-2': 'binary',
  '-1': 'text',
  '1': 'char',
  '2': 'decimal',
  '3': 'decimal',
  '4': 'int',
  '5': 'smallint',
  '6': 'float',
  '7': 'real',
  '8': 'float',
  '9': 'date',
  '10': 'time',
  '11': 'datetime2',
  '12': 'varchar',
  '91': 'date',
  '92': 'time',
  '93': 'datetime2',
};

/** Above so many a table counts as large; counted no further. */
const many = 100_001;

const limited = (columns: string, from: string, count: number) =>
  `SELECT ${columns} FROM ${from} LIMIT ${count}`;
const fetched = (columns: string, from: string, count: number) =>
  `SELECT ${columns} FROM ${from} FETCH FIRST ${count} ROWS ONLY`;

export const other: Dialect = {
  source,
  tried: true,
  reading: { set: [], undo: [] },
  writing: { set: [], undo: [] },
  quoted,
  firstRows: limited,
  firstRowsElse: fetched,

  async server({ info }) {
    if (info === undefined) return undefined;
    return {
      ...{ version: info.engineVersion, level: '', edition: '', engine: 0, windowsOnly: false },
      ...{ banner: `${info.engine} ${info.engineVersion}`, product: info.engine },
    };
  },

  async database({ info }) {
    if (info === undefined) return undefined;
    return {
      ...{ name: info.database, id: 0, state: 'ONLINE', access: '', readOnly: info.readOnly },
      ...{ updateability: '', collation: '', compatibility: 0, distributor: false },
      ...defined({ readOnlyBy: info.readOnly ? 'the driver opens it for reading only' : undefined }),
    };
  },

  async table(asking, { schema, name }) {
    const found = (await tablesLike(asking, name)).filter(
      (row) => schema === undefined || [row.TABLE_SCHEM, row.TABLE_CAT].some((one) => same(one, schema)),
    );
    const row =
      found.find((one) => one.TABLE_NAME === name) ?? found.find((one) => same(one.TABLE_NAME, name));
    if (row === undefined) return undefined;
    const type = textOf(row.TABLE_TYPE).toUpperCase();
    const view = type.includes('VIEW');
    const it = { schema: textOf(row.TABLE_SCHEM), name: textOf(row.TABLE_NAME) };
    return {
      ...it,
      kind: view ? 'V' : type.includes('TABLE') ? 'U' : type,
      kindText: type.toLowerCase(),
      cdc: false,
      temporal: 0,
      triggers: 0,
      insteadTriggers: 0,
      rows: view ? null : await countOf(asking, it),
    };
  },

  async similar() {
    return [];
  },

  async traits({ info }) {
    return defined({
      // Nothing tells triggers: not seen is not none.
      seesDefinition: false,
      hasTriggers: true as const,
      cannotRollBack: info?.transactions === 0 ? info.engine : undefined,
    });
  },

  async surroundings(_, { kind }) {
    return { children: [], ...(kind === 'V' ? { below: { seen: 0, elsewhere: 0, triggers: 0 } } : {}) };
  },

  async columns(asking, table) {
    const rows = await asking.catalogue('columns', namesOf(asking, table));
    return rows
      .filter((row) => row.TABLE_NAME === table.name)
      .map((row): OdbcColumn => {
        const base = bases[textOf(row.DATA_TYPE)] ?? '';
        const length = numberOf(row.COLUMN_SIZE);
        const text = /char/.test(base) && length > 0 && length < 65_536;
        return {
          name: textOf(row.COLUMN_NAME),
          type:
            text && !/\(/.test(textOf(row.TYPE_NAME))
              ? `${textOf(row.TYPE_NAME)}(${length})`
              : textOf(row.TYPE_NAME),
          base,
          bytes: text ? length : -1,
          precision: base === 'decimal' ? length : 0,
          scale: numberOf(row.DECIMAL_DIGITS),
          // 0: it may not be left empty. Unknown counts as nullable.
          nullable: row.NULLABLE !== '0' && row.IS_NULLABLE !== 'NO',
          identity: false,
          computed: false,
          hasDefault: (row.COLUMN_DEF ?? 'NULL').toUpperCase() !== 'NULL',
          generated: false,
          collation: '',
          ...(text ? { length } : {}),
        };
      });
  },

  async indexes(asking, table) {
    const names = { table: table.name, ...defined({ schema: table.schema || undefined }) };
    const keys = (await asking.catalogue('primary-keys', names)).toSorted(
      (a, b) => numberOf(a.KEY_SEQ) - numberOf(b.KEY_SEQ),
    );
    const statistics = (await asking.catalogue('statistics', names)).filter(
      (row) => (row.INDEX_NAME ?? '') !== '' && (row.COLUMN_NAME ?? '') !== '',
    );
    return [
      ...indexesOf(
        keys.map((row) => ({
          name: row.PK_NAME || 'primary key',
          uniq: '1',
          prim: '1',
          col: textOf(row.COLUMN_NAME),
        })),
      ),
      ...indexesOf(
        statistics.map((row) => ({
          name: textOf(row.INDEX_NAME),
          uniq: row.NON_UNIQUE === '0' ? '1' : '0',
          // Whether it holds for every row is told by FILTER_CONDITION alone, where a driver gives it.
          filtered: (row.FILTER_CONDITION ?? '') === '' ? '0' : '1',
          col: textOf(row.COLUMN_NAME),
        })),
      ),
    ];
  },

  /** Drivers list others' rights, or claim all: none is asked. */
  async rights({ info }) {
    return {
      user: info?.user ?? '',
      onTable: { SELECT: null, INSERT: null, UPDATE: null, DELETE: null },
      roles: { reader: null, writer: null },
      onColumns: { columns: 0, SELECT: 0, UPDATE: 0 },
    };
  },

  async procedure() {
    return { exists: true, execute: null };
  },

  async parameters() {
    return [];
  },

  async checks() {
    return [];
  },

  async foreignKeys() {
    return [];
  },

  async histories() {
    return [];
  },
};

function tablesLike(asking: Asking, name: string): Promise<readonly OdbcRow[]> {
  return asking.catalogue('tables', { table: patternOf(asking, name) });
}

function namesOf(asking: Asking, { schema, name }: TableInfo) {
  return { table: patternOf(asking, name), ...(schema === '' ? {} : { schema: patternOf(asking, schema) }) };
}

/** Names are patterns: `emp_oyees` finds `employees`. What comes back is compared all the same. */
function patternOf({ info }: Asking, name: string): string {
  const mark = info?.escape ?? '';
  return mark === '' ? name : name.replace(/[_%]/g, (letter) => `${mark}${letter}`);
}

/** So many rows, at most `many`; null where the engine takes none of the ways to ask for the first rows. */
async function countOf(asking: Asking, { schema, name }: { readonly schema: string; readonly name: string }) {
  const from = schema === '' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
  for (const first of [limited, fetched]) {
    const asked = await asking.outcome(`SELECT COUNT(*) AS "n" FROM (${first('1 AS "x"', from, many)}) s`);
    if (asked.ok) return numberOf(Object.values(asked.rows[0] ?? {})[0]);
  }
  return null;
}

function same(one: string | null | undefined, name: string): boolean {
  return one?.toLowerCase() === name.toLowerCase();
}
