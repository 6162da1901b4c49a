import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built program, run as people run it. `npm test` builds it beforehand. */
export const programFile = fileURLToPath(new URL('../../dist/ecma-doctor.js', import.meta.url));

if (!existsSync(programFile)) throw new Error('dist/ is missing: npm run build');

/** What these tests run: the built program on this Node, or the single executable that was named to them. */
export function programCommand(args: readonly string[]): { readonly file: string; readonly args: string[] } {
  const { EXECUTABLE_UNDER_TEST: executable } = process.env;
  return executable
    ? { file: executable, args: [...args] }
    : { file: process.execPath, args: [programFile, ...args] };
}

/** A folder of a test's own: working folder, home and state in one place. */
export interface Place {
  readonly folder: string;
  readonly state: string;
  write(name: string, text: string): string;
}

const places = new Set<string>();

export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-flow-'));
  places.add(folder);
  return {
    folder,
    state: join(folder, 'state'),
    write(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text, { mode: 0o600 });
      return path;
    },
  };
}

/** Removes every place that was made: for the end of a test file. */
export function removePlaces(): void {
  for (const folder of places) rmSync(folder, { recursive: true, force: true });
  places.clear();
}

/** The environment of a person's console: no CI, nothing of ours but the state folder. */
export function environment(
  place: Place,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { PATH = '' } = process.env;
  return {
    PATH,
    HOME: place.folder,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    ECMA_DOCTOR_STATE: place.state,
    ...more,
  };
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly place?: Place;
  readonly env?: Readonly<Record<string, string>>;
  /** `closed`: no standard input at all; `no-output`: nor any output. */
  readonly stdin?: 'null' | 'closed' | 'no-output' | 'silent-pipe';
  /** Called with the child, to send it signals. */
  readonly during?: (child: ChildProcess) => void;
}

/** Runs the program unattended. Its stdin never says anything: a program that waits for a key hangs, and is killed. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const place = options.place ?? makePlace();
  const { stdin = 'null' } = options;
  return new Promise((resolve, reject) => {
    const closing = stdin === 'closed' ? '<&-' : stdin === 'no-output' ? '<&- >&-' : undefined;
    const command = programCommand(args);
    const child = spawn(
      closing === undefined ? command.file : '/bin/sh',
      closing === undefined
        ? command.args
        : ['-c', `exec "$0" "$@" ${closing}`, command.file, ...command.args],
      {
        cwd: place.folder,
        env: environment(place, options.env),
        stdio: [stdin === 'silent-pipe' ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      },
    );
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const hung = setTimeout(() => child.kill('SIGKILL'), 250_000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(hung);
      resolve({ code, stdout, stderr });
    });
    options.during?.(child);
  });
}
