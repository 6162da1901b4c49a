import { defined } from '../../base/defined.ts';
import { fromErrorCode, seen } from './answer.ts';
import type { NativeCalls } from './native.ts';
import { readRegistry } from './registry.ts';
import { dwordIn, textIn, valueIn } from './registry-value.ts';
import type { Join, Memory, RegistryKey, Restart, RestartMarker, WindowsAnswer } from './types.ts';

const joins: readonly Join['kind'][] = ['unknown', 'none', 'workgroup', 'domain'];

/** Whether this machine belongs to a domain, as the workstation service knows it. */
export async function readJoin(native: NativeCalls): Promise<WindowsAnswer<Join>> {
  const [name, status] = [Buffer.alloc(8), Buffer.alloc(4)];
  const prototype = 'uint32_t NetGetJoinInformation(void *server, void *name, void *status)';
  const code = Number(await native.callAsync('netapi32.dll', prototype, null, name, status));
  if (code !== 0) return fromErrorCode(code, 'asking whether this machine is in a domain');
  const address = name.readBigUInt64LE(0);
  const join: Join = { kind: joins[status.readUInt32LE(0)] ?? 'unknown', name: native.text(address) };
  if (address !== 0n) native.call('netapi32.dll', 'uint32_t NetApiBufferFree(uintptr_t memory)', address);
  return seen(join);
}

/** Drivers through which a hypervisor takes memory back. */
const balloons = ['dmvsc', 'vmmemctl', 'balloon'];
const hyperVGuest = 'HKLM\\SOFTWARE\\Microsoft\\Virtual Machine\\Guest\\Parameters';

export function readMemory(
  native: NativeCalls,
  driverRuns: (name: string) => boolean,
): WindowsAnswer<Memory> {
  const status = Buffer.alloc(64);
  status.writeUInt32LE(status.length, 0);
  if (native.call('kernel32.dll', 'int GlobalMemoryStatusEx(void *status)', status) === 0)
    return fromErrorCode(native.lastError(), 'asking for the memory');
  const kilobytes = Buffer.alloc(8);
  const known = native.call(
    'kernel32.dll',
    'int GetPhysicallyInstalledSystemMemory(void *kilobytes)',
    kilobytes,
  );
  const balloon = balloons.find(driverRuns);
  return seen({
    ...(known === 0 ? {} : { installed: Number(kilobytes.readBigUInt64LE(0)) * 1024 }),
    visible: Number(status.readBigUInt64LE(8)),
    available: Number(status.readBigUInt64LE(16)),
    hyperV: readRegistry(native, hyperVGuest, []).state === 'seen',
    ...defined({ balloon }),
  });
}

const windows = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';
const control = 'HKLM\\SYSTEM\\CurrentControlSet\\Control';

/** When Windows started, by its own count of milliseconds (sleep included), and what waits for the next start. */
export function readRestart(native: NativeCalls, now: Date): WindowsAnswer<Restart> {
  const upMs = Number(native.call('kernel32.dll', 'uint64_t GetTickCount64()'));
  const refused: string[] = [];
  const read = (path: string, names: readonly string[] = []): WindowsAnswer<RegistryKey> => {
    const answer = readRegistry(native, path, names);
    if (answer.state === 'denied') refused.push(path);
    return answer;
  };
  const there = (path: string) => read(path).state === 'seen';
  const pending: RestartMarker[] = [];
  if (there(`${windows}\\Component Based Servicing\\RebootPending`)) pending.push('component-servicing');
  if (there(`${windows}\\WindowsUpdate\\Auto Update\\RebootRequired`)) pending.push('windows-update');
  const nameOf = (key: string) =>
    textIn(read(`${control}\\ComputerName\\${key}`, ['ComputerName']), 'ComputerName');
  const [active, next] = [nameOf('ActiveComputerName'), nameOf('ComputerName')];
  if (active !== undefined && next !== undefined && active.toLowerCase() !== next.toLowerCase())
    pending.push('computer-rename');
  const renames = 'PendingFileRenameOperations';
  const listed = valueIn(read(`${control}\\Session Manager`, [renames]), renames);
  if (listed?.type === 'multi-sz' && listed.data.length > 0) pending.push('file-renames');
  return seen({
    bootedAt: new Date(now.getTime() - upMs).toISOString(),
    pending,
    ...(refused.length > 0 && { refused: true }),
  });
}

/** True in a remote desktop session (SM_REMOTESESSION). */
export function readRemoteSession(native: NativeCalls): WindowsAnswer<boolean> {
  return seen(native.call('user32.dll', 'int GetSystemMetrics(int index)', 0x1000) !== 0);
}

/** URLs that HTTP.sys keeps for an account; their access lists are not read. */
export const urlReservationsKey = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters\\UrlAclInfo';

/** The old console is in use when this user's `ForceV2` is 0. */
export function legacyConsole(native: NativeCalls): boolean {
  return dwordIn(readRegistry(native, 'HKCU\\Console', ['ForceV2']), 'ForceV2') === 0;
}
