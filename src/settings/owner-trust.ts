import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Whether only this user and the system's administrators can change a file; `reason` follows its name. */
export interface OwnerTrust {
  readonly trusted: boolean;
  readonly reason?: string;
}

export type OwnerCheck = (file: string) => Promise<OwnerTrust>;

const writableByOthers = 0o022;
const sticky = 0o1000;

/**
 * POSIX: the file and its folder belong to root or to this user, and nobody else may write to them. In a sticky
 * folder (/tmp) others cannot replace the file. A link is followed, and the folder that it stands in counts too.
 */
export async function posixOwnerTrusted(file: string): Promise<OwnerTrust> {
  const target = await realpath(file);
  const isLink = (await lstat(file)).isSymbolicLink();
  const folders = new Set([path.dirname(target), ...(isLink ? [path.dirname(await realParent(file))] : [])]);
  const reason = (await faultOf(target, 'it')) ?? (await firstFault(folders));
  return reason === undefined ? { trusted: true } : { trusted: false, reason };
}

async function realParent(file: string): Promise<string> {
  return path.join(await realpath(path.dirname(file)), path.basename(file));
}

async function firstFault(folders: Iterable<string>): Promise<string | undefined> {
  for (const folder of folders) {
    const fault = await faultOf(folder, 'its folder');
    if (fault !== undefined) return fault;
  }
  return undefined;
}

async function faultOf(place: string, name: string): Promise<string | undefined> {
  const { uid, mode } = await stat(place);
  if (uid !== 0 && uid !== process.geteuid?.()) return `${name} belongs to another user`;
  if ((mode & writableByOthers) === 0 || (name !== 'it' && (mode & sticky) !== 0)) return undefined;
  return `${name} can be changed by other users`;
}
