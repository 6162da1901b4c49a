import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
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

/**
 * Ports below those that a system gives away by itself (Linux from 32768, Windows from 49152): nothing that is started
 * meanwhile, here or in another test process, comes upon one by chance.
 */
const ports = { first: 20_000, count: 12_000 };
let handedOut = process.pid * 101;

/** A port on which nobody listens, and that is given to no other caller in any process while this one lives. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < ports.count; tries += 1) {
    handedOut += 1;
    const port = ports.first + (handedOut % ports.count);
    if ((await unused(port)) && (await reserve(port))) return port;
  }
  throw new Error('no port is free');
}

async function unused(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * Two test processes must not be given one port before either listens on it. What nobody else here uses and every
 * system frees with its process is the mark: a UDP socket with a number below those ports.
 */
async function reserve(port: number): Promise<boolean> {
  const mark = createSocket('udp4').unref();
  return new Promise((resolve) => {
    mark.once('error', () => resolve(false));
    mark.bind({ port: port - ports.count, address: '127.0.0.1', exclusive: true }, () => resolve(true));
  });
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
  const until = Date.now() + 200_000;
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
