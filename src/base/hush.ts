import type { Json } from './json.ts';
import { asPattern, clean } from './text.ts';

/**
 * What no text of a run may hold: the secrets that this program was given or has got (decisions: Secrets). A peer that was
 * sent one may send it back, as it is or as it travels: escaped for an address, for XML, JSON, SQL or a filter, in base64
 * or hexadecimal, broken over lines, with characters between that nobody sees.
 */

const mark = '[secret]';
/** A shorter one stands in every text by chance. */
const shortest = 4;
/** Bytes of what is looked for in another spelling: fewer of base64 or hexadecimal are met by chance. */
const shortestSpelled = 5;
/** Of a password. What is longer is a token or a key, and is known by each of its pieces. */
const longestWhole = 256;
const pieceLength = 48;

interface Known {
  readonly text: string;
  readonly pattern: RegExp;
}

const known = new Map<string, Known>();
let names: readonly string[] = [];

/** From now on this text is nowhere. */
export function learnSecret(text: string): void {
  if (text.length < shortest || known.has(text)) return;
  known.set(text, { text, pattern: new RegExp(patternOf(text), 'giu') });
}

/**
 * Names that `.ecmarc` itself holds in clear, and every report with it: a secret that is a part of one (an account `ecma`
 * with the password `ecma`) is no secret there, and a name with a hole in it is another name.
 */
export function keepNames(texts: Iterable<string>): void {
  names = [...new Set(texts)].filter((text) => text.length >= shortest);
}

/** The text without any of the secrets, as it is and as it is shown. */
export function hush(text: string): string {
  const left = withoutKnown(text);
  // What is cleaned away stands between no letters of a secret any more: colours, fillers, tags.
  const shown = clean(left, true);
  if (shown === left) return left;
  const again = withoutKnown(shown);
  return again === shown ? left : again;
}

function withoutKnown(text: string): string {
  let left = text;
  for (const { text: secret, pattern } of known.values()) {
    if (left.length < secret.length && left.length < shortest) continue;
    left = replaced(left, pattern);
    left = withoutBeginning(left, secret);
  }
  return left;
}

function replaced(text: string, pattern: RegExp): string {
  pattern.lastIndex = 0;
  if (!pattern.test(text)) return text;
  const kept = placesOfNames(text);
  return text.replace(pattern, (match: string, ...rest: unknown[]) => {
    const at = rest.find((part): part is number => typeof part === 'number') ?? 0;
    return kept.some(([from, to]) => from <= at && at + match.length <= to) ? match : mark;
  });
}

function placesOfNames(text: string): readonly (readonly [number, number])[] {
  const lower = text.toLowerCase();
  const places: (readonly [number, number])[] = [[-1, -1]];
  for (const name of [mark, ...names]) {
    const wanted = name.toLowerCase();
    for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + 1))
      places.push([at, at + wanted.length]);
  }
  return places;
}

/** A text that was cut may end with the most of a secret. */
function withoutBeginning(text: string, secret: string): string {
  const least = Math.max(6, Math.ceil(secret.length / 2));
  for (let length = Math.min(secret.length - 1, text.length); length >= least; length -= 1) {
    if (!text.endsWith(secret.slice(0, length))) continue;
    return `${text.slice(0, -length)}${mark}`;
  }
  return text;
}

/** Members that hold what a peer said: no word of our own stands there alone. */
const saidByPeers: ReadonlySet<string> = new Set([
  'text',
  'message',
  'description',
  'subject',
  'issuer',
  'value',
]);

/** Plain data without any of the secrets; the same where there is none in it. */
export function hushJson(value: Json, member = ''): Json {
  if (known.size === 0) return value;
  if (typeof value === 'string') return isOwnWord(value, member) ? value : hush(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => hushJson(item, member));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      isOwnWord(key, '') ? key : hush(key),
      inner === undefined ? undefined : hushJson(inner, key),
    ]),
  );
}

/** `refused`, `no-secret`: what judges go by. A password could be one of these words. */
function isOwnWord(text: string, member: string): boolean {
  return /^[a-z]+(?:[A-Z-][a-z]*)*$/.test(text) && !saidByPeers.has(member);
}

function patternOf(text: string): string {
  if (text.length > longestWhole) return piecesOf(text).join('|');
  const whole = spelled(text);
  const plain = everyday.has(text.toLowerCase())
    ? `(?<=[=:'"])${whole}(?=['";,)\\s]|$)`
    : /^(?:\p{L}+|\p{N}+)$/u.test(text)
      ? `(?:(?<![\\p{L}\\p{N}])|(?<=%[\\da-f]{2}|\\\\[nrtbf]|\\\\u[\\da-f]{4}))${whole}(?![\\p{L}\\p{N}])`
      : whole;
  const bytes = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  return [
    plain,
    ...bytes
      .filter((one) => one.length >= shortestSpelled)
      .flatMap((one) => [...base64Of(one), hexadecimalOf(one)]),
  ].join('|');
}

