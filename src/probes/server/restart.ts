import type { Evidence } from '../../engine/probe.ts';
import type { RegistryKey, Restart, RestartMarker, WindowsAnswer } from '../../platform/windows/types.ts';
import { by } from '../common/fix.ts';
import { question } from '../common/windows-questions.ts';

/**
 * Some values work only after a restart (decisions: Restart outstanding). A key that was written in the
 * first minute of a start (group policy does that) counts as written before it.
 */
const settlingMs = 60_000;

export const lastStart = question('when Windows last started', (windows) => windows.restart());

/** True when the key was written after Windows last started, as it says; a key that is not there never was. */
export function writtenSinceStart(key: WindowsAnswer<RegistryKey>, restart: Restart | undefined): boolean {
  if (key.state !== 'seen' || restart === undefined) return false;
  return Date.parse(key.value.writtenAt) > Date.parse(restart.bootedAt) + settlingMs;
}

const waiting: Readonly<Record<RestartMarker, string>> = {
  'component-servicing': 'an installed part of Windows',
  'windows-update': 'Windows Update',
  'computer-rename': 'a new computer name',
  'file-renames': 'files to be replaced',
};

/** What waits for a restart, as Windows says; left-over file renames are common and tell nothing. */
export function waitingForRestart(restart: Restart | undefined): readonly string[] {
  return (restart?.pending ?? [])
    .filter((marker) => marker !== 'file-renames')
    .map((marker) => waiting[marker]);
}

export function startedAt(restart: WindowsAnswer<Restart>): readonly Evidence[] {
  return restart.state === 'seen' ? [{ label: 'Windows started', value: restart.value.bootedAt }] : [];
}

export const restartNow = by.server(
  'Restart the server at a time that suits its users',
  'shutdown.exe /r /t 0',
);
