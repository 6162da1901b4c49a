import { parseArgs } from 'node:util';
import { defined } from '../base/defined.ts';
import type { FailOn } from '../results/exit-code.ts';
import { type ProfileName, profiles } from '../settings/profiles.ts';
import { suggest } from '../settings/suggest.ts';
import { isBare, isOff, isOn, lists, namesOf, oneOf } from './option-values.ts';

/**
 * What each option takes: nothing, one text, texts (comma-separated and repeatable), files, perhaps a text (`maybe`), or
 * perhaps names (`names`: behind `=` and repeatable; without one it is of all).
 */
const kinds = {
  config: 'one',
  profile: 'one',
  only: 'many',
  skip: 'many',
  plain: 'flag',
  json: 'flag',
  events: 'flag',
  report: 'files',
  from: 'files',
  baseline: 'one',
  redact: 'flag',
  'event-log': 'flag',
  'write-test': 'names',
  'fail-on': 'one',
  timeout: 'one',
  wait: 'one',
  list: 'flag',
  explain: 'one',
  init: 'maybe',
  completion: 'one',
  ascii: 'flag',
  'no-color': 'flag',
  color: 'flag',
  calm: 'flag',
  readme: 'flag',
  version: 'flag',
  help: 'flag',
} as const satisfies Record<string, 'one' | 'many' | 'files' | 'flag' | 'maybe' | 'names'>;

type Name = keyof typeof kinds;
/** Every option, in the order of the help. */
export const optionNames = Object.keys(kinds) as readonly Name[];

export const initKinds = ['ldap', 'sql', 'custom', 'example'] as const;
export const shells = ['powershell', 'bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];
export type InitKind = (typeof initKinds)[number];

/** The command line and its environment twins, checked. Nothing has been read or asked yet. */
export interface Options {
  readonly config?: string;
  readonly profile?: ProfileName;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly plain: boolean;
  readonly json: boolean;
  readonly events: boolean;
  readonly report: readonly string[];
  readonly from: readonly string[];
  readonly baseline?: string;
  readonly redact: boolean;
  /** How the run ended, as an event in Windows' Application log. */
  readonly eventLog: boolean;
  /** Of every target, or of the connectors that are named. */
  readonly writeTest: boolean | readonly string[];
  readonly failOn: FailOn;
  readonly timeoutMs?: number;
  /** How long to look again at what did not pass. */
  readonly waitMs?: number;
  readonly list: boolean;
  /** Id of a probe or a requirement. */
  readonly explain?: string;
  readonly completion?: Shell;
  /** Asked for without a kind: `ask`. */
  readonly init?: InitKind | 'ask';
  readonly ascii: boolean;
  /** What flags and NO_COLOR / FORCE_COLOR say; undefined leaves it to the terminal. */
  readonly color?: boolean;
  readonly calm: boolean;
  readonly readme: boolean;
  readonly version: boolean;
  readonly help: boolean;
}

export type ParsedOptions =
  | { readonly ok: true; readonly options: Options }
  | { readonly ok: false; readonly errors: readonly string[] };

type Env = Readonly<Record<string, string | undefined>>;

/** Reads arguments and `ECMA_DOCTOR_…` twins (the option wins); every fault is named, all at once. */
export function readOptions(args: readonly string[], env: Env): ParsedOptions {
  const errors: string[] = [];
  const given = fromArguments(args, errors);
  const twins = fromEnvironment(env, errors);
  const has = (name: Name): boolean => given.has(name) || twins.has(name);
  const texts = (name: Name): readonly string[] => given.get(name) ?? twins.get(name) ?? [];
  const text = (name: Name): string | undefined => texts(name).at(-1);
  /** What the person gave, so that a fault names it: the option, or its twin. */
  const whence = (name: Name): string => (given.has(name) ? `--${name}` : twinOf(name));
  const flag = (name: Name): boolean => has(name) && isOn(text(name) ?? '', whence(name), errors);

  const milliseconds = (name: Name): number | undefined => {
    const given = text(name);
    if (given === undefined) return undefined;
    const seconds = given.trim() === '' ? Number.NaN : Number(given);
    if (!(seconds > 0 && seconds <= 86_400))
      errors.push(`${whence(name)} takes a number of seconds, at most 86400, not "${given}"`);
    return seconds * 1000;
  };
  const timeoutMs = milliseconds('timeout');
  const waitMs = milliseconds('wait');
  const init = has('init') ? initOf(text('init') ?? '', whence('init'), errors) : undefined;
  const noColor = flag('no-color') || (has('color') && !flag('color'));
  const color = colorOf(flag('color'), noColor, env);
  const profile = oneOf(whence('profile'), profiles, text('profile'), errors);
  const config = text('config');
  const baseline = text('baseline');
  const options: Options = {
    ...defined({ config, profile }),
    only: lists(texts('only')),
    skip: lists(texts('skip')),
    plain: flag('plain'),
    json: flag('json'),
    events: flag('events'),
    report: texts('report'),
    from: texts('from'),
    ...defined({ baseline }),
    redact: flag('redact'),
    eventLog: flag('event-log'),
    writeTest: namesOf(texts('write-test'), has('write-test')),
    failOn: oneOf(whence('fail-on'), ['fail', 'warn', 'never'] as const, text('fail-on'), errors) ?? 'fail',
    ...defined({ timeoutMs, waitMs }),
    list: flag('list'),
    ...defined({
      explain: text('explain'),
      completion: oneOf(whence('completion'), shells, text('completion'), errors),
    }),
    ...defined({ init }),
    ascii: flag('ascii'),
    ...defined({ color }),
    calm: flag('calm'),
    readme: flag('readme'),
    version: flag('version'),
    help: flag('help'),
  };
  errors.push(...clashes(options));
  return errors.length === 0 ? { ok: true, options } : { ok: false, errors };
}

function fromArguments(args: readonly string[], errors: string[]): ReadonlyMap<Name, readonly string[]> {
  const given = new Map<Name, string[]>();
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      optionNames.map((name) => {
        const kind = kinds[name];
        return [
          name,
          { type: kind === 'flag' || kind === 'maybe' || kind === 'names' ? 'boolean' : 'string' } as const,
        ];
      }),
    ),
  });
  let last: Name | undefined;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      // A shell makes `--from *.json` into one option and several names.
      if (last === 'from') {
        given.set('from', [...(given.get('from') ?? []), token.value]);
        continue;
      }
      if (last === 'init' && given.get('init')?.at(-1) === '') given.set('init', [token.value]);
      else errors.push(stray(token.value, last));
      continue;
    }
    const name = optionNames.find((known) => known === token.name);
    last = name;
    if (name === undefined) {
      errors.push(unknownOption(token.rawName));
    } else if (wantsValue(name) && (token.value ?? '') === '') {
      errors.push(`--${name} needs a value`);
    } else {
      given.set(name, [...(given.get(name) ?? []), token.value ?? '']);
    }
  }
  return given;
}

