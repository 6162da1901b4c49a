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

  describe('of the accounts that the services really run as', () => {
    const all = 'S-1-5-80-0';
    const [gmsa, group] = ['S-1-5-21-1-2-3-1110', 'S-1-5-21-1-2-3-512'];
    const runs = (
      accounts: Partial<Record<'agent' | 'host' | 'updater', string>>,
      allowed: readonly string[],
      forbidden: readonly string[] = [],
      known: WindowsRecord['accounts'] = {
        'CONTOSO\\gmsa$': { sid: gmsa, groups: { state: 'seen', value: [group] } },
      },
    ) => {
      const service = (name: string, displayName: string, account: string | undefined) =>
        account === undefined
          ? {}
          : { [name]: { displayName, account, state: 'running' as const, path: 'C:\\x.exe' } };
      return server('server-2022', {
        rights: { SeServiceLogonRight: allowed, SeDenyServiceLogonRight: forbidden },
        accounts: known ?? {},
        services: {
          ...service('AADConnectProvisioningAgent', 'Microsoft Entra Provisioning Agent', accounts.agent),
          ...service('Microsoft ECMA2Host', 'Microsoft ECMA2Host', accounts.host),
          ...service('Updater', 'Microsoft Azure AD Connect Agent Updater', accounts.updater),
        },
      });
    };
    const virtual = 'NT SERVICE\\AADConnectProvisioningAgent';

    it.each<[string, WindowsRecord, string]>([
      ['virtual, all services may', runs({ agent: virtual, host: virtual }, [all]), 'pass: all services may'],
      [
        'a managed account is not covered by ALL SERVICES',
        runs({ agent: 'CONTOSO\\gmsa$', host: virtual }, [all]),
        'fail: CONTOSO\\gmsa$ may not',
      ],
      ['named itself', runs({ agent: 'CONTOSO\\gmsa$' }, [all, gmsa]), 'pass: all services may'],
      ['by a group', runs({ agent: 'CONTOSO\\gmsa$' }, [group]), 'pass: the accounts of the services may'],
      [
        'a group is denied',
        runs({ agent: 'CONTOSO\\gmsa$' }, [all, gmsa], [group]),
        'fail: a policy forbids it to CONTOSO\\gmsa$',
      ],
      [
        'the agent denied, which runs as another account',
        runs({ agent: 'NT AUTHORITY\\NetworkService' }, [all], [all]),
        'pass: all services may',
      ],
      [
        "the host's account",
        runs({ agent: virtual, host: 'CONTOSO\\gmsa$' }, [all]),
        'fail: CONTOSO\\gmsa$ may not',
      ],
      [
        'the updater alone',
        runs({ agent: virtual, host: 'LocalSystem', updater: 'CONTOSO\\gmsa$' }, [all]),
        'warn: CONTOSO\\gmsa$ may not',
      ],
      [
        'built-in accounts need none',
        runs({ agent: 'LocalSystem', host: 'LocalSystem' }, []),
        'pass: the accounts of the services may',
      ],
      [
        'nobody knows who it is',
        runs({ agent: 'CONTOSO\\gone' }, [all]),
        'unknown: CONTOSO\\gone: not known who that is',
      ],
      [
        'its groups cannot be asked, and a group may',
        runs({ agent: 'CONTOSO\\gmsa$' }, [group], [], {
          'CONTOSO\\gmsa$': {
            sid: gmsa,
            groups: { state: 'failed', problem: { code: '1355', text: 'no domain' } },
          },
        }),
        'unknown: CONTOSO\\gmsa$: its groups are not known',
      ],
    ])('%s', async (_name, record, expected) => {
      expect(await said(probe, record)).toBe(expected);
    });

    it.each(['agent', 'host'] as const)(
      'the %s, of which Windows does not tell whom it runs as, may run as anybody',
      async (which) => {
        const record = runs({ agent: virtual, host: virtual }, [all]);
        const name = which === 'agent' ? 'AADConnectProvisioningAgent' : 'Microsoft ECMA2Host';
        // By its name it is found among all.
        const services = { ...record.services, [name]: 'denied' as const };
        const { verdict } = await look(probe, { ...record, services });
        expect(`${verdict.status}: ${verdict.message}`).toBe('unknown: not allowed to look');
        expect(verdict.found).toContain(
          `whom ${which === 'agent' ? 'the agent' : 'the connector host'} runs as`,
        );
        expect(verdict.evidence).toContainEqual({
          label: `Account of ${which === 'agent' ? 'the agent' : 'the connector host'}`,
          value: 'not seen',
        });
        // A no that stands counts before what is not known.
        const rights = { ...record.rights, SeDenyServiceLogonRight: [all] };
        expect(await said(probe, { ...record, services, rights })).toBe('fail: a policy forbids it');
      },
    );

    it('says which', async () => {
      const { verdict } = await look(probe, runs({ agent: 'CONTOSO\\gmsa$', host: virtual }, [all]));
      expect(verdict.evidence).toContainEqual({
        label: 'Account of the agent',
        value: `CONTOSO\\gmsa$: ${gmsa}`,
      });
      expect(JSON.stringify(verdict.remedy)).toContain('add CONTOSO\\\\gmsa$ to it');
    });
  });

  it('names accounts by SID, and the well-known ones in words', async () => {
    const { verdict } = await look(probe, rights(['S-1-5-80-0', 'S-1-5-21-1-2-3-1110']));
    expect(verdict.evidence?.[0]?.value).toBe('S-1-5-80-0 (NT SERVICE\\ALL SERVICES), S-1-5-21-1-2-3-1110');
  });
});
