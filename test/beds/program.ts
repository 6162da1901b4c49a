import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Something started for a test on 127.0.0.1. */
export interface Bed {
  readonly port: number;
  stop(): Promise<void>;
}

/** Is the program there? A missing one skips its tests loudly, but fails them in CI. */
export function installed(program: string): boolean {
  const found = spawnSync('sh', [
    '-c',
    'PATH="$PATH:/usr/sbin:/usr/lib/squid" command -v "$1"',
    'sh',
    program,
  ]);
  if (found.status === 0) return true;
  if (process.env.CI) throw new Error(`${program} is not installed: CI must have it`);
  process.stderr.write(`\n*** ${program} is not installed: its tests are skipped ***\n\n`);
  return false;
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'ecma-bed-'));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  /** Removed after the program has ended. */
  readonly folder: string;
}

/** A started program, and all that it wrote so far. */
export interface ProgramBed extends Bed {
  output(): string;
}

/** Starts a server in the foreground and waits until its port answers. */
export async function startProgram(program: Program): Promise<ProgramBed> {
  const path = `${process.env.PATH ?? ''}:/usr/sbin:/usr/lib/squid`;
  const child = spawn(program.command, program.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: path },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(program.folder, { recursive: true, force: true });
  };
  try {
    await portAnswers(program.port, child);
  } catch (error) {
    await stop();
    throw new Error(`${program.command} did not start: ${String(error)}\n${output}`);
  }
  return { port: program.port, stop, output: () => output };
}

async function portAnswers(port: number, child: ChildProcess): Promise<void> {
  const until = Date.now() + 20_000;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('its port stayed closed');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
