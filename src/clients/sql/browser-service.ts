import { defined } from '../../base/defined.ts';
import type { Problem } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import type { ProbeContext } from '../environment.ts';
import { noAnswer, patience, within } from '../step-timeouts.ts';
import type { Endpoint } from './endpoint.ts';

/** The browser service that knows the ports of named instances (MS-SQLR): one datagram, one answer. */

export type BrowserAnswer = {
  /** `silent`: no answer at all. `other-instances`: it answers, but does not know this one. */
  readonly outcome: 'port' | 'no-tcp' | 'silent' | 'refused' | 'other-instances' | 'no-name' | 'odd';
  readonly port?: number;
  readonly instances?: readonly string[];
  readonly problem?: Problem;
  /** The name that was looked up. */
  readonly host?: string;
};

/** CLNT_UCAST_INST and CLNT_UCAST_EX (MS-SQLR 2.2.1, 2.2.3). */
const askOne = 0x04;
const askAll = Buffer.from([0x03]);
const answered = 0x05;
/** A datagram may get lost: it is sent so often, and each time an answer is waited for so long. */
const tries = 2;
const answerWithinMs = 1500;
/** Seconds in which the name of its server is to be looked up. */
const nameWithin = 5;

/** The port of the target: as configured, or as the browser service says. */
export async function findPort(
  context: ProbeContext,
  { host, port, instance }: Endpoint,
  signal: AbortSignal,
): Promise<number | BrowserAnswer> {
  if (instance === undefined) return port ?? 1433;
  const answer = await askBrowser(context, host, instance, signal);
  return answer.port ?? answer;
}

async function askBrowser(
  context: ProbeContext,
  host: string,
  instance: string,
  signal: AbortSignal,
): Promise<BrowserAnswer> {
  const { network } = context.platform;
  const { browserPort } = requirement('SQL-04').values;
  context.waitingFor(`${host} (name)`);
  const seconds = patience(context, nameWithin, 0.5);
  const named = await within(seconds, signal, (bounded) => network.lookup(host, bounded));
  const address = named?.ok ? named.addresses[0] : undefined;
  if (address === undefined) {
    const problem = named === undefined ? noAnswer(seconds) : named.ok ? undefined : named.problem;
    return { outcome: 'no-name', host, ...defined({ problem }) };
  }
  context.waitingFor(`${host}, UDP ${browserPort} (browser service)`);
  const ask = (bytes: Buffer) =>
    network.datagram({ address, port: browserPort, bytes, tries, answerWithinMs }, signal);
  const one = await ask(Buffer.concat([Buffer.from([askOne]), Buffer.from(`${instance}\0`, 'latin1')]));
  if (one.ok) return readPort(one.bytes);
  if (one.problem.code === 'ECONNREFUSED') return { outcome: 'refused', problem: one.problem };
  // It keeps silent about names that it does not know: then the list tells whether it is there at all.
  const all = await ask(askAll);
  if (!all.ok) return { outcome: 'silent', problem: all.problem };
  return {
    outcome: 'other-instances',
    instances: fields(all.bytes)
      .flatMap((one) => one.InstanceName ?? [])
      .slice(0, 20),
  };
}

function readPort(bytes: Buffer): BrowserAnswer {
  const [first] = fields(bytes);
  if (first === undefined) return { outcome: 'odd' };
  const port = Number(first.tcp);
  return Number.isInteger(port) && port > 0 && port < 65536
    ? { outcome: 'port', port }
    : { outcome: 'no-tcp' };
}

/** `ServerName;SQL01;InstanceName;HR;IsClustered;No;Version;16.0.1000.6;tcp;49172;;`, one such block an instance. */
function fields(bytes: Buffer): readonly Readonly<Record<string, string>>[] {
  if (bytes.length < 3 || bytes[0] !== answered) return [];
  return bytes
    .subarray(3, 3 + bytes.readUInt16LE(1))
    .toString('latin1')
    .split(';;')
    .filter((block) => block !== '')
    .map((block) => {
      const parts = block.split(';');
      return Object.fromEntries(
        parts.flatMap((name, at) => (at % 2 === 0 ? [[name, parts[at + 1] ?? '']] : [])),
      );
    });
}
