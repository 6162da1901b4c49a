import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defined } from '../../../../src/base/defined.ts';
import type { Facts } from '../../../../src/engine/facts.ts';
import { createPlatform } from '../../../../src/platform/node.ts';
import type { Platform } from '../../../../src/platform/types.ts';
import { OnePowerShell } from '../../../../src/platform/windows/powershell.ts';
import { recordedWindows, type WindowsRecord } from '../../../../src/platform/windows/recorded.ts';
import type { PowerShell, WindowsAnswer } from '../../../../src/platform/windows/types.ts';
import type { SignInHostFacts } from '../../../../src/probes/network/sign-in/facts.ts';
import { networkSignInProbe } from '../../../../src/probes/network/sign-in/index.ts';
import type { Authority, KeyPair } from '../../../beds/certificates.ts';
import { type Cloud, healthy, type Respond, startCloud, startSilent } from '../../../beds/loopback.ts';
import { freePort } from '../../../beds/program.ts';
import { collectFacts, judgeFacts, makeContext, settingsFrom } from '../../context.ts';
import { build, makeBeds } from '../bed.ts';

/** The request of .NET beside our own: a Windows that is recorded, with a PowerShell that does as the test says. */

let authority: Authority;
let good: KeyPair;
let cloud: Cloud;
const beds = makeBeds();
const { keep } = beds;

beforeAll(async () => {
  ({ authority, good, cloud } = await beds.start());
});
afterAll(() => beds.stop());

interface Windows {
  readonly port: number;
  readonly powershell?: PowerShell;
  readonly record?: WindowsRecord;
  readonly trusted?: boolean;
  readonly proxy?: Facts;
}

function answering(answer: WindowsAnswer<unknown>): PowerShell & { readonly scripts: string[] } {
  const scripts: string[] = [];
  return {
    scripts,
    ask: async (script) => {
      scripts.push(script);
      return answer;
    },
  };
}

const status = (code: number, more = {}): WindowsAnswer<unknown> => ({
  state: 'seen',
  value: { status: code, ...more },
});
const failure = (name: string, more = {}): WindowsAnswer<unknown> => ({
  state: 'seen',
  value: { failure: name, faults: [{ type: 'System.Net.WebException', hresult: '0x80131509' }], ...more },
});

function onWindows({ port, powershell, record = {}, trusted = true, proxy }: Windows) {
  const reader = recordedWindows(record);
  const own: Platform = createPlatform({
    env: {},
    roots: async () => ({ pems: trusted ? [authority.cert] : [], source: 'the test' }),
    publicRoots: [],
  });
  const windows = async () => (powershell === undefined ? reader : { ...reader, powershell });
  const settings = settingsFrom({ tenant: { cloud: { signIn: `https://localhost:${port}` } } });
  const platform = {
    ...own,
    windows,
    machine: () => ({ ...own.machine(), platform: 'win32' }),
  } satisfies Platform;
  const facts = proxy === undefined ? {} : { 'network.proxy': proxy };
  const site = { settings, platform };
  return { probe: build(networkSignInProbe, site), context: makeContext({ ...site, facts }) };
}

/** `ended` hears that our own request is over. */
async function look(windows: Windows, ended: () => void = () => {}) {
  const { probe, context: made } = onWindows(windows);
  const context = {
    ...made,
    waitingFor: (what: string) => {
      if (what.includes('PowerShell')) ended();
      made.waitingFor(what);
    },
  };
  const facts = await collectFacts<SignInHostFacts>(probe, context);
  return { facts, verdict: judgeFacts(probe, facts) };
}

