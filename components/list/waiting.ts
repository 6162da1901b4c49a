import type { DoctorRow } from '../../src/doctor/view.ts';
import { cut, textWidth } from '../text/text-width.ts';

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
