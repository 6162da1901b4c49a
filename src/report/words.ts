import { countByStatus } from '../engine/readiness.ts';
import type { Row } from '../engine/rows.ts';
import { type Profile, type Status, skipReasons } from '../engine/status.ts';
import { isTrouble, tallyOf } from '../engine/tally.ts';
import { plural, reasonName, type StatusTone, toneOf } from '../engine/words.ts';
import type { ReportInput } from './input.ts';

export {
  answerLine,
  findingOf,
  levelName,
  moment,
  ownerName,
  plural,
  statusWidth,
  statusWord,
} from '../engine/words.ts';

/** Words that all formats for people share. */

const areaNames: Readonly<Record<string, string>> = {
  server: 'Server',
  network: 'Network',
  host: 'Connector host',
  connector: 'Connector',
  ldap: 'Directory',
  sql: 'Database',
  tcp: 'Target',
  tenant: 'Tenant',
  attest: 'To confirm',
};

export function areaName(area: string): string {
  return areaNames[area] ?? area;
}

const profileNames: Readonly<Record<Profile, string>> = {
  'preview-2021': 'preview, 28 May 2021',
  ga: 'general availability',
};

export function profileName(profile: Profile): string {
  return profileNames[profile] ?? profile;
}

const countNames: Readonly<Record<Status, readonly [one: string, many: string]>> = {
  fail: ['failed', 'failed'],
  crashed: ['crashed', 'crashed'],
  'timed-out': ['timed out', 'timed out'],
  warn: ['warning', 'warnings'],
  manual: ['question', 'questions'],
  unknown: ['unknown', 'unknown'],
  cancelled: ['cancelled', 'cancelled'],
  running: ['running', 'running'],
  pending: ['waiting', 'waiting'],
  blocked: ['blocked by these', 'blocked by these'],
  pass: ['passed', 'passed'],
  attested: ['attested', 'attested'],
  waived: ['waived', 'waived'],
  skipped: ['skipped', 'skipped'],
};

/** What matters first; statuses that no row has are left out. */
export function countWords(
  rows: readonly Row[],
): readonly { readonly status: Status; readonly text: string }[] {
  const counts = countByStatus(rows);
  const order = Object.keys(countNames) as readonly (keyof typeof countNames)[];
  return order
    .filter((status) => counts[status] > 0)
    .map((status) => ({
      status,
      text: plural(counts[status], ...countNames[status]) + detailOf(status, rows),
    }));
}

/** A skipped row is seen with its reason, so that nobody takes it for one that was looked at. */
function detailOf(status: Status, rows: readonly Row[]): string {
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

export interface TallyWord {
  readonly tone: StatusTone;
  readonly text: string;
}

/** What the screen's header counts: "3 problems", and what these and all other rows are. */
export function tallyWords({ rows, causes }: Pick<ReportInput, 'rows' | 'causes'>): {
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
export function tallyLine(
  input: Pick<ReportInput, 'rows' | 'causes'>,
  paint: (words: readonly TallyWord[]) => string = joined,
): string {
  const { problems, words } = tallyWords(input);
  if (words.length === 0) return nothing;
  return problems === undefined ? paint(words) : `${problems}: ${paint(words)}`;
}

export function readyWord(ready: boolean): string {
  return ready ? 'READY' : 'NOT READY';
}

/**
 * The verdict's words behind `readyWord`, which stands before them already: "Not ready: no tenant." leaves
 * ": no tenant.". Other words follow after a space.
 */
export function afterReadyWord(ready: boolean, words: string): string {
  const word = readyWord(ready);
  return words.slice(0, word.length).toUpperCase() === word ? words.slice(word.length) : `  ${words}`;
}

/** What an exit code says of a run (decisions: Exit codes). */
export function exitMeaning(exitCode: number, ready: boolean): string {
  switch (exitCode) {
    case 0:
      return ready ? 'ready' : 'not ready, but --fail-on never was given';
    case 1:
      return ready ? 'ready, but --fail-on warn counts warnings' : 'not ready';
    case 2:
      return 'bad usage or bad .ecmarc';
    case 3:
      return 'nothing failed, but a required check crashed or ran out of time, or nothing ran';
    case 130:
      return 'cancelled';
    default:
      return 'not known to this version';
  }
}

/** "14 ms", "1.2 s", "3 min 5 s". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The command that looks at these probes alone, with the `.ecmarc` that was named for it. */
export function lookAgain(ids: readonly string[], input: NamedConfig): string {
  return `ecma-doctor ${withConfig(input)}--only ${argument(ids.join(','))}`;
}

type NamedConfig = Pick<ReportInput, 'configPath' | 'configNamed'>;

/** The option that names `.ecmarc` again, and a space; nothing where it was found by searching. */
export function withConfig({ configPath, configNamed }: NamedConfig): string {
  return configNamed === true && configPath !== undefined ? `--config ${argument(configPath)} ` : '';
}

/** An argument as every shell takes it. PowerShell makes two of `a,b` without quotes. */
export function argument(text: string): string {
  return /^[\w.@:\\/-]+$/.test(text) ? text : `"${text}"`;
}
