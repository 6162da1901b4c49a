import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import type { MakeProbe } from '../describe.ts';
import { failureOf, reachedEvidence } from '../network/failure.ts';
import { reachDirectly } from '../network/reach.ts';
import { isReached, type Reached } from '../network/reached.ts';
import { totalMs } from '../network/steps.ts';
import { addressOf, targetRow } from '../targets.ts';

export interface TcpReachFacts extends Facts {
  readonly reached: Reached;
}

/** A target that is neither a directory nor a database: its port is tried, and nothing is said to it. */
export const tcpReach: MakeProbe = (scope) => {
  const address = scope.connector === undefined ? undefined : addressOf(scope.connector);
  return targetRow(scope, {
    id: 'tcp.reach',
    title: 'Answers',
    levels: levels('required', 'required'),
    requirements: ['NET-05'],
    seconds: 15,
    about: address === undefined ? undefined : { address },
    work: {
      async collect(context, signal): Promise<TcpReachFacts> {
        if (address === undefined) throw new Error('there is no target');
        const reached = await reachDirectly(context, { ...endpoint(address), tls: false }, signal);
        return { reached, usable: isReached(reached) };
      },
      judge,
    },
  });
};

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
