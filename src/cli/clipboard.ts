import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, win32 } from 'node:path';
import { neededEnvironment } from '../platform/windows/needed-environment.ts';

/** Where Windows' own programs lie, as Windows says; undefined elsewhere. */
export type SystemFolder = () => string | undefined;

/** Into the clipboard where Windows has one, and always into a file: a remote clipboard can be closed. */
export async function copyText(
  text: string,
  {
    folder,
    name = 'copied-command.txt',
    systemFolder,
  }: { folder: string; name?: string; systemFolder: SystemFolder },
): Promise<string> {
  const { writeWhole } = await import('./report-files.ts');
  const file = join(folder, name);
  const [clipped, written] = await Promise.all([
    toClipboard(text, systemFolder),
    writeWhole(file, `${text}\n`),
  ]);
  if (clipped) return written.ok ? `Copied; also in ${file}` : 'Copied';
  if (!written.ok) throw new Error(written.message);
  return `Written to ${file}`;
}

/** A program of Windows by its full path: one of that name in the current folder or in PATH is never started. */
export function windowsProgram(name: string, systemFolder: SystemFolder): string | undefined {
  const folder = systemFolder();
  return folder !== undefined && win32.isAbsolute(folder) ? win32.join(folder, name) : undefined;
}

/** clip.exe reads UTF-16 with a byte order mark whatever the code page. */
export async function toClipboard(text: string, systemFolder: SystemFolder): Promise<boolean> {
  const program = windowsProgram('clip.exe', systemFolder);
  if (program === undefined) return false;
  try {
    // Of some refusals `spawn` throws: of "blocked by group policy" too.
    const child = spawn(program, {
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
      env: neededEnvironment(process.env),
    });
    child.stdin.on('error', () => {});
    child.stdin.end(Buffer.from(`\ufeff${text}`, 'utf16le'));
    const [code] = await once(child, 'close');
    return code === 0;
  } catch {
    return false;
  }
}
