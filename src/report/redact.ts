import { defined } from '../base/defined.ts';
import type { Shape } from '../base/shape.ts';
import type { Facts } from '../engine/facts.ts';
import type { Row } from '../results/row.ts';
import type { ReportInput } from './input.ts';
import type { Replacement } from './name-kind.ts';
import { namesExample, withoutExamples } from './own-examples.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { type FoundName, findNames } from './redact-names.ts';
import { type Change, change, changeFacts, type FactsChange } from './redact-walk.ts';
import { replacerOf } from './replacer.ts';
import { learnFile, learnFolders, redactPath } from './report-file-names.ts';

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
  const change = teller(input, replaced, facts);
  return { input: withParts(input, changedParts(input, facts, { change, version: () => {} })), replaced };
}

/** A text as the reports tell it. */
export function redactText(text: string, replaced: readonly Replacement[], facts: FactsWords): string {
  return replacer(replaced, facts)(text, '');
}

/** The file of a saved report: people name it by its server. */
function fileOf({ readOnly, configPath }: ReportInput): string | undefined {
  return readOnly ? configPath : undefined;
}

function teller(input: ReportInput, replaced: readonly Replacement[], facts: FactsWords): Change {
  const change = replacer(replaced, facts);
  const file = fileOf(input);
  if (file === undefined) return change;
  const told = redactPath(file, replaced);
  return (text, path) => {
    if (path === '.configPath') return told;
    // An answer is said to stand in it.
    return change(file.length > 4 && text.includes(file) ? text.replaceAll(file, told) : text, path);
  };
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
  const { texts, versions } = textsOf(input, facts);
  for (const [text] of texts) names.passOver(text);
  const hasExample = texts.some(([text, path]) => namesExample(text, path));
  // A version that the facts tell is one in every text.
  const found: FoundName = (kind, name) => {
    if (kind !== 'address' || !versions.has(name)) names.add(kind, name);
  };
  findNames(input.host.name, 'host', found);
  // Before the texts tell of it as of another host.
  const file = fileOf(input);
  if (file !== undefined) learnFile(names, file, input.host.name);
  for (const [text, path] of texts) findNames(hasExample ? text : withoutExamples(text, path), path, found);
  // Hosts that are only named in passing, below a domain that is known by now, and accounts of such a domain.
  for (const [text] of texts) names.addBelow(text);
  if (file !== undefined) learnFolders(names, file);
  const list = names.size === known.length ? known : names.list();
  namesOf.set(list, names);
  return list;
}

type OpenRow = Omit<
  Row,
  'id' | 'title' | 'area' | 'source' | 'requirements' | 'levels' | 'blockedBy' | 'connector' | 'facts'
> & {
  /** Of a check that this version does not know: what it is called is not our own words. */
  readonly called?: Pick<Row, 'id' | 'title' | 'area' | 'connector'>;
};
type Parts = Pick<ReportInput, 'settings' | 'host' | 'words' | 'notices' | 'configPath' | 'comparison'> & {
  readonly causes: readonly string[];
  readonly rows: readonly OpenRow[];
  readonly facts: readonly (Facts | undefined)[];
};

function changedParts(input: ReportInput, { shapeOf }: FactsWords, to: FactsChange): Parts {
  const parts = change(partsOf(input), '', to.change);
  return {
    ...parts,
    facts: input.rows.map(({ id, facts }) => facts && changeFacts(facts, '.rows.facts', to, shapeOf(id))),
  };
}

interface Texts {
  /** With the place where it stands. */
  readonly texts: readonly (readonly [text: string, path: string])[];
  /** The numbers of versions that the facts tell. */
  readonly versions: ReadonlySet<string>;
}

/** Every text of a report. */
function textsOf(input: ReportInput, facts: FactsWords): Texts {
  const texts: (readonly [string, string])[] = [];
  const versions = new Set<string>();
  changedParts(input, facts, {
    change: (text, path) => {
      texts.push([text, path]);
      return text;
    },
    version: (number) => versions.add(number),
  });
  return { texts, versions };
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
  return {
    ...open,
    ...defined({
      remedy: remedy && { ...remedy, links: [] },
      // All of ours have a source.
      called: source === '' ? { id, title, area, ...defined({ connector }) } : undefined,
    }),
  };
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
  const { remedy, called, ...rest } = open ?? {};
  const links = row.remedy?.links ?? [];
  return { ...row, ...rest, ...called, ...defined({ facts, remedy: remedy && { ...remedy, links } }) };
}