describe('both ways', () => {
  it('are asked the same address, and agree', async () => {
    const powershell = answering(status(200));
    const { facts, verdict } = await look({ port: cloud.port, powershell });
    expect(powershell.scripts).toHaveLength(1);
    expect(powershell.scripts[0]).toContain(
      `[Uri]'https://localhost:${cloud.port}/common/v2.0/.well-known/openid-configuration'`,
    );
    expect(facts.dotnet).toEqual({ state: 'seen', value: { kind: 'status', status: 200 } });
    expect(verdict.status).toBe('pass');
    expect(verdict.found).toBeUndefined();
    expect(verdict.evidence).toContainEqual({ label: '.NET', value: 'HTTP status 200' });
  });

  it('are asked side by side', async () => {
    let release: (answer: WindowsAnswer<unknown>) => void = () => {};
    const held = new Promise<WindowsAnswer<unknown>>((resolve) => {
      release = resolve;
    });
    const asked: string[] = [];
    const busy: Respond = (request, response) => {
      asked.push('ours');
      release(status(200));
      return healthy(request, response);
    };
    const bed = keep(await startCloud(good, busy));
    const powershell: PowerShell = {
      ask: () => {
        asked.push('theirs');
        return held;
      },
    };
    const { verdict } = await look({ port: bed.port, powershell });
    // .NET was asked first, and answers only because ours came through meanwhile.
    expect(asked).toEqual(['theirs', 'ours']);
    expect(verdict.status).toBe('pass');
  });

  it('go by the same proxy, or round it', async () => {
    const way = { kind: 'proxy', host: '127.0.0.1', port: await freePort(), tls: false, source: 'system' };
    const found: string[] = [];
    for (const bypass of [undefined, 'login.contoso.example']) {
      const powershell = answering(failure('ConnectFailure'));
      const { probe, context } = onWindows({
        port: 443,
        powershell,
        proxy: { usable: true, way: { ...way, ...defined({ bypass }) } },
      });
      const settings = settingsFrom({ tenant: { cloud: { signIn: 'https://login.contoso.example' } } });
      const end = new AbortController();
      const collecting = probe.work?.collect({ ...context, settings }, end.signal);
      await expect.poll(() => powershell.scripts.length).toBe(1);
      end.abort(new Error('enough'));
      await collecting?.catch(() => {});
      found.push(/\$request\.Proxy = .*/.exec(powershell.scripts[0] ?? '')?.[0] ?? '');
    }
    expect(found).toEqual([
      `$request.Proxy = New-Object Net.WebProxy -ArgumentList 'http://127.0.0.1:${way.port}/'`,
      '$request.Proxy = $null',
    ]);
  });

  it("give the proxy's password to nobody but the proxy", async () => {
    const powershell = answering(status(200));
    const way = {
      kind: 'proxy',
      host: '127.0.0.1',
      port: await freePort(),
      tls: false,
      source: 'settings',
      account: 'svc',
    };
    const { facts } = await look({ port: cloud.port, powershell, proxy: { usable: true, way } });
    expect(powershell.scripts).toEqual([]);
    expect(facts.dotnet).toMatchObject({ state: 'failed', problem: { code: 'PASSWORD' } });
  });
});

describe('a PowerShell that is of no use leaves our verdict', () => {
  it.each<[string, Windows['powershell'], string]>([
    ['none here', undefined, 'there is no PowerShell here'],
    [
      'an empty answer',
      answering({ state: 'seen', value: {} }),
      'PowerShell gave an unexpected answer (ERROR)',
    ],
    ['one that may not start', answering({ state: 'denied' }), 'PowerShell may not be started'],
  ])('%s', async (_, powershell, why) => {
    const { verdict, facts } = await look({
      port: cloud.port,
      ...defined({ powershell }),
    });
    expect(facts.usable).toBe(true);
    expect(verdict.status).toBe('pass');
    expect(verdict.found).toBe('not cross-checked with .NET (see the evidence)');
    expect(verdict.evidence).toContainEqual({ label: '.NET', value: `not cross-checked: ${why}` });
  });

  it.each([
    ['exits at once with code 0 and no output', 'process.exit(0)', /ended without an answer/],
    ['cannot do it (constrained language mode)', constrained(), /gave no answer/],
  ])('one that %s', async (_, code, why) => {
    const shell = new OnePowerShell({ file: process.execPath, args: ['-e', code] });
    try {
      const { verdict } = await look({ port: cloud.port, powershell: shell });
      expect(verdict.status).toBe('pass');
      expect(verdict.evidence?.find(({ label }) => label === '.NET')?.value).toMatch(why);
    } finally {
      await shell.close();
    }
  });

  it('ends with the attempt', async () => {
    const shell = new OnePowerShell({ file: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] });
    try {
      const { probe, context } = onWindows({ port: cloud.port, powershell: shell });
      const end = new AbortController();
      const collecting = probe.work?.collect(context, end.signal);
      end.abort(new Error('cut'));
      await expect(collecting).rejects.toThrow('cut');
    } finally {
      await shell.close();
    }
  });
});

/** Says only what the plain line behind each question says. */
function constrained(): string {
  return `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const plain = /^'(doctor-answer \\d+)'$/.exec(line);
    if (plain) console.log(plain[1]);
  });`;
}

