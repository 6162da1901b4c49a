import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import { type Collect, probe, rig, type TestProbe, until } from './kit.ts';

/** A peer that takes connections and never says a word. */
let server: Server;
const accepted = new Set<Socket>();
let taken = 0;
const children: number[] = [];

beforeAll(async () => {
  server = createServer((socket) => {
    accepted.add(socket);
    taken += 1;
    socket.on('error', () => {});
    socket.on('close', () => accepted.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

beforeEach(() => {
  children.length = 0;
  taken = 0;
});

afterAll(async () => {
  for (const socket of accepted) socket.destroy();
  server.close();
  await once(server, 'close');
});

const counted = ['TCPSocketWrap', 'ProcessWrap', 'PipeWrap', 'Timeout', 'Immediate', 'GetAddrInfoReqWrap'];

function resources(): Readonly<Record<string, number>> {
  const info = process.getActiveResourcesInfo();
  return Object.fromEntries(counted.map((kind) => [kind, info.filter((one) => one === kind).length]));
}

async function dial(signal: AbortSignal): Promise<Socket> {
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', signal });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

const openers: Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>> = {
  socket: dial,
  child: async (signal) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { signal, stdio: 'pipe' });
    child.on('error', () => {});
    await once(child, 'spawn');
    children.push(child.pid ?? 0);
  },
  timer: async (signal) => {
    pause(3_600_000, undefined, { signal }).catch(() => {});
  },
};

/** How a probe goes on when all of its things are open. */
const ends: Readonly<Record<string, () => Promise<Facts>>> = {
  passes: async () => ({ usable: true }),
  crashes: () => Promise.reject(new Error('bug')),
  hangs: () => new Promise(() => {}),
};

function opening(open: (signal: AbortSignal) => Promise<unknown>, end: () => Promise<Facts>): Collect {
  return async (_context, signal) => {
    await open(signal);
    return end();
  };
}

function probes(): readonly TestProbe[] {
  const single = Object.entries(openers).flatMap(([what, open]) =>
    Object.entries(ends).map(([how, end]) =>
      probe(`${what}.${how}`, { collect: opening(open, end), deadlineMs: 1_500 }),
    ),
  );
  const leased = [1, 2, 3].map((n) =>
    probe(`lease.${n}`, {
      share: 'ldap@D',
      collect: async (context) => {
        await context.lease(async (signal) => {
          const socket = await dial(signal);
          return { value: socket, close: () => void socket.destroy() };
        });
        return { usable: true };
      },
    }),
  );
  return [...single, ...leased];
}

async function nothingLeft(before: Readonly<Record<string, number>>): Promise<void> {
  const more = (): readonly string[] =>
    counted
      .filter((kind) => (resources()[kind] ?? 0) > (before[kind] ?? 0))
      .concat([...accepted].map(() => 'accepted'));
  await until(() => more().length === 0, 'an end of all').catch(() => {});
  expect(more()).toEqual([]);
  for (const pid of children) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
}

test('after a run no socket, child process or timer is left', async () => {
  const before = resources();
  const made = rig(probes());
  const leave = made.ledger.subscribe(() => {});
  const done = made.runAll();
  await until(() => taken === 4 && children.length === 3, 'three sockets, a shared one, three children');
  await done;
  expect(['socket.passes', 'child.crashes', 'timer.hangs', 'lease.1'].map(made.status)).toEqual([
    'pass',
    'crashed',
    'timed-out',
    'pass',
  ]);
  await made.scheduler.drained(20);
  leave();
  await nothingLeft(before);
});

test('after a stop neither, and not after retries in the middle of it', async () => {
  const before = resources();
  const made = rig(probes());
  const done = made.runAll();
  await until(() => children.length === 3, 'the children');
  for (const id of ['socket.hangs', 'child.hangs', 'timer.hangs']) made.scheduler.retry(id);
  await until(() => children.length === 4, 'one child more');
  made.scheduler.stop(() => ({ kind: 'cancelled', why: 'stopped' }));
  await done;
  await made.scheduler.drained(20);
  await nothingLeft(before);
});

test('a program whose probes all hang still lives until it is drained', async () => {
  const engine = new URL('../../src/engine/', import.meta.url).href;
  const source = `
    import { Ledger } from '${engine}ledger.ts';
    import { makePlan } from '${engine}plan.ts';
    import { Scheduler } from '${engine}scheduler.ts';
    const work = { collect: () => new Promise(() => {}), judge: () => ({ status: 'pass', message: '' }) };
    const probe = { id: 'a.it', title: '', area: 'a', levels: {}, requirements: [], source: '', needs: [], uses: [],
      deadlineMs: 60000, work };
    const plan = makePlan([probe]);
    const now = () => new Date().toISOString();
    const scheduler = new Scheduler({ ledger: new Ledger(), plan, settings: () => ({}), now,
      describe: () => ({ status: 'cancelled', message: '' }), environment: () => ({}) });
    scheduler.run(['a.it']);
    await new Promise((resolve) => setTimeout(resolve, 20));
    scheduler.stop(() => ({ kind: 'cancelled', why: '' }));
    await scheduler.drained(50);
    process.stdout.write('drained');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source]);
  let output = '';
  child.stdout.on('data', (piece) => {
    output += piece;
  });
  const [code] = await once(child, 'close');
  expect({ code, output }).toEqual({ code: 0, output: 'drained' });
});
