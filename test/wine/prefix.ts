import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PtyCommand } from '../flows/pty.ts';
import { kitModules, makeBasePrefix, type Wine, wine8, wine10, wineEnvironment } from './bed.ts';
import { countOn } from './counted.ts';
import { type StagedKey, stagedRegistry } from './staged-registry.ts';

/** Services of Wine's own that no test needs: left out, a prefix starts with a third less work. */
const idle = ['Eventlog', 'PlugPlay', 'winebus', 'wineusb', 'winehid', 'MountMgr'].map((name) => ({
  path: `System\\CurrentControlSet\\Services\\${name}`,
  values: { Start: 4 },
}));

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/**
 * What Wine says on whoever's stderr when one of its own helpers falls, as one of Wine 10's does now and then on a machine
 * under load. A program that falls itself does not get to its exit code.
 */
const faultOfHelper = /^wine: Unhandled page fault [^\n]*starting debugger\.\.\.\r?\n/gm;

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** A program of this machine that starts Wine, with its arguments before it. */
  readonly through?: readonly string[];
}

/**
 * A Windows of its own for one test case: own registry, own Wine server, own `Program Files`, while the 700 MB of
 * Windows' own files are the base prefix's (links). Takes 20 ms to make and 1 to 2 s to start.
 */
export class WinePrefix {
  readonly folder: string;
  readonly driveC: string;
  readonly wine: Wine;
  /** The executable that is run, where it is not the shipped one in its place. */
  executable: string | undefined;
  #runs = 0;
  /** Programs of this prefix that may still run: then its server does too. */
  #underWay = 0;

  constructor(keys: readonly StagedKey[], wine: Wine = wine10) {
    this.wine = wine;
    makeBasePrefix(wine);
    this.folder = mkdtempSync(join(tmpdir(), 'doctor-wine-'));
    this.driveC = join(this.folder, 'drive_c');
    const base = wine.basePrefix;
    for (const path of ['dosdevices', 'drive_c/Program Files', 'drive_c/ProgramData', 'drive_c/users'])
      mkdirSync(join(this.folder, path), { recursive: true });
    symlinkSync('../drive_c', join(this.folder, 'dosdevices/c:'));
    symlinkSync('/', join(this.folder, 'dosdevices/z:'));
    symlinkSync(join(base, 'drive_c/windows'), join(this.driveC, 'windows'));
    for (const name of readdirSync(join(base, 'drive_c/Program Files')))
      symlinkSync(join(base, 'drive_c/Program Files', name), join(this.driveC, 'Program Files', name));
    for (const name of ['user.reg', 'userdef.reg', '.update-timestamp'])
      copyFileSync(join(base, name), join(this.folder, name));
    const registry = readFileSync(join(base, 'system.reg'), 'utf8') + stagedRegistry([...idle, ...keys]);
    writeFileSync(join(this.folder, 'system.reg'), registry);
  }

  /**
   * Puts a file below `C:\\windows`, in place of Windows' own: the folders above it become this prefix's, what else is in
   * them stays the base prefix's.
   */
  stage(below: string, content: string | Buffer): string {
    const file = join(this.driveC, 'windows', below);
    const names = ['windows', ...below.split('/').slice(0, -1)];
    for (const [index] of names.entries()) this.#own(names.slice(0, index + 1).join('/'));
    rmSync(file, { force: true });
    writeFileSync(file, content);
    return file;
  }

