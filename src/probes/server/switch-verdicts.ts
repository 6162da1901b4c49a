import { defined } from '../../base/defined.ts';
import { wholeNumberOf } from '../../base/whole-number.ts';
import type { Remedy, Verdict } from '../../engine/probe.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { registryKey } from '../common/windows-questions.ts';
import { lastStart, restartNow } from './restart.ts';

/** What rows say whose switch in the registry must be on, or may be left to Windows. */

const { key, build: firstBuild } = operatingSystem['OS-01'].values;

/** Builds are five digits since 2015; what is longer is none. */
export const mostBuild = 999_999;

/** What such a switch means depends on the build of Windows, and on whether Windows has read it yet. */
export const switchAside = {
  version: registryKey('the build of Windows', key, { CurrentBuildNumber: 'text' }),
  restart: lastStart,
};

/** A number as a person finds it in the registry. */
export function switchText(value: number): string {
  return value > 9 ? `0x${value.toString(16).toUpperCase()}` : String(value);
}

type Base = Pick<Verdict, 'expected' | 'evidence'>;

/** The values are as they should be; they work from the next start (decisions: Restart outstanding). */
export function whenSet(base: Base, message: string, changedSince: boolean, restart: Remedy): Verdict {
  if (!changedSince) return { ...base, status: 'pass', message };
  return {
    ...base,
    status: 'warn',
    message: 'on, restart outstanding',
    found: 'it was changed after Windows last started',
    remedy: restart,
  };
}

/**
 * Nobody set the values: what that means depends on the build. `takenOut`: the key was changed after the last start, so
 * that there may have been some.
 */
export function whenUnset(
  base: Base,
  build: string | undefined,
  says: { readonly since: string; readonly before?: string; readonly remedy: Remedy },
  takenOut = false,
): Verdict {
  const { since, before, remedy } = says;
  if ((wholeNumberOf(build, 1, mostBuild) ?? 0) < firstBuild)
    return { ...base, status: 'warn', message: 'not set', ...defined({ found: before }), remedy };
  if (!takenOut)
    return {
      ...base,
      status: 'pass',
      message: 'on, by default',
      found: `not set in the registry: ${since}`,
    };
  return {
    ...base,
    status: 'warn',
    message: 'on by default, restart outstanding',
    found:
      'what the registry says was changed after Windows last started: until the next start the old values count',
    remedy: { ...remedy, steps: [restartNow] },
  };
}
