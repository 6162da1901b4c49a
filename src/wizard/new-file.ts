import { lstat, open } from 'node:fs/promises';
import { EOL } from 'node:os';

export function fileIsThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Writes a file that is not there yet, for its owner; gives why not, in words. */
export async function writeNewFile(path: string, text: string): Promise<string | undefined> {
  try {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(text.replaceAll('\n', EOL));
    } finally {
      await handle.close();
    }
    return undefined;
  } catch (error) {
    return `${path} was not written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
