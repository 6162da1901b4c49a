import { driversOf, managerFile } from '../../../clients/odbc/manager-file.ts';
import type { Verdict } from '../../../engine/probe.ts';
import { fix } from '../../common/fix.ts';
import type { SqlContext } from '../define.ts';
import { couldServe, namesOf } from '../driver-names.ts';
import type { DriverFacts } from './facts.ts';
import { driverInDsn, withNamedFirst } from './named.ts';

/** Off Windows: the drivers that unixODBC knows. They are not the connector's, but they speak to the same database. */

export async function collectElsewhere(context: SqlContext, signal: AbortSignal): Promise<DriverFacts> {
  const { engine } = context.scope.target;
  const file = await managerFile(context.platform, signal);
  const names = driversOf(file);
  const named = await driverInDsn(context, signal);
  const serving = withNamedFirst(names, named, (name) => couldServe(engine, name)).slice(0, 20);
  return {
    engine,
    elsewhere: { path: file.path, there: file.there },
    names: file.there ? { state: 'seen', value: { values: names, subkeys: [] } } : { state: 'absent' },
    names32: { state: 'absent' },
    drivers: serving.map((name) => ({ name, path: file.sections.get(name)?.get('DRIVER') ?? '' })),
    usable: file.there && names.length > 0,
  };
}

export function judgeElsewhere({ engine, elsewhere, names, drivers }: DriverFacts): Verdict {
  const all = namesOf(names);
  const base = {
    expected: 'an ODBC driver manager with a driver for this database',
    evidence: [
      { label: 'List of drivers', value: elsewhere?.path ?? '' },
      { label: 'Drivers', value: all.slice(0, 20).join(', ') || 'none' },
    ],
  };
  const why = 'The connector host is a Windows program: what it will find is seen on its server only.';
  const there = 'Start the doctor on the server of the connector host';
  if (elsewhere?.there !== true)
    return {
      ...base,
      status: 'unknown',
      message: 'no ODBC driver manager here',
      remedy: fix(why, there),
    };
  const [first] = drivers;
  if (first !== undefined)
    return { ...base, status: 'pass', message: first.name, found: `of unixODBC on this machine` };
  // By its name alone a driver of an engine that nobody lists cannot be told.
  if (engine === 'other' && all.length > 0)
    return { ...base, status: 'pass', message: `${all.length} drivers, one may be its` };
  return {
    ...base,
    status: 'unknown',
    message: 'no driver for this database here',
    remedy: fix(why, there, "Or install the database maker's ODBC driver here as well"),
  };
}
