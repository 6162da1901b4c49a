import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { ChildConversation, type ChildKind } from '../../../src/clients/child/conversation.ts';
import { rootDseBounds } from '../../../src/clients/ldap/answer-meter.ts';
import { SocketDirectory } from '../../../src/clients/ldap/directory.ts';
import { readRootDse } from '../../../src/clients/ldap/root-dse.ts';
import { ask as hearLdap, hello } from '../../../src/clients/ldap/wire.ts';
import { MssqlConnection } from '../../../src/clients/sql/tds/mssql-connection.ts';
import { loadClient, logInOnce } from '../../../src/clients/sql/tds/one-login.ts';
import { greet } from '../../../src/clients/sql/tds/prelogin.ts';
import { startAttempt } from '../../../src/engine/attempt.ts';
import { readerFor } from '../../../src/engine/facts.ts';
import type { Outcome } from '../../../src/engine/ledger.ts';
import type { Probe } from '../../../src/engine/probe.ts';
import { createAliases } from '../../../src/platform/aliases.ts';
import { get, tunnel } from '../../../src/platform/http.ts';
import { createNetwork } from '../../../src/platform/node.ts';
import { datagram } from '../../../src/platform/udp.ts';
import { OnePowerShell } from '../../../src/platform/windows/powershell.ts';
import { tdsSettings } from '../../fuzz/tds-settings.ts';

/** A probe that asks a flooding peer again and again until its deadline ends it: says how, and what this thread worked meanwhile. */

const [client = '', where = '', ms = ''] = process.argv.slice(2);
const port = Number(where);
const deadlineMs = Number(ms);

const dial = (): Socket => connect({ host: '127.0.0.1', port }).on('error', () => {});

async function directory(signal: AbortSignal): Promise<void> {
  const socket = dial();
  const opened = await SocketDirectory.over(socket, rootDseBounds);
  await readRootDse(opened, signal).finally(() => socket.destroy());
}

async function database(signal: AbortSignal): Promise<void> {
  const library = await loadClient();
  const socket = dial();
  try {
    const settings = tdsSettings(async () => socket);
    const connection = new MssqlConnection(library, await logInOnce(library, settings, signal));
    await connection.run({ text: 'SELECT 1' }, signal).finally(() => connection.close());
  } finally {
    socket.destroy();
  }
}

async function request(signal: AbortSignal): Promise<void> {
  const socket = dial();
  await get(socket, { host: 'x', target: '/', maxBytes: 65_536 }, signal).finally(() => socket.destroy());
}

async function proxy(signal: AbortSignal): Promise<void> {
  const socket = dial();
  const to = { host: 'a.example', port: 443 };
  await tunnel(socket, to, undefined, signal).finally(() => socket.destroy());
}

async function strangers(signal: AbortSignal): Promise<void> {
  for (const asked of [
    (socket: Socket) => hearLdap(socket, hello, signal),
    (socket: Socket) => greet(socket, true, signal),
  ]) {
    const socket = dial();
    await asked(socket).finally(() => socket.destroy());
  }
}

async function handshake(signal: AbortSignal): Promise<void> {
  const network = createNetwork(
    async () => ({ source: 'none', pems: [] }),
    () => [],
  );
  const socket = dial();
  await network.secure(socket, { host: 'a.example' }, signal).finally(() => socket.destroy());
}

async function browser(signal: AbortSignal): Promise<void> {
  const address = { address: '127.0.0.1', family: 4 } as const;
  await datagram({ address, port, bytes: Buffer.from([3]), tries: 2, answerWithinMs: 1500 }, signal);
}

const names = createAliases([`127.0.0.1:${where}`]);

const flooding = (fd: number, words: string) => ({
  file: process.execPath,
  args: [
    '-e',
    `const fs = require('fs'); const b = Buffer.from((${words}).repeat(4000)); for (;;) try { fs.writeSync(${fd}, b); } catch (e) { if (e.code !== 'EAGAIN') process.exit(0); }`,
    '--',
  ],
});

async function driver(signal: AbortSignal): Promise<void> {
  const kind: ChildKind<{ ok: true }> = {
    mode: 'x',
    isAnswer: (given): given is Readonly<Record<string, unknown>> & { ok: true } => given.ok === true,
  };
  const program = flooding(3, '\'{"id":1,"ok":true}\\n\'');
  const conversation = new ChildConversation<object, { ok: true }>(kind, program, process.env);
  for (let times = 0; times < 3; times += 1) await conversation.ask({}, 60, signal);
  await conversation.close();
}

async function shell(signal: AbortSignal): Promise<void> {
  const one = new OnePowerShell(flooding(1, "'doctor-answer 7 e30=\\n'"), process.env);
  await one.ask('x', signal).finally(() => one.close());
}

const clients: Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>> = {
  directory,
  database,
  request,
  proxy,
  strangers,
  handshake,
  browser,
  names: (signal) => names('a.example', signal),
  driver,
  shell,
};

const ask = clients[client];
if (ask === undefined) throw new Error('no such client');
let asked = 0;
const probe: Probe<object, object> = {
  id: 'x',
  title: 'x',
  area: 'x',
  levels: { 'preview-2021': 'required', 'docs-2026': 'required' },
  requirements: [],
  source: '',
  needs: [],
  uses: [],
  deadlineMs,
  work: {
    async collect(_context, signal) {
      for (;;) {
        signal.throwIfAborted();
        await ask(signal).catch(() => {});
        asked += 1;
        await setImmediate();
      }
    },
    judge: () => ({ status: 'pass', message: 'x' }),
  },
};
const ended = Promise.withResolvers<Outcome>();
const before = process.threadCpuUsage();
const attempt = startAttempt<object, object>({
  probe,
  environment: () => ({}),
  startedAt: '',
  context: () => ({
    waitingFor: () => {},
    prompt: () => {},
    facts: readerFor(undefined, () => undefined),
    lease: async (open) => (await open(new AbortController().signal)).value,
  }),
  waitingFor: () => undefined,
  ended: (_attempt, outcome) => ended.resolve(outcome),
});
const { kind } = await ended.promise;
const { user, system } = process.threadCpuUsage(before);
// Nothing goes on behind it, or this never ends.
await attempt.returned;
process.stdout.write(JSON.stringify({ kind, asked, workedMs: Math.round((user + system) / 1000) }));
