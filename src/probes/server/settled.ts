import { defined } from '../../base/defined.ts';
import type { Remedy, Verdict } from '../../engine/probe.ts';
import { textIn, valueIn } from '../../platform/windows/registry-value.ts';
import type { RegistryKey, WindowsAnswer } from '../../platform/windows/types.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { restartNow } from './restart.ts';

/** The key and value that tell the build of Windows, and the first build that is supported. */
export const { key: versionKey, build: firstBuild } = operatingSystem['OS-01'].values;
export const buildName = 'CurrentBuildNumber';

/** A value's number as a person finds it in the registry. Windows' readers pass over one of another type. */
export function dwordText(key: WindowsAnswer<RegistryKey>, name: string): string {
  const value = valueIn(key, name);
  if (value === undefined) return 'not set';
  if (value.type !== 'dword') return 'set, but not as a DWORD: not counted';
  return value.data > 9 ? `0x${value.data.toString(16).toUpperCase()}` : String(value.data);
}

type Base = Pick<Verdict, 'expected' | 'evidence'>;

/** Values of the registry are as they should be; they work from the next start (decisions: Restart outstanding). */
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
 * Nobody set the values: what that means depends on the build of Windows. `takenOut`: the key was changed after the last
 * start, so that there may have been some.
 */
export function whenUnset(
  base: Base,
  version: WindowsAnswer<RegistryKey>,
  says: { readonly since: string; readonly before?: string; readonly remedy: Remedy },
  takenOut = false,
): Verdict {
  const build = Number(textIn(version, buildName) ?? Number.NaN);
  if (build >= firstBuild && takenOut) {
    return {
      ...base,
      status: 'warn',
      message: 'on by default, restart outstanding',
      found:
        'what the registry says was changed after Windows last started: until the next start the old values count',
      remedy: { ...says.remedy, steps: [restartNow] },
    };
  }
  if (build >= firstBuild) {
    return {
      ...base,
      status: 'pass',
      message: 'on, by default',
      found: `not set in the registry: ${says.since}`,
    };
  }
  const { before, remedy } = says;
  return {
    ...base,
    status: 'warn',
    message: 'not set',
    ...defined({ found: before }),
    remedy,
  };
}
