import type { Counts, DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import type { Profile, Status } from '../../src/engine/status.ts';
import type { Tone } from '../theme/theme.ts';
import { cut, textWidth } from './text-width.ts';

export { age } from '../../src/engine/words.ts';

/** Words that only the screen has: areas, profiles, counts, ages. What it shares with the reports: engine/words. */

const areas: Readonly<Record<string, string>> = {
  server: 'SERVER',
  network: 'NETWORK',
  host: 'CONNECTOR HOST',
  connector: 'CONNECTOR',
  ldap: 'DIRECTORY',
  sql: 'DATABASE',
  tcp: 'TARGET',
  tenant: 'TENANT',
  attest: 'TO CONFIRM',
};

export function areaName(area: string): string {
  return areas[area] ?? area.toUpperCase();
}

const profileNames: Readonly<Record<Profile, { readonly long: string; readonly short: string }>> = {
  'preview-2021': { long: 'preview, 28 May 2021', short: 'preview' },
  ga: { long: 'general availability', short: 'GA' },
};

export function profileName(profile: Profile): { readonly long: string; readonly short: string } {
  return profileNames[profile] ?? { long: profile, short: profile };
}

/** What Tab keeps and n goes to: problems, or differences between servers. */
export function soughtName({ compared }: DoctorView): { readonly one: string; readonly many: string } {
  return compared === undefined
    ? { one: 'problem', many: 'problems' }
    : { one: 'difference', many: 'differences' };
}

export interface CountWord {
  readonly status: Status;
  readonly tone: Tone;
  readonly count: number;
  readonly long: string;
  readonly short: string;
  /** Needs nobody's attention. */
  readonly spare: boolean;
}

type CountNames = readonly [status: Status, tone: Tone, one: string, many: string, short: string];

/** In the order of what matters first; what does not fit falls off at the end. */
const countNames: readonly CountNames[] = [
  ['fail', 'bad', 'failed', 'failed', 'fail'],
  ['crashed', 'bad', 'crashed', 'crashed', 'crashed'],
  ['timed-out', 'bad', 'timed out', 'timed out', 'time-out'],
  ['warn', 'warn', 'warning', 'warnings', 'warn'],
  ['manual', 'ask', 'question', 'questions', 'ask'],
  ['unknown', 'ask', 'unknown', 'unknown', 'unknown'],
  ['cancelled', 'warn', 'cancelled', 'cancelled', 'stopped'],
  ['running', 'live', 'running', 'running', 'run'],
  ['blocked', 'quiet', 'blocked', 'blocked', 'blocked'],
  ['pass', 'good', 'passed', 'passed', 'pass'],
  ['attested', 'answered', 'attested', 'attested', 'attested'],
  ['waived', 'answered', 'waived', 'waived', 'waived'],
  ['pending', 'quiet', 'waiting', 'waiting', 'wait'],
  ['skipped', 'quiet', 'skipped', 'skipped', 'skip'],
];

const spare: ReadonlySet<Status> = new Set(['attested', 'waived', 'pending', 'skipped']);

export function countWords(counts: Counts): CountWord[] {
  return countNames
    .map(([status, tone, one, many, short]) => ({
      status,
      tone,
      count: counts[status],
      long: `${counts[status]} ${counts[status] === 1 ? one : many}`,
      short: `${counts[status]} ${short}`,
      spare: spare.has(status),
    }))
    .filter(({ count }) => count > 0);
}

/** The readiness in a word. While checks run nothing is called ready, and not ready only once that is certain. */
export function readiness(view: DoctorView): { readonly word: string; readonly tone: Tone } {
  const { counts } = view;
  if (view.busy && counts.fail === 0) return { word: 'CHECKING', tone: 'live' };
  if (view.ready && !view.busy) {
    const all = view.rows.every(({ reason }) => reason !== 'not-chosen');
    return { word: all ? 'READY' : 'READY for the chosen probes', tone: 'good' };
  }
  if (counts.pending > 0 && !view.busy && counts.pending === view.rows.length) {
    return { word: 'NOT CHECKED', tone: 'warn' };
  }
  return { word: 'NOT READY', tone: 'bad' };
}

/** Local clock time, `07:52:19`: the same in every language of Windows. */
export function clock(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '??:??:??';
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((n) => String(n).padStart(2, '0'))
    .join(':');
}

/** How long something is still good: "14:31", "1:02:07"; undefined once it is over (or was never a time). */
export function timeLeft(until: string, now: number): string | undefined {
  const seconds = Math.ceil((Date.parse(until) - now) / 1000);
  if (!(seconds > 0)) return undefined;
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = two(seconds % 60);
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${two(minutes)}:${tail}`;
}

export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/**
 * What a running row waits for, once it is worth saying (after 2 s); undefined before. In `room` cells the time
 * left is always in sight; it is what is waited for that is cut.
 */
export function waiting(
  row: DoctorRow,
  { now, calm, room, ellipsis }: { now: number; calm: boolean; room: number; ellipsis: string },
): string | undefined {
  const { running } = row;
  if (running === undefined) return undefined;
  const what = running.waitingFor;
  // Without animation there is no second look at the clock: say the bound instead of a number that stands still.
  if (calm)
    return what === undefined
      ? undefined
      : fitting(what, `, at most ${Math.ceil(row.deadlineMs / 1000)} s`, '');
  const spent = now - Date.parse(running.since);
  if (!(spent >= 2000)) return undefined;
  const left = Math.max(0, Math.ceil((row.deadlineMs - spent) / 1000));
  return fitting(what, `, ${left} s`, ' left');

  function fitting(name: string | undefined, time: string, more: string): string {
    if (name === undefined) return `still looking${time}${more}`;
    const long = `waits for ${name}${time}`;
    if (textWidth(long + more) <= room) return long + more;
    return textWidth(long) <= room ? long : cut(name, room - time.length, ellipsis) + time;
  }
}
