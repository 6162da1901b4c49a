import { boundedMemo } from '../base/bounded-memo.ts';
import { withinEncoded } from './encoded-text.ts';
import { foldCase, NameIndex } from './name-index.ts';
import { isOfFiles, nameKey, type Replacement } from './name-kind.ts';
import { withoutPasswords } from './passwords.ts';
import { isNameInLink, isOfCustomer, type PublicLink, publicLinks } from './public-links.ts';
import { isCommonWord, microsoftPaths, windowsAccounts } from './public-names.ts';
import { domainOfDn, domainParts, isListOfHosts, kindOfPlace } from './redact-names.ts';
import { type IsWord, labelOf, type Standing, standings } from './standings.ts';
import { hasWordBefore, isOfWrittenLine, joining, letters, standsBefore, unspaced } from './word-ends.ts';

interface Found {
  readonly end: number;
  readonly text: string;
}

const at = (pattern: string): RegExp => new RegExp(pattern, 'iuy');
const fits = (pattern: RegExp, text: string, from: number): boolean => {
  pattern.lastIndex = from;
  return pattern.test(text);
};
/** Where what the pattern takes ends; undefined where it does not fit. */
const endOf = (pattern: RegExp, text: string, from: number): number | undefined =>
  fits(pattern, text, from) ? pattern.lastIndex : undefined;

/** In a path a space ends it, where no known name has one. */
const inPath = '[^\\s"\'<>|?*,;:()]';
const patterns = {
  letter: at(`[${letters}-]`),
  windows: at(windowsAccounts),
  /** A file's path in a text, as far as its first space: a drive's, a share's, or from the root. */
  path: at(`(?<![\\w.:/\\\\-])(?:[a-z]:[\\\\/]|\\\\\\\\|/)(?=[${letters}.~$])${inPath}+`),
  restOfPath: at(`${inPath}*`),
  dn: at(domainParts.source),
  below: at(`(?:[${letters}-]{1,63}|\\*)\\.`),
  afterDomain: at(`(?!${joining}|-|\\.${joining})`),
  afterOwner: at(`["\\]]?\\.["[]?[${letters}]`),
  afterWord: at(`(?!${joining}|-)`),
  /** As the patterns that find them end. */
  afterExact: at('(?!\\w)'),
  afterSid: at('(?!-?\\d)'),
  /** What ends a name that stands behind = \ / @ or a quote. */
  afterPlaced: at(`(?=$|[\\s,@'":;/\\\\)(%”»«」』，。、；：（）](?!//)|\\.(?![${letters}])|[${unspaced}])`),
  /** LABEL\user, user@, and Oracle's user@//host, user/password@//host. */
  afterLabel: at(`[@\\\\][${letters}]|(?:/[^\\s@/]{0,64})?@//`),
  afterMailbox: at(`@[${letters}]`),
};

/** Microsoft's own files and folders, also by the names of the files alone, and with slashes. */
const keptPaths = new NameIndex<true>();
for (const path of microsoftPaths)
  for (const kept of [path, path.split('\\').at(-1) ?? path])
    if (/[\\.]/.test(kept)) for (const one of [kept, kept.replace(/\.config$/, '')]) keptPaths.add(one, true);

/** A text, the same to look names up in, and with every slash the same. */
interface Texts {
  readonly text: string;
  readonly folded: string;
  readonly slashed: string;
}

function textsOf(text: string): Texts {
  const folded = foldCase(text);
  return { text, folded, slashed: folded.replaceAll('/', '\\') };
}

function keptPathAt(folded: string, from: number): number | undefined {
  return keptPaths.longestAt(folded, from, (_, end) =>
    fits(patterns.afterWord, folded, end) ? end : undefined,
  );
}

