import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkDnsProbe } from '../../../src/probes/network/dns.ts';
import type { ProxyFacts } from '../../../src/probes/network/proxy/facts.ts';
import { networkProxyProbe } from '../../../src/probes/network/proxy/index.ts';
import { type Authority, type KeyPair, makeAuthority } from '../../beds/certificates.ts';
import {
  type Cloud,
  healthy,
  startClosing,
  startCloud,
  startGarbage,
  startSilent,
} from '../../beds/loopback.ts';
import { freePort } from '../../beds/program.ts';
import { type ProxyScript, startProxy } from '../../beds/scripted-proxy.ts';
import { judgeFacts, probeFrom, rememberingCredentials, settingsFrom } from '../context.ts';
import { lookAtProxy, lookAtSignIn, type Site, site } from './bed.ts';

const password = 'planted-proxy-pass-7';
let authority: Authority;
let good: KeyPair;
let cloud: Cloud;
const beds: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  authority = await makeAuthority('/CN=Bed CA');
  beds.push(authority);
  good = await authority.issue('good', { names: ['localhost', '127.0.0.1'], days: 1 });
  cloud = await startCloud(good, healthy);
  beds.push(cloud);
});

afterAll(async () => {
  for (const bed of beds) await bed.stop();
});

async function proxy(script: ProxyScript) {
  const bed = await startProxy(script);
  beds.push(bed);
  return bed;
}

function behind(
  port: number,
  given: Partial<Parameters<typeof site>[0]> & { user?: string; sent?: string },
): Site {
  const { user, sent = password, ...rest } = given;
  const account = user === undefined ? {} : { user, password: { env: 'PROXY_PASSWORD' } };
  return site({
    port: cloud.port,
    roots: [authority.cert],
    proxy: { url: `http://127.0.0.1:${port}`, ...account },
    secrets: { PROXY_PASSWORD: sent },
    ...rest,
  });
}

const account = { user: 'svc', password };

describe('no proxy', () => {
  it('is a direct way out', async () => {
    const { facts, verdict } = await lookAtProxy(site({ port: cloud.port }));
    expect(facts).toMatchObject({ usable: true, way: { kind: 'direct' } });
    expect(verdict).toMatchObject({ status: 'pass', message: 'direct' });
  });
});

describe('automatic detection', () => {
  it.each([
    ['leads somewhere', { addresses: [{ address: '192.0.2.1', family: 4 }] }, 'unknown'],
    ['is none that name servers know', 'ENOTFOUND', 'pass'],
    ['may not be asked for', 'EACCES', 'unknown'],
    ['is answered by nobody', 'EAI_AGAIN', 'unknown'],
  ] as const)('where the name wpad %s', async (_, answer, status) => {
    const at = site({ port: cloud.port });
    const found =
      typeof answer === 'string'
        ? ({ ok: false, ms: 1, problem: { code: answer, text: 'no' } } as const)
        : ({ ok: true, ms: 1, ...answer } as const);
    const services = { account: 'A', from: 'account', choice: { autoDetect: true } } as const;
    const platform = {
      ...at.platform,
      windowsProxySources: async () => ({ services }),
      network: { ...at.platform.network, lookup: async () => found },
    };
    const { verdict } = await lookAtProxy({ ...at, platform });
    expect(verdict.status).toBe(status);
  });
});

