import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { neededEnvironment } from '../platform/windows/needed-environment.ts';
import { type SystemFolder, windowsProgram } from './clipboard.ts';

/** A program that opens a text file. */
export interface Editor {
  readonly file: string;
  readonly args: readonly string[];
  /** It draws in this terminal: the screen gives it away meanwhile. */
  readonly inTerminal: boolean;
}

/** Notepad by its full path on Windows; elsewhere VISUAL, then EDITOR (words are parted at blanks, as git does it). */
export function editorOf(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  systemFolder: SystemFolder,
): Editor | undefined {
  if (platform === 'win32') {
    const file = windowsProgram('notepad.exe', systemFolder);
    return file === undefined ? undefined : { file, args: [], inTerminal: false };
  }
  const named = [env.VISUAL, env.EDITOR].find((value) => value !== undefined && value.trim() !== '');
  const [file, ...args] = named?.trim().split(/\s+/) ?? [];
  return file === undefined ? undefined : { file, args, inTerminal: true };
}

/** What is opened, and at which line of it, from 1. */
export interface Place {
  readonly path: string;
  readonly line: number | undefined;
}

const byPlus = /^(vim?|view|nvim|ex|nano|pico|emacs|emacsclient|joe|jed|mcedit|micro|ne|kak|mg|zile)$/;
const byColon = /^(hx|helix|subl|zed)$/;
const byGoto = /^(code|code-insiders|codium|cursor)$/;

/** How the editor is told the line; one that is not known here gets the file alone. */
export function placeArguments(file: string, { path, line }: Place): readonly string[] {
  const name = (file.split(/[\\/]/).at(-1) ?? file).replace(/\.(exe|cmd)$/i, '').toLowerCase();
  if (line === undefined) return [path];
  if (byPlus.test(name)) return [`+${line}`, path];
  if (byColon.test(name)) return [`${path}:${line}`];
  return byGoto.test(name) ? ['--goto', `${path}:${line}`] : [path];
}

/** Runs until the editor is closed; whether the file is another one then. Rejects with words for the screen. */
export async function runEditor(
  { file, args, inTerminal }: Editor,
  place: Place,
  suspend: (run: () => Promise<void>) => Promise<void>,
): Promise<boolean> {
  const { path } = place;
  const before = stamp(path);
  const run = async (): Promise<void> => {
    try {
      // Of some refusals `spawn` throws: of "blocked by group policy" too.
      const child = spawn(file, [...args, ...placeArguments(file, place)], {
        stdio: inTerminal ? 'inherit' : 'ignore',
        env: inTerminal ? process.env : neededEnvironment(process.env),
      });
      await once(child, 'close');
    } catch (error) {
      throw new Error(`${file} cannot be started: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  await (inTerminal ? suspend(run) : run());
  return stamp(path) !== before;
}

function stamp(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 'gone' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