function wantsValue(name: Name): boolean {
  return kinds[name] !== 'flag' && kinds[name] !== 'maybe' && kinds[name] !== 'names';
}

function unknownOption(raw: string): string {
  const close = suggest(raw.replace(/^-+/, ''), optionNames);
  return `unknown option ${raw}${close === undefined ? '' : `, did you mean --${close}?`} (--help lists all)`;
}

function stray(value: string, last: Name | undefined): string {
  if (last !== undefined && kinds[last] === 'many') {
    return `unexpected "${value}" behind --${last}: put quotes around lists (--${last} "a,b") or repeat --${last}`;
  }
  if (last !== undefined && kinds[last] === 'files') {
    return `unexpected "${value}" behind --${last}: each file wants its own --${last}`;
  }
  const close = suggest(value, optionNames);
  return `unexpected argument "${value}"${close === undefined ? '' : `, did you mean --${close}?`}`;
}

function fromEnvironment(env: Env, errors: string[]): ReadonlyMap<Name, readonly string[]> {
  const given = new Map<Name, readonly string[]>();
  errors.push(...unknownVariables(env));
  for (const name of optionNames) {
    const variable = twinOf(name);
    const value = env[variable];
    if (value === undefined || value === '') continue;
    const kind = kinds[name];
    if (kind === 'flag' && !isOn(value, variable, errors)) continue;
    if ((kind === 'maybe' || kind === 'names') && isOff(value)) continue;
    given.set(
      name,
      kind === 'files' || kind === 'names' ? value.split(',').map((part) => part.trim()) : [value],
    );
  }
  return given;
}

/** Variables that are no option's twin: where the folder of the state is, and parts of the executable. */
const otherVariables = ['ECMA_DOCTOR_STATE', 'ECMA_DOCTOR_NATIVE', 'ECMA_DOCTOR_VERSION'];

