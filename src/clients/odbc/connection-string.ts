/** A keyword of a connection string and its value, as it is meant. */
export type Keyword = readonly [keyword: string, value: string];

/** A connection string (ODBC, SQLDriverConnect: the first of a keyword counts). */
export function connectionString(keywords: readonly Keyword[]): string {
  return keywords.map(([keyword, value]) => `${keyword}=${quoted(keyword, value)};`).join('');
}

/** Some drivers (SQLite's) take braces as part of a value: they stand only where they must. */
const plain = /^[\w.:/\\,-][\w.:/\\, -]*$/;

/** A bare `;` ends a value, and psqlODBC decodes `%41` in a bare one. The driver manager itself reads FILEDSN. */
function quoted(keyword: string, value: string): string {
  if (keyword === 'FILEDSN' || value === '') return value;
  if (keyword !== 'DRIVER' && plain.test(value) && !value.endsWith(' ')) return value;
  return `{${value.replaceAll('}', '}}')}}`;
}
