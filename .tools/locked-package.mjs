// An npm package at exactly the version and content that package-lock.json names, whatever system it is made for: npm
// installs only those of its own. Windows' parts are shipped from Linux too.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './bundle.mjs';

/** Wiped by `npm ci` together with everything else that npm brought. */
const store = join(folder, 'node_modules', '.cache', 'ecma-doctor');

/**
 * The folder of the package; npm fetches it when it is not there yet, and checks its content against the lock file.
 * Throws when npm cannot.
 */
export function lockedPackage(name) {
  const there = lockedPlace(name);
  if (there !== undefined) return there;
  const place = `node_modules/${name}`;
  const { lock, entry, kept } = lockedAs(name);
  // Under a name of its own until it is whole: another build may do the same at this time.
  const fresh = `${kept}.${process.pid}`;
  try {
    fetchInto(fresh, name, entry, lock.lockfileVersion);
    renameOver(fresh, kept);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return join(kept, place);
}

/** The folder of the package where it is installed or was fetched before. */
export function lockedPlace(name) {
  const place = `node_modules/${name}`;
  const places = [join(folder, place), join(lockedAs(name).kept, place)];
  return places.find((path) => existsSync(path));
}

function lockedAs(name) {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const entry = lock.packages[`node_modules/${name}`];
  if (!entry?.integrity) throw new Error(`package-lock.json names no ${name}`);
  return { lock, entry, kept: join(store, `${name.replace('/', '+')}@${entry.version}`) };
}

function fetchInto(target, name, entry, lockfileVersion) {
  mkdirSync(target, { recursive: true });
  const root = { name: 'locked', version: '0.0.0', dependencies: { [name]: entry.version } };
  // Without what would keep it off this system; npm checks version and content all the same.
  const { version, integrity } = entry;
  const packages = { '': root, [`node_modules/${name}`]: { version, integrity } };
  writeFileSync(join(target, 'package.json'), JSON.stringify(root));
  writeFileSync(join(target, 'package-lock.json'), JSON.stringify({ ...root, lockfileVersion, packages }));
  // A pack that only shows what it would do still needs the files.
  const flags = ['--force', '--ignore-scripts', '--no-audit', '--no-fund', '--no-dry-run', '--no-json'];
  npm(['ci', ...flags, '--loglevel=error'], target);
}

function npm(args, cwd) {
  const script = process.env.npm_execpath;
  const [command, before] = script ? [process.execPath, [script]] : ['npm', []];
  const shell = !script && process.platform === 'win32';
  const { status, error } = spawnSync(command, [...before, ...args], { cwd, shell, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(error?.message ?? `npm ended with exit code ${status}`);
}

function renameOver(fresh, kept) {
  try {
    renameSync(fresh, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
  }
}
