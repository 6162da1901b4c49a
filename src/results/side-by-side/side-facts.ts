import type { Evidence, Remedy } from '../../engine/probe.ts';
import { withoutTimes } from '../row-weight.ts';
import { answerLine, findingText } from '../row-words.ts';
import { statusWord } from '../status-words.ts';
import { areSame, type Side } from './likeness.ts';
import type { ComparedRow, ComparedServer } from './server-comparison.ts';

/** One thing that was seen of a probe, on each server; undefined where it was not seen. */
export interface SideFact {
  readonly label: string;
  /** In the order of the servers. */
  readonly values: readonly (string | undefined)[];
  /** The same on all, but for times and the servers' own names. */
  readonly same: boolean;
}

/** "found", "expected" and every piece of evidence, side by side. */
export function sideFacts(row: ComparedRow, hostNames: readonly string[]): readonly SideFact[] {
  const bySide = row.sides.map((side) => factsOf(side));
  const labels = new Map(
    bySide.flatMap((facts) => [...facts].map(([key, { label }]) => [key, label] as const)),
  );
  return [...labels].map(([key, label]) => {
    const values = bySide.map((facts) => facts.get(key)?.value);
    const looks = values.map((value) => value && withoutTimes(value));
    return { label, values, same: areSame(looks, hostNames) };
  });
}

/** A label can stand more than once: the second is another fact. */
function factsOf(side: Side): ReadonlyMap<string, Evidence> {
  const facts = new Map<string, Evidence>();
  for (const fact of evidenceOf(side)) {
    let nth = 1;
    while (facts.has(`${nth} ${fact.label}`)) nth += 1;
    facts.set(`${nth} ${fact.label}`, fact);
  }
  return facts;
}

function evidenceOf(side: Side): readonly Evidence[] {
  const first = { label: 'found', value: sideFinding(side) };
  if (side === undefined) return [first];
  const { found, expected, message, evidence } = side;
  const answer = answerLine(side);
  return [
    first,
    ...(found === undefined || found === message ? [] : [{ label: 'seen', value: found }]),
    ...(expected === undefined ? [] : [{ label: 'expected', value: expected }]),
    ...evidence,
    ...(answer === undefined ? [] : [{ label: 'answer', value: answer }]),
  ];
}

/** What was found, in a few words; a skipped row says why. */
export function sideFinding(side: Side): string {
  return side === undefined ? 'not in this report' : findingText(side);
}

/** The state in a word. */
export function sideState(side: Side): string {
  return side === undefined ? 'absent' : statusWord(side.status);
}

export interface SharedValue {
  readonly value: string;
  readonly labels: readonly string[];
}

/** Each value once, with the servers that have it; those that have none are left out. */
export function sharedValues(
  values: readonly (string | undefined)[],
  servers: readonly Pick<ComparedServer, 'label'>[],
): readonly SharedValue[] {
  const groups = Map.groupBy(
    servers.flatMap(({ label }, index) => {
      const value = values[index];
      return value === undefined ? [] : [{ label, value }];
    }),
    ({ value }) => value,
  );
  return [...groups].map(([value, group]) => ({ value, labels: group.map(({ label }) => label) }));
}

export interface SharedRemedy {
  readonly remedy: Remedy;
  readonly labels: readonly string[];
}

/** Every remedy once, with the servers whose it is. */
export function sharedRemedies(
  row: ComparedRow,
  servers: readonly Pick<ComparedServer, 'label'>[],
): readonly SharedRemedy[] {
  const found = new Map<string, { remedy: Remedy; labels: string[] }>();
  row.sides.forEach((side, index) => {
    if (side?.remedy === undefined) return;
    const key = JSON.stringify(side.remedy);
    const known = found.get(key) ?? { remedy: side.remedy, labels: [] };
    known.labels.push(servers[index]?.label ?? '');
    found.set(key, known);
  });
  return [...found.values()];
}
