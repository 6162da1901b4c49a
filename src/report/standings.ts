import { foldCase, NameIndex } from './name-index.ts';
import { isOfFiles, type NameKind, type Replacement } from './name-kind.ts';
import { areas } from './public-names.ts';
import { isShortName } from './short-words.ts';
import { unspaced } from './word-ends.ts';

/** What a name is replaced by, for each way in which it can stand. */
export interface Standing {
  /** In dots; also behind the name of a host. */
  domain?: string;
  /** Before the name of what is owned: HR.EMPLOYEES, [HR].[EMPLOYEES]. */
  owner?: string;
  /** Wherever a word can stand. */
  word?: string;
  /** What is no word, also behind letters of other scripts: an address, whose hyphens make a range, or an id. */
  exact?: string;
  /** The same; in SDDL a letter follows. */
  sid?: string;
  /** Only where nothing but a name stands. */
  weak?: string;
  /** As it is written, behind a word that announces it: user mark. */
  said?: { readonly name: string; readonly pseudonym: string; readonly after: RegExp };
}

/** Is it a word of ours, or of everybody's? */
export type IsWord = (name: string) => boolean;

/** What announces an account or a machine; what it is called may be a word of everybody's. */
const announcing = {
  user: /\b(?:user|account|login|role|principal|uid is|for|by|of|named|called)(?: ?name)?[ :=]{1,2}$/i,
  host: /\b(?:host|server(?: is)?|machine|computer|leads to|named|called)(?: ?name)?[ :=]{1,2}$|\b(?:tcp|np|lpc|admin):$/i,
} as const;

export function standings(given: readonly Replacement[], isWord: IsWord): NameIndex<Standing> {
  const list = given.filter(({ kind }) => !isOfFiles(kind));
  const byName = new Map<string, Standing>();
  const of = (name: string): Standing => {
    const key = foldCase(name);
    const standing = byName.get(key) ?? {};
    byName.set(key, standing);
    return standing;
  };
  // The words of the trade are announced so too: the user name, the server process.
  for (const { kind, name, pseudonym } of list)
    if ((kind === 'user' || kind === 'host') && /^\p{L}{3,4}$/u.test(name) && !isWord(name))
      of(name).said ??= { name, pseudonym, after: announcing[kind] };
  const domains = list.filter(({ kind }) => kind === 'domain');
  for (const { kind, name, pseudonym } of list) {
    const standing = of(name);
    if (kind === 'domain' && name.includes('.')) standing.domain = pseudonym;
    // Ids of checks look the same: sql.table.
    if (kind === 'owner' && !areas.has(name.toLowerCase())) standing.owner = pseudonym;
    if (kind === 'address' || kind === 'card' || kind === 'tenant') standing.exact = pseudonym;
    else if (kind === 'sid') standing.sid = pseudonym;
    else if (kind !== 'domain' && standsAlone(kind, name, isWord)) standing.word = pseudonym;
    if (kind === 'host' || kind === 'user' || kind === 'owner' || kind === 'place') standing.weak = pseudonym;
  }
  const names = new Set(domains.map(({ name }) => name.toLowerCase()));
  for (const { name, pseudonym } of domains) {
    const label = of(labelOf(name));
    // As the server of a URL, corp.adatum.com was taken for a host of adatum.com.
    const isBelow = names.has(name.slice(name.indexOf('.') + 1).toLowerCase()) && name.includes('.');
    if (isBelow && label.weak !== undefined) label.weak = labelOf(pseudonym);
    if (isBelow && label.word !== undefined) label.word = labelOf(pseudonym);
    // CORP alone is the name of a domain; the label of corp.example could be anything.
    const alone = name.includes('.')
      ? standsAlone('domain', labelOf(name), isWord)
      : name.length > 2 && !isWord(name);
    if (alone) label.word ??= labelOf(pseudonym);
    label.weak ??= labelOf(pseudonym);
  }
  const index = new NameIndex<Standing>();
  for (const [name, standing] of byName) index.add(name, standing);
  return index;
}

/** Two letters are a whole name there. */
const inUnspaced = new RegExp(`^[${unspaced}]{2,}$`, 'u');

/** A name that is unlike any word of ours can be replaced wherever it stands. */
function standsAlone(kind: NameKind, name: string, isWord: IsWord): boolean {
  if (isWord(name)) return false;
  if (kind === 'user' && isShortName(name)) return true;
  if ((kind === 'user' || kind === 'host') && inUnspaced.test(name)) return true;
  return name.length >= 5 || (name.length >= 3 && /\p{L}/u.test(name) && /[\d_.$-]/.test(name));
}

/** The first label of a domain. */
export function labelOf(domain: string): string {
  return domain.split('.')[0]?.toLowerCase() ?? '';
}
