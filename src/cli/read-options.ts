import { parseArgs } from 'node:util';
import { defined } from '../base/defined.ts';
import { shortKey } from '../settings/key-text.ts';
import { profiles } from '../settings/profiles.ts';
import { didYouMean, suggest } from '../settings/suggest.ts';
import { clashes } from './option-clashes.ts';
import { isBare, isOff, isOn, lists, namesOf, oneOf, secondsOf } from './option-values.ts';
import { type InitKind, initKinds, kinds, type Name, type Options, optionNames, shells } from './options.ts';

export type ParsedOptions =
  | { readonly ok: true; readonly options: Options }
  /** `eventLog`: it was asked for, so that what was refused stands there, too. */
  | { readonly ok: false; readonly errors: readonly string[]; readonly eventLog: boolean };

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
    const asked = text(name);
    return asked === undefined ? undefined : secondsOf(asked, whence(name), errors) * 1000;
  };
  const timeoutMs = milliseconds('timeout');
  const waitMs = milliseconds('wait');
  const init = has('init') ? initOf(text('init') ?? '', whence('init'), errors) : undefined;
  const wantsColor = flag('color');
  const noColor = flag('no-color') || (has('color') && !wantsColor);
  const color = colorOf(wantsColor, noColor, env);
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
    writeTest: namesOf(texts('write-test'), has('write-test'), given.has('write-test')),
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
  const named = (name: Name): string => (given.has(name) ? `--${name}` : `--${name} (${twinOf(name)})`);
  errors.push(...clashes(options, named, new Set(given.keys())));
  return errors.length === 0 ? { ok: true, options } : { ok: false, errors, eventLog: options.eventLog };
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
    } else if (kinds[name] === 'many' && lists([token.value ?? '']).length === 0) {
      errors.push(`--${name} needs a value, not "${token.value}"`);
    } else if (kinds[name] === 'names' && token.value !== undefined && lists([token.value]).length === 0) {
      // `--write-test=$CONNECTOR` of a variable that is not set must not mean every target.
      errors.push(`--${name}= names no connector; of every target it is --${name}`);
    } else if (kinds[name] === 'maybe' && given.has(name)) {
      errors.push(`--${name} is given twice`);
      given.set(name, [token.value ?? '']);
    } else if (once.has(name) && (given.get(name) ?? [token.value]).at(-1) !== token.value) {
      errors.push(`--${name} is given twice: "${given.get(name)?.at(-1)}" and "${token.value}"`);
    } else {
      // No connector's name has a comma.
      const values =
        kinds[name] === 'names' && token.value !== undefined ? lists([token.value]) : [token.value ?? ''];
      given.set(name, [...(given.get(name) ?? []), ...values]);
    }
  }
  return given;
}

/** Where two values ask for two things, of which one would not be done; of the others the last one counts. */
const once: ReadonlySet<Name> = new Set(['config', 'baseline', 'explain', 'completion']);

function wantsValue(name: Name): boolean {
  return kinds[name] !== 'flag' && kinds[name] !== 'maybe' && kinds[name] !== 'names';
}

function unknownOption(raw: string): string {
  const close = suggest(raw.replace(/^-+/, ''), optionNames);
  return `unknown option ${raw}${didYouMean(close && `--${close}`)} (--help lists all)`;
}

function stray(value: string, last: Name | undefined): string {
  if (last !== undefined && kinds[last] === 'many') {
    return `unexpected "${value}" behind --${last}: put quotes around lists (--${last} "a,b") or repeat --${last}`;
  }
  if (last !== undefined && kinds[last] === 'files') {
    return `unexpected "${value}" behind --${last}: each file wants its own --${last}`;
  }
  if (last !== undefined && kinds[last] === 'names') {
    return `unexpected "${value}" behind --${last}: of one connector it is --${last}=${value}`;
  }
  const close = suggest(value, optionNames);
  return `unexpected argument "${value}"${didYouMean(close && `--${close}`)}`;
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
    const values = kind === 'files' || kind === 'names' || kind === 'many' ? lists([value]) : [value];
    // A comma alone must not mean all there is.
    if (values.length === 0) errors.push(`${variable} names nothing: "${value}"`);
    else given.set(name, values);
  }
  return given;
}

/** The variable that is no option's twin: where the folder of the state is. */
const otherVariables = ['ECMA_DOCTOR_STATE'];

/** A mistyped twin that is ignored gives a run that nobody asked for. Windows knows no upper and lower case here. */
function unknownVariables(env: Env): readonly string[] {
  const known = new Set([...optionNames.map(twinOf), ...otherVariables]);
  return Object.keys(env)
    .filter((variable) => /^ECMA_DOCTOR_/i.test(variable) && (env[variable] ?? '') !== '')
    .filter((variable) => !known.has(process.platform === 'win32' ? variable.toUpperCase() : variable))
    .map((variable) => {
      const close = nearest(variable.toUpperCase(), known);
      return `${shortKey(variable)} is no variable of this program${didYouMean(close)} (ECMA_DOCTOR_ and an option of --help)`;
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