  /** A folder that was the base prefix's, of links to what is in it; a new one where there was none. */
  #own(path: string): void {
    const folder = join(this.driveC, path);
    const known = lstatSync(folder, { throwIfNoEntry: false });
    if (known?.isDirectory() === true) return;
    const base = join(this.wine.basePrefix, 'drive_c', path);
    if (known !== undefined) unlinkSync(folder);
    mkdirSync(folder);
    if (existsSync(base))
      for (const name of readdirSync(base)) symlinkSync(join(base, name), join(folder, name));
  }

  /** Runs a script on Windows' Node and waits for its end. Output goes through files: Wine's Node takes no pipes. */
  async node(script: string, options: RunOptions): Promise<Ran> {
    return this.run(this.wine.nodeExe(), { ...options, args: [script, ...(options.args ?? [])] });
  }

  /** Runs a Windows program (`reg`, `regedit`, a path). */
  async run(program: string, options: RunOptions): Promise<Ran> {
    if (this.#runs > 0 && this.#underWay === 0) await this.serverGone();
    this.#underWay += 1;
    try {
      return await this.#run(program, options);
    } finally {
      this.#underWay -= 1;
    }
  }

  /**
   * To be waited for before something else is started here, where nothing runs any more. As Debian starts it (`-p0`), the
   * server of Wine 8 ends with its last program and lets nobody in from then on: where that takes some seconds (a busy
   * machine), a program that is started meanwhile gives up with exit code 1.
   */
  async serverGone(): Promise<void> {
    if (this.wine !== wine8) return;
    const waiting = spawn(this.wine.server, ['-w'], { env: wineEnvironment(this.folder), stdio: 'ignore' });
    const timer = setTimeout(() => {
      waiting.kill('SIGKILL');
      // A program of another run goes on: so does the server.
      this.#underWay += 1;
    }, 10_000);
    await once(waiting, 'exit');
    clearTimeout(timer);
  }

  async #run(program: string, options: RunOptions): Promise<Ran> {
    this.#runs += 1;
    const run = this.#runs;
    const name = (kind: string) => join(this.folder, `${kind}-${run}.txt`);
    const [out, err] = [openSync(name('out'), 'w'), openSync(name('err'), 'w')];
    const start = performance.now();
    const [wine, ...args] = this.wine.start(program, ...(options.args ?? []));
    const [first = wine, ...others] = [...(options.through ?? []), wine, ...args];
    const child = spawn(first, others, {
      cwd: this.folder,
      env: this.#environment(options),
      stdio: ['ignore', out, err],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 240_000);
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    clearTimeout(timer);
    for (const file of [out, err]) closeSync(file);
    return {
      exitCode,
      stdout: readFileSync(name('out'), 'utf8'),
      stderr: readFileSync(name('err'), 'utf8').replaceAll(faultOfHelper, ''),
      ms: Math.round(performance.now() - start),
    };
  }

  /** A Windows program for a pty: the console that Wine gives it is a real one (size, keys, colours). */
  ptyCommand(program: string, options: RunOptions): PtyCommand {
    // Whoever runs it ends it.
    this.#underWay += 1;
    const [file, ...args] = this.wine.start(program, ...(options.args ?? []));
    return {
      file,
      args,
      env: { ...this.#environment(options), TERM: 'xterm-256color' },
      cwd: this.folder,
    };
  }

  /** Ends this prefix's processes (no others) and removes it. */
  remove(): void {
    const env = wineEnvironment(this.folder);
    try {
      execFileSync(this.wine.server, ['-k'], { env, stdio: 'ignore' });
      execFileSync(this.wine.server, ['-w'], { env, stdio: 'ignore' });
    } catch {
      // Exit code 1: no server ran any more.
    }
    this.#removeFolderOfServer();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Debian's Wine makes one in `/tmp`, notes its name in the prefix, and leaves it there. */
  #removeFolderOfServer(): void {
    const note = join(this.folder, 'wineserver');
    const name = existsSync(note) ? readFileSync(note, 'utf8') : '';
    if (/^wine-\w{6}$/.test(name)) rmSync(join('/tmp', name), { recursive: true, force: true });
  }

  #environment(options: RunOptions): Record<string, string> {
    // Only what is shipped as one file needs no packages.
    countOn(this.wine, options.env?.NODE_PATH === '');
    return { ...wineEnvironment(this.folder), NODE_PATH: kitModules(), ...options.env };
  }
}
