import { defined } from '../../base/defined.ts';
import { networkSettings } from '../../clients/clouds.ts';
import { connectAll } from '../../clients/connection/connect.ts';
import { failedStep, totalMs } from '../../clients/connection/layers.ts';
import { type ConnectionTrace, isReached } from '../../clients/connection/trace.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Step, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { failureOf } from '../common/connection-words.ts';
import { by, fix } from '../common/fix.ts';
import { factsToken } from '../token.ts';
import {
  agentHosts,
  agentSuffixes,
  cloudByAddress,
  isPortalHost,
  portalSuffixes,
} from './agent-host-list.ts';
import { brokenChain, chainText } from './broken-chain.ts';
import { defineNetworkProbe, peerTimesIn, routeEvidence } from './define.ts';
import { internetRoutes } from './internet-routes.ts';
import { unnamedEvidence, unnamedText, withTenantId } from './own-tenant.ts';
import { unlessByScript } from './pac-script.ts';

export interface AgentHostsFacts extends Facts {
  readonly hosts: readonly HostTrace[];
  /** A host whose name is not known in full: the sign-in host did not tell the tenant's GUID. */
  readonly unnamed?: string;
}

type HostTrace = ConnectionTrace & {
  readonly required: boolean;
  /** Where its name is not known: what it is an alias of. */
  readonly aliases?: readonly string[];
};

export const networkAgentHosts = factsToken<AgentHostsFacts>('network', 'agent-hosts');

const secondsEach = 15;

/** Every host of the agent that has a name: any HTTP status means that it was reached. */
export const networkAgentHostsProbe = defineNetworkProbe(networkAgentHosts, {
  title: "Reaches the agent's hosts",
  levels: levels('info', 'required'),
  requirements: ['NET-04', 'NET-04g', 'NET-04c', 'NET-11', 'NET-12'],
  seconds: 60,
  dependsOn: ({ settings }) => ({ ...networkSettings(settings), tenant: settings.tenant.id }),
  notApplicable: ({ settings }) => cloudByAddress(settings),
  peerTimes: ({ hosts }) => peerTimesIn(hosts),
  collect,
  judge,
});

async function collect(context: ProbeContext, signal: AbortSignal): Promise<AgentHostsFacts> {
  const { settings, unnamed } = await withTenantId(context, signal);
  const hosts = agentHosts(settings);
  const destinations = hosts.map(({ host, plain }) =>
    plain === true
      ? { host, port: 80, tls: false, get: '/', plainProxy: true }
      : { host, port: 443, tls: true, get: '/' },
  );
  const reached = await connectAll(context, destinations, internetRoutes(context), secondsEach, signal);
  const both = await Promise.all(
    reached.map(async (one, place): Promise<HostTrace> => {
      const aliases =
        failedStep(one.steps)?.layer === 'name'
          ? await brokenChain(context, one.host, { seconds: 2, share: 0.03 }, signal)
          : [];
      return {
        ...one,
        required: hosts[place]?.required ?? false,
        ...(aliases.length === 0 ? {} : { aliases }),
      };
    }),
  );
  return { hosts: both, ...defined({ unnamed }), usable: both.some(isReached) };
}

function judge({ facts, settings, uses }: JudgeInput<Settings, AgentHostsFacts>): Verdict {
  const missed = facts.hosts.filter((one) => !isReached(one));
  const needed = missed.filter((one) => one.required);
  const evidence = [
    ...routeEvidence(facts.hosts),
    ...facts.hosts.map((one) => ({ label: one.host, value: hostLine(one) })),
    ...unnamedEvidence(facts.unnamed),
  ];
  const message = `${facts.hosts.length - missed.length} of ${facts.hosts.length} hosts`;
  const expected = 'every host of the agent that can be named answers';
  const others = missed.filter((one) => !isPortalHost(one.host));
  const [worst] = [...needed, ...others, ...missed];
  if (worst === undefined) {
    const found = facts.unnamed === undefined ? undefined : `${facts.unnamed} was ${unnamedText}`;
    return { status: 'pass', message, expected, evidence, ...defined({ found }) };
  }
  const failure = failureOf(worst);
  const hosts = missed.map((one) => one.host).join(', ');
  const forPortals = missed.every((one) => isPortalHost(one.host));
  const verdict: Verdict = {
    status: needed.length > 0 ? 'fail' : 'warn',
    message: needed.length > 0 ? (failure?.message ?? message) : message,
    expected,
    found: `not reached: ${hosts}${forPortals ? '; only a browser on this server needs that, never the agent' : ''}`,
    evidence,
    remedy: fix(failure?.remedy.why ?? '', ...stepsFor(worst, missed, settings)),
  };
  return unlessByScript(verdict, worst.way, uses);
}

/**
 * What fails is looked at on the server first; only then is there something to ask of the network. A name that is not
 * found, or a certificate, is not mended by opening a port.
 */
function stepsFor(
  worst: ConnectionTrace,
  missed: readonly ConnectionTrace[],
  settings: Settings,
): readonly Step[] {
  const own = failureOf(worst)?.remedy.steps ?? [];
  const layer = failedStep(worst.steps)?.layer;
  if (layer !== undefined && layer !== 'connection' && layer !== 'proxy') return own;
  return [
    // The step that opens the port of this one host is part of the one for all.
    ...(layer === 'connection' ? own.filter(({ owner }) => owner !== 'network') : own),
    by.network(`Allow outbound TCP 443 to ${missed.map(({ host }) => host).join(', ')}`),
    ...(missed.every(({ host }) => isPortalHost(host)) ? [] : suffixStep(settings)),
    ...(missed.some(({ host }) => isPortalHost(host)) ? portalStep(settings) : []),
  ];
}

/** Names under a suffix cannot be tried one by one: the person is told to allow them all. */
function suffixStep(settings: Settings): readonly Step[] {
  const suffixes = agentSuffixes(settings);
  if (suffixes.length === 0) return [];
  return [
    by.network(
      `And, because their names cannot be tried, to ${suffixes.join(', ')}; TCP 8080 beside 443 is optional`,
    ),
  ];
}

function portalStep(settings: Settings): readonly Step[] {
  const { suffixes, lists } = portalSuffixes(settings);
  if (suffixes.length === 0) return [];
  return [
    by.network(
      `For the portals in a browser on this server, to ${suffixes.join(', ')} too, and to numbers ${lists} of Microsoft's list of hosts of Microsoft 365 for this cloud`,
    ),
  ];
}

function hostLine(one: HostTrace): string {
  const weight = one.required ? '' : isPortalHost(one.host) ? ', for the portals alone' : ', not required';
  const failure = failureOf(one);
  const chain = one.aliases === undefined ? '' : `; ${chainText(one.host, one.aliases)}`;
  if (failure !== undefined) return `${failure.brief}${weight}${chain}`;
  return `HTTP status ${one.http?.status ?? ''}, ${totalMs(one.steps)} ms${weight}`;
}
