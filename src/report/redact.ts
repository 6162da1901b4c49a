import { defined } from '../base/defined.ts';
import type { Shape } from '../base/shape.ts';
import type { Facts } from '../engine/facts.ts';
import type { Row } from '../results/row.ts';
import type { ReportInput } from './input.ts';
import type { Replacement } from './name-kind.ts';
import { namesExample, withoutExamples } from './own-examples.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { findNames } from './redact-names.ts';
import { replacerOf } from './replacer.ts';

export interface Redacted {
  readonly input: ReportInput;
  /** What was replaced: for a preview, and to read an answer back by. It does not belong into the report. */
  readonly replaced: readonly Replacement[];
}

/** What the types of facts say. */
export interface FactsWords {
  /** The shape of a probe's facts, by the row's id; undefined where nothing is known of it. */
  readonly shapeOf: (id: string) => Shape | undefined;
  /** Names of members and words of all facts, in small letters. */
  readonly words: ReadonlySet<string>;
}

const nothingKnown: FactsWords = { shapeOf: () => undefined, words: new Set() };

/**
 * Replaces host, user and domain names, addresses and tenant ids by pseudonyms: the same name by the same one
 * everywhere in the run and, when the list of an earlier call is given as `known`, in other runs too. Ids,
 * titles, requirement numbers, links and Microsoft's own addresses stay. Names are found by where they stand
 * (settings, addresses, distinguished names, logins), then replaced wherever they stand. Facts keep the members and
 * words that their type names, so that they are judged as before. Pure.
 */
export function redact(
  input: ReportInput,
  known: readonly Replacement[],
  facts: FactsWords = nothingKnown,
): Redacted {
  const replaced = learnNames(input, known, facts);
  return { input: withParts(input, changedParts(input, facts, replacer(replaced, facts))), replaced };
}

interface Replacer {
  readonly words: ReadonlySet<string>;
  readonly change: Change;
}

const replacers = new WeakMap<readonly Replacement[], Replacer>();

/** The same list makes the same one: the reports of a fleet are all told by one. */
function replacer(replaced: readonly Replacement[], { words }: FactsWords): Change {
  const known = replacers.get(replaced);
  if (known?.words === words) return known.change;
  const change = replacerOf(replaced, words);
  replacers.set(replaced, { words, change });
  return change;
}

/** The names that lists were made of: the next report's are added to them, and their list is another one then. */
const namesOf = new WeakMap<readonly Replacement[], Pseudonyms>();

/** The names that are known and those of this run; the same list where it tells of no other. */
export function learnNames(
  input: ReportInput,
  known: readonly Replacement[],
  facts: FactsWords = nothingKnown,
): readonly Replacement[] {
  const names = namesOf.get(known) ?? new Pseudonyms(known);
  namesOf.delete(known);
  const texts = textsOf(input, facts);
  for (const [text] of texts) names.passOver(text);
  const hasExample = texts.some(([text, path]) => namesExample(text, path));
  findNames(input.host.name, 'host', (kind, name) => names.add(kind, name));
  for (const [text, path] of texts)
    findNames(hasExample ? text : withoutExamples(text, path), path, (kind, name) => names.add(kind, name));
  // Hosts that are only named in passing, below a domain that is known by now.
  for (const [text] of texts) names.addBelow(text);
  const list = names.size === known.length ? known : names.list();
  namesOf.set(list, names);
  return list;
}

type OpenRow = Omit<
  Row,
  'id' | 'title' | 'area' | 'source' | 'requirements' | 'levels' | 'blockedBy' | 'connector' | 'facts'
>;
type Parts = Pick<ReportInput, 'settings' | 'host' | 'words' | 'notices' | 'configPath' | 'comparison'> & {
  readonly causes: readonly string[];
  readonly rows: readonly OpenRow[];
  readonly facts: readonly (Facts | undefined)[];
};

type Change = (text: string, path: string) => string;

function changedParts(input: ReportInput, { shapeOf }: FactsWords, to: Change): Parts {
  const parts = change(partsOf(input), '', to);
  return {
    ...parts,
    facts: input.rows.map(({ id, facts }) => facts && changeFacts(facts, '.rows.facts', to, shapeOf(id))),
  };
}

/** Every text of a report, with the place where it stands. */
function textsOf(input: ReportInput, facts: FactsWords): readonly (readonly [text: string, path: string])[] {
  const texts: (readonly [string, string])[] = [];
  changedParts(input, facts, (text, path) => {
    texts.push([text, path]);
    return text;
  });
  return texts;
}

/** The members that can hold names. What is left out is our own words, and links must stay links. */
function partsOf(input: ReportInput): Omit<Parts, 'facts'> {
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
  const { id, title, area, source, requirements, levels, blockedBy, connector, facts, remedy, ...open } = row;
  return remedy === undefined ? open : { ...open, remedy: { ...remedy, links: [] } };
}

function withParts(input: ReportInput, { causes, rows, facts, ...parts }: Parts): ReportInput {
  return {
    ...input,
    ...parts,
    causes: input.causes.map((cause, index) => ({ ...cause, text: causes[index] ?? '' })),
    rows: input.rows.map((row, index) => closed(row, rows[index], facts[index])),
  };
}

function closed(row: Row, open: OpenRow | undefined, facts: Facts | undefined): Row {
  const { remedy, ...rest } = open ?? {};
  const links = row.remedy?.links ?? [];
  return { ...row, ...rest, ...defined({ facts, remedy: remedy && { ...remedy, links } }) };
}

/**
 * A copy with every text changed. `path` is where a text stands: the members' names down to it, or the label beside a
 * value, with points between.
 */
function change<T>(value: T, path: string, to: Change): T {
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

/** The same of facts: what their type names stays, a member's name as well as a word. Other members can be hosts. */
function changeFacts<T>(value: T, path: string, to: Change, shape: Shape | undefined): T {
  if (typeof value === 'string') return shape?.words.has(value) ? value : (to(value, path) as T);
  if (Array.isArray(value))
    return value.map((item: unknown) => changeFacts(item, path, to, shape?.item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]: [string, unknown]) => {
    const named = shape?.members.get(name);
    const isOurs = named !== undefined || plainWord.test(name);
    return [
      isOurs ? name : to(name, ''),
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
