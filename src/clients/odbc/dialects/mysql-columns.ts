import { defined } from '../../../base/defined.ts';
import type { TableInfo } from '../../sql/database.ts';
import { type Asking, numberOf, type OdbcColumn, textOf } from './dialect.ts';

const bases: Readonly<Record<string, string>> = {
  tinyint: 'tinyint',
  smallint: 'smallint',
  mediumint: 'int',
  int: 'int',
  integer: 'int',
  bigint: 'bigint',
  decimal: 'decimal',
  numeric: 'decimal',
  float: 'real',
  double: 'float',
  char: 'char',
  varchar: 'varchar',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  enum: 'varchar',
  set: 'varchar',
  uuid: 'uniqueidentifier',
  inet6: 'varchar',
  inet4: 'varchar',
  date: 'date',
  datetime: 'datetime2',
  timestamp: 'datetime2',
  time: 'time',
  year: 'smallint',
  bit: 'varbinary',
  binary: 'binary',
  varbinary: 'varbinary',
  tinyblob: 'varbinary',
  blob: 'varbinary',
  mediumblob: 'varbinary',
  longblob: 'varbinary',
};

/** The columns of a table of MariaDB or MySQL: what each takes, and what the server fills itself. */
export async function columns(asking: Asking, { schema, name }: TableInfo): Promise<readonly OdbcColumn[]> {
  const rows = await asking.rows(
    'SELECT COLUMN_NAME AS `name`, COLUMN_TYPE AS `type`, LOWER(DATA_TYPE) AS `base`, IS_NULLABLE AS `nullable`, COLUMN_DEFAULT AS `standard`, EXTRA AS `extra`, CAST(CHARACTER_MAXIMUM_LENGTH AS char) AS `length`, CAST(NUMERIC_PRECISION AS char) AS `digits`, CAST(NUMERIC_SCALE AS char) AS `behind`, COLLATION_NAME AS `collation`, VERSION() AS `version`, CAST(@@sql_mode AS char) AS `mode` FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION',
    [schema, name],
  );
  return rows.map((row): OdbcColumn => {
    const extra = textOf(row.extra);
    const base = textOf(row.base);
    const numbered = /auto_increment/i.test(extra);
    const length = numberOf(row.length);
    const choice = /^(?:enum|set)\('((?:[^']|'')*)'/i.exec(row.type ?? '')?.[1]?.replaceAll("''", "'");
    const lax = !/STRICT_(TRANS|ALL)_TABLES/.test(textOf(row.mode));
    return {
      name: textOf(row.name),
      type: textOf(row.type),
      base: bases[base] ?? '',
      bytes: length > 0 && length < 65536 ? length : -1,
      precision: numberOf(row.digits),
      scale: numberOf(row.behind),
      nullable: row.nullable === 'YES',
      // AUTO_INCREMENT takes a value.
      identity: false,
      computed:
        /(VIRTUAL|STORED|PERSISTENT)( GENERATED)?$/i.test(extra.trim()) ||
        /(VIRTUAL|STORED) GENERATED/i.test(extra),
      // An ENUM that may not be empty takes its first member; not strict, every column takes a zero or nothing.
      hasDefault:
        numbered || row.standard !== null || /DEFAULT_GENERATED/i.test(extra) || base === 'enum' || lax,
      generated: /^ROW (START|END)$|STORED GENERATED ALWAYS AS ROW/i.test(extra.trim()),
      collation: textOf(row.collation),
      ...defined({
        changes: /on update current_timestamp/i.test(extra) || undefined,
        numbered: numbered || undefined,
        choice,
        length: length > 0 && length < 65536 ? length : undefined,
        hidden: /INVISIBLE/i.test(extra) || undefined,
      }),
    };
  });
}
