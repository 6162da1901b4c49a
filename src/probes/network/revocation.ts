import { connectAll } from '../../clients/connection/connect.ts';
import { totalMs } from '../../clients/connection/layers.ts';
import type { RouteTo } from '../../clients/connection/route.ts';
import { type ConnectionTrace, isReached } from '../../clients/connection/trace.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { proxyForHost } from '../../platform/proxy-selection.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { tryPort } from '../common/commands.ts';
import { failureOf } from '../common/connection-words.ts';
import { by, fix } from '../common/fix.ts';
import { factsToken } from '../token.ts';
import { cloudByAddress, revocationHosts } from './agent-host-list.ts';
import { defineNetworkProbe, routeEvidence } from './define.ts';
import { internetRoutes } from './internet-routes.ts';
import { networkProxy } from './proxy/facts.ts';

export interface RevocationFacts extends Facts {
  readonly hosts: readonly ConnectionTrace[];
}

export const networkRevocation = factsToken<RevocationFacts>('network', 'revocation');

const secondsEach = 12;

/** Revocation lists are fetched in plain HTTP, through a proxy by a plain GET. */
export const networkRevocationProbe = defineNetworkProbe(networkRevocation, {
  title: 'Reaches revocation lists',
  levels: levels('info', 'recommended'),
  requirements: ['NET-03'],
  seconds: 60,
  notApplicable: ({ settings }) => cloudByAddress(settings),
  collect,
  judge,
});

async function collect(context: ProbeContext, signal: AbortSignal): Promise<RevocationFacts> {
  const port = requirement('NET-03').values.revocation;
  const destinations = revocationHosts(context.settings).map((host) => ({
    host,
    port,
    tls: false,
    get: '/',
    plainProxy: true,
  }));
  const hosts = await connectAll(context, destinations, revocationRoutes(context), secondsEach, signal);
  return { hosts, usable: hosts.some(answered) };
}

/** Windows fetches lists by WinHTTP, whose proxy is its own; where it has none, the way of all others is tried. */
function revocationRoutes(context: ProbeContext): RouteTo {
  const { winHttp } = context.facts.of(networkProxy) ?? {};
  if (winHttp === undefined) return internetRoutes(context);
  return ({ host, port }) => ({ way: proxyForHost(winHttp, host, port), passwordAccepted: false });
}

/** Through a proxy these statuses are the proxy's own words, as far as can be told. */
const proxyNo = [403, 407, 502, 503, 504];

function answered(one: ConnectionTrace): boolean {
  if (!isReached(one)) return false;
  return one.way.kind === 'direct' || !proxyNo.includes(one.http?.status ?? 0);
}

function judge({ facts }: JudgeInput<Settings, RevocationFacts>): Verdict {
  const missed = facts.hosts.filter((one) => !answered(one));
  const message = `${facts.hosts.length - missed.length} of ${facts.hosts.length} hosts`;
  const base = {
    message,
    expected: 'the hosts of revocation lists answer on port 80',
    evidence: [
      ...routeEvidence(facts.hosts),
      ...facts.hosts.map((one) => ({ label: one.host, value: hostLine(one) })),
    ],
  };
  if (missed.length === 0) return { ...base, status: 'pass' };
  const names = missed.map((one) => one.host);
  return {
    ...base,
    status: 'warn',
    found: `not reached: ${names.join(', ')}`,
    remedy: fix(
      'Without revocation lists Windows checks certificates slowly or refuses them.',
      by.network(`Allow outbound TCP 80 from this server to ${names.join(', ')}`),
      by.server('Try one of them by itself', tryPort(names[0] ?? '', 80)),
    ),
  };
}

function hostLine(one: ConnectionTrace): string {
  const failure = failureOf(one);
  if (failure !== undefined) return failure.brief;
  const who = answered(one) ? '' : ' (the proxy)';
  return `HTTP status ${one.http?.status ?? ''}${who}, ${totalMs(one.steps)} ms`;
}
