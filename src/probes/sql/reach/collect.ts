import type { Socket } from 'node:net';
import { defined } from '../../../base/defined.ts';
import { findPort } from '../../../clients/sql/browser-service.ts';
import { endpointOf } from '../../../clients/sql/endpoint.ts';
import { firstWords } from '../../../clients/sql/first-words.ts';
import { SharedGreetings } from '../../../clients/sql/one-greeting.ts';
import type { Greeting } from '../../../clients/sql/tds/prelogin.ts';
import { TdsConnection } from '../../../clients/sql/tds/tds-connection.ts';
import type { Problem } from '../../../platform/types.ts';
import type { Engine } from '../../../settings/schema.ts';
import type { SqlContext } from '../define.ts';
import { neverTried } from '../untried.ts';
import type { Speaks, SqlReachFacts } from './facts.ts';

export async function collectReach(context: SqlContext, signal: AbortSignal): Promise<SqlReachFacts> {
  const { target } = context.scope;
  const endpoint = endpointOf(target, context.settings);
  const { encryption, instance } = endpoint;
  const { engine } = target;
  const base = { engine, encryption, ...defined({ instance }) };
  const port = await findPort(context, endpoint, signal);
  if (typeof port !== 'number') return { ...base, browser: port, usable: false };
  const browser = instance === undefined ? undefined : { outcome: 'port' as const, port };
  const connect = (as = encryption) => new TdsConnection(context, { ...endpoint, encryption: as }, port);
  const connection = connect();
  if (engine !== 'sqlserver') {
    const contact = (): Promise<Contact> => meet(context, engine, connection, signal);
    const asker = { of: context.credentials, peer: connection.peer, by: context.scope.connector.name };
    const met = engine === 'mysql' ? await greetings.ask(asker, contact) : await contact();
    return { ...base, ...met, usable: met.speaks !== undefined && isMeant(engine, met.speaks) };
  }
  const socket = await connection.connect(signal);
  const about = { ...base, ...defined({ browser }), reached: connection.trace() };
  if (socket === undefined) return { ...about, usable: false };
  try {
    const { good, ...found } =
      encryption === 'strict'
        ? await listenStrict(connection, socket, connect, signal)
        : await listen(connection, socket, signal);
    return { ...about, ...found, reached: connection.trace(), usable: good };
  } finally {
    socket.destroy();
  }
}

type Contact = Pick<SqlReachFacts, 'reached' | 'speaks' | 'says'>;

const greetings = new SharedGreetings<Contact>(({ speaks }) => speaks === 'mysql');

/** A connection, and the peer's first word on it. */
async function meet(
  context: SqlContext,
  engine: Exclude<Engine, 'sqlserver'>,
  connection: TdsConnection,
  signal: AbortSignal,
): Promise<Contact> {
  const socket = await connection.connect(signal);
  const reached = connection.trace();
  if (socket === undefined) return { reached };
  try {
    return { reached, ...(await firstWords(context, engine, socket, connection.peer, signal)) };
  } finally {
    socket.destroy();
  }
}

/** Oracle and DB2 may keep silent to a question that their manuals describe: only another known peer is wrong there. */
function isMeant(engine: Engine, speaks: Speaks): boolean {
  const untried = neverTried(engine);
  return (
    speaks === engine ||
    speaks === 'not-asked' ||
    (untried && ['other', 'nothing', 'hangs-up'].includes(speaks))
  );
}

interface Heard {
  readonly speaks: Speaks;
  readonly good: boolean;
  readonly greeting?: Greeting;
  readonly problem?: Problem;
}

async function listen(connection: TdsConnection, socket: Socket, signal: AbortSignal): Promise<Heard> {
  const step = await connection.greet(socket, signal);
  if (step.ok) return { speaks: 'tds', good: true, greeting: step.greeting };
  return { speaks: spokenBy(step.problem), good: false, problem: step.problem };
}

/** TDS 8.0. A server that does not know it may still be SQL Server: a second connection asks in clear. */
async function listenStrict(
  connection: TdsConnection,
  socket: Socket,
  connect: (as: 'inside') => TdsConnection,
  signal: AbortSignal,
): Promise<Heard> {
  const { socket: secured, trusted, problem } = await connection.lookStrict(socket, signal);
  if (secured !== undefined) {
    const heard = await listen(connection, secured, signal);
    secured.destroy();
    return heard;
  }
  // What the certificate is worth is the business of the login.
  if (!trusted && connection.details.tls !== undefined) return { speaks: 'tls', good: true };
  const plain = connect('inside');
  const again = await plain.connect(signal);
  const heard = again === undefined ? undefined : await listen(plain, again, signal);
  again?.destroy();
  const failed = problem ?? { code: 'ERROR', text: 'no TLS' };
  if (heard?.greeting !== undefined) return { ...heard, good: false, problem: failed };
  return { speaks: heard?.speaks ?? spokenBy(failed), good: false, problem: failed };
}

function spokenBy({ code }: Problem): Speaks {
  if (code === 'TLS_ANSWER') return 'tls';
  if (code === 'HTTP_ANSWER') return 'http';
  if (code === 'NO_ANSWER') return 'nothing';
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'hangs-up' : 'other';
}
