import { plural } from '../../base/phrases.ts';
import { type Likeness, weightOfSide } from './likeness.ts';
import type { ComparedRow } from './server-comparison.ts';

/** Checks that pass on the same servers and do not on the same others. */
interface Pattern {
  /** What the better ones do: they pass, or only warn. */
  readonly good: Verb;
  readonly well: readonly string[];
  readonly worse: readonly string[];
  readonly verb: Verb;
  count: number;
}

type Verb = readonly [one: string, many: string];
const verbs = {
  fail: ['fails', 'fail'],
  warn: ['warns', 'warn'],
  other: ['does not pass', 'do not pass'],
  pass: ['passes', 'pass'],
} as const satisfies Record<string, Verb>;

/** Patterns that are said; what is left is a number. */
const mostPatterns = 2;

/**
 * How the servers differ: "3 checks pass on SRV1 and fail on SRV2; 1 warns on SRV1 only. Problems on both: 2 the
 * same, 1 in different ways, 5 blocked. 4 not looked at everywhere."
 */
export function comparedWords(rows: readonly ComparedRow[], labels: readonly string[]): string {
  if (labels.length === 0) return 'No report: there is nothing to compare.';
  // A folder can hold one alone.
  if (labels.length === 1) return 'One report alone: there is nothing to compare it with.';
  const patterns = patternsOf(rows, labels);
  const shown = patterns.slice(0, mostPatterns);
  const rest = sum(patterns) - sum(shown);
  const first = [
    ...shown.map((pattern, index) => patternWords(pattern, labels.length, index === 0)),
    ...(rest === 0 ? [] : [`${rest} more ${rest === 1 ? 'differs' : 'differ'}`]),
  ];
  const everywhere = labels.length === 2 ? 'both' : `all ${labels.length}`;
  const waiting = rows.filter((row) => isEverywhere(row) && onlyWaits(row)).length;
  const bad = [
    ...counted(rows, 'bad', 'the same'),
    ...counted(rows, 'otherwise', 'in different ways'),
    ...(waiting === 0 ? [] : [`${waiting} blocked`]),
  ];
  const partly = counted(rows, 'partly', 'not looked at everywhere');
  return [
    first.length === 0 ? `No check passes on one and fails on another.` : `${first.join('; ')}.`,
    ...(bad.length === 0 ? [] : [`Problems on ${everywhere}: ${bad.join(', ')}.`]),
    ...partly.map((part) => `${part}.`),
  ].join(' ');
}

function counted(rows: readonly ComparedRow[], likeness: Likeness, words: string): readonly string[] {
  const count = rows.filter((row) => row.likeness === likeness && !onlyWaits(row)).length;
  return count === 0 ? [] : [`${count} ${words}`];
}

function isEverywhere({ likeness }: ComparedRow): boolean {
  return likeness === 'bad' || likeness === 'otherwise';
}

function onlyWaits({ sides }: ComparedRow): boolean {
  return sides.every((side) => side === undefined || side.status === 'blocked');
}

/** The most frequent first. */
function patternsOf(rows: readonly ComparedRow[], labels: readonly string[]): readonly Pattern[] {
  const patterns = new Map<string, Pattern>();
  for (const { likeness, sides } of rows) {
    if (likeness !== 'split') continue;
    const weights = sides.map(weightOfSide);
    const best = Math.min(...weights.map((weight) => weight ?? 2));
    const well = labels.filter((_, index) => weights[index] === best);
    const worse = labels.filter((_, index) => (weights[index] ?? 0) > best);
    const verb = verbOf(sides.flatMap((side, index) => ((weights[index] ?? 0) > best ? [side?.status] : [])));
    const pieces: Omit<Pattern, 'count'> = { good: best === 0 ? verbs.pass : verbs.warn, well, worse, verb };
    // What is said in the same words is counted together.
    const key = patternWords({ ...pieces, count: 2 }, labels.length, false);
    const pattern = patterns.get(key) ?? { ...pieces, count: 0 };
    pattern.count += 1;
    patterns.set(key, pattern);
  }
  return [...patterns.values()].sort((one, other) => other.count - one.count);
}

function verbOf(statuses: readonly (string | undefined)[]): Verb {
  if (statuses.every((status) => status === 'fail')) return verbs.fail;
  return statuses.every((status) => status === 'warn') ? verbs.warn : verbs.other;
}

function patternWords({ good, well, worse, verb, count }: Pattern, servers: number, first: boolean): string {
  const subject = first ? plural(count, 'row', 'rows') : String(count);
  const [does, passes] = count === 1 ? [verb[0], good[0]] : [verb[1], good[1]];
  // With several servers the odd one out says it all.
  if (servers > 2 && worse.length === 1 && well.length === servers - 1)
    return `${subject} ${does} on ${worse[0]} only`;
  if (servers > 2 && well.length === 1 && worse.length === servers - 1)
    return `${subject} ${passes} on ${well[0]} only`;
  return `${subject} ${passes} on ${among(well)} and ${does} on ${among(worse)}`;
}

/** Names that a sentence can carry; more are a number. */
const names = 3;

function among(labels: readonly string[]): string {
  if (labels.length > names) return `${labels.length} servers`;
  const last = labels.at(-1) ?? '';
  return labels.length < 2 ? last : `${labels.slice(0, -1).join(', ')} and ${last}`;
}

function sum(patterns: readonly Pattern[]): number {
  return patterns.reduce((total, { count }) => total + count, 0);
}
