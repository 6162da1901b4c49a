import type { Cell, Statement } from '../../statements.ts';

/**
 * A question to SQL Server, one a file, to be read and run by hand: SQL Server 2012 to 2025 and Azure SQL accept
 * every one. Data goes as parameters; `@table` is a name in brackets.
 */
export interface Query {
  /** Where the views and functions in it are documented. */
  readonly source: string;
  readonly text: string;
}

export function statement(query: Query, parameters: Readonly<Record<string, Cell>> = {}): Statement {
  return { text: query.text, parameters };
}

/** The same for a query window: parameters declared before it. */
export function byHand({ text, parameters = {} }: Statement): string {
  const lines = Object.entries(parameters).map(([name, value]) => `DECLARE @${name} ${literal(value)};`);
  return [...lines, text.trim()].join('\n');
}

function literal(value: Cell): string {
  if (value === null) return 'nvarchar(4000) = NULL';
  if (typeof value === 'boolean') return `bit = ${value ? 1 : 0}`;
  if (typeof value === 'number') return Number.isInteger(value) ? `int = ${value}` : `float = ${value}`;
  return `nvarchar(4000) = N'${value.replaceAll("'", "''")}'`;
}
