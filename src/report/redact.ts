import { defined } from '../base/defined.ts';
import type { Row } from '../results/row.ts';
import type { ReportInput } from './input.ts';
import { Pseudonyms, type Replacement } from './pseudonyms.ts';
import { findNames } from './redact-names.ts';

export interface Redacted {
  readonly input: ReportInput;
  /** What was replaced: for a preview, and to read an answer back by. It does not belong into the report. */
  readonly replaced: readonly Replacement[];
}

/**
 * Replaces host, user and domain names, addresses and tenant ids by pseudonyms: the same name by the same one
 * everywhere in the run and, when the list of an earlier call is given as `known`, in other runs too. Ids,
 * titles, requirement numbers, links and Microsoft's own addresses stay. Names are found by where they stand
 * (settings, addresses, distinguished names, logins), then replaced wherever they stand. Pure.
 */
export function redact(input: ReportInput, known: readonly Replacement[]): Redacted {
  const replaced = learnNames(input, known);
  return { input: withParts(input, change(partsOf(input), '', replacerOf(replaced))), replaced };
}

const replacers = new WeakMap<readonly Replacement[], ReturnType<Pseudonyms['replacer']>>();

/** The same list makes the same one: the reports of a fleet are all told by one. */
function replacerOf(replaced: readonly Replacement[]): ReturnType<Pseudonyms['replacer']> {
  const made = replacers.get(replaced) ?? new Pseudonyms(replaced).replacer();
  replacers.set(replaced, made);
  return made;
}

/** The names that are known and those of this run; the same list where it tells of no other. */
export function learnNames(input: ReportInput, known: readonly Replacement[]): readonly Replacement[] {
  const names = new Pseudonyms(known);
  const parts = partsOf(input);
  const look = (see: (text: string, path: string) => void): void => {
    change(parts, '', (text, path) => {
      see(text, path);
      return text;
    });
  };
  findNames(input.host.name, 'host', (kind, name) => names.add(kind, name));
  look((text, path) => findNames(text, path, (kind, name) => names.add(kind, name)));
  // Hosts that are only named in passing, below a domain that is known by now.
  look((text) => names.addBelow(text));
  const list = names.list();
  return list.length === known.length ? known : list;
}

type OpenRow = Omit<
  Row,
  'id' | 'title' | 'area' | 'source' | 'requirements' | 'levels' | 'blockedBy' | 'connector'
>;
type Parts = Pick<ReportInput, 'settings' | 'host' | 'words' | 'notices' | 'configPath' | 'comparison'> & {
  readonly causes: readonly string[];
  readonly rows: readonly OpenRow[];
};

/** The members that can hold names. What is left out is our own words, and links must stay links. */
function partsOf(input: ReportInput): Parts {
  const { settings, host, words, notices, configPath, comparison, causes, rows } = input;
  return {
    settings,
    host,
    words,
    notices,
    ...defined({ configPath, comparison }),
    causes: causes.map(({ text }) => text),
    rows: rows.map(openRow),
  };
}

function openRow(row: Row): OpenRow {
  const { id, title, area, source, requirements, levels, blockedBy, connector, remedy, ...open } = row;
  return remedy === undefined ? open : { ...open, remedy: { ...remedy, links: [] } };
}

function withParts(input: ReportInput, { causes, rows, ...parts }: Parts): ReportInput {
  return {
    ...input,
    ...parts,
    causes: input.causes.map((cause, index) => ({ ...cause, text: causes[index] ?? '' })),
    rows: input.rows.map((row, index) => closed(row, rows[index])),
  };
}

function closed(row: Row, open: OpenRow | undefined): Row {
  const { remedy, ...rest } = open ?? {};
  const links = row.remedy?.links ?? [];
  return { ...row, ...rest, ...defined({ remedy: remedy && { ...remedy, links } }) };
}

/**
 * A copy with every text changed, the names of members too (facts can be keyed by host). `path` is where a text
 * stands: the members' names down to it, or the label beside a value, with points between.
 */
function change<T>(value: T, path: string, to: (text: string, path: string) => string): T {
  // The copy has the shape of the original: only texts differ.
  if (typeof value === 'string') return to(value, path) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => change(item, path, to)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const label =
    'label' in value && 'value' in value && typeof value.label === 'string' ? value.label : undefined;
  const entries = Object.entries(value).map(([name, item]: [string, unknown]) => [
    // The keys of the settings are ours; those of facts can be hosts.
    path.startsWith('.settings') ? name : to(name, ''),
    keeps(name, item, path) ? item : change(item, `${path}.${name === 'value' ? (label ?? name) : name}`, to),
  ]);
  return Object.fromEntries(entries) as T;
}

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
  if (name === 'status' || name === 'level' || (name === 'kind' && path.endsWith('.outcome'))) return true;
  if (name === 'reason') return typeof item === 'string' && /^not-[a-z]+$/.test(item);
  if (path.startsWith('.settings') && name === 'despite') return true;
  if (path.startsWith('.settings') && chosenWords.has(name))
    return typeof item === 'string' && /^[a-z]+\d?(-[a-z0-9]+)*$/.test(item);
  const ofProbes = path.startsWith('.comparison') || path.startsWith('.settings.probes');
  return name === 'id' && ofProbes && typeof item === 'string' && /^[a-z]+\.[a-z0-9-]+(@|$)/.test(item);
}
