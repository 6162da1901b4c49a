import type { Socket } from 'node:net';
import { defined } from '../../../base/defined.ts';
import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import type { BrowserFacts } from '../../../clients/sql/browser-service.ts';
import { type Encryption, type Place, placeOf } from '../../../clients/sql/endpoint.ts';
import { findPort } from '../../../clients/sql/tds/open-session.ts';
import type { Greeting } from '../../../clients/sql/tds/prelogin.ts';
import { Walk } from '../../../clients/sql/tds/tds-connection.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { JudgeInput } from '../../../engine/probe.ts';
import type { Problem } from '../../../platform/types.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { Settings, SqlTarget } from '../../../settings/schema.ts';
import { sqlTargetOf } from '../../common/target.ts';
import type { MakeProbe } from '../../describe.ts';
import { onServer } from '../define.ts';
import { judgeReach } from './judge.ts';

/** What is spoken at the port. `nothing`: connections are taken, and no word is said. */
export type Speaks = 'tds' | 'tls' | 'http' | 'nothing' | 'hangs-up' | 'other' | 'not-asked';

export interface SqlReachFacts extends Facts {
  readonly engine: SqlTarget['engine'];
  readonly encryption: Encryption;
  readonly instance?: string;
  readonly browser?: BrowserFacts;
  readonly reached?: ConnectionTrace;
  /** Absent when there was no connection. */
  readonly speaks?: Speaks;
  readonly greeting?: Greeting;
  readonly problem?: Problem;
}

/** Port, or the instance's port by the browser service, and whether SQL Server answers there. */
export const sqlReach: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return onServer(scope, {
    id: 'sql.reach',
    title: 'Answers',
    levels: levels('required', 'required'),
    requirements: ['SQL-04', 'NET-05'],
    seconds: 15,
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: (context: ProbeContext, signal: AbortSignal) => collect(context, target, signal),
            judge: (input: JudgeInput<Settings, SqlReachFacts>) => judgeReach(input),
          },
        }),
  });
};

async function collect(
  context: ProbeContext,
  target: SqlTarget,
  signal: AbortSignal,
): Promise<SqlReachFacts> {
  const place = placeOf(target, context.settings);
  const { engine } = target;
  const base = {
    engine,
    encryption: place.encryption,
    ...defined({ instance: place.instance }),
  };
  const port = await findPort(context, place, signal);
  if (typeof port !== 'number') return { ...base, browser: port, usable: false };
  const browser = place.instance === undefined ? {} : { browser: { outcome: 'port' as const, port } };
  const walk = new Walk(context, place, port);
  const socket = await walk.connect(signal);
  const about = { ...base, ...browser, reached: walk.reached() };
  if (socket === undefined) return { ...about, usable: false };
  try {
    if (engine === 'other') return { ...about, speaks: 'not-asked', usable: true };
    const heard =
      place.encryption === 'strict'
        ? await listenStrict(context, place, port, walk, socket, signal)
        : await listen(walk, socket, signal);
    const { good, ...found } = heard;
    return { ...about, ...found, reached: walk.reached(), usable: good };
  } finally {
    socket.destroy();
  }
}

interface Heard {
  readonly speaks: Speaks;
  readonly good: boolean;
  readonly greeting?: Greeting;
  readonly problem?: Problem;
}

async function listen(walk: Walk, socket: Socket, signal: AbortSignal): Promise<Heard> {
  const step = await walk.greet(socket, signal);
  if (step.ok) return { speaks: 'tds', good: true, greeting: step.greeting };
  return { speaks: spokenBy(step.problem), good: false, problem: step.problem };
}

/** TDS 8.0. A server that does not know it may still be SQL Server: a second connection asks in clear. */
async function listenStrict(
  context: ProbeContext,
  place: Place,
  port: number,
  walk: Walk,
  socket: Socket,
  signal: AbortSignal,
): Promise<Heard> {
  const { socket: secured, trusted, problem } = await walk.lookStrict(socket, signal);
  if (secured !== undefined) {
    const heard = await listen(walk, secured, signal);
    secured.destroy();
    return heard;
  }
  // What the certificate is worth is the business of the login.
  if (!trusted && walk.sights.tls !== undefined) return { speaks: 'tls', good: true };
  const plain = new Walk(context, { ...place, encryption: 'inside' }, port);
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
