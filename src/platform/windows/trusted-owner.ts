import { sidForReaders } from './sid.ts';
import type { WindowsReader } from './types.ts';

/** SYSTEM, Administrators, TrustedInstaller: they may change anything anyway. CREATOR OWNER stands for the owner. */
const system = new Set([
  'S-1-5-18',
  'S-1-5-32-544',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
  'S-1-3-0',
]);

/** Write data, append, write attributes, delete, change rights, take ownership (winnt.h). */
const changing = 0x2 | 0x4 | 0x10 | 0x100 | 0x10000 | 0x40000 | 0x80000;

/** Whether a file is this user's, SYSTEM's or the Administrators', and nobody else may change it. */
export async function ownerTrusted(
  windows: WindowsReader,
  file: string,
): Promise<{ readonly trusted: boolean; readonly reason?: string }> {
  const [list, identity] = await Promise.all([windows.access(file), windows.identity()]);
  if (list.state !== 'seen' || identity.state !== 'seen')
    return { trusted: false, reason: 'Windows does not show who owns it' };
  const trusted = (sid: string) => sid === identity.value.user || system.has(sid);
  const { owner, everyone, entries } = list.value;
  if (owner === undefined || !trusted(owner))
    return { trusted: false, reason: `it belongs to ${sidForReaders(owner ?? 'nobody')}` };
  if (everyone) return { trusted: false, reason: 'everybody may change it' };
  const other = entries.find(
    ({ kind, sid, mask, inheritOnly }) =>
      kind === 'allow' && !inheritOnly && (mask & changing) !== 0 && !trusted(sid),
  );
  return other === undefined
    ? { trusted: true }
    : { trusted: false, reason: `${sidForReaders(other.sid)} may change it` };
}
