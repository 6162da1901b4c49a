import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/engine/facts.ts';
import type { ProbeDefinition } from '../../../src/probes/define.ts';
import { networkAgentHostsProbe } from '../../../src/probes/network/agent-hosts.ts';
import { networkDnsProbe } from '../../../src/probes/network/dns.ts';
import { networkSignInProbe } from '../../../src/probes/network/sign-in/index.ts';
import { tenantExistsProbe } from '../../../src/probes/tenant/exists/index.ts';
import { judgeFacts, probeFrom, settingsFrom } from '../context.ts';

const direct = { kind: 'direct' };
const proxy = { kind: 'proxy', host: 'proxy.contoso.example', port: 8080, tls: false, source: 'system' };
const failed = (layer: string, code: string) => ({
  layer,
  ok: false,
  ms: 5,
  peer: 'login.microsoftonline.com:443',
  problem: { code, text: 'no answer' },
});
const reached = (step: object, way: object = direct) => ({
  host: 'login.microsoftonline.com',
  port: 443,
  as: 'admin',
  platform: 'win32',
  way,
  steps: [step],
});
const silent = failed('connection', 'ETIMEDOUT');
const seenByDotnet = { state: 'seen', value: { kind: 'failure', failure: 'ConnectFailure' } };

function judged(definition: ProbeDefinition, facts: object, way: object): ReturnType<typeof judgeFacts> {
  const settings = settingsFrom({ tenant: { id: 'contoso.onmicrosoft.com' } });
  const probe = probeFrom(definition, settings);
  return judgeFacts(probe, { usable: false, ...facts } as Facts, {
    settings,
    uses: { 'network.proxy': { usable: true, ...way } as Facts },
  });
}

const rows: readonly (readonly [string, ProbeDefinition, object])[] = [
  [
    'network.dns',
    networkDnsProbe,
    {
      name: 'login.microsoftonline.com',
      way: direct,
      as: 'admin',
      step: failed('name', 'ENOTFOUND'),
      addresses: [],
    },
  ],
  ['network.sign-in', networkSignInProbe, { reached: reached(silent), tenant: 'common' }],
  ['tenant.exists', tenantExistsProbe, { reached: reached(silent), tenant: 'contoso.onmicrosoft.com' }],
  ['network.agent-hosts', networkAgentHostsProbe, { hosts: [{ ...reached(silent), required: true }] }],
];

describe('a host that was not reached', () => {
  it.each(rows)('%s: no proxy at all is a failure', (_id, definition, facts) => {
    expect(judged(definition, facts, { way: direct, pac: false }).status).toBe('fail');
  });

  it.each(rows)('%s: a PAC script that was not evaluated leaves it open', (_id, definition, facts) => {
    const verdict = judged(definition, facts, { way: direct, pac: true });
    expect(verdict.status).toBe('unknown');
    expect(verdict.message).toContain('(a PAC script was not evaluated)');
    expect(verdict.remedy?.steps[0]?.text).toContain(
      'network: { proxy: "http://proxy.contoso.example:8080" }',
    );
  });

  it.each(rows)("%s: so does one in the agent's file, by any way", (_id, definition, facts) => {
    const verdict = judged(definition, facts, {
      way: proxy,
      pac: false,
      agentUnread: { code: 'PAC', text: 'x' },
    });
    expect(verdict.status).toBe('unknown');
  });

  it("by the proxy that was named for the agent's script is a failure", () => {
    const named = { ...proxy, source: 'settings' };
    const facts = { reached: reached(failed('proxy', 'HTTP_403'), named), tenant: 'common' };
    const agentUnread = { code: 'PAC', text: 'x' };
    expect(judged(networkSignInProbe, facts, { way: named, pac: false, agentUnread }).status).toBe('fail');
  });

  it('by a proxy that counts before the script is a failure', () => {
    const facts = { reached: reached(failed('proxy', 'HTTP_403'), proxy), tenant: 'common' };
    expect(judged(networkSignInProbe, facts, { way: proxy, pac: true }).status).toBe('fail');
  });

  it.each([
    ['.NET, which evaluates scripts, fails too', seenByDotnet, 'fail'],
    ['there is no PowerShell to hear it by', { state: 'absent' }, 'unknown'],
  ])('%s', (_why, dotnet, status) => {
    const facts = { reached: reached(silent), tenant: 'common', dotnet };
    expect(judged(networkSignInProbe, facts, { way: direct, pac: true }).status).toBe(status);
  });

  it('a page of a portal was reached, and stays a failure', () => {
    const page = {
      ...reached({ layer: 'http', ok: true, ms: 1, peer: 'x', found: 'status 200' }),
      http: { status: 200, type: 'text/html', at: '2026-11-24T07:00:00.000Z' },
    };
    const facts = { reached: page, tenant: 'common', answer: 'page' };
    expect(judged(networkSignInProbe, facts, { way: direct, pac: true }).status).toBe('fail');
  });
});
