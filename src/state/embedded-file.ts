import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, win32 } from 'node:path';
import { renamePatiently } from '../platform/rename.ts';
import { problemOf } from './file-problem.ts';
import { openPrivateFolder } from './state-folder.ts';

/** A file that the program carries in itself and that the system only loads from a disk. */
export interface EmbeddedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Names its folder, so that two versions never meet: the start of the SHA-256 of its bytes. */
  readonly version: string;
}

/**
 * Where code may be unpacked on Windows, best first: `%ProgramFiles%`, where only administrators can write, then
 * `%LOCALAPPDATA%`, which admits this user, SYSTEM and Administrators. `ECMA_DOCTOR_STATE` does not move it: others
 * may be able to write there.
 */
export function windowsCodeFolders(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): readonly string[] {
  const local = env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local');
  return [env.ProgramFiles ?? '', local]
    .filter((folder) => win32.isAbsolute(folder))
    .map((folder) => win32.join(folder, 'ecma-doctor', 'native'));
}

/**
 * The path of the unpacked file, in the first of the folders that has it or lets it be written. What lies there
 * counts only if it has these very bytes; else it is replaced. Several processes may do this at once. Throws an error
 * that tells why each folder would not do.
 */
export async function unpackEmbedded(packed: EmbeddedFile, folders: readonly string[]): Promise<string> {
  const refusals: string[] = [];
  for (const folder of folders) {
    const place = join(folder, packed.version);
    try {
      return await unpackInto(place, packed);
    } catch (error) {
      refusals.push(`${place}: ${problemOf(error).text}`);
    }
  }
  throw new Error(`${packed.name} could not be unpacked (${refusals.join('; ') || 'no folder for it'})`);
}

async function unpackInto(place: string, packed: EmbeddedFile): Promise<string> {
  const file = join(place, packed.name);
  const opened = openPrivateFolder(place);
  if (!opened.ok) throw new Error(opened.problem.text);
  if (isSame(file, packed.bytes)) return file;
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, packed.bytes, { flag: 'wx', mode: 0o600, flush: true });
    await publish(draft, file, packed.bytes);
  } finally {
    rmSync(draft, { force: true });
  }
  if (!isSame(file, packed.bytes)) throw new Error(`${file} is not what was written there`);
  return file;
}

/** A loaded file cannot be replaced on Windows; if another process was faster, it need not be. */
async function publish(draft: string, file: string, bytes: Uint8Array): Promise<void> {
  try {
    await renamePatiently(draft, file, () => isSame(file, bytes));
  } catch (error) {
    if (!isSame(file, bytes)) throw error;
  }
}

/** A file of these bytes that nobody else may change; on Windows the folder sees to the latter. */
function isSame(file: string, bytes: Uint8Array): boolean {
  try {
    const fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const { uid, mode, size } = fstatSync(fd);
      const me = process.geteuid?.();
      if (me !== undefined && ((uid !== me && uid !== 0) || (mode & 0o022) !== 0)) return false;
      return size === bytes.length && readFileSync(fd).equals(bytes);
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
