import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defined } from '../../../src/base/defined.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { Machine } from '../../../src/platform/types.ts';
import { secondsFor } from '../../../src/probes/host/answer/collect.ts';
import type { AnswerFacts } from '../../../src/probes/host/answer/facts.ts';
import { hostAnswerProbe } from '../../../src/probes/host/answer/index.ts';
import { type Authority, type KeyPair, makeAuthority } from '../../beds/certificates.ts';
import { type Cloud, type Respond, startCloud, startSilent } from '../../beds/loopback.ts';
import { freePort } from '../../beds/program.ts';
import { probeFrom, settingsFrom } from '../context.ts';
import { ask } from './site.ts';

const token = 'PlantedToken456';
const beds: { stop(): Promise<void> }[] = [];
let authority: Authority;
let local: KeyPair;
let named: KeyPair;
let strange: KeyPair;
const machine: Machine = {
  hostName: 'SRV01',
  platform: 'win32',
  osName: 'Windows Server 2022',
  osRelease: '10.0.20348',
  user: 'admin',
};

beforeAll(async () => {
  authority = await makeAuthority('/CN=Bed CA');
  local = await authority.issue('local', { names: ['localhost'], days: 1 });
  named = await authority.issue('named', { names: ['SRV01'], days: 1 });
  strange = await authority.issue('strange', { names: ['elsewhere.example'], days: 1 });
});
afterAll(() => authority.stop());
afterEach(async () => {
  for (const bed of beds.splice(0)) await bed.stop();
});

interface Host extends Cloud {
  readonly tokens: (string | undefined)[];
}

async function startHost(certificate: KeyPair, respond: Respond): Promise<Host> {
  const tokens: (string | undefined)[] = [];
  const cloud = await startCloud(certificate, (request, response) => {
    tokens.push(request.headers.authorization);
    respond(request, response);
  });
  beds.push(cloud);
  return { ...cloud, tokens };
}

/** A host with these users, in SCIM's words (RFC 7644, 3.4.2). */
const withUsers =
  (users: number): Respond =>
  (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('content-type', 'application/scim+json');
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end();
    if (!request.url?.startsWith('/ecma2host_HR/scim/'))
      return void response.writeHead(404).end('{"detail":"Invalid resource"}');
    response.end(JSON.stringify({ totalResults: request.url.includes('/Users') ? users : 3, Resources: [] }));
  };
const always =
  (status: number, body = ''): Respond =>
  (_request, response) =>
    void response.writeHead(status).end(body);

/** Its schemas are told. */
const overUsers =
  (respond: (request: IncomingMessage, response: ServerResponse) => void): Respond =>
  (request, response) =>
    request.url?.includes('/Users')
      ? void respond(request, response)
      : void response.end('{"totalResults":3}');

/** A host that lists no users; what it says when it is asked for one. */
const asksForFilter = (status: number, body: string): Respond =>
  overUsers((request, response) =>
    request.url?.includes('filter=userName%20eq%20%22')
      ? response.writeHead(status).end(body)
      : response.writeHead(400).end('{"detail":"Invalid resource: a filter is wanted"}'),
  );

function look(
  port: number,
  more: object = {},
  roots: readonly string[] = [authority.cert],
  caFile?: string,
  site: Partial<Parameters<typeof ask>[1]> = {},
) {
  return ask<AnswerFacts>(hostAnswerProbe, {
    folder: 'C:\\host',
    host: { port },
    connectors: [{ name: 'HR', library: 'generic-sql', secretToken: { env: 'TOKEN' }, ...more }],
    secrets: { TOKEN: token },
    ...defined({ caFile }),
    platform: {
      network: createPlatform({ roots: async () => ({ pems: roots, source: 'the test' }), publicRoots: [] })
        .network,
      machine: () => machine,
    },
    ...site,
  });
}

