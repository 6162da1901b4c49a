import type { RegistryNames, WindowsAnswer } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import type { SqlTarget } from '../../settings/schema.ts';
import type { Driver, DriverFacts } from './driver/facts.ts';

/** What the name of an ODBC driver says. */
export type DriverKind =
  | 'current'
  | 'ageing'
  | 'retired'
  | 'built-in'
  | 'oracle'
  | 'mysql'
  | 'other-engine'
  | 'other';

export function driverKind(name: string): DriverKind {
  const { current, retired } = requirement('SQL-02').values;
  if (current.some((one) => same(one, name)) || /^ODBC Driver (1[7-9]|[2-9]\d) for SQL Server$/i.test(name))
    return 'current';
  if (
    same(name, retired) ||
    /^SQL Server Native Client|^SQL Native Client|^ODBC Driver 11(\.\d)? for SQL Server$/i.test(name)
  )
    return 'retired';
  if (/^ODBC Driver 13(\.\d)? for SQL Server$/i.test(name)) return 'ageing';
  if (same(name, 'SQL Server')) return 'built-in';
  if (/oracle|oraclient|oraodbc/i.test(name)) return 'oracle';
  if (/mysql|mariadb/i.test(name)) return 'mysql';
  if (
    /postgres|psqlodbc|db2|ibm|sqlite|informix|sybase|adaptive server|firebird|access|excel|text driver|snowflake|teradata|hana/i.test(
      name,
    )
  )
    return 'other-engine';
  return 'other';
}

/** 17.10 of a driver that is installed, as its file's version has it (`2017.1710.5.1`); else by its name. */
export function releaseOf(
  name: string,
  drivers: DriverFacts | undefined,
): readonly [major: number, minor: number | undefined] | undefined {
  const generation = driverGeneration(name);
  if (generation === undefined) return undefined;
  const version = drivers?.drivers.find((one) => same(one.name, name))?.version ?? '';
  const digits = /^20\d\d\.(\d\d)(\d{1,2})\./.exec(version) ?? /^(1\d)\.(\d{1,2})\./.exec(version);
  const [, major, minor] = digits ?? [];
  return major === undefined ? [generation, undefined] : [Number(major), Number(minor)];
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
  sqlserver: ['current', 'ageing', 'retired', 'built-in'],
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

/** Its name stands in the list, but not the key or the file that Windows would load. */
export function isBroken({ gone, unregistered }: Driver): boolean {
  return gone === true || unregistered === true;
}