describe('a proxy', () => {
  it('that lets everyone through passes, with the note about the agent', async () => {
    const bed = await proxy({});
    const { facts, verdict } = await lookAtProxy(behind(bed.port, {}));
    expect(facts).toMatchObject({ usable: true, credentials: 'not-needed', answer: { status: 200 } });
    expect(verdict).toMatchObject({ status: 'pass', message: `127.0.0.1:${bed.port}` });
    expect(verdict.found).toContain("the agent's file will need it");
    expect(bed.targets).toEqual([`localhost:${cloud.port}`]);
  });

  it('that lets everyone through never gets the password', async () => {
    const bed = await proxy({});
    await lookAtSignIn(behind(bed.port, { user: 'svc' }));
    expect(bed.seen.join('')).toBe('');
  });

  it('that wants a password and takes it is a warning; the sign-in goes through', async () => {
    const bed = await proxy({ account });
    const { proxy: seen, facts, verdict } = await lookAtSignIn(behind(bed.port, { user: 'svc' }));
    expect(seen.facts).toMatchObject({ usable: true, credentials: 'accepted' });
    expect(seen.verdict).toMatchObject({ status: 'warn', message: `127.0.0.1:${bed.port}, with a password` });
    expect(seen.verdict.found).toContain('clear text');
    expect(verdict.status).toBe('pass');
    expect(verdict.evidence).toContainEqual({ label: 'Way', value: `by proxy 127.0.0.1:${bed.port}` });
    expect(JSON.stringify([seen, facts, verdict])).not.toContain(password);
  });

  it.each([401, 407] as const)('that refuses the password by %i gets it exactly once', async (wrong) => {
    const bed = await proxy({ account, wrong });
    const credentials = rememberingCredentials();
    const at = behind(bed.port, { user: 'svc', sent: 'wrong-pass-3', credentials });
    const first = await lookAtProxy(at);
    const target = `proxy 127.0.0.1:${bed.port}`;
    expect(first.facts).toMatchObject({
      usable: false,
      credentials: 'refused',
      refusal: { target, account: 'svc' },
    });
    expect(first.verdict).toMatchObject({
      status: 'fail',
      message: `password refused by 127.0.0.1:${bed.port}`,
    });
    const second = await lookAtProxy(at);
    expect(second.facts).toMatchObject({
      usable: false,
      credentials: 'standing',
      refusal: { at: '2026-01-01T10:00:00.000Z' },
    });
    expect(second.verdict.found).toContain('2026-01-01 10:00:00 UTC');
    expect(bed.seen.filter((one) => one !== '')).toHaveLength(1);
    expect(credentials.refusals).toEqual([`${target} svc`]);
    expect(JSON.stringify([first, second])).not.toContain('wrong-pass-3');
  });

  it('that wants a password when none is set is no way out', async () => {
    const bed = await proxy({ account, schemes: ['Negotiate', 'NTLM', 'Basic realm="a, b"'] });
    const { facts, verdict } = await lookAtProxy(behind(bed.port, {}));
    expect(facts).toMatchObject({ usable: false, credentials: 'not-given', answer: { status: 407 } });
    expect(verdict).toMatchObject({ status: 'fail', message: `password wanted by 127.0.0.1:${bed.port}` });
    expect(verdict.found).toContain('Negotiate, NTLM, Basic');
  });

  it('that offers no Basic never gets the password', async () => {
    const bed = await proxy({ account, schemes: ['Negotiate', 'NTLM'] });
    const { facts, verdict } = await lookAtProxy(behind(bed.port, { user: 'svc' }));
    expect(facts).toMatchObject({ usable: false, credentials: 'not-offered' });
    expect(verdict.status).toBe('unknown');
    expect(bed.seen).toEqual(['']);
  });

  it.each([
    [403, 'fail', 'forbidden (403) by'],
    [502, 'warn', 'answered 502 by'],
    [401, 'fail', 'answered 401 by'],
  ])('that answers %i is told apart', async (status, verdictStatus, words) => {
    const bed = await proxy({ status });
    const { facts, verdict } = await lookAtProxy(behind(bed.port, {}));
    expect(facts).toMatchObject({ usable: true, answer: { status } });
    expect(verdict.status).toBe(verdictStatus);
    expect(verdict.message).toContain(words);
  });

  it('over TLS is spoken to over TLS', async () => {
    const bed = await proxy({ account, certificate: good });
    const at = behind(bed.port, {
      proxy: { url: `https://localhost:${bed.port}`, user: 'svc', password: { env: 'PROXY_PASSWORD' } },
    });
    const { proxy: seen, verdict } = await lookAtSignIn(at);
    expect(seen.verdict.status).toBe('warn');
    expect(seen.verdict.found).not.toContain('clear text');
    expect(verdict.status).toBe('pass');
  });

  it('over TLS with an unknown authority is not told the password', async () => {
    const bed = await proxy({ account, certificate: good });
    const url = `https://localhost:${bed.port}`;
    const at = behind(bed.port, {
      roots: [],
      proxy: { url, user: 'svc', password: { env: 'PROXY_PASSWORD' } },
    });
    const { facts, verdict } = await lookAtProxy(at);
    expect(facts.usable).toBe(false);
    expect(verdict).toMatchObject({ status: 'fail', message: 'Bed CA is not trusted: localhost' });
    expect(bed.seen).toEqual([]);
  });

  it.each([
    ['is down', () => freePort(), 'refused by'],
    ['hangs up', async () => keepPort(await startClosing()), 'cut off by proxy'],
    ['is none', async () => keepPort(await startGarbage('SSH-2.0-x\r\n', true)), 'no proxy at'],
  ])('that %s is no way out', async (_, start, words) => {
    const { facts, verdict } = await lookAtProxy(behind(await start(), {}));
    expect(facts.usable).toBe(false);
    expect(verdict.status).toBe('fail');
    expect(verdict.message).toContain(words);
  });

  it('of the environment alone is a warning, its password from the address', async () => {
    const bed = await proxy({ account });
    const env = { HTTPS_PROXY: `http://svc:${password}@127.0.0.1:${bed.port}` };
    // A name that is no loopback name: those go round the environment's proxy.
    const settings = settingsFrom({ tenant: { cloud: { signIn: `https://bed.invalid:${cloud.port}` } } });
    const { facts, verdict } = await lookAtProxy({ ...site({ port: 1, env }), settings });
    expect(facts).toMatchObject({ credentials: 'accepted', way: { source: 'environment', account: 'svc' } });
    expect(verdict.status).toBe('warn');
    expect(JSON.stringify([facts, verdict])).not.toContain(password);
  });
});

