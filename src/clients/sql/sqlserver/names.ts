/**
 * Names of tables and columns. In statements they are always quoted in brackets (the rule of QUOTENAME in the
 * Transact-SQL reference: a closing bracket is doubled), whatever they hold; data goes as parameters.
 */

export interface ObjectName {
  /** Absent: the account's default schema, then dbo, as SQL Server resolves it. */
  readonly schema?: string;
  readonly name: string;
}

export function quoted(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

export function quotedObject({ schema, name }: ObjectName): string {
  return schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

/**
 * A name as people write it: `dbo.Employees`, `[HR data].[Staff]`, `Employees`, also with the database before it; of other
 * engines in their quotes, which are double ones or MySQL's backticks.
 */
export function objectName(written: string, database: string): ObjectName {
  const parts = partsOf(written);
  const name = parts.at(-1) ?? written;
  const schema = parts.at(-2);
  const first = parts.length === 3 ? parts[0] : undefined;
  const foreign = parts.length > 3 || (first !== undefined && first.toLowerCase() !== database.toLowerCase());
  // A name in another database is none that the connector can use: it is looked for as it stands, and not found.
  if (foreign) return { name: written };
  return schema === undefined || schema === '' ? { name } : { schema, name };
}

const closers: ReadonlyMap<string, string> = new Map([
  ['[', ']'],
  ['"', '"'],
  ['`', '`'],
]);

/** Parts at dots that are not inside brackets, double quotes or backticks; doubled closers stand for themselves. */
export function partsOf(name: string): string[] {
  const written = name.trim();
  const parts: string[] = [];
  let part = '';
  let closer: string | undefined;
  for (let at = 0; at < written.length; at += 1) {
    const letter = written[at] ?? '';
    if (closer !== undefined) {
      if (letter !== closer) part += letter;
      else if (written[at + 1] === closer) {
        part += letter;
        at += 1;
      } else closer = undefined;
    } else if (part === '' && closers.has(letter) && closes(written, at)) {
      closer = closers.get(letter);
    } else if (letter === '.') {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  return [...parts, part];
}

/** Is the quote that opens here closed at the end of a part? Else it is a letter like others. */
function closes(written: string, at: number): boolean {
  return /^(?:\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|`(?:[^`]|``)*`)(?:\.|$)/.test(written.slice(at));
}