/** A mistyped twin that is ignored gives a run that nobody asked for. Windows knows no upper and lower case here. */
function unknownVariables(env: Env): readonly string[] {
  const known = new Set([...optionNames.map(twinOf), ...otherVariables]);
  return Object.keys(env)
    .filter((variable) => /^ECMA_DOCTOR_/i.test(variable) && (env[variable] ?? '') !== '')
    .filter((variable) => !known.has(process.platform === 'win32' ? variable.toUpperCase() : variable))
    .map((variable) => {
      const close = nearest(variable.toUpperCase(), known);
      return `${variable} is no variable of this program${close === undefined ? '' : `, did you mean ${close}?`} (ECMA_DOCTOR_ and an option of --help)`;
    });
}

/** Without the beginning that all share, which would make any two of them near; marks between words count for nothing. */
function nearest(variable: string, known: ReadonlySet<string>): string | undefined {
  const short = (name: string): string => name.slice('ECMA_DOCTOR_'.length).replaceAll('_', '');
  const byShort = new Map([...known].map((name) => [short(name), name]));
  return byShort.get(suggest(short(variable), byShort.keys()) ?? '');
}

/** `ECMA_DOCTOR_FAIL_ON` of `fail-on`. */
function twinOf(name: Name): string {
  return `ECMA_DOCTOR_${name.toUpperCase().replaceAll('-', '_')}`;
}

function initOf(value: string, where: string, errors: string[]): InitKind | 'ask' | undefined {
  if (isBare(value)) return 'ask';
  return oneOf(where, initKinds, value, errors);
}

/** Flag, then NO_COLOR (no-color.org), then FORCE_COLOR, then the terminal. */
function colorOf(color: boolean, noColor: boolean, env: Env): boolean | undefined {
  if (noColor) return false;
  if (color) return true;
  if ((env.NO_COLOR ?? '') !== '') return false;
  const force = env.FORCE_COLOR;
  if (force === undefined) return undefined;
  return force !== '0' && force.toLowerCase() !== 'false';
}

/** Options that contradict each other: said before anything is read or asked. */
function clashes(options: Options): readonly string[] {
  const { json, events, report, from, writeTest, init, list, baseline, redact, eventLog, waitMs } = options;
  const found: string[] = [];
  if (json && events) found.push('--json and --events both want stdout: choose one');
  if (from.length > 0 && waitMs !== undefined)
    found.push('--from looks at nothing again: --wait has no use with it');
  if (from.length > 0 && writeTest !== false)
    found.push('--from asks nothing of the directory: --write-test has no use with it');
  if (from.length > 0 && init !== undefined) found.push('--from and --init do not go together');
  if (list && from.length > 0) found.push('--list and --from do not go together');
  if (events && from.length > 0) found.push('--from runs nothing: --events has nothing to tell');
  if (eventLog && from.length > 0) found.push('--from runs nothing: --event-log has nothing to tell');
  if (events && redact)
    found.push(
      '--events tells names as it goes, before all are known: --redact has no use with it; take --json --redact, which tells the same report at the end, or --redact --report FILE.json',
    );
  if (from.length > 1 && baseline !== undefined)
    found.push(
      '--baseline compares one run with an earlier report: give --from once, or leave --baseline out',
    );
  if (baseline !== undefined && list) found.push('--list and --baseline do not go together');
  // What was asked for and is not there must not pass for it.
  const idles = [
    ...(list ? ['--list'] : []),
    ...(init === undefined ? [] : ['--init']),
    ...(options.explain === undefined ? [] : ['--explain']),
    ...(options.completion === undefined ? [] : ['--completion']),
  ];
  const [idle] = idles;
  if (idle !== undefined && events) found.push(`${idle} runs nothing: --events has nothing to tell`);
  if (idle !== undefined && eventLog) found.push(`${idle} runs nothing: --event-log has nothing to tell`);
  if (idle !== undefined && report.length > 0)
    found.push(`${idle} runs nothing: --report has nothing to write`);
  if (idle !== undefined && waitMs !== undefined)
    found.push(`${idle} runs nothing: --wait has no use with it`);
  if (idles.length > 1) found.push(`${idles.join(' and ')} do not go together`);
  if (from.length > 0 && (options.explain ?? options.completion) !== undefined)
    found.push(`--from and ${idle} do not go together`);
  return found;
}
