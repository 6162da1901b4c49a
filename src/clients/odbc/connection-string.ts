/** A keyword of a connection string and its value, as it is meant. */
export type Keyword = readonly [keyword: string, value: string];

/** A connection string (ODBC, SQLDriverConnect: the first of a keyword counts). */
export function connectionString(keywords: readonly Keyword[]): string {
  return keywords.map(([keyword, value]) => `${keyword}=${quoted(keyword, value)};`).join('');
}

/** Some drivers (SQLite's) take braces as part of a value: they stand only where they must. */
const plain = /^[\w.:/\\,-][\w.:/\\, -]*$/;

/** What ends a value, or makes it one in braces. */
const needsBraces = /;|^\{|^\s|\s$/;

/**
 * A bare `;` ends a value, and psqlODBC decodes `%41` in a bare password; of all other values it takes the braces for a
 * part. The driver manager itself reads FILEDSN.
 */
function quoted(keyword: string, value: string): string {
  if (keyword === 'FILEDSN' || value === '') return value;
  const secret = keyword === 'PWD' || keyword === 'PASSWORD';
  const bare = secret ? plain.test(value) && !value.endsWith(' ') : !needsBraces.test(value);
  if (keyword !== 'DRIVER' && bare) return value;
  return `{${value.replaceAll('}', '}}')}}`;
}
