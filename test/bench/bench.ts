/**
 * `npm run bench`: how quick and how quiet the screen is, as ratios within one run, so that a busy or slow machine
 * does not matter much. Prints a line a figure with what it aims at; judges nothing.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { IPty } from 'node-pty';
import { v8Flags } from '../../src/v8-flags.ts';
import { environment, makePlace, programFile, removePlaces } from '../flows/program.ts';
import { bareInk } from './bare-ink-bundle.ts';
import { startTargets, writeSite } from './connectors.ts';
import { deafPorts } from './deaf.ts';
import { type Command, cpuMs, end, median, pause, peakMb, quantile, startUntil } from './measure.ts';
import type { Target } from './targets.ts';

const rounds = 9;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for the terminal's own sequences
const fullClear = /\u001b\[[23]J|\u001bc/g;
const place = makePlace();
const env = environment(place);
const doctor = (args: readonly string[], cwd = place.folder): Command => ({
  file: process.execPath,
  args: [programFile, ...args],
  cwd,
  env,
});
const say = (name: string, value: string, aim: string): void => {
  process.stdout.write(`${name.padEnd(46)} ${value.padEnd(34)} ${aim}\n`);
};

function connectors(ports: readonly number[]): string {
  const lines = ports.map(
    (port, index) =>
      `  - { name: T${index}, library: C:\\x\\t${index}.dll, target: { tcp: "127.0.0.1:${port}" } }`,
  );
  return `connectors:\n${lines.join('\n')}\nprobes: { deadlines: { tcp.reach: 60 } }\n`;
}

async function firstFrame(): Promise<void> {
  const bare = await bareInk(place.folder, env);
  const times = { node: [] as number[], bare: [] as number[], first: [] as number[], list: [] as number[] };
  const peaks = { bare: [] as number[], doctor: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const node = { ...bare, args: ['-e', 'process.stdout.write("node is up"); setTimeout(()=>{},9e4)'] };
    const one = await startUntil(node, 'node is up');
    await end(one.pty);
    const two = await startUntil(bare, 'bare ink is drawn');
    peaks.bare.push(peakMb(two.pty.pid));
    await end(two.pty);
    const three = await startUntil(doctor([]), 'ECMA Connector Host doctor');
    times.first.push(three.ms);
    await end(three.pty);
    const four = await startUntil(doctor([]), 'Windows Server 2016');
    times.list.push(four.ms);
    await pause(1500);
    peaks.doctor.push(peakMb(four.pty.pid));
    await end(four.pty);
    times.node.push(one.ms);
    times.bare.push(two.ms);
  }
  const [node, ink] = [median(times.node), median(times.bare)];
  const beside = (name: string, ours: number, other: number, aim: string): void =>
    say(name, `${(ours / other).toFixed(2)} (${Math.round(ours)} / ${Math.round(other)} ms)`, aim);
  beside('first frame / bare Ink', median(times.first), ink, 'aim <= 1.25');
  beside('first frame / node -e', median(times.first), node, '');
  beside('list with its checks / bare Ink', median(times.list), ink, 'aim <= 1.25');
  const [peak, bottom] = [median(peaks.doctor), median(peaks.bare)];
  say(
    'peak memory / bare Ink',
    `${(peak / bottom).toFixed(2)} (${Math.round(peak)} / ${Math.round(bottom)} MB)`,
    'aim <= 1.2',
  );
}

/** A dead host among quick ones: the run takes as long as the dead one's deadline, not the sum. */
async function slowestChain(): Promise<void> {
  const deaf = await deafPorts(6);
  const quick = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => quick.listen(0, '127.0.0.1', resolve));
  const address = quick.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { folder, write } = makePlace();
  write('.ecmarc', connectors([...deaf.ports, port, port]).replace('tcp.reach: 60', 'tcp.reach: 3'));
  const child = spawn(process.execPath, [programFile, '--json', '--only', 'tcp.*'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk;
  const report = JSON.parse(text) as { durationMs: number; probes: { status: string; durationMs: number }[] };
  const slowest = Math.max(...report.probes.map((probe) => probe.durationMs));
  const over = report.durationMs - slowest;
  say(
    'run / slowest chain, six dead hosts',
    `${(report.durationMs / slowest).toFixed(2)} (+${Math.round(over)} ms)`,
    'aim <= 1.1 + 100 ms',
  );
  deaf.stop();
  quick.close();
}

/** Milliseconds from a key that moves the cursor until it stands elsewhere. */
async function pressKey(pty: IPty, key: string): Promise<number> {
  const from = performance.now();
  const answered = new Promise<void>((resolve) => {
    const once = pty.onData((chunk) => {
      if (!chunk.includes('>')) return;
      once.dispose();
      resolve();
    });
  });
  pty.write(key);
  await answered;
  return performance.now() - from;
}

async function spinning(): Promise<void> {
  const deaf = await deafPorts(30);
  const { folder, write } = makePlace();
  write('.ecmarc', connectors(deaf.ports));
  const { pty } = await startUntil(doctor(['--only', 'tcp.*'], folder), '127.0.0.1');
  await pause(3000);
  let bytes = 0;
  let sent = '';
  let writes = 0;
  const listening = pty.onData((chunk) => {
    bytes += Buffer.byteLength(chunk);
    writes += 1;
    sent += chunk;
  });
  const seconds = 6;
  await pause(seconds * 1000);
  say(
    'bytes a second, rows spinning at 80x25',
    `${Math.round(bytes / seconds)} (${Math.round(writes / seconds)} writes)`,
    'aim <= 4000',
  );
  say('full clears after the first frame', String((sent.match(fullClear) ?? []).length), 'aim 0');
  listening.dispose();

  const waits: number[] = [];
  for (let press = 0; press < 100; press += 1) {
    waits.push(await pressKey(pty, press % 2 === 0 ? 'j' : 'k'));
    await pause(37);
  }
  say(
    'key press to changed cells, while running',
    `p50 ${quantile(waits, 0.5).toFixed(0)} ms, p99 ${quantile(waits, 0.99).toFixed(0)} ms`,
    'aim p99 <= 50 ms',
  );
  await end(pty);
  deaf.stop();
}

/** A whole run at the screen: CPU and memory of it, and how long each key press waited for its answer. */
interface ScreenRun {
  readonly cpu: number;
  readonly peak: number;
  readonly waits: readonly number[];
}

async function runAtScreen(targets: readonly Target[], pressing: boolean): Promise<ScreenRun> {
  const place = makePlace();
  writeSite(place, targets);
  const command = { ...doctor([], place.folder), env: environment(place, { ECMA_PASSWORD: 'x' }) };
  const { pty } = await startUntil(command, 'CHECKING');
  let over = false;
  const ended = new Promise<void>((resolve) => {
    pty.onData((chunk) => {
      if (!chunk.includes('READY')) return;
      over = true;
      resolve();
    });
  });
  const waits: number[] = [];
  // Well into the list first, then some down, some up: at its edges a key moves nothing.
  for (let press = 0; pressing && !over; press += 1) {
    const wait = await Promise.race([pressKey(pty, press < 4 || press % 2 === 0 ? 'j' : 'k'), ended]);
    // One that the run's end came upon is none of while it runs.
    if (wait !== undefined) waits.push(wait);
    await pause(37);
  }
  await ended;
  // Its last words are saved a moment later.
  await pause(1000);
  const run = { cpu: cpuMs(pty.pid), peak: peakMb(pty.pid), waits };
  await end(pty);
  return run;
}

/** 100 connectors beside 10 of the same kinds, in turns: what they cost, and whether keys are answered meanwhile. */
async function manyConnectors(): Promise<void> {
  const some = await startTargets(10);
  const many = await startTargets(100);
  const runs = { some: [] as ScreenRun[], many: [] as ScreenRun[] };
  const keys = { some: [] as number[], many: [] as number[] };
  for (let round = 0; round < 3; round += 1) {
    runs.some.push(await runAtScreen(some.targets, false));
    runs.many.push(await runAtScreen(many.targets, false));
    keys.some.push(...(await runAtScreen(some.targets, true)).waits);
    keys.many.push(...(await runAtScreen(many.targets, true)).waits);
  }
  some.stop();
  many.stop();
  const beside = (name: string, of: (run: ScreenRun) => number, unit: string, aim: string): void => {
    const [few, all] = [median(runs.some.map(of)), median(runs.many.map(of))];
    say(name, `${(all / few).toFixed(2)} (${Math.round(all)} / ${Math.round(few)} ${unit})`, aim);
  };
  beside('CPU, 100 connectors / 10', ({ cpu }) => cpu, 'ms', 'aim <= 12');
  beside('peak memory, 100 connectors / 10', ({ peak }) => peak, 'MB', 'aim <= 2');
  const p = (waits: readonly number[], part: number): string => quantile(waits, part).toFixed(0);
  say(
    'key press, 2,000 rows running (10 connectors)',
    `p50 ${p(keys.many, 0.5)} (${p(keys.some, 0.5)}) ms, p99 ${p(keys.many, 0.99)} (${p(keys.some, 0.99)}) ms`,
    'aim p99 <= 50 ms',
  );
}

/** Nothing but checks of this machine, from the first that begins: start-up is apart. */
function localRun(): void {
  const ratios: number[] = [];
  let last = '';
  for (let round = 0; round < rounds; round += 1) {
    const args = [programFile, '--json', '--only', 'server.*,host.*,connector.*,attest.*'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: place.folder, env, maxBuffer: 1e8 });
    const { finishedAt, probes } = JSON.parse(String(stdout)) as {
      finishedAt: string;
      probes: { durationMs: number; attempts: { startedAt: string }[] }[];
    };
    const begun = Math.min(
      ...probes.flatMap(({ attempts }) => attempts.map((one) => Date.parse(one.startedAt))),
    );
    const slowest = Math.max(...probes.map(({ durationMs }) => durationMs));
    const took = Date.parse(finishedAt) - begun;
    ratios.push(took / slowest);
    last = `${took} / ${slowest} ms`;
  }
  say('local checks, start apart / slowest', `${median(ratios).toFixed(2)} (the last: ${last})`, 'aim < 1.5');
}

