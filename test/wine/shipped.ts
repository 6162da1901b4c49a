import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const project = join(import.meta.dirname, '../..');
const made = join(project, 'node_modules/.cache/ecma-doctor/build');
const lock = `${made}.lock`;
const name = 'ecma-doctor.exe';

let known: string | undefined;

/**
 * The Windows executable as it is copied to servers: that of `build/` where it is no older than its sources, else made
 * of them now (the same tree gives the same bytes).
 */
export function shippedExecutable(): string {
  known ??= fresh(join(project, 'build')) ?? alone(() => fresh(made) ?? make());
  return known;
}

function fresh(folder: string): string | undefined {
  const file = join(folder, name);
  if (!existsSync(file)) return undefined;
  const sources = ['src', 'components', '.tools', '.ecmarc.example', 'package-lock.json', 'LICENSE'];
  const last = Math.max(...sources.map((source) => newest(join(project, source))));
  return statSync(file).mtimeMs > last ? file : undefined;
}

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((entry) => newest(join(path, entry))));
}

function make(): string {
  execFileSync(process.execPath, [join(project, '.tools/exe.mjs'), made], { cwd: project, stdio: 'pipe' });
  return join(made, name);
}

/** One test process makes it, the others wait for it. */
function alone<T>(work: () => T): T {
  mkdirSync(join(lock, '..'), { recursive: true });
  while (!taken()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  try {
    return work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function taken(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    // Left behind by one that was killed.
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > 180_000) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}
