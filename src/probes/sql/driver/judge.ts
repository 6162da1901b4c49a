import { defined } from '../../../base/defined.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { JudgeInput, Step, Verdict } from '../../../engine/probe.ts';
import { textIn } from '../../../platform/windows/registry-value.ts';
import type { RegistryNames, WindowsAnswer, WindowsReader } from '../../../platform/windows/types.ts';
import { requirement } from '../../../requirements/index.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { Settings, SqlTarget } from '../../../settings/schema.ts';
import { onlyFor, sqlTargetOf, targetRow } from '../../common/target.ts';
import { unanswered, windowsOf } from '../../common/windows.ts';
import type { MakeProbe } from '../../describe.ts';
import { type DriverKind, driverKind } from '../driver-names.ts';

export type Driver = {
  readonly name: string;
  /** The library's path, where the registry has it, and its version, where the file has one. */
  readonly path?: string;
  readonly version?: string;
  /** There is no such file. */
  readonly gone?: boolean;
};

export interface DriverFacts extends Facts {
  readonly engine: SqlTarget['engine'];
  readonly names: WindowsAnswer<RegistryNames>;
  readonly names32: WindowsAnswer<RegistryNames>;
  /** Of the 64-bit drivers, those that could serve. */
  readonly drivers: readonly Driver[];
  /** NLS_LANG of the machine, for Oracle. */
  readonly language?: string;
}

const { key, key32, current } = requirement('SQL-02').values;
const systemEnvironment = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
const serving: Readonly<Record<SqlTarget['engine'], readonly DriverKind[]>> = {
  sqlserver: ['current', 'retired', 'built-in'],
  other: ['oracle', 'mysql', 'other-engine'],
};

/** The 64-bit driver that the connector will load; present as 32 bits only is the classic miss. */
export const sqlDriver: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return targetRow(scope, {
    id: 'sql.driver',
    title: '64-bit ODBC driver',
    levels: levels('recommended', 'required'),
    requirements: ['SQL-02', 'SQL-12'],
    needs: ['server.os'],
    seconds: 15,
    notApplicable: onlyFor(scope, 'generic-sql'),
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: (context: ProbeContext, signal: AbortSignal) => collect(context, target, signal),
            judge: judgeDriver,
          },
        }),
  });
};

async function collect(
  context: ProbeContext,
  { engine }: SqlTarget,
  signal: AbortSignal,
): Promise<DriverFacts> {
  const windows = await windowsOf(context);
  const [names, names32] = [await windows.registryNames(key), await windows.registryNames(key32)];
  const wanted = namesOf(names).filter((name) => serving[engine].includes(driverKind(name)));
  const drivers = await Promise.all(wanted.slice(0, 20).map((name) => look(context, windows, name, signal)));
  const environment = await windows.registry(systemEnvironment, ['NLS_LANG']);
  const language = textIn(environment, 'NLS_LANG');
  return {
    engine,
    names,
    names32,
    drivers,
    ...defined({ language }),
    usable: names.state === 'seen',
  };
}

async function look(
  { platform }: ProbeContext,
  windows: WindowsReader,
  name: string,
  signal: AbortSignal,
): Promise<Driver> {
  const text = textIn(await windows.registry(`${parent(key)}\\${name}`, ['Driver']), 'Driver');
  if (text === undefined) return { name };
  const path = expanded(text, platform.env());
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

/** A key without the list has no drivers; it is not an error. */
export function namesOf(names: WindowsAnswer<RegistryNames>): readonly string[] {
  return names.state === 'seen' ? names.value.values : [];
}

export function judgeDriver({ facts }: JudgeInput<Settings, DriverFacts>): Verdict {
  const { engine, names, names32, drivers, language } = facts;
  const expected =
    engine === 'sqlserver' ? `64-bit ${current.join(' or ')}` : "the database's own 64-bit ODBC driver";
  const refusal = unanswered('the list of ODBC drivers', names);
  if (refusal !== undefined) return { ...refusal, expected };
  const all32 = namesOf(names32);
  const evidence = [
    { label: '64-bit drivers', value: namesOf(names).slice(0, 20).join(', ') || 'none' },
    { label: '32-bit drivers', value: all32.slice(0, 20).join(', ') || 'none' },
    ...drivers.map(({ name, version, path }) => ({
      label: name,
      value: `${version ?? 'no version'}, ${path ?? 'no path'}`,
    })),
    ...(language === undefined ? [] : [{ label: 'NLS_LANG', value: language }]),
  ];
  const base = { expected, evidence };
  const broken = (one: Driver) => one.gone === true;
  const best = drivers.find(
    (one) => !broken(one) && (engine === 'other' || driverKind(one.name) === 'current'),
  );
  if (best !== undefined) return { ...base, ...quirks(best, language) };
  const [second] = drivers.filter((one) => !broken(one));
  if (second !== undefined)
    return {
      ...base,
      status: 'warn',
      message: `only an old one: ${second.name}`,
      remedy: {
        why: 'This driver gets no more updates; it may not speak TLS 1.2.',
        steps: [install(engine)],
        links: [],
      },
    };
  const only32 = all32.filter(
    (name) => serving[engine].includes(driverKind(name)) && driverKind(name) !== 'built-in',
  );
  const lost = drivers.filter(broken);
  return {
    ...base,
    status: 'fail',
    message:
      lost[0] !== undefined
        ? `file missing: ${lost[0].name}`
        : only32.length > 0
          ? 'there in 32 bits only'
          : 'no ODBC driver for this database',
    ...(only32.length > 0 ? { found: `32-bit: ${only32.join(', ')}` } : {}),
    remedy: {
      why: 'The connector host is a 64-bit program and loads 64-bit drivers only.',
      steps: [install(engine)],
      links: [],
    },
  };
}

function quirks(
  { name }: Driver,
  language: string | undefined,
): Pick<Verdict, 'status' | 'message' | 'remedy'> {
  const { oracleLanguage } = requirement('SQL-12').values;
  if (driverKind(name) !== 'oracle' || language?.toUpperCase() === oracleLanguage)
    return { status: 'pass', message: name };
  return {
    status: 'warn',
    message: language === undefined ? 'NLS_LANG is not set' : `NLS_LANG is ${language}`,
    remedy: {
      why: 'With the Oracle driver, letters outside ASCII are lost without it.',
      steps: [
        {
          text: 'Set it for the whole machine, then restart the service of the connector host',
          command: `setx /M NLS_LANG ${oracleLanguage}`,
          owner: 'server',
        },
      ],
      links: [],
    },
  };
}

function install(engine: SqlTarget['engine']): Step {
  if (engine === 'other')
    return { text: "Install the 64-bit ODBC driver of the database's maker", owner: 'server' };
  return {
    text: 'Install the 64-bit "Microsoft ODBC Driver 18 for SQL Server" (download msodbcsql.msi from Microsoft first)',
    command: 'msiexec /i msodbcsql.msi /passive IACCEPTMSODBCSQLLICENSETERMS=YES',
    owner: 'server',
  };
}