describe('host.answer, a host on loopback', () => {
  it.each<[string, Respond, string?]>([
    ['with users', withUsers(17), 'pass: answers, 17 users'],
    ['with one', withUsers(1), 'pass: answers, 1 user'],
    ['with none', withUsers(0), 'warn: its cache is empty'],
    ['that refuses the token', always(401), 'warn: wrong secret token (401)'],
    ['that forbids', always(403), 'warn: wrong secret token (403)'],
    ['that knows no such name', always(404), 'warn: no connector of this name (404)'],
    [
      'that says so in words',
      always(400, '{"detail":"InvalidResource"}'),
      'warn: no connector of this name (400)',
    ],
    [
      'that still imports',
      always(500, '{"detail":"The ECMA host is currently importing data from the target application."}'),
      'warn: still importing',
    ],
    ['that fails', always(500), 'warn: an error of the host (500)'],
    ['that redirects', always(302), 'unknown: answers with status 302'],
    ['that wants no GET', always(405), 'unknown: answers with status 405'],
    ['that gives a page', always(200, '<html>'), 'unknown: answers, its users not seen'],
    ['that fails over its users', overUsers((_request, response) => response.writeHead(501).end())],
    ['that hangs up over its users', overUsers((request) => request.socket.destroy())],
    [
      'that lists no users, and answers for one',
      asksForFilter(200, '{"totalResults":0,"Resources":[]}'),
      'pass: answers; it does not list its users',
    ],
    ['that lists no users, and gives a page for one', asksForFilter(200, '<html>')],
    ['that lists no users, nor finds one', asksForFilter(500, '{"totalResults":0}')],
    [
      'that lists no users, and says for one that it imports',
      asksForFilter(503, 'The ECMA host is currently importing data from the target application'),
      'warn: still importing',
    ],
    [
      'that imports, and says so over its users',
      overUsers((_request, response) =>
        response
          .writeHead(503)
          .end('{"detail":"The ECMA host is currently importing data from the target application"}'),
      ),
      'warn: still importing',
    ],
  ])('%s', async (_name, respond, expected = 'unknown: answers, its users not seen') => {
    const host = await startHost(local, respond);
    const { said, facts, verdict } = await look(host.port);
    expect(said).toBe(expected);
    expect(facts.usable).toBe(true);
    expect(host.tokens[0]).toBe(`Bearer ${token}`);
    for (const shown of [facts, verdict]) expect(JSON.stringify(shown)).not.toContain(token);
  });

  it('asks as Microsoft Entra ID does', async () => {
    const host = await startHost(local, withUsers(2));
    await look(host.port);
    expect(host.requests).toEqual([
      `GET /ecma2host_HR/scim/Schemas localhost:${host.port}`,
      `GET /ecma2host_HR/scim/Users?startIndex=1&count=1 localhost:${host.port}`,
    ]);
  });

  it('asks for one user where it lists none, as a test of the connection does', async () => {
    const host = await startHost(local, asksForFilter(200, '{"totalResults":0}'));
    const { verdict } = await look(host.port);
    expect(host.requests.at(-1)).toMatch(
      /^GET \/ecma2host_HR\/scim\/Users\?filter=userName%20eq%20%22[\da-f-]{36}%22 localhost:\d+$/,
    );
    expect(verdict.found).toBe(
      'Asked for all users it gives status 400. Asked for one, as Microsoft Entra ID asks, it answers. How many it has read is not seen.',
    );
  });

  it('takes a certificate that names this server behind localhost', async () => {
    const host = await startHost(named, withUsers(2));
    const { said, facts } = await look(host.port);
    expect(said).toBe('pass: answers, 2 users');
    expect(facts.answers[0]?.name).toBe('SRV01');
  });

  it.each<[string, () => KeyPair, () => readonly string[]]>([
    ['of another name', () => strange, () => [authority.cert]],
    ['of nobody trusted', () => local, () => []],
  ])('sends no token behind a certificate %s', async (_name, certificate, roots) => {
    const host = await startHost(certificate(), withUsers(2));
    const { said, facts } = await look(host.port, {}, roots());
    expect(said).toBe('warn: its certificate is not accepted');
    expect(facts.usable).toBe(false);
    expect(host.tokens).toEqual([]);
  });

  it('trusted by network.caFile alone is told of: the agent does not know that file', async () => {
    const host = await startHost(local, withUsers(2));
    const { said, facts } = await look(host.port, {}, [], authority.certFile);
    expect(said).toBe('warn: trusted by network.caFile only');
    expect(facts.usable).toBe(true);
  });

  it('echoed by the host, the token is still not shown', async () => {
    const host = await startHost(local, (request, response) =>
      response.writeHead(418, { location: `/${token}` }).end(`${request.headers.authorization}`),
    );
    const { facts, verdict } = await look(host.port);
    expect(JSON.stringify([facts, verdict])).not.toContain(token);
  });

  it('that is not there', async () => {
    const port = await freePort();
    expect((await look(port)).said).toBe(`warn: no answer at localhost:${port}`);
  });

  it('over http is not asked', async () => {
    const { said } = await look(1, { tenantUrl: 'http://localhost:1/ecma2host_HR/scim' });
    expect(said).toBe('warn: its tenant URL is not https');
  });

  it('tells of each connector that has a token, the worst first', async () => {
    const host = await startHost(local, withUsers(4));
    const asked = await ask<AnswerFacts>(hostAnswerProbe, {
      folder: 'C:\\host',
      host: { port: host.port },
      connectors: [
        { name: 'HR', library: 'generic-sql', secretToken: { env: 'TOKEN' } },
        { name: 'hr2', library: 'generic-sql', secretToken: { env: 'TOKEN' } },
        { name: 'None', library: 'generic-sql' },
      ],
      secrets: { TOKEN: token },
      platform: {
        network: createPlatform({
          roots: async () => ({ pems: [authority.cert], source: 'the test' }),
          publicRoots: [],
        }).network,
        machine: () => machine,
      },
    });
    expect(asked.said).toBe('warn: hr2: no connector of this name (404)');
    expect(asked.facts.answers.map(({ connector }) => connector)).toEqual(['HR', 'hr2']);
  });

  it('that hangs for one connector answers for the others, and all of it in time', async () => {
    let [hanging, most] = [0, 0];
    const host = await startHost(local, (request, response) => {
      const { url = '' } = request;
      if (url.startsWith('/ecma2host_HR/') || url.endsWith('_NoUsers/scim/Schemas'))
        return withUsers(3)(Object.assign(request, { url: url.replace('NoUsers', 'HR') }), response);
      hanging += 1;
      most = Math.max(most, hanging);
      response.on('close', () => {
        hanging -= 1;
      });
    });
    const connectors = ['NoUsers', 'Slow', 'HR'].map((name) => ({
      name,
      library: 'generic-sql',
      secretToken: { env: 'TOKEN' },
    }));
    const { said, facts, verdict } = await look(host.port, {}, [authority.cert], undefined, { connectors });
    // One after the other they would take twice as long.
    expect(most).toBe(2);
    expect(said).toBe('warn: NoUsers: no answer about its users in 12 s');
    expect(verdict.found).toBe(
      `localhost:${host.port} took the question and gave no answer. The others: Slow: no answer in 12 s; HR: answers, 3 users.`,
    );
    expect(facts.answers).toMatchObject([
      { end: 'answered', status: 200, waited: 12 },
      { end: 'silent', waited: 12 },
      { end: 'answered', status: 200, users: 3 },
    ]);
    expect(facts.usable).toBe(true);
  });

  it.each([
    [1, 12],
    [4, 12],
    [8, 12],
    [9, 8],
    [40, 2],
    [1000, 1],
  ])('has for each of %i connectors %i seconds', (count, seconds) => {
    expect(secondsFor(count)).toBe(seconds);
  });

  it.each<[string, () => Promise<{ port: number }>, string, string]>([
    ['the handshake', () => startSilent(), 'tls', 'said nothing to the TLS handshake'],
    ['the question', () => startHost(local, () => undefined), 'http', 'took the question and gave no answer'],
  ])(
    'that is silent at %s is told so, before a short deadline is over',
    async (_name, start, layer, words) => {
      const bed = await start();
      if ('stop' in bed) beds.push(bed as { port: number; stop(): Promise<void> });
      const { said, facts, verdict } = await look(bed.port, {}, [authority.cert], undefined, {
        deadlineMs: 1500,
      });
      expect(said).toMatch(/^warn: no answer in 1(?:\.\d+)? s$/);
      expect(verdict.found).toContain(words);
      expect(facts.answers[0]?.steps.at(-1)).toMatchObject({
        layer,
        ok: false,
        problem: { code: 'NO_ANSWER' },
      });
    },
  );

  it('sends nothing to another server', async () => {
    const host = await startHost(local, withUsers(2));
    const elsewhere = {
      ...createPlatform({
        roots: async () => ({ pems: [authority.cert], source: 'the test' }),
        publicRoots: [],
      }).network,
    };
    // A socket whose far end is another machine's: as it would be told by the system.
    const connect: typeof elsewhere.connect = async (to, signal) => {
      const step = await createPlatform({}).network.connect(to, signal);
      if (step.ok) Object.defineProperty(step.socket, 'remoteAddress', { value: '192.0.2.7' });
      return step;
    };
    const { said, facts } = await ask<AnswerFacts>(hostAnswerProbe, {
      folder: 'C:\\host',
      host: { port: host.port },
      connectors: [{ name: 'HR', library: 'generic-sql', secretToken: { env: 'TOKEN' } }],
      secrets: { TOKEN: token },
      platform: { network: { ...elsewhere, connect }, machine: () => machine },
    });
    expect(said).toBe('unknown: its tenant URL is of another server');
    expect(facts.usable).toBe(false);
    expect(host.tokens).toEqual([]);
  });
});

describe('host.answer, without anything to ask', () => {
  const notRun = (connectors: readonly object[]) => {
    const settings = settingsFrom({ connectors });
    return probeFrom(hostAnswerProbe, settings).notConfigured?.(settings);
  };

  it.each([
    ['no connector', [], 'no connector in .ecmarc'],
    ['no token', [{ name: 'HR', library: 'generic-sql' }], 'no secretToken in .ecmarc'],
  ])('%s', (_name, connectors, message) => {
    expect(notRun(connectors)?.message).toBe(message);
  });

  it('has a connector with a token to ask', () => {
    expect(notRun([{ name: 'HR', library: 'generic-sql', secretToken: { env: 'TOKEN' } }])).toBeUndefined();
  });
});