/** Replaces every name in texts; `path` is the place where a text stands. */
export function replacerOf(
  list: readonly Replacement[],
  words: ReadonlySet<string>,
): (text: string, path: string) => string {
  const isWord: IsWord = (name) => isCommonWord(name) || words.has(name.toLowerCase());
  const index = standings(list, isWord);
  const paths = pathNames(list, isWord);
  const byName = new Map(list.map(({ kind, name, pseudonym }) => [nameKey(kind, name), pseudonym]));
  const dn = (text: string): string => {
    const replaced = byName.get(nameKey('domain', domainOfDn(text)));
    const labels = replaced?.split('.').map((label) => `dc=${label}`);
    return labels?.join(',') ?? text;
  };

  const domainAt = (text: string, folded: string, from: number): Found | undefined => {
    const found = (start: number): Found | undefined =>
      index.longestAt(folded, start, ({ domain }, end) =>
        domain !== undefined && fits(patterns.afterDomain, text, end) ? { end, text: domain } : undefined,
      );
    // The longest domain: corp.adatum.com, where adatum.com is known too.
    const whole = found(from);
    if (whole !== undefined) return whole;
    const label = endOf(patterns.below, text, from);
    const below = label === undefined ? undefined : found(label);
    if (label === undefined || below === undefined) return undefined;
    const host = text.slice(from, label - 1);
    const known = byName.get(nameKey('host', host));
    // The host begins further on.
    if (known === undefined && (hasWordBefore(host) || isOfWrittenLine(text, from))) return undefined;
    return { ...below, text: `${known ?? host}.${below.text}` };
  };
  const saidAt = ({ text, folded }: Texts, from: number): Found | undefined =>
    index.longestAt(folded, from, ({ said }, end) =>
      said !== undefined &&
      text.slice(from, end) === said.name &&
      fits(patterns.afterWord, text, end) &&
      said.after.test(text.slice(Math.max(0, from - 24), from))
        ? { end, text: said.pseudonym }
        : undefined,
    );
  /** `isFree`: a word can begin there. */
  const nameAt = (
    texts: Texts,
    from: number,
    isFree: boolean,
    link: PublicLink | undefined,
  ): Found | undefined => {
    const { text, folded } = texts;
    const before = text[from - 1] ?? '';
    const take = (which: Exclude<keyof Standing, 'said'>, after: RegExp): Found | undefined =>
      index.longestAt(folded, from, (standing, end) => {
        const pseudonym = standing[which];
        return pseudonym !== undefined && fits(after, text, end) ? { end, text: pseudonym } : undefined;
      });
    const exact = take('exact', patterns.afterExact) ?? take('sid', patterns.afterSid);
    if (exact !== undefined || before === '-' || !isFree) return exact;
    // Behind a point that begins the name of all hosts below: .adatum.example
    const free = before !== '.' || from < 2 || !fits(patterns.letter, text, from - 2);
    if (link !== undefined) {
      const before = text.slice(Math.max(0, from - 20), from);
      const word =
        take('word', patterns.afterWord) ??
        (isOfCustomer(before) ? take('weak', patterns.afterWord) : undefined);
      const isName = word !== undefined && isNameInLink(text.slice(from, word.end), link, before);
      return (
        (free ? domainAt(text, folded, from) : undefined) ??
        (isName ? word : undefined) ??
        take('word', patterns.afterMailbox) ??
        take('weak', patterns.afterMailbox)
      );
    }
    return (
      (free ? domainAt(text, folded, from) : undefined) ??
      take('owner', patterns.afterOwner) ??
      take('word', patterns.afterWord) ??
      (before !== '' && '=\\/\'"@“«»「『'.includes(before)
        ? take('weak', patterns.afterPlaced)
        : undefined) ??
      (free ? take('weak', patterns.afterLabel) : undefined) ??
      (before === ' ' || before === ':' ? saidAt(texts, from) : undefined)
    );
  };

  const inText = (given: string): string => {
    const text = withoutPasswords(given);
    const texts = textsOf(text);
    const { folded, slashed } = texts;
    const links = publicLinks(text);
    let next = 0;
    let told = '';
    let done = 0;
    let from = 0;
    const put = (end: number, changed: string): void => {
      told += text.slice(done, from) + changed;
      done = end;
      from = end;
    };
    while (from < text.length) {
      const before = standsBefore(text, from);
      if (before === 'inside') {
        from += 1;
        continue;
      }
      while ((links[next]?.end ?? text.length) <= from && next < links.length) next += 1;
      const link = links[next];
      const kept = endOf(patterns.windows, text, from) ?? keptPathAt(slashed, from);
      if (kept !== undefined && kept > from) {
        from = kept;
        continue;
      }
      const path = mayBePath(text, from) ? endOf(patterns.path, text, from) : undefined;
      if (path !== undefined) {
        const inside = replaceInPath(paths, texts, from, path);
        put(inside.end, inside.text);
        continue;
      }
      const end = folded.startsWith('dc=', from) ? endOf(patterns.dn, text, from) : undefined;
      const found =
        end === undefined
          ? nameAt(
              texts,
              from,
              before === 'free',
              link !== undefined && link.start <= from ? link : undefined,
            )
          : { end, text: dn(text.slice(from, end)) };
      if (found === undefined) from += 1;
      else put(found.end, found.text);
    }
    return told + text.slice(done);
  };
  return boundedMemo((text, path) => {
    if (path === '.configPath') return wholePath(paths, text);
    const kind = kindOfPlace(path);
    // A value that is one name and nothing else, in a place for one.
    const whole = kind === undefined ? undefined : byName.get(`${kind} ${text.toLowerCase()}`);
    if (isListOfHosts(path))
      return text.replace(/[^\s,;]+/g, (item) => byName.get(nameKey('host', item)) ?? inText(item));
    return whole ?? inText(withinEncoded(withoutPasswords(text), inText));
  });
}

