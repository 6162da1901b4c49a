import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { basename, win32 } from 'node:path';
import { defined } from '../base/defined.ts';
import { imageOf } from '../platform/process-image.ts';
import { codeOf } from './file-problem.ts';

/** What tells one process of this machine from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Linux: boot id and start time in ticks since boot. */
  readonly start?: string;
  /** File name of the program that runs. */
  readonly image: string;
  /** Seconds since boot when the mark was made. */
  readonly uptime: number;
}

export function thisProcess(): ProcessIdentity {
  const start = startOf(process.pid);
  return {
    pid: process.pid,
    ...defined({ start }),
    image: basename(process.execPath),
    uptime: uptime(),
  };
}

/** Of a mark: is it just made, did this process make it, and how old is it by the clock (negative: made in the future). */
export interface Mark {
  readonly young: boolean;
  readonly own: boolean;
  readonly ageMs: number;
}

/** A clock is set by less while a doctor runs; if it is not, its lock is taken over, which it notices. */
const clockMs = 900_000;

/**
 * True when that process runs still. Process numbers are used again (soon, on Windows): on Linux the start time
 * decides; elsewhere whether the machine was restarted since; then on Windows the program's name, asked only for marks
 * older than `young`. After a restart an old mark may bear the number of this very process: its start settles that. Where
 * nothing more can be known, a living process with that number is taken for the one meant.
 */
export function isRunning(identity: ProcessIdentity, { young, own, ageMs }: Mark): boolean {
  if (!isAlive(identity.pid)) return false;
  const start = startOf(identity.pid);
  if (start !== undefined && identity.start !== undefined) return start === identity.start;
  const ran = (uptime() - identity.uptime) * 1000;
  if (ran < 0) return false;
  if (identity.pid === process.pid) return own || !isOlderThanThisProcess(identity, ageMs);
  // The clock ran longer than the machine: it was off in between.
  if (ageMs - ran > clockMs) return false;
  if (process.platform !== 'win32' || young) return true;
  const image = imageOf(identity.pid);
  return image === undefined || win32.basename(image).toLowerCase() === identity.image.toLowerCase();
}

/** By the clock, or by the machine's running time where the clock went back. */
function isOlderThanThisProcess({ uptime: at }: ProcessIdentity, ageMs: number): boolean {
  const runs = process.uptime();
  return ageMs > runs * 1000 + 1000 || at < uptime() - runs - 1;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return codeOf(error) !== 'ESRCH';
  }
}

/**
 * proc(5): `state` is field 3, `starttime` field 22; the second field, the name in brackets, may hold blanks and
 * brackets. A killed process that its parent has not collected yet (state Z) runs no more.
 */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return 'ended';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return fields[19] === undefined ? undefined : `${boot}/${fields[19]}`;
  } catch {
    return undefined;
  }
}
