import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { startDeadline } from '../../src/engine/deadline.ts';
import { probe, rig, turn, until } from './kit.ts';

/** Stands still, as a console does in which somebody selects text: no timer and no data comes through. */
function freeze(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

const workers: Worker[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.terminate();
});

/** A peer that answers while this thread stands still: `ms` after the connection, in `pieces`. */
async function peer(ms: number, pieces: number): Promise<number> {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const server = require('node:net').createServer((socket) => {
      socket.on('error', () => {});
      setTimeout(() => {
        for (let i = 0; i < workerData.pieces; i += 1) socket.write('x');
        socket.end();
      }, workerData.ms);
    });
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
  `;
  const worker = new Worker(source, { eval: true, workerData: { ms, pieces } });
  workers.push(worker);
  const [port] = await once(worker, 'message');
  return Number(port);
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  return socket;
}

test.each([1, 40, 260, 600])('fires after %i ms of running time, not before', async (ms) => {
  const from = performance.now();
  await new Promise<void>((resolve) => startDeadline(ms, resolve));
  expect(performance.now() - from).toBeGreaterThanOrEqual(ms - 1.5);
});

test('stopped, it never fires, also in the turn in which it was due', async () => {
  let fired = 0;
  const early = startDeadline(5, () => {
    fired += 1;
  });
  early.stop();
  // Due together: the first to fire stops the other.
  const pair: { stop(): void }[] = [];
  const fire = (): void => {
    fired += 1;
    for (const one of pair) one.stop();
  };
  pair.push(startDeadline(20, fire), startDeadline(20, fire));
  await until(() => fired > 0, 'the first to fire');
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(fired).toBe(1);
});

test('one that begins while another waits fires in its own time', async () => {
  const fired: string[] = [];
  const long = startDeadline(600, () => fired.push('long'));
  await new Promise((resolve) => setTimeout(resolve, 30));
  const from = performance.now();
  await new Promise<void>((resolve) =>
    startDeadline(60, () => {
      fired.push('short');
      resolve();
    }),
  );
  expect(performance.now() - from).toBeGreaterThanOrEqual(58.5);
  await until(() => fired.length > 1, 'the long one');
  expect(fired).toEqual(['short', 'long']);
  long.stop();
});

test('a standstill before it began, and time in which nobody waited, are none of its time', async () => {
  const other = startDeadline(60_000, () => {});
  await new Promise((resolve) => setTimeout(resolve, 20));
  freeze(900);
  const from = performance.now();
  await new Promise<void>((resolve) => startDeadline(300, resolve));
  expect(performance.now() - from).toBeGreaterThanOrEqual(298.5);
  other.stop();
  freeze(400);
  const again = performance.now();
  await new Promise<void>((resolve) => startDeadline(100, resolve));
  expect(performance.now() - again).toBeGreaterThanOrEqual(98.5);
});

test('time in which the loop stood still does not count', async () => {
  let fired = false;
  const from = performance.now();
  const deadline = startDeadline(600, () => {
    fired = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  freeze(1_500);
  // The standstill was longer than the whole bound: all that was due has come by now.
  for (let round = 0; round < 3; round += 1) await turn();
  expect(fired).toBe(false);
  await until(() => fired, 'the deadline');
  expect(performance.now() - from).toBeGreaterThan(1_500 + 350);
  deadline.stop();
});

test('a loop that never runs freely still comes to its deadline', async () => {
  let fired = false;
  const deadline = startDeadline(30, () => {
    fired = true;
  });
  for (let round = 0; round < 40 && !fired; round += 1) {
    freeze(300);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setImmediate(resolve));
  }
  deadline.stop();
  expect(fired).toBe(true);
});

/** Keeps the loop busy for so many milliseconds of processor time. */
function work(ms: number): void {
  const before = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    if (user + system >= ms * 1000) return;
  }
}

test('time in which the loop was busy counts', async () => {
  let fired = false;
  const deadline = startDeadline(1_500, () => {
    fired = true;
  });
  let rounds = 0;
  while (!fired && rounds < 20) {
    work(600);
    rounds += 1;
    await new Promise((resolve) => setTimeout(resolve, 1));
    await turn();
  }
  deadline.stop();
  // 1.5 s are over in the third round; of standstills so long, a quarter of a second each took 24.
  expect(rounds).toBeLessThanOrEqual(4);
});

test('a probe does not time out over a standstill, and what arrived meanwhile is its answer', async () => {
  const socket = await dial(await peer(100, 3));
  const { runAll, row } = rig([
    probe('a.it', {
      deadlineMs: 600,
      collect: async () => {
        setImmediate(() => freeze(2_000));
        let bytes = 0;
        for await (const piece of socket) bytes += (piece as Buffer).length;
        return { usable: true, bytes };
      },
    }),
  ]);
  await runAll();
  expect(row('a.it')).toMatchObject({ status: 'pass', facts: { bytes: 3 } });
});

test('a standstill over the end of the last slice leaves time to work off what came', async () => {
  const socket = await dial(await peer(100, 1));
  const { runAll, row } = rig([
    probe('a.it', {
      deadlineMs: 240,
      collect: async () => {
        setImmediate(() => freeze(1_000));
        await once(socket, 'data');
        // More turns of the loop than one: the end, the closing, a timer.
        await once(socket, 'close');
        await new Promise((resolve) => setTimeout(resolve, 5));
        return { usable: true };
      },
    }),
  ]);
  await runAll();
  expect(row('a.it').status).toBe('pass');
});
