import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { OdbcCheck, OdbcColumn } from './dialects/dialect.ts';

/** Made-up values for the write test's row, as text: drivers and servers turn it into what the column takes. */

const mark = 'ecma-doctor';

/** Undefined where no value can be made of this type. */
export function makeText(column: OdbcColumn, checks: readonly OdbcCheck[]): string | undefined {
  return allowedBy(checks, column.name) ?? column.choice ?? ofType(column);
}

function ofType({ base, type, length, precision, scale }: OdbcColumn): string | undefined {
  switch (base) {
    case 'char':
    case 'varchar':
    case 'text':
      return word(length ?? 50);
    case 'tinyint':
      // The first bit may be the sign; `tinyint(1)` holds what others call Boolean.
      return type.startsWith('tinyint(1)') ? '1' : String(randomInt(100, 127));
    case 'smallint':
      return type.startsWith('year') ? '2000' : String(randomInt(31_000, 32_767));
    case 'int':
      return type.startsWith('mediumint')
        ? String(randomInt(8_000_000, 8_388_607))
        : String(randomInt(2_000_000_000, 2_147_483_647));
    case 'bigint':
      return `90${randomInt(10 ** 12, 10 ** 13)}`;
    case 'decimal': {
      const whole = precision - scale;
      return whole > 0 ? String(randomInt(1, 10 ** Math.min(9, whole))) : '0';
    }
    case 'money':
    case 'float':
    case 'real':
      return String(randomInt(1, 1000));
    case 'bit':
      return '1';
    case 'date':
      return '2000-01-01';
    case 'datetime2':
    case 'datetimeoffset':
      return '2000-01-01 12:00:00';
    case 'time':
      return '12:00:00';
    case 'uniqueidentifier':
      return randomUUID();
    default:
      return byName(type);
  }
}

/** Types without a counterpart in the connector: mandatory columns of them are filled all the same. */
function byName(type: string): string | undefined {
  if (/^jsonb?$/i.test(type)) return '{}';
  if (/^xml$/i.test(type)) return '<test/>';
  if (/^(inet|cidr)/i.test(type)) return '127.0.0.1';
  if (/^bytea$/i.test(type)) return '\\x00';
  if (/\[\]$/.test(type)) return '{}';
  if (/^interval/i.test(type)) return '1 day';
  return undefined;
}

/** Recognisable where there is room, random where there must be no second one. */
function word(length: number): string {
  const letters = randomBytes(8).toString('hex');
  const whole = `${mark}-${letters}`;
  return length >= whole.length ? whole : letters.slice(0, Math.max(length, 1));
}

/** The plain kinds of CHECK: a list of values, or bounds. Others are left to the server to refuse. */
export function allowedBy(checks: readonly OdbcCheck[], column: string): string | undefined {
  const name = `["\`]?${column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["\`]?\\)?`;
  for (const { definition } of checks) {
    // Casts and sets of letters stand between: `(state)::text = ANY (ARRAY['a'::text])`, `in (_utf8mb4'a')`.
    const plain = definition.replace(/::[a-z ]+(\(\d+\))?(\[\])?/gi, '').replace(/_utf8(mb[34])?\\?'/gi, "'");
    const text = new RegExp(
      `${name}\\s*(?:=|IN)\\s*(?:ANY\\s*)?\\(*(?:ARRAY\\[)?\\(*'((?:[^']|'')*)'`,
      'i',
    ).exec(plain)?.[1];
    if (text !== undefined) return text.replaceAll("''", "'");
    const bound = (operator: string) => {
      const found = new RegExp(`${name}\\s*${operator}\\s*\\(*'?(-?\\d+)`, 'i').exec(plain)?.[1];
      return found === undefined ? undefined : Number(found);
    };
    const exact = bound('=') ?? bound('>=') ?? bound('<=') ?? bound('BETWEEN');
    if (exact !== undefined) return String(exact);
    const above = bound('>');
    if (above !== undefined) return String(above + 1);
    const below = bound('<');
    if (below !== undefined) return String(below - 1);
  }
  return undefined;
}
