import { isIP } from 'node:net';
import type { NameIndex } from './name-index.ts';
import type { Replacement } from './name-kind.ts';
import { numberedWords } from './pseudonym.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { isCommonWord, isPublic } from './public-names.ts';
import { type PathName, pathNames, wholePath } from './replacer.ts';

/**
 * Files of saved reports: people name them, and the folders above, by servers and customers. What is no word of
 * everybody's goes from their paths.
 */

/** What tells of a report and its time, and folders that every machine has. */
const everybodys = new Set(
  `monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march april may
  june july august september october november december jan feb mar apr jun jul aug sep oct nov dec montag dienstag
  mittwoch donnerstag freitag samstag sonntag today yesterday morning noon evening night daily weekly monthly
  report reports comparison compare compared fleet doctor ecma result results run runs saved json redacted copy
  before after old new older newer first second last latest current now again baseline check checks test tests
  ga preview prod production server servers ready unready good bad ok fail failed pass html csv
  tmp temp var opt mnt media home root users documents desktop downloads data out output backup backups archive
  dev fd proc self stdin windows programdata program files x86 appdata local roaming`.split(/\s+/),
);

const ownWords = new RegExp(`(?:${numberedWords})-\\d+(?:\\.example)?`, 'giu');

function isEverybodysWord(word: string): boolean {
  return word.length < 2 || /^\d+(?:[tz]\d*)*$/i.test(word) || everybodys.has(word.toLowerCase());
}

/** Does a part of a path say nothing but words of everybody's, times and pseudonyms? */
function tellsNothing(part: string): boolean {
  const words = part.replace(ownWords, ' ').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.every((word) => isEverybodysWord(word) || isCommonWord(word));
}

const first = /^([\p{L}\p{M}\p{N}]*)([^\p{L}\p{M}\p{N}]+)/u;
const last = /([^\p{L}\p{M}\p{N}]+)([\p{L}\p{M}\p{N}]*)$/u;

interface Stem {
  readonly before: string;
  /** What is left between words of everybody's at either end. */
  readonly core: string;
  readonly after: string;
}

function stemOf(name: string): Stem {
  let core = name;
  if (isAddress(core)) return { before: '', core, after: '' };
  for (let cut = first.exec(core); cut !== null && isEverybodysWord(cut[1] ?? ''); cut = first.exec(core))
    core = core.slice(cut[0].length);
  const before = name.slice(0, name.length - core.length);
  for (let cut = last.exec(core); cut !== null && isEverybodysWord(cut[2] ?? ''); cut = last.exec(core))
    core = core.slice(0, cut.index);
  return { before, core, after: name.slice(before.length + core.length) };
}

/** The folders above a file, the signs between, and its name without its ending. */
function partsOf(path: string): {
  readonly folders: readonly string[];
  readonly name: string;
  readonly ending: string;
} {
  const parts = path.split(/([\\/]+)/);
  const file = parts.pop() ?? '';
  const name = file.replace(/\.json$/i, '');
  return { folders: parts, name, ending: file.slice(name.length) };
}

/** Learns the folders above a report that are called by no name that is known. */
export function learnFolders(names: Pseudonyms, path: string): void {
  for (const folder of partsOf(path).folders)
    if (!tellsNothing(folder) && !names.knows(folder)) names.add('folder', folder);
}

/** Learns by what name of this host its report's file is called. */
export function learnFile(names: Pseudonyms, path: string, host: string): void {
  const { core } = stemOf(partsOf(path).name);
  if (isIP(core) !== 0) names.add('address', core);
  if (isIP(core) !== 0 || (tellsNothing(core) && !isAddress(core))) return;
  const [label = '', ...rest] = core.split('.');
  const isWhole =
    rest.length > 1 && !isPublic(core) && /^[\p{L}\p{M}\p{N}_.-]+\.\p{L}[\p{L}\p{N}-]*$/u.test(core);
  if (isWhole) {
    names.alias('host', label, host);
    names.add('domain', rest.join('.'));
  } else if (rest.length === 0 && looksLikeHost(core)) names.alias('host', core, host);
  else names.alias('file', core, host);
}

/** Also with other signs between. */
function isAddress(core: string): boolean {
  return isIP(core.replace(/[-_]/g, '.')) !== 0;
}

/** Unlike any word, so that it can be replaced in sentences too. */
function looksLikeHost(core: string): boolean {
  return /^[\p{L}\p{M}\p{N}_-]{3,63}$/u.test(core) && /\p{L}/u.test(core) && /[\p{N}_-]/u.test(core);
}

interface Known {
  readonly names: NameIndex<PathName>;
  readonly files: ReadonlyMap<string, string>;
  readonly folders: ReadonlyMap<string, string>;
}

const knownOf = new WeakMap<readonly Replacement[], Known>();

function knownIn(replaced: readonly Replacement[]): Known {
  const given = knownOf.get(replaced);
  if (given !== undefined) return given;
  const of = (wanted: Replacement['kind']): ReadonlyMap<string, string> =>
    new Map(
      replaced.flatMap(({ kind, name, pseudonym }) =>
        kind === wanted ? [[name.toLowerCase(), pseudonym] as const] : [],
      ),
    );
  const known = { names: pathNames(replaced, isCommonWord), files: of('file'), folders: of('folder') };
  knownOf.set(replaced, known);
  return known;
}

/** Words about paths, with every name that was replaced elsewhere. */
export function redactAsPath(words: string, replaced: readonly Replacement[]): string {
  return wholePath(knownIn(replaced).names, words);
}

/** The path of a report, without the names in it. The files of a fleet have one list. */
export function redactPath(path: string, replaced: readonly Replacement[]): string {
  const { names, files, folders: known } = knownIn(replaced);
  const { folders, name, ending } = partsOf(path);
  const told = folders.map((folder) => {
    const changed = wholePath(names, folder);
    return tellsNothing(changed) ? changed : (known.get(folder.toLowerCase()) ?? 'folder');
  });
  const { before, core, after } = stemOf(name);
  const changed = files.get(core.toLowerCase()) ?? wholePath(names, core);
  return `${told.join('')}${tellsNothing(changed) ? `${before}${changed}${after}` : 'report'}${ending}`;
}
