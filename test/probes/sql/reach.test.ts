import { createSocket } from 'node:dgram';
import { createServer as createHttp } from 'node:http';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Platform } from '../../../src/platform/types.ts';
import type { SqlReachFacts } from '../../../src/probes/sql/reach/facts.ts';
import { type Authority, type KeyPair, makeAuthority } from '../../beds/certificates.ts';
import { healthy, listen, startClosing, startCloud, startGarbage, startSilent } from '../../beds/loopback.ts';
import { type Bed, freePort } from '../../beds/program.ts';
import { startTds } from '../../beds/tds/server.ts';
import { collectFacts, judgeFacts, makeContext } from '../context.ts';
import { platformTrusting, rowOf, type SiteOptions, siteOf } from './site.ts';

let authority: Authority;
let good: KeyPair;
const beds: Bed[] = [];
const keep = <T extends Bed>(bed: T): T => {
  beds.push(bed);
  return bed;
};

beforeAll(async () => {
  authority = await makeAuthority('/CN=Contoso SQL CA');
  good = await authority.issue('good', { names: ['localhost', '127.0.0.1'], days: 5 });
});
afterEach(async () => {
  for (const bed of beds.splice(0)) await bed.stop();
});

async function reach(
  options: SiteOptions,
  platform: Platform = platformTrusting(authority),
  deadlineMs?: number,
) {
  const settings = siteOf(options);
  const probe = rowOf('sql.reach', settings);
  const facts = await collectFacts<SqlReachFacts>(
    probe,
    makeContext({ platform, settings, ...(deadlineMs === undefined ? {} : { deadlineMs }) }),
  );
  return { facts, verdict: judgeFacts(probe, facts, { settings }) };
}

describe('a port', () => {
  it('passes where SQL Server answers, and closes the connection', async () => {
    const bed = keep(await startTds({ version: [15, 0, 2000] }));
    const { facts, verdict } = await reach({ port: bed.port });
    expect(facts).toMatchObject({
      usable: true,
      speaks: 'tds',
      greeting: { version: '15.0.2000', offer: 'none' },
    });
    expect(verdict).toMatchObject({
      status: 'pass',
      message: expect.stringMatching(/^SQL Server 2019, 127\.0\.0\.1:\d+, \d+ ms$/),
    });
    await bed.opened(0);
    expect(bed.logins).toHaveLength(0);
  });

  it('is refused', async () => {
    const port = await freePort();
    const { facts, verdict } = await reach({ port });
    expect(facts.usable).toBe(false);
    expect(verdict).toMatchObject({ status: 'fail', message: `refused by 127.0.0.1:${port}` });
    expect(verdict.remedy?.steps.map(({ text }) => text).join()).toContain('TCP/IP');
  });

  it('is that of a web server', async () => {
    const web = keep(await listen(createHttp((_request, response) => void response.end('hello'))));
    const { verdict } = await reach({ port: web.port });
    expect(verdict).toMatchObject({ status: 'fail', message: `127.0.0.1:${web.port} is a web server` });
    await web.opened(0);
  });

  it('is that of a TLS server', async () => {
    const web = keep(await startGarbage(Buffer.from([0x15, 3, 3, 0, 2, 2, 70]), true));
    const { verdict } = await reach({ port: web.port });
    expect(verdict).toMatchObject({
      status: 'fail',
      message: `TLS, not SQL Server, at 127.0.0.1:${web.port}`,
    });
  });

  it.each([
    ['hangs up', startClosing, /^cut off by /],
    [
      'says something else',
      () => startGarbage('220 mail.contoso.example ESMTP\r\n', false),
      /is not SQL Server$/,
    ],
    [
      'sends a broken answer',
      () => startGarbage(Buffer.from([4, 1, 0, 12, 0, 0, 1, 0, 0, 0xff, 0xff, 0xff]), false),
      /is not SQL Server$/,
    ],
    [
      'claims a huge packet',
      () => startGarbage(Buffer.from([4, 1, 0xff, 0xff, 0, 0, 1, 0]), false),
      /is not SQL Server$/,
    ],
  ])('%s', async (_name, start, message) => {
    const bed = keep(await start());
    const { facts, verdict } = await reach({ port: bed.port });
    expect(facts.usable).toBe(false);
    expect(verdict).toMatchObject({ status: 'fail', message: expect.stringMatching(message) });
    await bed.opened(0);
  });

  it('says nothing', async () => {
    const bed = keep(await startSilent());
    const { facts, verdict } = await reach({ port: bed.port });
    expect(facts).toMatchObject({ speaks: 'nothing', problem: { code: 'NO_ANSWER' } });
    expect(verdict).toMatchObject({ status: 'fail', message: `127.0.0.1:${bed.port} says nothing` });
    await bed.opened(0);
  });

  it('of another engine is only connected to', async () => {
    const bed = keep(await startSilent());
    const { facts, verdict } = await reach({ port: bed.port, target: { engine: 'other' } });
    expect(facts).toMatchObject({ speaks: 'not-asked', usable: true });
    expect(verdict.status).toBe('pass');
    expect(JSON.stringify(verdict)).not.toContain('not SQL Server');
    await bed.opened(0);
  });
});

