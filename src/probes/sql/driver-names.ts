import type { RegistryNames, WindowsAnswer } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import type { SqlTarget } from '../../settings/schema.ts';

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

const serving: Readonly<Record<SqlTarget['engine'], readonly DriverKind[]>> = {
  sqlserver: ['current', 'retired', 'built-in'],
  postgresql: ['other-engine'],
  mysql: ['mysql'],
  oracle: ['oracle'],
  db2: ['other-engine'],
  other: ['oracle', 'mysql', 'other-engine'],
};

/** What the names of two engines' drivers have in them. */
const inName: Partial<Readonly<Record<SqlTarget['engine'], RegExp>>> = {
  postgresql: /postgres|psqlodbc/i,
  db2: /db2|ibm/i,
};

/** Is it a driver for this database, as far as its name tells? */
export function couldServe(engine: SqlTarget['engine'], name: string): boolean {
  return serving[engine].includes(driverKind(name)) && (inName[engine]?.test(name) ?? true);
}

/** The drivers of a list in the registry. A key without the list has none; it is not an error. */
export function namesOf(names: WindowsAnswer<RegistryNames>): readonly string[] {
  return names.state === 'seen' ? names.value.values : [];
}
