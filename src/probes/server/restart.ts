import type { Step } from '../../engine/probe.ts';
import type { RegistryKey, Restart, RestartMarker, WindowsAnswer } from '../../platform/windows/types.ts';

/**
 * Some values work only after a restart (decisions: Restart outstanding). A key that was written in the
 * first minute of a start (group policy does that) counts as written before it.
 */
const settlingMs = 60_000;

/** True when the key was written after Windows last started. */
export function writtenSinceStart(key: WindowsAnswer<RegistryKey>, restart: WindowsAnswer<Restart>): boolean {
  if (key.state !== 'seen' || restart.state !== 'seen') return false;
  return Date.parse(key.value.writtenAt) > Date.parse(restart.value.bootedAt) + settlingMs;
}

const waiting: Readonly<Record<RestartMarker, string>> = {
  'component-servicing': 'an installed part of Windows',
  'windows-update': 'Windows Update',
  'computer-rename': 'a new computer name',
  'file-renames': 'files to be replaced',
};

/** What waits for a restart, as Windows says; left-over file renames are common and tell nothing. */
export function waitingForRestart(restart: WindowsAnswer<Restart>): readonly string[] {
  if (restart.state !== 'seen') return [];
  return restart.value.pending.filter((marker) => marker !== 'file-renames').map((marker) => waiting[marker]);
}

export function startedAt(restart: WindowsAnswer<Restart>): { label: string; value: string }[] {
  return restart.state === 'seen' ? [{ label: 'Windows started', value: restart.value.bootedAt }] : [];
}

export const restartNow: Step = {
  text: 'Restart the server at a time that suits its users',
  command: 'shutdown.exe /r /t 0',
  owner: 'server',
};