describe('strict encryption', () => {
  const target = { server: 'localhost', encrypt: 'strict' };

  it('passes with a server of TDS 8.0', async () => {
    const bed = keep(await startTds({ certificate: good, strict: true }));
    const { facts } = await reach({ port: bed.port, target });
    expect(facts).toMatchObject({ usable: true, speaks: 'tds' });
    await bed.opened(0);
  });

  it('names a SQL Server that does not know it', async () => {
    const bed = keep(await startTds({ version: [15, 0, 2000] }));
    const { facts, verdict } = await reach({ port: bed.port, target });
    expect(facts.usable).toBe(false);
    expect(verdict).toMatchObject({ status: 'fail', message: 'SQL Server 2019 does not do encrypt: strict' });
    await bed.opened(0);
  });

  it('is not taken from a web server', async () => {
    const web = keep(await startCloud(good, healthy));
    const { facts, verdict } = await reach({ port: web.port, target });
    expect(facts.usable).toBe(false);
    expect(verdict.status).toBe('fail');
    await web.opened(0);
  });
});

describe('a named instance', () => {
  const target = { instance: 'HR' };

  /** A browser service at a free port; the platform asks there in place of 1434. */
  async function browser(answer: (asked: Buffer) => string | undefined, answerWithinMs = 100) {
    const socket = createSocket('udp4');
    const asked: string[] = [];
    socket.on('message', (bytes, from) => {
      asked.push(bytes.toString('latin1'));
      const text = answer(bytes);
      if (text === undefined) return;
      const body = Buffer.from(text, 'latin1');
      const head = Buffer.from([5, body.length & 0xff, body.length >> 8]);
      socket.send(Buffer.concat([head, body]), from.port, from.address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    keep({
      port: socket.address().port,
      stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
    });
    return { platform: redirected(socket.address().port, answerWithinMs), asked };
  }

  function redirected(port: number, answerWithinMs: number): Platform {
    const platform = platformTrusting();
    const { datagram } = platform.network;
    const network: Platform['network'] = {
      ...platform.network,
      datagram: (to, signal) => {
        expect(to.port).toBe(1434);
        return datagram({ ...to, port, answerWithinMs }, signal);
      },
    };
    return { ...platform, network };
  }

  it.each([
    ['ENOTFOUND', 'the name of the server is not known'],
    ['EAI_AGAIN', 'DNS does not answer'],
  ])('is not looked for without its name: %s', async (code, message) => {
    const platform = platformTrusting();
    const lookup: Platform['network']['lookup'] = async () => ({
      ok: false,
      problem: { code, text: `getaddrinfo ${code}` },
      ms: 1,
    });
    const { verdict } = await reach({ target }, { ...platform, network: { ...platform.network, lookup } });
    expect(verdict).toMatchObject({ status: 'fail', message, found: expect.stringContaining(code) });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('lets a person look at DNS first: %s', async (code) => {
    const platform = platformTrusting();
    const lookup: Platform['network']['lookup'] = async () => ({
      ok: false,
      problem: { code, text: `getaddrinfo ${code}` },
      ms: 1,
    });
    const { verdict } = await reach({ target }, { ...platform, network: { ...platform.network, lookup } });
    expect(verdict.remedy?.steps[0]?.command).toContain('127.0.0.1');
    expect(verdict.remedy?.steps.some(({ text }) => text.includes('.ecmarc'))).toBe(code === 'ENOTFOUND');
  });

  it('speaks of no Configuration Manager where the server is one of Azure', () => {
    const settings = siteOf({ target: { server: 'contoso.database.windows.net' } });
    const step = { layer: 'connection', peer: 'contoso.database.windows.net:1433', ok: false, ms: 1 };
    const problem = { code: 'ETIMEDOUT', text: 'no answer' };
    const facts = {
      ...{ engine: 'sqlserver', encryption: 'inside', usable: false },
      reached: {
        ...{ host: 'contoso.database.windows.net', port: 1433, way: { kind: 'direct' }, as: 'root' },
        steps: [{ ...step, problem }],
      },
    } as unknown as SqlReachFacts;
    const verdict = judgeFacts(rowOf('sql.reach', settings), facts, { settings });
    expect(verdict.status).toBe('fail');
    expect(JSON.stringify(verdict.remedy)).not.toContain('Configuration Manager');
    expect(JSON.stringify(verdict.remedy)).toContain('firewall');
  });

  it('tells a DNS that says nothing from our own time-out', async () => {
    const platform = platformTrusting();
    const lookup: Platform['network']['lookup'] = (_host, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const silent = { ...platform, network: { ...platform.network, lookup } };
    const { facts, verdict } = await reach({ target }, silent, 300);
    expect(facts.browser).toMatchObject({ outcome: 'no-name', problem: { code: 'NO_ANSWER' } });
    expect(verdict).toMatchObject({ status: 'fail', message: 'DNS does not answer' });
  });

  it('is found by the browser service', async () => {
    const bed = keep(await startTds({}));
    const { platform, asked } = await browser(
      () => `ServerName;SQL01;InstanceName;HR;IsClustered;No;Version;16.0.1000.6;tcp;${bed.port};;`,
      // Asked once: it is not asked again while the machine is busy.
      60_000,
    );
    const { facts, verdict } = await reach({ target }, platform);
    expect(asked).toEqual(['\u0004HR\0']);
    expect(facts).toMatchObject({ usable: true, browser: { outcome: 'port', port: bed.port } });
    expect(verdict.evidence).toContainEqual({ label: 'Browser service', value: `HR is at port ${bed.port}` });
  });

  it.each<[string, (asked: Buffer) => string | undefined, string]>([
    ['blocked', () => undefined, 'UDP 1434 does not answer'],
    [
      'unknown',
      (asked) => (asked[0] === 3 ? 'ServerName;SQL01;InstanceName;MSSQLSERVER;tcp;1433;;' : undefined),
      'no instance named HR',
    ],
    [
      'without TCP',
      () => 'ServerName;SQL01;InstanceName;HR;np;\\\\SQL01\\pipe\\x;;',
      'HR does not listen on TCP',
    ],
    ['nonsense', () => '', 'the browser service gives no sense'],
    ['a hostile port', () => 'InstanceName;HR;tcp;99999999;;', 'HR does not listen on TCP'],
  ])('%s', async (_name, answer, message) => {
    const { platform } = await browser(answer);
    const { facts, verdict } = await reach({ target }, platform);
    expect(facts.usable).toBe(false);
    expect(verdict).toMatchObject({ status: 'fail', message });
    expect(verdict.remedy?.steps.length).toBeGreaterThan(0);
  });

  it('is told when the port of the service is closed', async () => {
    const { verdict } = await reach({ target }, redirected(await freePort(), 100));
    expect(verdict).toMatchObject({ status: 'fail', message: 'the browser service is not running' });
  });
});
