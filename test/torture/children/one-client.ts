import { connect as dial } from 'node:net';
import { ChildConversation, type ChildKind } from '../../../src/clients/child/conversation.ts';
import { SocketDirectory } from '../../../src/clients/ldap/directory.ts';
import { files } from '../../../src/platform/files.ts';
import { createNetwork } from '../../../src/platform/node.ts';
import { connect } from '../../../src/platform/tcp.ts';
import { peakMb } from '../../bench/measure.ts';
import { directorySite } from '../../probes/ldap/site.ts';
import { runSite } from '../../probes/sql/site.ts';

/** One client of ours, and a peer that sends without end: says what the row says, and how much memory it took. */

const [client = '', where = ''] = process.argv.slice(2);
const port = Number(where);
const bound = AbortSignal.timeout(100_000);

async function request(): Promise<string> {
  const network = createNetwork(
    async () => ({ source: 'none', pems: [] }),
    () => [],
  );
  const step = await connect({ addresses: [{ address: '127.0.0.1', family: 4 }], port }, bound);
  if (!step.ok) return step.problem.code;
  const got = await network.get(step.socket, { host: 'x', target: '/', maxBytes: 65_536 }, bound);
  return got.ok ? `${got.body.length} bytes, cut: ${got.cut}` : got.problem.code;
}

async function directory(): Promise<string> {
  const target = { url: `ldap://127.0.0.1:${port}`, bindDn: 'cn=x', password: 'p', users: 'ou=people,dc=x' };
  const rows = await directorySite({ target }).run();
  return `${rows('server-kind').status} ${rows('server-kind').found} | ${rows('bind').status} ${rows('bind').message}`;
}

async function signedIn(): Promise<string> {
  const directory = await SocketDirectory.over(dial({ host: '127.0.0.1', port }).on('error', () => {}));
  const found = await directory.search({ base: '', scope: 'sub' }, bound);
  await directory.close();
  return found.ok ? `${found.entries.length} entries` : `${found.problem.code} ${found.problem.text}`;
}

async function database(): Promise<string> {
  const run = await runSite({ port, only: ['reach', 'login', 'database'] });
  // On a machine without time for it, the row's own deadline may come first: that is a row too.
  for (const id of ['sql.login', 'sql.database']) if (run.outcome(id) !== 'facts') return run.outcome(id);
  return JSON.stringify(run.facts('sql.database').unasked ?? run.verdict('sql.database').status);
}

async function driver(): Promise<string> {
  const kind: ChildKind<{ ok: true }> = {
    mode: 'x',
    isAnswer: (given): given is Readonly<Record<string, unknown>> & { ok: true } => given.ok === true,
  };
  const flood = "const fs = require('fs'); const b = Buffer.alloc(65536, 120); for (;;) fs.writeSync(3, b);";
  const program = { file: process.execPath, args: ['-e', flood, '--'] };
  const conversation = new ChildConversation<object, { ok: true }>(kind, program, process.env);
  const answer = await conversation.ask({}, 60, bound);
  await conversation.close();
  return JSON.stringify(answer);
}

async function file(): Promise<string> {
  const read = await files.read(where, 1024 * 1024, bound);
  const listed = await files.list('/proc/self/fd', bound);
  return read.ok && listed.ok ? `${read.bytes.length} bytes, cut: ${read.cut}` : 'not read';
}

const clients: Readonly<Record<string, () => Promise<string>>> = {
  request,
  directory,
  'signed-in': signedIn,
  database,
  driver,
  file,
};
const said = (await clients[client]?.()) ?? 'no such client';
process.stdout.write(JSON.stringify({ said, peakMb: Math.round(peakMb(process.pid)) }));
