import { networkSettings } from '../../clients/clouds.ts';
import type { ConnectionTrace } from '../../clients/connection/trace.ts';
import type { Facts, FactsReader, FactsToken } from '../../engine/facts.ts';
import type { Evidence, Verdict } from '../../engine/probe.ts';
import { lackedByServices, proxyLabel, unclearExceptions } from '../../platform/proxy-selection.ts';
import { defineProbe, type PeerTime, type ProbeDefinition, type ProbeDescription } from '../define.ts';
import { networkProxy } from './proxy/facts.ts';
import { sourceNames, writeAgentFile } from './proxy/words.ts';

/** A row about hosts of the internet: it goes the way that `network.proxy` found. */
export function defineNetworkProbe<F extends Facts>(
  token: FactsToken<F>,
  description: Omit<ProbeDescription<F>, 'needs'>,
): ProbeDefinition {
  return defineProbe(token, {
    dependsOn: ({ settings }) => networkSettings(settings),
    ...description,
    needs: [networkProxy],
    judge: (input, rules) => unlessOwnWay(description.judge(input, rules), input.uses),
  });
}

/** What was reached by a way that only this user has is not reached by the services yet (decisions: Which way out). */
function unlessOwnWay(verdict: Verdict, uses: FactsReader): Verdict {
  const { way, services } = uses.of(networkProxy) ?? {};
  if (verdict.status !== 'pass' || way?.kind !== 'proxy') return verdict;
  if (!lackedByServices(way.source)) return verdict;
  const note = `by ${sourceNames[way.source]}, which the services do not have`;
  return {
    ...verdict,
    status: 'warn',
    found: verdict.found === undefined ? note : `${verdict.found}; ${note}`,
    remedy: writeAgentFile(way, 'When the agent is installed, add', services),
  };
}

/** What the hosts told of the time of day, in the `Date` of their answers. */
export function peerTimesIn(traces: readonly ConnectionTrace[]): readonly PeerTime[] {
  return traces.flatMap(({ host, http }) =>
    http?.date === undefined ? [] : [{ host, date: http.date, at: http.at }],
  );
}

/** By which way and as whom the hosts of a row were asked: the same for all. */
export function routeEvidence(traces: readonly ConnectionTrace[]): readonly Evidence[] {
  const [first] = traces;
  if (first === undefined) return [];
  const unclear = traces.flatMap(({ way, host, port }) =>
    unclearExceptions(way, host, port).map((expression) => ({ expression, host })),
  );
  const expressions = [...new Set(unclear.map(({ expression }) => expression))].join(' ');
  const hosts = [...new Set(unclear.map(({ host }) => host))].join(', ');
  return [
    { label: 'Way', value: proxyLabel(first.way) },
    ...(unclear.length === 0
      ? []
      : [
          {
            label: 'Exceptions',
            value: `${expressions} cannot be followed: .NET may go directly to ${hosts}`,
          },
        ]),
    { label: 'Asked as', value: first.as },
  ];
}
