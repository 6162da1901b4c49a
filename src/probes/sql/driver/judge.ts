import { defined } from '../../../base/defined.ts';
import type { Step, Verdict } from '../../../engine/probe.ts';
import { requirement } from '../../../requirements/index.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { elevate, opened } from '../../common/windows-answers.ts';
import type { SqlInput } from '../define.ts';
import { couldServe, driverKind, isBroken, namesOf } from '../driver-names.ts';
import { type DriverSupport, supportOf } from '../driver-support.ts';
import type { VerdictCore } from '../verdicts.ts';
import type { Driver, DriverFacts } from './facts.ts';
import { installStep } from './packages.ts';

const { current } = requirement('SQL-02').values;

export function judgeDriver({ facts, observedAt }: SqlInput<DriverFacts>): Verdict {
  const { engine, names, names32, drivers, language } = facts;
  const expected =
    engine === 'sqlserver' ? `64-bit ${current.join(' or ')}` : "the database's own 64-bit ODBC driver";
  const lists = opened({ names: 'the list of ODBC drivers' }, { names });
  if (!lists.ok) return { ...lists.verdict, expected };
  const all32 = namesOf(names32);
  const evidence = [
    { label: '64-bit drivers', value: namesOf(names).slice(0, 20).join(', ') || 'none' },
    { label: '32-bit drivers', value: all32.slice(0, 20).join(', ') || noneIn(names32) },
    ...drivers.map(({ name, version, path, gone }) => ({
      label: name,
      value: `${version ?? 'no version'}, ${path ?? 'no path'}${gone === true ? ', no such file' : ''}`,
    })),
    ...(language === undefined ? [] : [{ label: 'NLS_LANG', value: language }]),
  ];
  const base = { expected, evidence };
  const whole = drivers.filter((one) => !isBroken(one));
  const best = whole.find(({ name }) => engine !== 'sqlserver' || driverKind(name) === 'current');
  if (best?.unread !== undefined) return { ...base, ...unread(best.name, best.unread) };
  if (best !== undefined) {
    const verdict = languageOf(best, facts);
    const support = engine === 'sqlserver' ? supportOf(best.name, observedAt) : undefined;
    if (support?.state === 'over') return { ...base, ...olderAlone(best.name, observedAt) };
    return { ...base, ...verdict, ...defined({ found: verdict.found ?? noteOf(support) }) };
  }
  const second = whole.find(({ name }) => driverKind(name) === 'ageing') ?? whole[0];
  if (second !== undefined) return { ...base, ...olderAlone(second.name, observedAt) };
  const only32 = all32.filter((name) => couldServe(engine, name) && driverKind(name) !== 'built-in');
  // All that are left have no file.
  const [lost] = drivers;
  return {
    ...base,
    status: 'fail',
    message:
      lost !== undefined
        ? lost.unregistered === true
          ? `registered by name alone: ${lost.name}`
          : `file missing: ${lost.name}`
        : only32.length > 0
          ? 'there in 32 bits only'
          : 'no ODBC driver for this database',
    ...defined({ found: only32.length > 0 ? `32-bit: ${only32.join(', ')}` : undefined }),
    remedy: fix('The connector host is a 64-bit program and loads 64-bit drivers only.', install(engine)),
  };
}

/** None of the current ones: an older one that is still mended, or one that is not. */
function olderAlone(name: string, observedAt: string): VerdictCore {
  const support = supportOf(name, observedAt);
  if (support?.state === 'note') return { status: 'pass', message: name, found: support.text };
  return {
    status: 'warn',
    message: `only an old one: ${name}`,
    ...defined({ found: support?.text }),
    remedy: fix('This driver gets no more updates; it may not speak TLS 1.2.', install('sqlserver')),
  };
}

function noteOf(support: DriverSupport | undefined): string | undefined {
  return support?.state === 'note' ? support.text : undefined;
}

/** Oracle's driver takes its letters from a variable. */
function languageOf({ name }: Driver, { language, languageUnread }: DriverFacts): VerdictCore {
  const { oracleLanguage } = requirement('SQL-12').values;
  if (driverKind(name) !== 'oracle' || language?.toUpperCase() === oracleLanguage)
    return { status: 'pass', message: name };
  if (languageUnread !== undefined) return unread('NLS_LANG', languageUnread);
  return {
    status: 'warn',
    message: language === undefined ? 'NLS_LANG is not set' : `NLS_LANG is ${language}`,
    remedy: fix(
      'With the Oracle driver, letters outside ASCII are lost without it.',
      by.server(
        'Set it for the whole machine, then restart the service of the connector host',
        `setx /M NLS_LANG ${oracleLanguage}`,
      ),
    ),
  };
}

function unread(what: string, why: string): VerdictCore {
  return {
    status: 'unknown',
    message: `${what}: not known`,
    found: why,
    remedy: fix('Windows did not tell what this row is about.', elevate),
  };
}

/** What the list says where it names none. */
function noneIn({ state }: DriverFacts['names32']): string {
  return state === 'denied' ? 'not allowed to look' : state === 'failed' ? 'Windows gave no answer' : 'none';
}

function install(engine: SqlTarget['engine']): Step {
  if (engine !== 'sqlserver') return installStep(engine);
  return by.server(
    'Install the 64-bit "Microsoft ODBC Driver 18 for SQL Server" (download msodbcsql.msi from Microsoft first)',
    'msiexec /i msodbcsql.msi /passive IACCEPTMSODBCSQLLICENSETERMS=YES',
  );
}
