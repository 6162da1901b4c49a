import { moment } from '../base/phrases.ts';
import {
  type Change,
  type Comparison,
  changedWords,
  comparisonLists,
  type ProbeState,
  type Verdict,
} from '../results/baseline.ts';
import { reachOf } from '../results/readiness.ts';
import { statusWord } from '../results/status-words.ts';

/** "Compared with the report of SRV1, 2026-11-24 07:52:19 UTC: 1 new, 2 still failing, 1 fixed". */
export function comparisonTitle(comparison: Comparison): string {
  const { host, finishedAt } = comparison.baseline;
  const counts = comparisonLists(comparison).map(
    ({ name, changes }) => `${changes.length} ${name.toLowerCase()}`,
  );
  const parts = [...verdictChange(comparison), ...counts];
  const what = parts.length === 0 ? 'nothing changed' : parts.join('; ');
  return `Compared with the report of ${host}, ${moment(finishedAt)}: ${what}`;
}

/** "was ready for the chosen probes (exit code 0), is not ready (exit code 1)", where that is not the same. */
function verdictChange({ verdict }: Comparison): readonly string[] {
  const [was, now] = [verdictWords(verdict.was), verdictWords(verdict.now)];
  return was === now ? [] : [`was ${was}, is ${now}`];
}

function verdictWords({ ready, partial, setAside, exitCode }: Verdict): string {
  // Nothing else makes a ready one a 3.
  const unwritten = ready && exitCode === 3 ? ', but not all reports could be written' : '';
  return `${ready ? `ready${reachOf(partial, setAside)}` : 'not ready'}${unwritten} (exit code ${exitCode})`;
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
