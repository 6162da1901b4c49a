import { countByStatus } from '../engine/readiness.ts';
import type { Row } from '../engine/rows.ts';
import { type Profile, type Status, skipReasons } from '../engine/status.ts';
import { plural, reasonName } from '../engine/words.ts';

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
  return rows.length === 0
    ? 'nothing was looked at'
    : countWords(rows)
        .map(({ text }) => text)
        .join(', ');
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

/** What an exit code says of a run (design: contract, section 1). */
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

/** The command that looks at these probes alone. */
export function lookAgain(ids: readonly string[]): string {
  const only = ids.join(',');
  return `ecma-doctor --only ${/^[\w.@,-]+$/.test(only) ? only : `"${only}"`}`;
}