/** The last one overlaps the one before: none is shorter than the others. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += pieceLength)
    pieces.push(text.slice(Math.min(at, text.length - pieceLength), at + pieceLength));
  return pieces.flatMap((piece) => [asPattern(piece), ...base64Of(Buffer.from(piece))]);
}

/** Words of our own texts: as a password they are told from them only where one is given, `pwd=secret`. */
const everyday: ReadonlySet<string> = new Set(
  `password passwort secret wrong right pass user username admin administrator test server root guest login account name host
  domain connector directory database token none true false null unknown default ecma ldap refused denied closed open`.split(
    /\s+/,
  ),
);

/**
 * No text may cost more than its length: of each pattern below, what may stand there many times is told by its first
 * character, has an end, and runs of one character are one unit. Between two characters: a broken line, and what is not seen.
 */
const unseen = '\\p{Cf}\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f';
const gap = `(?:=?(?:[\\r\\n]|\\\\r\\\\n|\\\\n)[ \\t]{0,99}|[${unseen}]){0,99}`;

function spelled(text: string): string {
  const units = text.match(/ +|\\+|[^ \\]/gu) ?? [];
  return units
    .map((unit, at) => {
      const previous = units[at - 1];
      // A run of blanks takes the broken lines on both of its sides.
      const before = previous === undefined || previous.startsWith(' ') || unit.startsWith(' ') ? '' : gap;
      return (
        before +
        (unit.startsWith(' ') || unit.startsWith('\\') ? run(unit, at === 0) : spellings(unit, at === 0))
      );
    })
    .join('');
}

/**
 * Blanks or backslashes, so many or more: what doubles them makes more. Of those at the beginning the last ones count: from
 * none of a long run is the whole of it looked at.
 */
function run(unit: string, first: boolean): string {
  const times = first ? `{${unit.length}}` : `{${unit.length},${unit.length + 99}}`;
  if (unit.startsWith(' ')) {
    const escaped = `${first ? '(?<!\\\\)' : ''}\\\\+(?: |x?20|u0020|n|r)`;
    return `(?:[ +\\t\\r\\n${unseen}]|=(?=[\\r\\n])|%(?:25)*20|${escaped}|&(?:amp;)*#(?:0*32|x0*20);)${times}`;
  }
  return `(?:(?:\\\\(?:x?5c|u005c)?|%(?:25)*5c|&(?:amp;)*#(?:0*92|x0*5c);)${gap})${times}`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** One character, as it is and as it is escaped; `first`: of a run of backslashes only the whole one escapes it. */
function spellings(character: string, first: boolean): string {
  const point = character.codePointAt(0) ?? 0;
  const hexadecimal = [...Buffer.from(character, 'utf8')].map((byte) => byte.toString(16).padStart(2, '0'));
  const start = first ? '(?<!\\\\)' : '';
  const units = character
    .split('')
    .map((unit) => `\\\\+u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const entity = entities[character];
  const own = asPattern(character);
  return `(?:${[
    // Doubled, as SQL and connection strings double what would end a text.
    ...(/["'}\]%]/.test(character) ? [`${own}${own}`] : []),
    ...(/[^\p{L}\p{N}]/u.test(character) ? [`${start}\\\\+${own}`] : []),
    own,
    hexadecimal.map((byte) => `%(?:25)*${byte}`).join(''),
    start + hexadecimal.map((byte) => `\\\\+x?${byte}`).join(''),
    start + units.join(''),
    `&(?:amp;)*#0*${point};`,
    `&(?:amp;)*#x0*${point.toString(16)};`,
    ...(entity === undefined ? [] : [`&(?:amp;)*${entity.slice(1)}`]),
  ].join('|')})`;
}

/** What base64 makes of it, whatever stands before and behind: the characters that depend on it alone. */
function base64Of(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = before === 0 ? 0 : before + 1;
    const to = (before + bytes.length) % 3 === 0 ? all.length : all.length - 1;
    // Not from within such a line break on.
    const letters = [...all.slice(from, to)]
      .map((letter) => (letter === '+' ? '[+-]' : letter === '/' ? '[/_]' : letter))
      .join('(?:\\s|\\\\r|\\\\n)*');
    return `(?<!\\\\)${letters}`;
  });
}

function hexadecimalOf(bytes: Buffer): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('[ :-]?');
}