async function atRest(): Promise<void> {
  const { pty } = await startUntil(doctor(['--only', 'server.memory']), 'pass');
  await pause(2000);
  let bytes = 0;
  const listening = pty.onData((chunk) => {
    bytes += Buffer.byteLength(chunk);
  });
  const before = cpuMs(pty.pid);
  await pause(5000);
  say('bytes in 5 s at rest', String(bytes), 'aim 0');
  say('CPU in 5 s at rest', `${cpuMs(pty.pid) - before} ms`, 'aim 0');
  listening.dispose();
  await end(pty);
}

/** The list beside a row's page (120 x 40) and alone (80 x 25), in turns: bytes, keys and rest, while running and after. */
async function twoPanes(): Promise<void> {
  const sizes = { one: { columns: 80, rows: 25 }, two: { columns: 120, rows: 40 } } as const;
  const bytes = { one: [] as number[], two: [] as number[] };
  const keys = { one: [] as number[], two: [] as number[] };
  const rest = { one: [] as number[], two: [] as number[] };
  for (let round = 0; round < 3; round += 1)
    for (const which of ['one', 'two'] as const) {
      const deaf = await deafPorts(30);
      const { folder, write } = makePlace();
      write('.ecmarc', connectors(deaf.ports));
      const { pty } = await startUntil(doctor(['--only', 'tcp.*'], folder), '127.0.0.1', sizes[which]);
      await pause(2000);
      let sent = 0;
      const listening = pty.onData((chunk) => {
        sent += Buffer.byteLength(chunk);
      });
      await pause(4000);
      bytes[which].push(sent / 4);
      for (let press = 0; press < 40; press += 1) {
        keys[which].push(await pressKey(pty, press % 2 === 0 ? 'j' : 'k'));
        await pause(37);
      }
      await end(pty);
      deaf.stop();
      const still = await startUntil(doctor(['--only', 'server.memory']), 'pass', sizes[which]);
      await pause(2000);
      sent = 0;
      still.pty.onData((chunk) => {
        sent += Buffer.byteLength(chunk);
      });
      await pause(2000);
      rest[which].push(sent);
      listening.dispose();
      await end(still.pty);
    }
  const [few, all] = [median(bytes.one), median(bytes.two)];
  say(
    'bytes a second, two panes / one',
    `${(all / few).toFixed(2)} (${Math.round(all)} / ${Math.round(few)})`,
    'aim <= 4000 with two',
  );
  const p = (waits: readonly number[], part: number): string => quantile(waits, part).toFixed(0);
  say(
    'key press, two panes (one)',
    `p50 ${p(keys.two, 0.5)} (${p(keys.one, 0.5)}) ms, p99 ${p(keys.two, 0.99)} (${p(keys.one, 0.99)}) ms`,
    'aim p99 <= 50 ms',
  );
  say('bytes in 2 s at rest, two panes (one)', `${median(rest.two)} (${median(rest.one)})`, 'aim 0');
}

