import { describe, expect, it } from 'vitest';
import type { WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import { hostLogonRightProbe } from '../../../src/probes/host/logon-right.ts';
import { probeFrom } from '../context.ts';
import { look, said, server } from '../server/servers.ts';

const probe = probeFrom(hostLogonRightProbe);
/** NT SERVICE\AADConnectProvisioningAgent, as `sc.exe showsid` computes it. */
const agent = 'S-1-5-80-';

function rights(
  allowed: readonly string[] | 'denied',
  forbidden: readonly string[] | 'denied' = [],
): WindowsRecord {
  return server('server-2022', {
    rights: { SeServiceLogonRight: allowed, SeDenyServiceLogonRight: forbidden },
  });
}

describe('host.logon-right', () => {
  it.each([
    [['S-1-5-80-0'], [], 'pass: all services may'],
    [['S-1-5-20', 'S-1-5-80-0'], [], 'pass: all services may'],
    [['S-1-1-0'], [], 'pass: all services may'],
    [['S-1-5-20'], [], 'fail: ALL SERVICES is missing'],
    [[], [], 'fail: no account may'],
    [['S-1-5-80-0'], ['S-1-5-80-0'], 'fail: a policy forbids it'],
    [['S-1-5-80-0'], ['S-1-5-32-546'], 'pass: all services may'],
    ['denied', 'denied', 'unknown: not allowed to look'],
    [['S-1-5-80-0'], 'denied', 'unknown: not allowed to look'],
    [['S-1-5-20'], 'denied', 'fail: ALL SERVICES is missing'],
  ] as const)('%o, forbidden %o', async (allowed, forbidden, expected) => {
    expect(await said(probe, rights(allowed, forbidden))).toBe(expected);
  });

  it("knows the agent's own account", async () => {
    const { facts } = await look(probe, server('server-2022'));
    expect(facts.usable).toBe(true);
    const { serviceSid } = await import('../../../src/platform/windows/sid.ts');
    const own = serviceSid('AADConnectProvisioningAgent');
    expect(own.startsWith(agent)).toBe(true);
    expect(await said(probe, rights([own]))).toBe('pass: the agent may');
    expect(await said(probe, rights(['S-1-5-80-0'], [own]))).toBe('fail: a policy forbids it');
  });

  it('names accounts by SID, and the well-known ones in words', async () => {
    const { verdict } = await look(probe, rights(['S-1-5-80-0', 'S-1-5-21-1-2-3-1110']));
    expect(verdict.evidence?.[0]?.value).toBe('S-1-5-80-0 (NT SERVICE\\ALL SERVICES), S-1-5-21-1-2-3-1110');
  });
});
