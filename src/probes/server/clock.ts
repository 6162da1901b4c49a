import type { ConnectionTrace } from '../../clients/connection/trace.ts';
import type { Facts, FactsReader } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { describeProbe } from '../describe.ts';

export interface ClockFacts extends Facts {
  /** This machine's clock when the probe ran, ISO 8601. */
  readonly now: string;
}

/** Tokens and Kerberos tickets bear five minutes; not confirmed by Microsoft's documents for this product. */
const { skewMs: toleranceMs } = operatingSystem['OS-09'].values;

/** Probes whose answers carry a `Date`. */
const witnesses = [
  'network.sign-in',
  'network.tls-inspection',
  'network.agent-hosts',
  'tenant.exists',
] as const;

export const serverClock = describeProbe({
  id: 'server.clock',
  title: 'Clock is right',
  levels: levels('recommended', 'recommended'),
  requirements: ['OS-09'],
  uses: witnesses,
  seconds: 5,
  work: {
    async collect(context) {
      return { now: context.platform.now().toISOString(), usable: true };
    },
    judge,
  },
});

interface Sighting {
  readonly host: string;
  readonly date: string;
  readonly at: string;
}

function judge({ facts, uses }: JudgeInput<Settings, ClockFacts>): Verdict {
  const expected = 'within 5 minutes of the hosts it talks to';
  const seen = worstOfEach(witnesses.flatMap((id) => sighting(uses, id)));
  const [first] = seen;
  const evidence = [
    { label: 'This server', value: facts.now },
    ...seen.map((one) => ({ label: one.host, value: `${one.date}, when this server had ${one.at}` })),
  ];
  if (first === undefined) {
    return {
      status: 'unknown',
      message: 'nothing to compare with',
      expected,
      found: 'no host has told its time yet',
      evidence,
      remedy: {
        why: 'The time of day is compared with what the hosts of the network rows answer.',
        steps: [
          { text: 'Mend the network rows first: this row looks again by itself as soon as a host answers' },
        ],
        links: [],
      },
    };
  }
  const worst = seen.reduce((a, b) => (Math.abs(offset(b)) > Math.abs(offset(a)) ? b : a), first);
  const ms = offset(worst);
  if (Math.abs(ms) <= toleranceMs) {
    return { status: 'pass', message: `within ${span(Math.abs(ms))} of ${worst.host}`, expected, evidence };
  }
  const way = ms > 0 ? 'fast' : 'slow';
  return {
    status: 'warn',
    message: `${span(Math.abs(ms))} ${way}`,
    expected,
    found: `${span(Math.abs(ms))} ${way} against ${worst.host}`,
    evidence,
    remedy: {
      why: "With a wrong clock certificates look expired or not valid yet, and tokens are refused. The five minutes are not confirmed by Microsoft's documents for this product.",
      steps: [
        {
          text: 'See what this server takes its time from',
          command: 'w32tm /query /status',
          owner: 'server',
        },
        { text: 'Set it again from that source', command: 'w32tm /resync', owner: 'server' },
      ],
      links: [],
    },
  };
}

function sighting(uses: FactsReader, id: string): Sighting[] {
  const { reached, hosts = [] } = (uses(id) ?? {}) as {
    reached?: ConnectionTrace;
    hosts?: readonly ConnectionTrace[];
  };
  return [...(reached === undefined ? [] : [reached]), ...hosts].flatMap(({ host, http }) =>
    http?.date === undefined ? [] : [{ host, date: http.date, at: http.at }],
  );
}

/** Several rows ask the same hosts: each host is named once, with what differs most. */
function worstOfEach(seen: readonly Sighting[]): readonly Sighting[] {
  const byHost = new Map<string, Sighting>();
  for (const one of seen) {
    const known = byHost.get(one.host);
    if (known === undefined || Math.abs(offset(one)) > Math.abs(offset(known))) byHost.set(one.host, one);
  }
  return [...byHost.values()];
}

/** A `Date` header has whole seconds, cut off: half a second is added. Positive: this clock is ahead. */
function offset({ date, at }: Sighting): number {
  return new Date(at).getTime() - (new Date(date).getTime() + 500);
}

function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${Math.max(seconds, 1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
