import { defined } from '../../../base/defined.ts';
import { environmentFor } from '../../../platform/windows/folders.ts';
import type { WindowsReader } from '../../../platform/windows/types.ts';
import { requirement } from '../../../requirements/index.ts';
import { windowsOf } from '../../common/windows.ts';
import { opened } from '../../common/windows-answers.ts';
import { registryKey } from '../../common/windows-questions.ts';
import type { SqlContext } from '../define.ts';
import { couldServe, namesOf } from '../driver-names.ts';
import type { Driver, DriverFacts } from './facts.ts';
import { driverInDsn, withNamedFirst } from './named.ts';

const { key, key32 } = requirement('SQL-02').values;
const environment = registryKey(
  'the environment of the machine',
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment',
  { NLS_LANG: 'text' },
);

export async function collectDriver(context: SqlContext, signal: AbortSignal): Promise<DriverFacts> {
  const { engine } = context.scope.target;
  const windows = await windowsOf(context);
  const [names, names32] = [await windows.registryNames(key), await windows.registryNames(key32)];
  const named = await driverInDsn(context, signal);
  const wanted = withNamedFirst(namesOf(names), named, (name) => couldServe(engine, name));
  const drivers = await Promise.all(wanted.slice(0, 20).map((name) => look(context, windows, name, signal)));
  const variables = opened({ environment }, { environment: await environment.ask(windows) });
  const language = variables.ok
    ? { language: variables.values.environment.NLS_LANG }
    : { languageUnread: variables.verdict.found };
  return { engine, names, names32, drivers, ...defined(language), usable: names.state === 'seen' };
}

async function look(
  { platform }: SqlContext,
  windows: WindowsReader,
  name: string,
  signal: AbortSignal,
): Promise<Driver> {
  const driver = registryKey(`the driver ${name}`, `${parent(key)}\\${name}`, { Driver: 'text' });
  const read = opened({ driver }, { driver: await driver.ask(windows) });
  if (!read.ok) return { name, ...defined({ unread: read.verdict.found }) };
  const text = read.values.driver.Driver;
  if (text === undefined || text.trim() === '') return { name, unregistered: true };
  const folders = windows.folders();
  const env = platform.env();
  const path = expanded(text, folders.state === 'seen' ? environmentFor(folders.value, env) : env);
  const version = await windows.fileVersion(path);
  if (version.state === 'seen') return { name, path, version: version.value.file };
  // Without a version is not without a file; a bare name is looked for by Windows in places of its own.
  const file = path.includes('\\') ? await platform.files.stat(path, signal) : undefined;
  return { name, path, ...(file?.ok === false && file.problem.code === 'ENOENT' ? { gone: true } : {}) };
}

/** `%WINDIR%\system32\...`: so Windows' own driver is registered. */
function expanded(path: string, env: Readonly<Record<string, string | undefined>>): string {
  const names = new Map(Object.entries(env).map(([name, value]) => [name.toUpperCase(), value]));
  return path.replace(/%([^%]+)%/g, (all, name: string) => names.get(name.toUpperCase()) ?? all);
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('\\'));
}
