import { connectDirectly } from '../../clients/connection/connect.ts';
import { totalMs } from '../../clients/connection/layers.ts';
import { type ConnectionTrace, isReached } from '../../clients/connection/trace.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { ConnectorSettings, Settings } from '../../settings/schema.ts';
import { failureOf, reachedEvidence } from '../common/connection-words.ts';
import { defineTargetProbe } from '../common/define-target.ts';
import { factsToken } from '../token.ts';

export interface TcpReachFacts extends Facts {
  readonly reached: ConnectionTrace;
}

export const tcpReach = factsToken<TcpReachFacts>('tcp', 'reach');

/** A target that is neither a directory nor a database: its port is tried, and nothing is said to it. */
export const tcpReachProbe = defineTargetProbe(tcpReach, tcpTargetOf, {
  title: 'Answers',
  levels: levels('required', 'required'),
  requirements: ['NET-05'],
  seconds: 15,
  dependsOn: ({ target }) => ({ address: target }),
  async collect(context, signal) {
    const reached = await connectDirectly(context, { ...endpoint(context.scope.target), tls: false }, signal);
    return { reached, usable: isReached(reached) };
  },
  judge,
});

function tcpTargetOf({ target }: ConnectorSettings): string | undefined {
  return target !== undefined && 'tcp' in target ? target.tcp : undefined;
}

function judge({ facts }: JudgeInput<Settings, TcpReachFacts>): Verdict {
  const { reached } = facts;
  const evidence = reachedEvidence(reached);
  const expected = `port ${reached.port} of ${reached.host} accepts connections`;
  const failure = failureOf(reached);
  if (failure !== undefined) return { status: 'fail', expected, ...failure, evidence };
  const last = reached.steps.at(-1);
  return {
    status: 'pass',
    message: `${last?.found ?? reached.host} in ${totalMs(reached.steps)} ms`,
    expected,
    evidence,
  };
}

/** `host:port`, an IPv6 literal in brackets. */
function endpoint(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(address.slice(at + 1)) };
}