function mayBePath(text: string, from: number): boolean {
  const first = text[from];
  return first === '/' || first === '\\' || text[from + 1] === ':';
}

export interface PathName {
  readonly pseudonym: string;
  /** It is no part of another word. */
  readonly within: 'any' | 'part' | 'file';
  readonly isDomain: boolean;
}

/**
 * In a path a name has no end of its own ("srv1-monday.json"): it is replaced wherever it stands. A short one could be a
 * part of any word: only where it stands by itself; and a word of the trade only as the whole of a folder's name.
 */
export function pathNames(given: readonly Replacement[], isWord: IsWord): NameIndex<PathName> {
  const list = given.filter(({ kind }) => !isOfFiles(kind));
  const index = new NameIndex<PathName>();
  const add = (name: string, pseudonym: string): void =>
    index.add(name, {
      pseudonym,
      within: isWord(name) ? 'file' : name.length > 2 ? 'any' : 'part',
      isDomain: name.includes('.'),
    });
  for (const { name, pseudonym } of list) add(name, pseudonym);
  for (const { kind, name, pseudonym } of list) if (kind === 'domain') add(labelOf(name), labelOf(pseudonym));
  return index;
}

const afterFile = at('(?=$|[\\\\/\\s"\'<>|?*,;:()])');

/** The names in the path that stands in a text between these places. One with a space can lead over the end. */
function replaceInPath(
  names: NameIndex<PathName>,
  { text, folded, slashed }: Texts,
  start: number,
  until: number,
): Found {
  const domainAfter = (to: number): boolean =>
    text[to] === '.' && names.longestAt(folded, to + 1, ({ isDomain }) => isDomain || undefined) === true;
  let told = '';
  let end = until;
  let from = start;
  let done = start;
  while (from < end) {
    const bounded = standsBefore(text, from) === 'free' && text[from - 1] !== '-';
    const kept = bounded ? keptPathAt(slashed, from) : undefined;
    const found =
      kept === undefined
        ? names.longestAt(folded, from, ({ pseudonym, within }, to) => {
            if (within !== 'any' && !(bounded && fits(patterns.afterWord, text, to))) return undefined;
            const whole =
              /[\\/]/.test(text[from - 1] ?? '/') && (fits(afterFile, text, to) || domainAfter(to));
            return within === 'file' && !whole ? undefined : { end: to, text: pseudonym };
          })
        : { end: kept, text: text.slice(from, kept) };
    if (found === undefined) {
      from += 1;
      continue;
    }
    told += text.slice(done, from) + found.text;
    from = found.end;
    done = from;
    if (from > end) end = endOf(patterns.restOfPath, text, from) ?? from;
  }
  return { end, text: told + text.slice(done, end) };
}

export function wholePath(names: NameIndex<PathName>, path: string): string {
  return replaceInPath(names, textsOf(path), 0, path.length).text;
}
