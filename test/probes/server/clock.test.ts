import { describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import { definitions } from '../../../src/probes/index.ts';
import { serverClockProbe } from '../../../src/probes/server/clock.ts';
import { collectFacts, judgeFacts, makeContext, probeFrom, settingsFrom } from '../context.ts';

const serverClock = probeFrom(serverClockProbe, settingsFrom({}), { writeTest: false }, definitions);

const now = '2026-01-01T10:00:00.000Z';
const minutes = 60_000;

/** The sign-in host's answer when this clock is ahead by so many milliseconds. */
function ahead(ms: number) {
  const at = new Date(now).getTime();
  const date = new Date(Math.floor((at - ms) / 1000) * 1000).toISOString();
  const http = { status: 200, date, at: now };
  return { uses: { 'network.sign-in': { usable: true, reached: { host: 'login.example', http } } } };
}

describe('server.clock', () => {
  it.each([
    ['right', 0, 'pass', 'within 1 s of login.example'],
    ['a little ahead', 40_000, 'pass', 'within 40 s of login.example'],
    ['nearly 5 minutes', 4.9 * minutes, 'pass', 'within 5 minutes of login.example'],
    ['6 minutes ahead', 6 * minutes, 'warn', '6 minutes fast'],
    ['6 minutes behind', -6 * minutes, 'warn', '6 minutes slow'],
    ['a wrong zone', 180 * minutes, 'warn', '3 hours fast'],
  ])('%s', (_, ms, status, message) => {
    expect(judgeFacts(serverClock, { usable: true, now }, ahead(ms))).toMatchObject({ status, message });
  });

  it.each([
    ['nothing yet', {}],
    ['a date of another century', ahead(-400 * 365 * 24 * 60 * minutes)],
    ['the first day of time', ahead(56 * 365 * 24 * 60 * minutes)],
    ['a walk that got no answer', { uses: { 'network.sign-in': { usable: false, reached: { host: 'x' } } } }],
    [
      'an answer without a date',
      {
        uses: { 'network.sign-in': { usable: true, reached: { host: 'x', http: { status: 200, at: now } } } },
      },
    ],
  ])('%s is unknown', (_, uses) => {
    expect(judgeFacts(serverClock, { usable: true, now }, uses).status).toBe('unknown');
  });

  it('hears every host that told its time; the worst counts', () => {
    const host = (name: string, minute: string) => ({
      host: name,
      http: { status: 404, date: `2026-01-01T${minute}:00.000Z`, at: now },
    });
    const hosts = [host('a.example', '09:59'), host('b.example', '09:50'), { host: 'silent.example' }];
    const verdict = judgeFacts(
      serverClock,
      { usable: true, now },
      { uses: { 'network.agent-hosts': { usable: true, hosts } as never } },
    );
    expect(verdict).toMatchObject({ status: 'warn', found: '10 minutes fast against b.example' });
    const twice = judgeFacts(
      serverClock,
      { usable: true, now },
      {
        uses: {
          'network.agent-hosts': { usable: true, hosts } as never,
          'network.tls-inspection': { usable: true, hosts } as never,
        },
      },
    );
    expect(twice.evidence?.map(({ label }) => label)).toEqual(['This server', 'a.example', 'b.example']);
  });

  it('takes the wall clock of the platform', async () => {
    const platform = createPlatform({ now: () => new Date(now) });
    expect(await collectFacts(serverClock, makeContext({ platform }))).toEqual({ usable: true, now });
  });
});
