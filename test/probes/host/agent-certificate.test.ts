import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import {
  type AgentCertificateFacts,
  hostAgentCertificateProbe,
} from '../../../src/probes/host/agent-certificate.ts';
import { type Authority, makeAuthority } from '../../beds/certificates.ts';
import { folder } from './event-site.ts';
import { ask } from './site.ts';

let registration: Authority;
let proxies: Authority;
let strange: Authority;
let made: string;
let pems: Record<'his' | 'proxy' | 'other', string>;

beforeAll(async () => {
  registration = await makeAuthority('/CN=HISConnectorRegistrationCA.his.msappproxy.net');
  proxies = await makeAuthority('/CN=connectorregistrationca.msappproxy.us');
  strange = await makeAuthority('/CN=Contoso Issuing CA');
  made = new Date().toISOString();
  const pem = async (authority: Authority, name: string, days: number) =>
    (await authority.issue(name, { names: ['agent'], days })).cert;
  pems = {
    his: await pem(registration, 'his', 180),
    proxy: await pem(proxies, 'proxy', 180),
    other: await pem(strange, 'other', 180),
  };
});
afterAll(async () => {
  for (const one of [registration, proxies, strange]) await one.stop();
});

const after = (days: number) => new Date(new Date(made).getTime() + days * 24 * 60 * 60 * 1000).toISOString();

function look(which: readonly (keyof typeof pems)[], state: 'running' | 'stopped', days: number) {
  const record: WindowsRecord = {
    services: {
      AADConnectProvisioningAgent: {
        displayName: 'Microsoft Entra Provisioning Agent',
        account: 'NT SERVICE\\AADConnectProvisioningAgent',
        state,
        path: 'x',
      },
    },
    certificates: {
      'LocalMachine\\My': which.map((one) => ({ pem: pems[one], thumbprint: one.toUpperCase() })),
    },
  };
  return ask<AgentCertificateFacts>(hostAgentCertificateProbe, { folder, record, observedAt: after(days) });
}

describe('host.agent-certificate', () => {
  it.each<[string, Parameters<typeof look>, RegExp]>([
    ['valid, and the agent runs', [['other', 'his'], 'running', 1], /^pass: until \d{4}-\d\d-\d\d$/],
    ['of another cloud', [['proxy'], 'running', 1], /^pass: until/],
    ['ends soon, and the agent runs', [['his'], 'running', 160], /^pass: until/],
    ['the agent stands still', [['his'], 'stopped', 1], /^warn: until \S+, and the agent is stopped$/],
    ['ends soon, and the agent stands still', [['his'], 'stopped', 160], /^warn: ends in (?:19|20) days, on/],
    ['ended while the agent stood still', [['his'], 'stopped', 200], /^warn: ended on/],
    [
      'ended, but the agent runs',
      [['his'], 'running', 200],
      /^unknown: the one of LocalMachine\\My ended on/,
    ],
    ['none of a registration', [['other'], 'running', 1], /^unknown: not in LocalMachine\\My$/],
  ])('%s', async (_name, args, expected) => {
    expect((await look(...args)).said).toMatch(expected);
  });

  it('keeps nothing of other certificates', async () => {
    const { facts } = await look(['other', 'his'], 'running', 1);
    expect(JSON.stringify(facts)).not.toMatch(/Contoso|OTHER/);
    expect(facts.usable).toBe(true);
  });
});