/**
 * CPU of a run of tasks that do nothing: by the size of the run, and beside listr2. Both under the V8 flags of the
 * program: without its threads that optimize, whose work would count as the engine's.
 */
function engineCost(): void {
  const cpu = (which: 'engine' | 'listr2', tasks: number): number =>
    median(
      Array.from({ length: 5 }, () =>
        Number(
          execFileSync(process.execPath, [
            ...v8Flags,
            join('test', 'bench', 'engine-tasks.ts'),
            which,
            String(tasks),
          ]),
        ),
      ),
    );
  const [few, some, many] = [cpu('engine', 500), cpu('engine', 1000), cpu('engine', 5000)];
  const growth = many / 5000 / (few / 500);
  say('CPU a task at 5,000 / at 500', growth.toFixed(2), 'aim <= 1.5');
  for (const [tasks, ms] of [
    [1000, some],
    [5000, many],
  ] as const) {
    const other = cpu('listr2', tasks);
    say(
      `engine / listr2, ${tasks} tasks`,
      `${(ms / other).toFixed(2)} (${ms.toFixed(0)} / ${other.toFixed(0)} ms CPU)`,
      'aim <= 1',
    );
  }
}

const parts = { engineCost, firstFrame, slowestChain, spinning, twoPanes, atRest, localRun, manyConnectors };
try {
  // All of them, or those that are named.
  const wanted = process.argv.slice(2);
  for (const [name, measure] of Object.entries(parts))
    if (wanted.length === 0 || wanted.includes(name)) await measure();
} finally {
  removePlaces();
}