describe('off Windows', () => {
  it('nothing is asked and nothing is said of it', async () => {
    const { probe, context } = onWindows({ port: cloud.port });
    const { windows, ...platform } = context.platform;
    expect(windows).toBeDefined();
    const facts = await collectFacts<SignInHostFacts>(probe, { ...context, platform });
    expect(facts).not.toHaveProperty('dotnet');
    expect(JSON.stringify(judgeFacts(probe, facts))).not.toContain('.NET');
  });
});

describe('our request fails where .NET gets through', () => {
  it('is a warning, with the proxy that .NET found', async () => {
    const powershell = answering(status(200, { proxy: 'pac.contoso.example:8080' }));
    const port = await freePort();
    const { facts, verdict } = await look({ port, powershell });
    expect(facts.usable).toBe(false);
    expect(verdict).toMatchObject({
      status: 'warn',
      message: `only .NET gets through: refused by localhost:${port}`,
      found: expect.stringContaining('by the proxy pac.contoso.example:8080, which .NET found by itself'),
    });
    expect(verdict.remedy?.steps[0]?.text).toContain('network: { proxy: "http://pac.contoso.example:8080" }');
  });

  it('by trust: an authority that only this user trusts stays a failure', async () => {
    const bed = keep(await startCloud(good, healthy));
    const thumbprint = new X509Certificate(authority.cert).fingerprint.replaceAll(':', '');
    const root = { pem: authority.cert, thumbprint };
    const powershell = answering(status(200));
    const stores = [
      { 'CurrentUser\\Root': [root], 'LocalMachine\\Root': [] },
      { 'CurrentUser\\Root': [], 'LocalMachine\\Root': [] },
    ];
    const told = [];
    for (const certificates of stores) {
      const { facts, verdict } = await look({
        port: bed.port,
        powershell,
        trusted: false,
        record: { certificates },
      });
      told.push([facts.rootOfUser, verdict.status, verdict.message]);
    }
    expect(told).toEqual([
      [true, 'fail', "Bed CA is trusted by this user's store only"],
      [false, 'warn', 'only .NET gets through: Bed CA is not trusted: localhost'],
    ]);
  });

  it('in silence: it is not waited for to the end', async () => {
    const bed = keep(await startSilent());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const looking = look({ port: bed.port, powershell: answering(status(200)) });
      await bed.opened(1);
      const from = performance.now();
      for (let done = false; !done; ) {
        await vi.advanceTimersByTimeAsync(250);
        const moment = new Promise<boolean>((resolve) => setImmediate(resolve, false));
        done = await Promise.race([looking.then(() => true), moment]);
      }
      expect(performance.now() - from).toBeLessThan(15_000);
      expect((await looking).verdict).toMatchObject({
        status: 'warn',
        message: `only .NET gets through: no answer to TLS by localhost:${bed.port}`,
      });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a PowerShell that takes its time', () => {
  /** Ready after so many seconds, its answer so many later; undefined: never. */
  const slow = (
    start: number | undefined,
    answer: number | undefined,
    value: WindowsAnswer<unknown>,
  ): PowerShell => ({
    ask: (_script, signal, ready) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        if (start === undefined) return;
        setTimeout(() => {
          ready?.();
          if (answer !== undefined) setTimeout(() => resolve(value), answer * 1000);
        }, start * 1000);
      }),
  });

  it.each<[string, number | undefined, number | undefined, string, string]>([
    ['6 s to start, and 10 s to fail', 6, 10, 'fail', '.NET fails: ConnectFailure'],
    ['18 s to start, and 13 s to fail', 18, 13, 'fail', '.NET fails: ConnectFailure'],
    ['at once ready, and silent', 0, undefined, 'warn', 'no answer of .NET: localhost'],
    ['never ready', undefined, undefined, 'warn', 'no answer of .NET: localhost'],
    ['ready late', 60, 1, 'warn', 'no answer of .NET: localhost'],
  ])('%s', async (_, start, answer, status, message) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const ours = Promise.withResolvers<void>();
      const powershell = slow(start, answer, failure('ConnectFailure'));
      const looking = look({ port: cloud.port, powershell }, ours.resolve);
      // Our own request goes by real time: it is over before the clock is turned.
      await ours.promise;
      for (let done = false; !done; ) {
        await vi.advanceTimersByTimeAsync(250);
        const moment = new Promise<boolean>((resolve) => setImmediate(resolve, false));
        done = await Promise.race([looking.then(() => true), moment]);
      }
      expect((await looking).verdict).toMatchObject({ status, message });
    } finally {
      vi.useRealTimers();
    }
  });
});
