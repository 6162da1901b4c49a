import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Column } from '../columns.ts';
import type { Cell } from '../statements.ts';
import { quoted, quotedObject } from './names.ts';

/** Made-up values for the write test's row, as far as the catalogue tells what fits. */

export type Check = { readonly name: string; readonly column: string; readonly definition: string };

/** A foreign key out of the table: its columns, and those that they point at, in the same order. */
export type ForeignKey = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly schema: string;
  readonly table: string;
  readonly referenced: readonly string[];
};

/** A value, or an expression that the server evaluates: then no data comes here. */
export type Made = { readonly value: Cell } | { readonly expression: string };

const mark = 'ecma-doctor';

/** Undefined where no value can be made of this type. */
export function makeValue(
  column: Column,
  checks: readonly Check[],
  keys: readonly ForeignKey[],
): Made | undefined {
  const pointing = keys.find(({ columns }) => columns.includes(column.name));
  if (pointing !== undefined) return { expression: referenced(pointing, column.name) };
  const allowed = allowedBy(checks, column.name);
  return allowed === undefined ? ofType(column) : { value: allowed };
}

/** Every column of a key takes its part of one and the same row; the value stays on the server. */
function referenced({ columns, schema, table, referenced: others }: ForeignKey, column: string): string {
  const other = others[columns.indexOf(column)] ?? '';
  const order = others.map(quoted).join(', ');
  return `(SELECT TOP (1) ${quoted(other)} FROM ${quotedObject({ schema, name: table })} ORDER BY ${order})`;
}

function ofType(column: Column): Made | undefined {
  const { base, bytes, precision, scale } = column;
  switch (base) {
    case 'nchar':
    case 'nvarchar':
      return { value: word(bytes === -1 ? 50 : bytes / 2) };
    case 'char':
    case 'varchar':
      return { value: word(bytes === -1 ? 50 : bytes) };
    case 'text':
    case 'ntext':
      return { value: word(50) };
    case 'tinyint':
      return { value: randomInt(200, 256) };
    case 'smallint':
      return { value: randomInt(31_000, 32_768) };
    case 'int':
      return { value: randomInt(2_000_000_000, 2_147_483_647) };
    case 'bigint':
      return { value: `90${randomInt(10 ** 12, 10 ** 13)}` };
    case 'decimal':
    case 'numeric':
      return { value: precision > scale ? randomInt(1, 10 ** Math.min(9, precision - scale)) : 0 };
    case 'money':
    case 'smallmoney':
    case 'float':
    case 'real':
      return { value: randomInt(1, 1000) };
    case 'bit':
      return { value: true };
    // Eight digits mean the same under every language setting.
    case 'date':
    case 'datetime':
    case 'datetime2':
    case 'datetimeoffset':
    case 'smalldatetime':
      return { value: '20000101' };
    case 'time':
      return { value: '12:00:00' };
    case 'uniqueidentifier':
      return { value: randomUUID() };
    case 'xml':
      return { value: '<test/>' };
    case 'sql_variant':
      return { value: mark };
    case 'binary':
    case 'varbinary':
    case 'image':
      return { expression: '0x00' };
    default:
      return column.type === 'hierarchyid' ? { expression: "CAST('/1/' AS hierarchyid)" } : undefined;
  }
}

/** Recognisable where there is room, random where there must be no second one. */
function word(length: number): string {
  const letters = randomBytes(8).toString('hex');
  const whole = `${mark}-${letters}`;
  return length >= whole.length ? whole : letters.slice(0, Math.max(length, 1));
}

/** The plain kinds of CHECK: a list of values, or bounds. Others are left to the server to refuse. */
export function allowedBy(checks: readonly Check[], column: string): Cell | undefined {
  const name = quoted(column).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  for (const { definition } of checks) {
    const text = new RegExp(`${name}\\s*=\\s*N?'((?:[^']|'')*)'`).exec(definition)?.[1];
    if (text !== undefined) return text.replaceAll("''", "'");
    const bound = (operator: string) => {
      const found = new RegExp(`${name}\\s*${operator}\\s*\\(*(-?\\d+)\\)*`).exec(definition)?.[1];
      return found === undefined ? undefined : Number(found);
    };
    const exact = bound('=') ?? bound('>=') ?? bound('<=');
    if (exact !== undefined) return exact;
    const above = bound('>');
    if (above !== undefined) return above + 1;
    const below = bound('<');
    if (below !== undefined) return below - 1;
  }
  return undefined;
}
