import path from 'node:path';

/** The program in a service's command line: quoted, or up to the first `.exe`; undefined where there is neither. */
export function programOf(commandLine: string): string | undefined {
  return /^\s*"([^"]+)"/.exec(commandLine)?.[1] ?? /^\s*(.*?\.exe)/i.exec(commandLine)?.[1];
}

/** The folder of a Windows path. */
export function folderOf(program: string): string {
  return path.win32.dirname(program);
}
