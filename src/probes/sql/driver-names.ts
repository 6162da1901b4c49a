import { requirement } from '../../requirements/index.ts';

/** What the name of an ODBC driver says. */
export type DriverKind = 'current' | 'retired' | 'built-in' | 'oracle' | 'mysql' | 'other-engine' | 'other';

export function driverKind(name: string): DriverKind {
  const { current, retired } = requirement('SQL-02').values;
  if (current.some((one) => same(one, name)) || /^ODBC Driver (1[7-9]|[2-9]\d) for SQL Server$/i.test(name))
    return 'current';
  if (
    same(name, retired) ||
    /^SQL Server Native Client|^ODBC Driver 1[13](\.\d)? for SQL Server$/i.test(name)
  )
    return 'retired';
  if (same(name, 'SQL Server')) return 'built-in';
  if (/oracle|oraclient|oraodbc/i.test(name)) return 'oracle';
  if (/mysql|mariadb/i.test(name)) return 'mysql';
  if (/postgres|psqlodbc|db2|ibm/i.test(name)) return 'other-engine';
  return 'other';
}

/** 18 of "ODBC Driver 18 for SQL Server". */
export function driverGeneration(name: string): number | undefined {
  const digits = /^ODBC Driver (\d+)/i.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