function keepPort(bed: { port: number; stop(): Promise<void> }): number {
  beds.push(bed);
  return bed.port;
}

describe('a proxy that says nothing', () => {
  it('is told so, before the row is over', async () => {
    const bed = keepPort(await startSilent());
    const { facts, verdict } = await lookAtProxy({ ...behind(bed, {}), deadlineMs: 3000 });
    expect(facts).toMatchObject({
      usable: false,
      answer: { steps: [{ ok: true }, { ok: true }, { layer: 'proxy', problem: { code: 'NO_ANSWER' } }] },
    });
    expect(verdict).toMatchObject({ status: 'fail', message: `no answer by proxy 127.0.0.1:${bed}` });
  });
});

describe('a way that only this user has', () => {
  it('makes every row of the network a warning at best', async () => {
    const bed = await proxy({});
    const env = { HTTPS_PROXY: `http://127.0.0.1:${bed.port}` };
    const settings = settingsFrom({ tenant: { cloud: { signIn: `https://bed.invalid:${cloud.port}` } } });
    const { proxy: seen, verdict } = await lookAtSignIn({
      ...site({ port: 1, env, roots: [authority.cert] }),
      settings,
    });
    expect(seen.verdict.status).toBe('warn');
    // The name is not in the certificate: judged is that a pass would not stay one.
    const passing = judgeFacts(probeFrom(networkDnsProbe, settings), dnsFacts(seen.facts.way), {
      uses: { 'network.proxy': seen.facts },
    });
    expect(passing).toMatchObject({
      status: 'warn',
      found: "by this user's environment, which the services do not have",
    });
    expect(verdict.status).toBe('fail');
  });
});

