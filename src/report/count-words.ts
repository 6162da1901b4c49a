import { plural } from '../base/phrases.ts';
import { type Status, skipReasons } from '../engine/status.ts';
import { countName, countOrder } from '../results/count-names.ts';
import type { JointCause } from '../results/joint-cause.ts';
import { reasonName } from '../results/names.ts';
import type { Row } from '../results/row.ts';
import { type StatusTone, toneOf } from '../results/status-words.ts';
import { countByStatus, isTrouble, tallyOf } from '../results/tally.ts';

/** What matters first; statuses that no row has are left out. */
export function countWords(
  rows: readonly Row[],
): readonly { readonly status: Status; readonly text: string }[] {
  const counts = countByStatus(rows);
  return countOrder
    .filter((status) => counts[status] > 0)
    .map((status) => ({
      status,
      text: countName(status, counts[status]) + detailOf(status, rows),
    }));
}

/** A skipped row is seen with its reason, so that nobody takes it for one that was looked at. */
function detailOf(status: Status, rows: readonly Row[]): string {
  if (status === 'blocked') return ' by these';
  if (status !== 'skipped') return '';
  const parts = skipReasons
    .map((reason) => ({
      reason,
      count: rows.filter((row) => row.status === 'skipped' && row.reason === reason).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ reason, count }) => `${count} ${reasonName(reason)}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** "3 failed, 1 warning, 2 blocked by these, 31 passed". */
export function countsLine(rows: readonly Row[]): string {
  return rows.length === 0 ? nothing : joined(countWords(rows));
}

const nothing = 'nothing was looked at';

function joined(words: readonly { readonly text: string }[]): string {
  return words.map(({ text }) => text).join(', ');
}

interface Counted {
  readonly rows: readonly Row[];
  readonly causes: readonly JointCause[];
}

export interface TallyWord {
  readonly tone: StatusTone;
  readonly text: string;
}

/** What the screen's header counts: "3 problems", and what these and all other rows are. */
export function tallyWords({ rows, causes }: Counted): {
  readonly problems: string | undefined;
  readonly words: readonly TallyWord[];
} {
  const { problems, unset, echoes } = tallyOf(rows, causes);
  const rest = countWords(rows.filter((row) => !echoes.has(row) && !unset.includes(row)));
  const word = ({ status, text }: (typeof rest)[number]): TallyWord => ({ tone: toneOf(status), text });
  const isLoud = ({ status }: (typeof rest)[number]): boolean => isTrouble(status, undefined);
  return {
    problems: problems === 0 ? undefined : plural(problems, 'problem', 'problems'),
    words: [
      ...rest.filter(isLoud).map(word),
      ...extra(unset.length, 'not set', 'ask'),
      ...extra(echoes.size, 'of the same cause', 'quiet'),
      ...rest.filter((one) => !isLoud(one)).map(word),
    ],
  };
}

function extra(count: number, name: string, tone: StatusTone): readonly TallyWord[] {
  return count === 0 ? [] : [{ tone, text: `${count} ${name}` }];
}

/** "3 problems: 2 failed, 1 warning, 2 of the same cause, 31 passed". */
export function tallyLine(input: Counted, paint: (words: readonly TallyWord[]) => string = joined): string {
  const { problems, words } = tallyWords(input);
  if (words.length === 0) return nothing;
  return problems === undefined ? paint(words) : `${problems}: ${paint(words)}`;
}
