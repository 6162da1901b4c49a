import { describe, expect, it } from 'vitest';
import { type NtlmFacts, outgoingNtlm, serverNtlmProbe } from '../../../src/probes/server/ntlm.ts';
import { probeFrom, settingsFrom } from '../context.ts';
import { look, said, server, withKey } from './servers.ts';

const serverNtlm = probeFrom(serverNtlmProbe);

const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0';
const windowsLogin = settingsFrom({
  connectors: [
    {
      name: 'HR',
      library: 'generic-sql',
      target: {
        sql: {
          server: 'sql01',
          database: 'HR',
          table: 'dbo.E',
          authentication: 'ntlm',
          domain: 'CONTOSO',
          user: 'ecma',
        },
      },
    },
  ],
});

describe('server.ntlm', () => {
  it.each([
    [{}, 'pass: allowed', 'pass: allowed', 'allowed'],
    [{ RestrictSendingNTLMTraffic: 0 }, 'pass: allowed', 'pass: allowed', 'allowed'],
    [{ RestrictSendingNTLMTraffic: 1 }, 'pass: allowed and logged', 'pass: allowed and logged', 'audited'],
    [{ RestrictSendingNTLMTraffic: 2 }, 'pass: denied', 'warn: denied, but HR logs in with it', 'denied'],
    [
      { RestrictSendingNTLMTraffic: 7 },
      'unknown: policy has the value 7',
      'unknown: policy has the value 7',
      'unknown',
    ],
  ])('%o', async (values, plain, withLogin, policy) => {
    const record = server('server-2022', withKey(key, values));
    expect(await said(serverNtlm, record)).toBe(plain);
    const { verdict, facts } = await look(serverNtlm, record, { settings: windowsLogin });
    expect(`${verdict.status}: ${verdict.message}`).toBe(withLogin);
    expect(outgoingNtlm(facts as NtlmFacts)).toBe(policy);
  });

  it('names who needs it where it is allowed', async () => {
    const { verdict } = await look(serverNtlm, server('server-2022'), { settings: windowsLogin });
    expect(verdict.found).toContain('HR needs it');
  });
});
