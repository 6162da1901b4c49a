import { type ExecFileException, execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { koffiFile } from '../wine/bed.ts';

const project = join(import.meta.dirname, '../..');

/** What git has of the project and a package is made from. */
const parts = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  '.ecmarc.example',
  'README.md',
  'LICENSE',
  'tsconfig.json',
];
const folders = ['.tools', 'src', 'components', 'test/flows/pictures', 'test/components/pictures'];

const native = '@koromix/koffi-win32-x64';

/**
 * A copy of the project in `folder`, packages as installed here, for commands that change what they work on.
 * `withNative`: Windows' native module is among the packages, as on a machine where npm has fetched it.
 */
export function makeClone(folder: string, withNative: boolean): void {
  for (const part of parts) cpSync(join(project, part), join(folder, part));
  for (const part of folders) cpSync(join(project, part), join(folder, part), { recursive: true });
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@koromix'), { recursive: true });
  for (const name of readdirSync(join(project, 'node_modules'))) {
    if (name === '.cache' || name === '@koromix') continue;
    symlinkSync(join(project, 'node_modules', name), join(modules, name));
  }
  if (withNative) symlinkSync(nativeFolder(), join(modules, native));
  // Says that these packages are those of the lock file: nothing is installed.
  rmSync(join(modules, '.lock-stamp'), { force: true });
  const lock = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json')));
  writeFileSync(join(modules, '.lock-stamp'), lock.digest('hex'));
}

export function dropNative(folder: string): void {
  rmSync(join(folder, 'node_modules', native));
}

function nativeFolder(): string {
  return join(koffiFile(), '../..');
}

/** Windows' native module is there (test/wine/setup.ts brings it). */
export function nativeThere(): boolean {
  if (existsSync(koffiFile())) return true;
  if (process.env.CI) throw new Error('CI must have the native module for Windows: node test/wine/setup.ts');
  process.stderr.write('\n*** SKIPPED: packages with the native module for Windows (test/wine/setup.ts)\n\n');
  return false;
}

export interface Done {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. Nothing of the environment but PATH and what is given. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Done> {
  // The Node of these packages first, as npm's scripts have it.
  const path = `${join(project, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      { cwd, env: { PATH: path, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error: ExecFileException | null, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });
}

export interface Registry {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** A registry that has nothing and remembers what it was asked for. */
export async function emptyRegistry(): Promise<Registry> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    asked,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
