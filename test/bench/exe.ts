/**
 * `node test/bench/exe.ts`: the Linux executable (`npm run build:exe`) beside the built program on its Node, as ratios
 * within one run: they take turns, so that a busy machine slows both. Judges nothing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environment, makePlace, programFile, removePlaces } from '../flows/program.ts';
import { bareInk } from './bare-ink-bundle.ts';
import { type Command, cpuMs, end, median, startUntil } from './measure.ts';

const rounds = 9;
const root = join(import.meta.dirname, '../..');
const executable = join(root, 'build/ecma-doctor-linux-x64');
const windows = join(root, 'build/ecma-doctor.exe');
const dist = dirname(programFile);
if (!existsSync(executable)) throw new Error('build/ is missing: npm run build:exe');

const place = makePlace();
const env = environment(place);
const programs = {
  executable: { file: executable, args: [] },
  built: { file: process.execPath, args: [programFile] },
} as const;
type Name = keyof typeof programs;

function command(name: Name, ...args: readonly string[]): Command {
  const { file, args: before } = programs[name];
  return { file, args: [...before, ...args], cwd: place.folder, env };
}

/** Medians of what a measurement gave for both, and the line that tells them. */
async function compare(title: string, unit: string, measure: (name: Name) => Promise<number>): Promise<void> {
  const values: Record<Name, number[]> = { executable: [], built: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const name of ['executable', 'built'] as const) values[name].push(await measure(name));
  tell(title, median(values.executable), median(values.built), unit);
}

function tell(title: string, ours: number, theirs: number, unit: string): void {
  const ratio = (ours / theirs).toFixed(2);
  process.stdout.write(
    `${title.padEnd(46)} ${ratio} (${Math.round(ours)} / ${Math.round(theirs)} ${unit})\n`,
  );
}

function megabytes(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size / 1e6;
  return readdirSync(path).reduce((sum, name) => sum + megabytes(join(path, name)), 0);
}

/** A whole run, from its start to its exit code. */
async function wholeRun(name: Name, ...args: readonly string[]): Promise<number> {
  const { file, args: all, cwd } = command(name, ...args);
  const from = performance.now();
  const { status, stdout } = spawnSync(file, all, { cwd, env, maxBuffer: 1e8 });
  if (status === null || stdout.length === 0) throw new Error(`${name} ${args.join(' ')} did not run`);
  return performance.now() - from;
}

async function firstFrame(name: Name, measure: 'ms' | 'cpu'): Promise<number> {
  const { pty, ms } = await startUntil(command(name), 'Windows Server 2016');
  const cpu = cpuMs(pty.pid);
  await end(pty);
  return measure === 'ms' ? ms : cpu;
}

async function listBesideBareInk(): Promise<void> {
  const bare = await bareInk(place.folder, env);
  const times = { list: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [which, program, text] of [
      ['list', command('executable'), 'Windows Server 2016'],
      ['bare', bare, 'bare ink is drawn'],
    ] as const) {
      const { pty, ms } = await startUntil(program, text);
      times[which].push(ms);
      await end(pty);
    }
  }
  tell('list with its checks / bare Ink bundle', median(times.list), median(times.bare), 'ms, aim <= 1.0');
}

try {
  process.stdout.write('executable / built program on Node\n');
  const node = megabytes(process.execPath);
  tell('size, Linux / Node and dist', megabytes(executable), node + megabytes(dist), 'MB');
  if (existsSync(windows)) tell('size, Windows / Linux', megabytes(windows), megabytes(executable), 'MB');
  await compare('--version', 'ms', (name) => wholeRun(name, '--version'));
  await compare('first frame', 'ms', (name) => firstFrame(name, 'ms'));
  await compare('first frame, CPU', 'ms', (name) => firstFrame(name, 'cpu'));
  await listBesideBareInk();
  // Nothing of it waits for a network.
  await compare('whole run, --json without network', 'ms', (name) =>
    wholeRun(name, '--json', '--only', 'server.os,server.memory,connector.*,attest.*'),
  );
} finally {
  removePlaces();
}
