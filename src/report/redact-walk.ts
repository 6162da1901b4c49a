import type { Shape } from '../base/shape.ts';
import { onlyNumbers } from './address-or-version.ts';

/** Makes of a text another one; `path` is the place where it stands. */
export type Change = (text: string, path: string) => string;

/**
 * A copy with every text changed. `path` is where a text stands: the members' names down to it, or the label beside a
 * value, with points between.
 */
export function change<T>(value: T, path: string, to: Change): T {
  // The copy has the shape of the original: only texts differ.
  if (typeof value === 'string') return to(value, path) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => change(item, path, to)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]: [string, unknown]) => [
    name,
    keeps(name, item, path) ? item : change(item, below(path, name, value), to),
  ]);
  return Object.fromEntries(entries) as T;
}

function below(path: string, name: string, within: object): string {
  const label = name === 'value' && 'label' in within ? within.label : undefined;
  return `${path}.${typeof label === 'string' ? label : name}`;
}

/** What is done with the texts of facts. */
export interface FactsChange {
  readonly change: Change;
  /** Hears of the number of each version: it stays. */
  readonly version: (number: string) => void;
}

/**
 * The same of facts: what their type names stays, a member's name as well as a word and a version. Other members can be
 * hosts.
 */
export function changeFacts<T>(value: T, path: string, to: FactsChange, shape: Shape | undefined): T {
  if (typeof value === 'string') {
    if (shape?.words.has(value)) return value;
    if (shape?.isVersion !== true || !onlyNumbers.test(value)) return to.change(value, path) as T;
    to.version(value);
    return value;
  }
  if (Array.isArray(value))
    return value.map((item: unknown) => changeFacts(item, path, to, shape?.item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]: [string, unknown]) => {
    const named = shape?.members.get(name);
    const isOurs = named !== undefined || plainWord.test(name);
    return [
      isOurs ? name : to.change(name, ''),
      changeFacts(item, below(path, name, value), to, named ?? shape?.open),
    ];
  });
  return Object.fromEntries(entries) as T;
}

/** What attributes, keywords and values of the registry are called; a host that is called so cannot be told from one. */
const plainWord = /^[\p{L}_]+$/u;

/** Settings that are one of a few words: a domain `oracle.example` does not make another engine of `oracle`. */
const chosenWords: ReadonlySet<string> = new Set([
  'profile',
  'cloud',
  'method',
  'library',
  'authentication',
  'engine',
  'entra',
  'encrypt',
]);

/**
 * Words of the engine, and ids of probes: `ldap.bind@Directory`. Only by where it stands can an id be told from a
 * tenant's: `contoso.example` looks the same.
 */
function keeps(name: string, item: unknown, path: string): boolean {
  if (name === 'owner' && path === '.rows.remedy.steps') return true;
  if (name === 'platform' && path === '.host') return true;
  if (name === 'kind' && path === '.notices') return true;
  if (name === 'status' || name === 'level' || (name === 'kind' && path.endsWith('.outcome'))) return true;
  if (name === 'reason') return typeof item === 'string' && /^not-[a-z]+$/.test(item);
  if (path.startsWith('.settings') && name === 'despite') return true;
  if (path.startsWith('.settings') && chosenWords.has(name))
    return typeof item === 'string' && /^[a-z]+\d?(-[a-z0-9]+)*$/.test(item);
  const ofProbes = path.startsWith('.comparison') || path.startsWith('.settings.probes');
  return name === 'id' && ofProbes && typeof item === 'string' && /^[a-z]+\.[a-z0-9-]+(@|$)/.test(item);
}
