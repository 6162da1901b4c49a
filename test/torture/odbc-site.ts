/** A table of a real PostgreSQL through its driver, and the rows that the write test needs. */
export function odbcSite(port: number, dsn: string) {
  return {
    port,
    target: { engine: 'postgresql', dsn, table: 'hr.employees' },
    only: 'driver dsn reach odbc login database table rights anchor required-columns write'.split(' '),
    writeTest: true,
  };
}
