import { moment } from '../base/phrases.ts';
import {
  type Change,
  type Comparison,
  changedWords,
  comparisonLists,
  type ProbeState,
} from '../results/baseline.ts';
import { statusWord } from '../results/status-words.ts';

/** "Compared with the report of SRV1, 2026-11-24 07:52:19 UTC: 1 new, 2 still failing, 1 fixed". */
export function comparisonTitle(comparison: Comparison): string {
  const { host, finishedAt } = comparison.baseline;
  const counts = comparisonLists(comparison).map(
    ({ name, changes }) => `${changes.length} ${name.toLowerCase()}`,
  );
  const what = counts.length === 0 ? 'nothing changed' : counts.join('; ');
  return `Compared with the report of ${host}, ${moment(finishedAt)}: ${what}`;
}

/** "was FAIL: 4.6.2; now pass: 4.8", or only what is now when that is all there is to say. */
export function changeWords(change: Change): string {
  const { was, now } = change;
  if (now === undefined) return `${side('was', was)}; no longer listed`;
  if (was === undefined) return `${side('now', now)}; not in the earlier report`;
  return changedWords(change) || was.message !== now.message
    ? `${side('was', was)}; ${side('now', now)}`
    : `${side('still', now)}`;
}

function side(word: string, value: ProbeState | undefined): string {
  return value === undefined ? word : `${word} ${statusWord(value.status)}: ${value.message}`;
}
