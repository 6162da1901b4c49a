import type { Facts } from '../../engine/facts.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { defineProbe, type PeerTime } from '../define.ts';
import { factsToken } from '../token.ts';

export interface ClockFacts extends Facts {
  /** This machine's clock when the probe ran, ISO 8601. */
  readonly now: string;
}

export const serverClock = factsToken<ClockFacts>('server', 'clock');

/** Tokens and Kerberos tickets bear five minutes; not confirmed by Microsoft's documents for this product. */
const { skewMs: toleranceMs } = operatingSystem['OS-09'].values;

export const serverClockProbe = defineProbe(serverClock, {
  title: 'Clock is right',
  levels: levels('recommended', 'recommended'),
  requirements: ['OS-09'],
  uses: (all) => all.filter(({ peerTimes }) => peerTimes !== undefined).map(({ token }) => token),
  seconds: 5,
  async collect(context) {
    return { now: context.platform.now().toISOString(), usable: true };
  },
  judge({ facts, uses, scope }) {
    const expected = 'within 5 minutes of the hosts it talks to';
    const told = worstOfEach(
      scope.all.flatMap(({ peerTimes }) => peerTimes?.(uses, scope) ?? []).filter(isOfOurTime),
    );
    const [first] = told;
    const evidence = [
      { label: 'This server', value: facts.now },
      ...told.map((one) => ({ label: one.host, value: `${one.date}, when this server had ${one.at}` })),
    ];
    if (first === undefined) {
      return {
        status: 'unknown',
        message: 'nothing to compare with',
        expected,
        found: 'no host has told its time yet',
        evidence,
        remedy: fix(
          'The time of day is compared with what the hosts of the network rows answer.',
          'Mend the network rows first: this row looks again by itself as soon as a host answers',
        ),
      };
    }
    const worst = told.reduce((a, b) => (Math.abs(offset(b)) > Math.abs(offset(a)) ? b : a), first);
    const ms = offset(worst);
    const off = span(Math.abs(ms));
    if (Math.abs(ms) <= toleranceMs)
      return { status: 'pass', message: `within ${off} of ${worst.host}`, expected, evidence };
    const way = ms > 0 ? 'fast' : 'slow';
    return {
      status: 'warn',
      message: `${off} ${way}`,
      expected,
      found: `${off} ${way} against ${worst.host}`,
      evidence,
      remedy: fix(
        "With a wrong clock certificates look expired or not valid yet, and tokens are refused. The five minutes are not confirmed by Microsoft's documents for this product.",
        by.server('See what this server takes its time from', 'w32tm /query /status'),
        by.server('Set it again from that source', 'w32tm /resync'),
      ),
    };
  },
});

/** A date of another century is told by a host that has no clock: it says nothing of this one's. */
function isOfOurTime({ date }: PeerTime): boolean {
  const year = new Date(date).getUTCFullYear();
  return year >= 2015 && year < 2100;
}

/** Several rows ask the same hosts: each host is named once, with what differs most. */
function worstOfEach(told: readonly PeerTime[]): readonly PeerTime[] {
  const byHost = new Map<string, PeerTime>();
  for (const one of told) {
    const known = byHost.get(one.host);
    if (known === undefined || Math.abs(offset(one)) > Math.abs(offset(known))) byHost.set(one.host, one);
  }
  return [...byHost.values()];
}

/** A `Date` header has whole seconds, cut off: half a second is added. Positive: this clock is ahead. */
function offset({ date, at }: PeerTime): number {
  return new Date(at).getTime() - (new Date(date).getTime() + 500);
}

function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${Math.max(seconds, 1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
