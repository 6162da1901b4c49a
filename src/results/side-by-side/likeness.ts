import { never } from '../../base/never.ts';
import { decides } from '../../engine/status.ts';
import type { Row } from '../row.ts';
import { seenText, type Weight, weightOf } from '../row-weight.ts';

/** One probe on one server; undefined where that server's report does not have it. */
export type Side = Row | undefined;

/**
 * How one probe's rows on several servers are alike:
 * - `split`: well on some, a warning or a problem on others;
 * - `otherwise`: no server is well, but not all in the same way;
 * - `partly`: not looked at everywhere (not chosen, not applicable, set aside, not in the report);
 * - `echo`: well on some, on others only blocked by another check;
 * - `bad`: the same warning or problem everywhere;
 * - `seen`: nothing wrong anywhere, but something else was seen or it was answered otherwise;
 * - `same`: nothing wrong anywhere, and nothing differs.
 */
export type Likeness = 'split' | 'otherwise' | 'partly' | 'echo' | 'bad' | 'seen' | 'same';

/** In the order in which they are told. */
export const likenesses: readonly Likeness[] = [
  'split',
  'otherwise',
  'partly',
  'echo',
  'bad',
  'seen',
  'same',
];

/** Do the servers differ in what matters? */
export function isDifferent(likeness: Likeness): boolean {
  return likeness !== 'bad' && likeness !== 'seen' && likeness !== 'same';
}

/** Heading of the rows that are alike in this way, on so many servers: one is like none. */
export function likenessName(likeness: Likeness, servers: number): string {
  if (servers === 1) return isFolded(likeness) ? 'No problem' : 'Problems';
  switch (likeness) {
    case 'split':
      return 'Different';
    case 'otherwise':
      return 'A problem everywhere, in different ways';
    case 'partly':
      return 'Not looked at everywhere';
    case 'echo':
      return 'Blocked on some by what differs';
    case 'bad':
      return 'The same problem everywhere';
    case 'seen':
      return 'No problem anywhere, other findings';
    case 'same':
      return 'The same everywhere';
    default:
      return never(likeness);
  }
}

/** What needs nobody's attention: counted, not told in full. */
export function isFolded(likeness: Likeness): boolean {
  return likeness === 'seen' || likeness === 'same';
}

/** The check was not chosen for that run, or is not now. */
export function isLeftOut(side: Side): boolean {
  return side?.reason === 'not-chosen';
}

/** A check that the report does not have says nothing of its server. */
export function weightOfSide(side: Side): Weight {
  if (side === undefined || side.reason === 'not-built') return undefined;
  return weightOf(side.status, side.reason);
}

/** `hostNames` are the servers' own: a name that stands only for its server makes no difference. */
export function likenessOf(sides: readonly Side[], hostNames: readonly string[]): Likeness {
  const weights = sides.map(weightOfSide);
  const known = weights.filter((weight) => weight !== undefined);
  const alike = sides.every((side) => side?.status === sides[0]?.status && side?.reason === sides[0]?.reason);
  if (new Set(known).size > 1) {
    const worse = sides.filter((_, index) => (weights[index] ?? 0) > 0);
    return worse.every((side) => side?.status === 'blocked') ? 'echo' : 'split';
  }
  if (known.length === 0) return alike && sides[0] !== undefined ? 'same' : 'partly';
  if (known.length < sides.length) return 'partly';
  const same =
    alike &&
    areSame(
      sides.map((side) => side && seenText(side)),
      hostNames,
    );
  if (known[0] === 0) return same ? 'same' : 'seen';
  return same ? 'bad' : 'otherwise';
}

/**
 * The same as they stand, or once each server's own name is taken out. The first, because a name can be a word of the
 * text: on a server called SQL, "SQL Server" would become another text than elsewhere.
 */
export function areSame(texts: readonly (string | undefined)[], hostNames: readonly string[]): boolean {
  if (new Set(texts).size === 1) return true;
  let first: string | undefined;
  return texts.every((text, index) => {
    const look = text && withoutName(text, hostNames[index] ?? '');
    if (index === 0) first = look;
    return look === first;
  });
}

/** Two letters are too few to be told from a word. */
function withoutName(text: string, hostName: string): string {
  // Most texts do not hold it, and a pattern is dear.
  if (hostName.length < 3 || !text.toLowerCase().includes(hostName.toLowerCase())) return text;
  const name = hostName.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'gi'), 'HOST');
}

/** The heavier, the earlier among rows that are alike: what fails and decides, what fails, what warns, the rest. */
export function urgencyOf(sides: readonly Side[]): number {
  const worst = Math.max(0, ...sides.map((side) => weightOfSide(side) ?? 0));
  if (worst < 2) return worst === 1 ? 2 : 4;
  const heavy = sides.filter((side) => weightOfSide(side) === 2);
  // What only waits for others comes after what it waits for.
  if (heavy.every((side) => side?.status === 'blocked')) return 3;
  return heavy.some((side) => side !== undefined && decides(side.level)) ? 0 : 1;
}

/** The side that fares worst: what fails before what is only unknown or blocked, what decides before what does not. */
export function worstSide(sides: readonly Side[]): Side {
  const present = sides.filter((side) => side !== undefined);
  return present.toSorted((one, other) => rank(other) - rank(one))[0];
}

function rank(row: Row): number {
  const weight = weightOfSide(row) ?? -1;
  const own = row.status === 'fail' ? 2 : row.status === 'blocked' ? 0 : 1;
  return weight * 10 + own * 2 + (decides(row.level) ? 1 : 0);
}