const dnsFacts = (way: ProxyFacts['way']) => ({
  usable: true,
  name: 'proxy',
  way,
  byAddress: false,
  as: 'admin',
  step: { layer: 'name' as const, ok: true, ms: 1, peer: 'proxy', found: '' },
  addresses: ['10.0.0.1'],
});

describe('judged from recorded facts', () => {
  const way = (source: string) => ({
    kind: 'proxy',
    host: 'proxy.contoso.example',
    port: 8080,
    tls: false,
    source,
  });
  const answered = {
    steps: [{ layer: 'proxy', ok: true, ms: 3, peer: 'proxy.contoso.example:8080', found: 'tunnel' }],
    status: 200,
    schemes: [],
    credentials: 'not-needed',
  };
  const recorded = (change: object) =>
    ({
      usable: true,
      found: [],
      unusable: [],
      pac: false,
      as: 'admin',
      platform: 'win32',
      toward: { host: 'login.microsoftonline.com', port: 443 },
      ...change,
    }) as unknown as ProxyFacts;
  const probe = probeFrom(networkProxyProbe);

  it.each([
    ['NT AUTHORITY\\LOCAL SERVICE', 'bitsadmin /util /setieproxy LOCALSERVICE MANUAL_PROXY'],
    ['LocalSystem', 'bitsadmin /util /setieproxy LOCALSYSTEM MANUAL_PROXY'],
    ['NT AUTHORITY\\NetworkService', 'bitsadmin /util /setieproxy NETWORKSERVICE MANUAL_PROXY'],
    // It knows no other account: the agent's file is the place.
    ['NT SERVICE\\AADConnectProvisioningAgent', undefined],
    ['CONTOSO\\gmsa$', undefined],
  ])('what is printed for %s works there', (account, command) => {
    const facts = recorded({
      way: way('environment'),
      answer: answered,
      services: { account, from: 'account', detects: false },
    });
    const { remedy } = judgeFacts(probe, facts, {});
    const bits = remedy?.steps.flatMap((step) =>
      step.command?.startsWith('bitsadmin') ? [step.command] : [],
    );
    expect(bits).toEqual(command === undefined ? [] : [`${command} proxy.contoso.example:8080 "<local>"`]);
  });

  it("prints nothing for the account where a policy takes the machine's settings", () => {
    const services = { account: 'NT AUTHORITY\\NetworkService', from: 'machine', detects: false } as const;
    const commands = (given: object) =>
      judgeFacts(probe, recorded({ services, ...given }), {}).remedy?.steps.map(({ command }) => command);
    expect(commands({ way: way('environment'), answer: answered })?.join()).not.toContain('bitsadmin');
    const thrown = {
      kind: 'throws',
      from: 'service',
      file: 'the Internet settings of the machine',
      text: 'x',
    } as const;
    const mended = commands({ way: { kind: 'direct' }, configured: thrown })?.join() ?? '';
    expect(mended).toContain('<defaultProxy');
    expect(mended).not.toContain('bitsadmin');
    const unseen = commands({ way: { kind: 'direct' }, systemUnread: { code: 'X', text: 'x' } })?.join();
    expect(unseen).toContain('reg.exe query "HKLM');
  });

  it.each([
    ['settings before installation', { way: way('settings'), answer: answered }, 'pass', 'will need it'],
    [
      'settings, the agent without',
      { way: way('settings'), answer: answered, agentFile: false },
      'warn',
      "not in the agent's file",
    ],
    [
      'the agent',
      { way: way('agent'), answer: answered, agentFile: true },
      'pass',
      "the agent's configuration file",
    ],
    [
      "the system, the agent's file not to be read",
      {
        way: way('system'),
        answer: answered,
        agentUnread: { code: 'EACCES', text: 'EACCES: permission denied' },
      },
      'unknown',
      'permission denied. Without it: proxy.contoso.example:8080.',
    ],
    [
      "nothing, the agent's file no XML",
      { way: { kind: 'direct' }, agentUnread: { code: 'NO_XML', text: 'no XML' } },
      'unknown',
      'no XML. Without it: direct.',
    ],
    [
      "nothing, the agent's file names a script",
      { way: { kind: 'direct' }, agentUnread: { code: 'PAC', text: 'it names a PAC script' } },
      'unknown',
      'it names a PAC script. Without it: direct.',
    ],
    [
      'the proxy that its script gives, named in .ecmarc',
      {
        way: way('settings'),
        agentUnread: { code: 'PAC', text: 'it names a PAC script' },
        answer: answered,
      },
      'pass',
      "network.proxy of .ecmarc, in place of the PAC script in the agent's file",
    ],
    [
      'a proxy that is down, but the agent has a script',
      {
        way: way('system'),
        agentUnread: { code: 'PAC', text: 'it names a PAC script' },
        answer: { ...answered, status: 403 },
      },
      'unknown',
      'it names a PAC script. Without it: ',
    ],
    [
      'what Windows did not tell',
      { way: { kind: 'direct' }, systemUnread: { code: '12178', text: 'Windows error 12178' } },
      'unknown',
      'Windows error 12178',
    ],
    ['the system', { way: way('system'), answer: answered }, 'pass', 'WinHTTP'],
    [
      "a file of the agent's that .NET refuses, though another way works",
      {
        way: way('settings'),
        answer: answered,
        configured: {
          from: 'agent',
          file: 'C:\\agent.exe.config',
          kind: 'throws',
          text: 'configuration/system.net, line 3: no',
        },
      },
      'fail',
      'C:\\agent.exe.config: configuration/system.net, line 3: no. Every request of the agent fails by it.',
    ],
    [
      'a proxy of the services that .NET refuses',
      {
        way: { kind: 'direct' },
        configured: {
          from: 'service',
          file: 'the Internet settings of NETWORK SERVICE',
          kind: 'throws',
          text: 'ProxyServer: no',
        },
      },
      'fail',
      'the Internet settings of NETWORK SERVICE: ProxyServer: no',
    ],
    [
      'a module',
      {
        way: { kind: 'direct' },
        configured: { from: 'agent', file: 'F', kind: 'open', text: 'decided by module type="A"' },
      },
      'unknown',
      'F: decided by module type="A". Without it: direct.',
    ],
    [
      "the agent's file switches proxies off",
      {
        way: { kind: 'direct' },
        found: [way('settings')],
        configured: { from: 'agent', file: 'F', kind: 'direct', text: 'direct: off' },
      },
      'pass',
      'F: direct: off; the proxies that are set elsewhere do not count for the agent',
    ],
    [
      'machine.config',
      { way: way('machine-config'), answer: answered, agentFile: false },
      'pass',
      'machine.config',
    ],
    [
      "a sign-in that .NET answers as the service's account",
      {
        way: { ...way('agent'), ownAccount: true },
        answer: { ...answered, status: 407, credentials: 'not-given', schemes: ['Negotiate', 'NTLM'] },
        agentFile: true,
      },
      'unknown',
      'it offers Negotiate, NTLM; by useDefaultCredentials .NET answers as the account of the service',
    ],
    [
      'a sign-in by Basic alone, which it cannot answer',
      {
        way: { ...way('agent'), ownAccount: true },
        answer: { ...answered, status: 407, credentials: 'not-given', schemes: ['Basic'] },
        agentFile: true,
      },
      'fail',
      'it answers 407 and none is set for it; it offers Basic',
    ],
    [
      'a sign-in, and no useDefaultCredentials: final',
      {
        way: way('agent'),
        answer: { ...answered, status: 407, credentials: 'not-given', schemes: ['Negotiate'] },
        agentFile: true,
      },
      'fail',
      'it answers 407 and none is set for it; it offers Negotiate',
    ],
    [
      'an exception that only .NET can follow',
      {
        way: { ...way('agent'), exceptions: { local: false, expressions: ['(?>login)'] } },
        answer: answered,
        agentFile: true,
      },
      'unknown',
      '(?>login): whether login.microsoftonline.com goes round the proxy by it, only .NET can tell.',
    ],
    [
      'such an exception beside one that fits: direct',
      {
        way: { ...way('agent'), exceptions: { local: false, expressions: ['(?>login)', 'microsoft'] } },
        agentFile: true,
      },
      'pass',
      "the agent's configuration file",
    ],
    [
      "a wizard's file that .NET refuses",
      {
        way: way('agent'),
        answer: answered,
        agentFile: true,
        neighbours: [{ program: 'wizard', file: 'W', kind: 'throws', text: 'the whole file: no XML' }],
      },
      'warn',
      'W: the whole file: no XML. Every request of the wizard fails by it',
    ],
    [
      "an updater's file without the agent's proxy",
      {
        way: way('agent'),
        answer: answered,
        agentFile: true,
        configured: { from: 'agent', file: 'F', kind: 'proxy', text: 'proxy http://p:8080' },
        neighbours: [{ program: 'updater', file: 'U', kind: 'unset', text: 'no defaultProxy' }],
      },
      'pass',
      "the updater's own file: no defaultProxy",
    ],
    [
      "the machine's environment",
      { way: way('machine-environment'), answer: answered },
      'warn',
      "the machine's environment: services have this variable, but .NET never reads it",
    ],
    [
      "the services' own settings",
      {
        way: way('service'),
        answer: answered,
        agentFile: false,
        services: { account: 'CONTOSO\\gmsa$', from: 'account', detects: false },
      },
      'pass',
      'set in the Internet settings of CONTOSO\\gmsa$',
    ],
    [
      'a script before their proxy',
      { way: way('service'), answer: answered, pac: true },
      'unknown',
      'comes before it',
    ],
    [
      'detection that finds nothing',
      {
        way: { kind: 'direct' },
        detection: 'nothing',
        services: { account: 'NETWORK SERVICE', from: 'account', detects: true },
      },
      'pass',
      'NETWORK SERVICE looks for one by automatic detection',
    ],
    ['WinHTTP alone', { way: { kind: 'direct' }, winHttp: way('system') }, 'pass', 'the agent never goes'],
    [
      'a proxy that is spoken to by TLS',
      { way: { ...way('settings'), tls: true }, answer: answered },
      'warn',
      '.NET knows no such proxy',
    ],
    ['this user', { way: way('user'), answer: answered }, 'warn', 'will not have it'],
    ['the environment', { way: way('environment'), answer: answered }, 'warn', 'will not have it'],
    [
      'the environment, which forbids it',
      { way: way('environment'), answer: { ...answered, status: 403 } },
      'fail',
      "; set in this user's environment: the service will not have it",
    ],
    [
      'the environment, gone round',
      { way: { ...way('environment'), bypass: '*' } },
      'warn',
      'will not have it',
    ],
    ['a PAC script', { way: { kind: 'direct' }, pac: true }, 'unknown', 'PAC'],
    [
      'a SOCKS proxy',
      { way: { kind: 'direct' }, unusable: [{ source: 'environment', why: 'x' }] },
      'unknown',
      'environment',
    ],
    [
      'unsettled',
      {
        way: way('settings'),
        answer: {
          ...answered,
          status: undefined,
          credentials: 'unsettled',
          steps: [
            {
              layer: 'proxy',
              ok: false,
              ms: 1,
              peer: 'proxy.contoso.example:8080',
              problem: { code: 'ECONNRESET', text: 'x' },
            },
          ],
        },
      },
      'fail',
      'x',
    ],
  ])('%s', (_, facts, status, words) => {
    const verdict = judgeFacts(probe, recorded(facts));
    expect(verdict.status).toBe(status);
    expect(verdict.found).toContain(words);
    if (status === 'warn')
      expect(verdict.remedy?.steps.map((step) => step.command).join()).toContain('proxyaddress="http://');
  });
});
