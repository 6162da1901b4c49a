import { once } from 'node:events';
import { type AddressInfo, createServer, connect as openSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange } from '../../src/platform/exchange.ts';
import { createNetwork } from '../../src/platform/node.ts';
import { type Roots, systemRoots } from '../../src/platform/trust.ts';
import type { Address, Network } from '../../src/platform/types.ts';
import { type Authority, type KeyPair, makeAuthority } from '../beds/certificates.ts';
import {
  type Cloud,
  type CountingBed,
  healthy,
  startClosing,
  startCloud,
  startDeaf,
  startGarbage,
  startSilent,
} from '../beds/loopback.ts';
import { freePort } from '../beds/program.ts';
import { startProxy } from '../beds/scripted-proxy.ts';

const here: readonly Address[] = [{ address: '127.0.0.1', family: 4 }];
const idle = new AbortController().signal;
const atStart = process.getActiveResourcesInfo().filter((one) => /TCP|TLS|UDP|Pipe/.test(one));

let authority: Authority;
let other: Authority;
let good: KeyPair;
let cloud: Cloud;
let silent: CountingBed;
let network: Network;
const beds: { stop(): Promise<void> }[] = [];

function keep<T extends { stop(): Promise<void> }>(bed: T): T {
  beds.push(bed);
  return bed;
}

beforeAll(async () => {
  [authority, other] = await Promise.all([
    makeAuthority('/CN=Bed CA'),
    makeAuthority('/O=Contoso/CN=Other CA'),
  ]);
  beds.push(authority, other);
  good = await authority.issue('good', { names: ['localhost', '127.0.0.1'], days: 1 });
  cloud = keep(await startCloud(good, healthy));
  silent = keep(await startSilent());
  network = createNetwork(
    async () => ({ pems: [authority.cert], source: 'the bed' }),
    () => [other.cert],
  );
});

afterAll(async () => {
  for (const bed of beds) await bed.stop();
});

describe('a race of addresses', () => {
  it('that is over begins with no further address, though the one before fails a moment later', async () => {
    const { port, stop, total } = await startClosing();
    const cut = new AbortController();
    // Of this address the system refuses the connection at once, and Node tells of it a moment later.
    const addresses: readonly Address[] = [{ address: '255.255.255.255', family: 4 }, ...here];
    const racing = network.connect({ addresses, port }, cut.signal);
    // Its connection is begun in this turn of the loop, too: behind that, and before the error is told.
    process.nextTick(() => cut.abort(new Error('cut')));
    await expect(racing).rejects.toThrow('cut');
    const socket = await socketTo(port);
    // Where the server has hung up on this one, it has seen all that came before.
    await once(socket.resume(), 'close');
    expect(total()).toBe(1);
    await stop();
  });
});

async function socketTo(port: number, signal: AbortSignal = idle) {
  const step = await network.connect({ addresses: here, port }, signal);
  if (!step.ok) throw new Error(step.problem.text);
  return step.socket;
}

/** Nothing of a test may keep the process alive. */
async function nothingLeft(bed: CountingBed): Promise<void> {
  await bed.opened(0);
  expect(bed.open()).toBe(0);
}

describe('lookup', () => {
  it('gives every address of localhost, and a literal as it is', async () => {
    const local = await network.lookup('localhost', idle);
    expect(local).toMatchObject({ ok: true });
    expect(
      local.ok && local.addresses.some((one) => one.address === '127.0.0.1' || one.address === '::1'),
    ).toBe(true);
    expect(await network.lookup('[::1]', idle)).toMatchObject({ addresses: [{ address: '::1', family: 6 }] });
  });

  it('an unknown name is a value', async () => {
    const step = await network.lookup('no such name.invalid', idle);
    expect(step).toMatchObject({
      ok: false,
      problem: { code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN|EINVAL/) },
    });
  });

  it('one that gives up leaves the others their answer', async () => {
    const end = new AbortController();
    const [gone, stays] = [network.lookup('localhost', end.signal), network.lookup('localhost', idle)];
    end.abort(new Error('over'));
    await expect(gone).rejects.toThrow('over');
    expect(await stays).toMatchObject({ ok: true });
  });

  it('ends with its signal', async () => {
    await expect(network.lookup('localhost', AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
  });
});

describe('connect', () => {
  it('tells a refused port', async () => {
    const step = await network.connect({ addresses: here, port: await freePort() }, idle);
    expect(step).toMatchObject({
      ok: false,
      problem: { code: 'ECONNREFUSED' },
      tried: [{ address: '127.0.0.1' }],
    });
  });

  it('tells a missing route', async () => {
    // 240.0.0.0/4 is reserved (RFC 1112, section 4): no system sends to it.
    const step = await network.connect(
      { addresses: [{ address: '255.255.255.255', family: 4 }], port: 9 },
      idle,
    );
    expect(step.ok).toBe(false);
    expect(!step.ok && step.problem.code).toMatch(/^E(NETUNREACH|HOSTUNREACH|ACCES|ADDRNOTAVAIL|INVAL)$/);
  });

  it('goes on to the next address, and says which ones failed', async () => {
    const step = await network.connect(
      { addresses: [{ address: '127.0.0.2', family: 4 }, ...here], port: cloud.port },
      idle,
    );
    expect(step).toMatchObject({
      ok: true,
      address: '127.0.0.1',
      tried: [{ address: '127.0.0.2', problem: { code: 'ECONNREFUSED' } }],
    });
    if (step.ok) step.socket.destroy();
    await nothingLeft(cloud);
  });

  it('an address that is silent does not hide one that answers', async () => {
    const deaf = keep(await startDeaf(cloud.port));
    const fill = Array.from({ length: 8 }, () => openSocket(deaf.port, '127.0.0.2').on('error', () => {}));
    const addresses: Address[] = [{ address: '127.0.0.2', family: 4 }, ...here];
    const step = await network.connect({ addresses, port: cloud.port }, idle);
    expect(step).toMatchObject({ ok: true, address: '127.0.0.1', tried: [] });
    expect(step.ms).toBeGreaterThan(200);
    if (step.ok) step.socket.destroy();
    for (const socket of fill) socket.destroy();
    await nothingLeft(cloud);
  });

  it('no address is a problem of its own', async () => {
    expect(await network.connect({ addresses: [], port: 1 }, idle)).toMatchObject({
      problem: { code: 'NO_ADDRESS' },
    });
  });

  it('its socket ends with the signal', async () => {
    const end = new AbortController();
    const socket = await socketTo(silent.port, end.signal);
    await silent.opened(1);
    end.abort();
    await nothingLeft(silent);
    expect(socket.destroyed).toBe(true);
  });
});

describe('secure', () => {
  it('shows protocol, cipher and the chain up to the root', async () => {
    const step = await network.secure(await socketTo(cloud.port), { host: 'localhost' }, idle);
    expect(step).toMatchObject({
      ok: true,
      protocol: 'TLSv1.3',
      cipher: expect.stringContaining('TLS_'),
      trustedBy: 'machine',
      publicRoot: false,
      chain: [
        { subject: 'CN=localhost', issuer: 'CN=Bed CA', names: ['localhost', '127.0.0.1'] },
        { subject: 'CN=Bed CA' },
      ],
    });
    const leaf = step.ok ? step.chain[0] : undefined;
    expect(leaf?.sha256).toMatch(/^[0-9A-F]{64}$/);
    expect(new Date(leaf?.notAfter ?? '').getTime()).toBeGreaterThan(Date.now());
    if (step.ok) step.socket.destroy();
    await nothingLeft(cloud);
  });

  it.each([
    [
      'an unknown authority',
      'SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      () => other.issue('x', { names: ['localhost'], days: 1 }),
    ],
    [
      'an expired certificate',
      'CERT_HAS_EXPIRED',
      () => authority.issue('old', { names: ['localhost'], days: -1 }),
    ],
    [
      'another name',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      () => authority.issue('elsewhere', { names: ['elsewhere.example'], days: 1 }),
    ],
  ])('%s is refused, shown, and sent nothing', async (_, code, issue) => {
    const bed = keep(await startCloud(await issue(), healthy));
    const step = await network.secure(await socketTo(bed.port), { host: 'localhost' }, idle);
    expect(step.ok).toBe(false);
    if (step.ok) return;
    expect(step.problem.code).toMatch(new RegExp(`^(${code})$`));
    expect(step.seen).toMatchObject({
      trustedBy: null,
      protocol: 'TLSv1.3',
      publicRoot: code.includes('SELF_SIGNED'),
    });
    expect(step.seen?.chain[0]?.subject).toMatch(/^CN=/);
    await nothingLeft(bed);
    expect(bed.requests).toEqual([]);
  });

  it('an extra file is trusted too, and told apart', async () => {
    const bed = keep(await startCloud(await other.issue('y', { names: ['localhost'], days: 1 }), healthy));
    const both = { host: 'localhost', extraCaFile: other.certFile };
    const step = await network.secure(await socketTo(bed.port), both, idle);
    expect(step).toMatchObject({ ok: true, trustedBy: 'extra' });
    const own = await network.secure(await socketTo(cloud.port), both, idle);
    expect(own).toMatchObject({ ok: true, trustedBy: 'machine' });
    for (const one of [step, own]) if (one.ok) one.socket.destroy();
  });

  it.each([
    ['missing', '/nonexistent/ca.pem', 'ENOENT'],
    ['without a certificate', import.meta.filename, 'NO_CERTIFICATE'],
  ])('an extra file that is %s is named, and the rest goes on', async (_, file, code) => {
    expect(await network.trust(file, idle)).toMatchObject({ roots: 1, extraProblem: { code } });
    const step = await network.secure(
      await socketTo(cloud.port),
      { host: 'localhost', extraCaFile: file },
      idle,
    );
    expect(step.ok).toBe(true);
    if (step.ok) step.socket.destroy();
  });

  it.each([
    ['hangs up', () => startClosing(), 'ECONNRESET'],
    ['answers with something else', () => startGarbage('SSH-2.0-OpenSSH_9.2\r\n', false), 'ERR_SSL_|EPROTO'],
  ])('a peer that %s is a value', async (_, start, code) => {
    const bed = keep(await start());
    const step = await network.secure(await socketTo(bed.port), { host: 'localhost' }, idle);
    expect(step).toMatchObject({ ok: false, problem: { code: expect.stringMatching(new RegExp(code)) } });
    expect(step).not.toHaveProperty('seen');
    await nothingLeft(bed);
  });

  it('ends with its signal when nobody answers', async () => {
    const end = new AbortController();
    const socket = await socketTo(silent.port, end.signal);
    const waiting = network.secure(socket, { host: 'localhost' }, end.signal);
    await silent.opened(1);
    end.abort(new Error('over'));
    await expect(waiting).rejects.toThrow('over');
    await nothingLeft(silent);
  });

  it("reads this machine's roots", async () => {
    const roots: Roots = await systemRoots();
    expect(roots.pems.length).toBeGreaterThan(10);
    expect(roots.source).not.toBe('');
  });
});

describe('get', () => {
  const ask = { host: 'localhost', target: '/common/v2.0/.well-known/openid-configuration', maxBytes: 1000 };

  async function securedTo(port: number) {
    const step = await network.secure(await socketTo(port), { host: 'localhost' }, idle);
    if (!step.ok) throw new Error(step.problem.text);
    return step.socket;
  }

  it('reads an answer and closes', async () => {
    const step = await network.get(await securedTo(cloud.port), ask, idle);
    expect(step).toMatchObject({ ok: true, status: 200, cut: false });
    expect(step.ok && JSON.parse(step.body)).toMatchObject({ issuer: 'https://localhost/common/v2.0' });
    expect(step.ok && step.headers.date).toBeTruthy();
    await nothingLeft(cloud);
  });

  it('a body without end is cut, a cookie is dropped, a redirect is not followed', async () => {
    const bed = keep(
      await startCloud(good, (_, response) => {
        response.writeHead(302, { location: 'https://portal.example/', 'set-cookie': 'a=secret' });
        const more = () =>
          void (response.write('x'.repeat(5000)) && !response.destroyed && setImmediate(more));
        more();
      }),
    );
    const step = await network.get(await securedTo(bed.port), ask, idle);
    expect(step).toMatchObject({
      ok: true,
      status: 302,
      cut: true,
      headers: { location: 'https://portal.example/' },
    });
    expect(step.ok && step.body).toHaveLength(1000);
    expect(JSON.stringify(step)).not.toContain('secret');
    await nothingLeft(bed);
    expect(bed.total()).toBe(1);
  });

  it.each([
    ['hangs up', '', 'ECONNRESET'],
    ['hangs up in the middle', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', 'ECONNRESET'],
    ['sends noise', '\x00\x01\x02 noise\r\n\r\n', 'HPE_'],
    ['sends endless headers', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(40_000)}`, 'HPE_HEADER_OVERFLOW'],
    [
      'switches protocols',
      'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      'ECONNRESET',
    ],
  ])('a peer that %s is a value', async (_, bytes, code) => {
    const bed = keep(await startGarbage(bytes, true));
    const step = await network.get(await socketTo(bed.port), ask, idle);
    expect(step).toMatchObject({ ok: false, problem: { code: expect.stringContaining(code) } });
    await nothingLeft(bed);
  });

  it('ends with its signal when nobody answers', async () => {
    const end = new AbortController();
    const waiting = network.get(await socketTo(silent.port), ask, end.signal);
    await silent.opened(1);
    end.abort(new Error('over'));
    await expect(waiting).rejects.toThrow('over');
    await nothingLeft(silent);
  });
});

describe('tunnel', () => {
  const account = { user: 'svc', password: 'right' };
  const credentials = (password: string) => ({ user: 'svc', reveal: () => password });

  it.each([
    ['without a password', undefined, 407],
    ['with a wrong one', credentials('wrong'), 401],
  ])('%s the answer is a value', async (_, given, status) => {
    const bed = keep(await startProxy({ account, wrong: 401 }));
    const step = await network.tunnel(
      await socketTo(bed.port),
      { host: 'localhost', port: cloud.port },
      given,
      idle,
    );
    expect(step).toMatchObject({ ok: true, opened: false, status });
    await nothingLeft(bed);
  });

  it.each([false, true])('carries TLS to the host (proxy over TLS: %s)', async (tls) => {
    const bed = keep(await startProxy({ account, ...(tls ? { certificate: good } : {}) }));
    let socket = await socketTo(bed.port);
    if (tls) {
      const outer = await network.secure(socket, { host: 'localhost' }, idle);
      if (!outer.ok) throw new Error(outer.problem.text);
      socket = outer.socket;
    }
    const before = cloud.requests.length;
    const step = await network.tunnel(
      socket,
      { host: 'localhost', port: cloud.port },
      credentials('right'),
      idle,
    );
    if (!step.ok || !step.opened) throw new Error('no tunnel');
    const inner = await network.secure(step.socket, { host: 'localhost' }, idle);
    if (!inner.ok) throw new Error(inner.problem.text);
    const answer = await network.get(inner.socket, { host: 'localhost', target: '/', maxBytes: 100 }, idle);
    expect(answer).toMatchObject({ ok: true, status: 404 });
    expect(cloud.requests.slice(before)).toEqual(['GET / localhost']);
    expect(bed.targets).toEqual([`localhost:${cloud.port}`]);
    await nothingLeft(bed);
    await nothingLeft(cloud);
  });

  it.each([
    ['noise', '\x00\x01\r\n\r\n', 'HPE_'],
    ['nothing', '', 'ECONNRESET'],
    ['endless headers', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(20_000)}`, 'HPE_HEADER_OVERFLOW'],
  ])('a proxy that answers with %s is a value', async (_, bytes, code) => {
    const bed = keep(await startGarbage(bytes, true));
    const step = await network.tunnel(
      await socketTo(bed.port),
      { host: 'a.example', port: 443 },
      undefined,
      idle,
    );
    expect(step).toMatchObject({ ok: false, problem: { code: expect.stringContaining(code) } });
    await nothingLeft(bed);
  });

  it('an open tunnel ends with the signal', async () => {
    const bed = keep(await startProxy({}));
    const end = new AbortController();
    const socket = await socketTo(bed.port, end.signal);
    const step = await network.tunnel(
      socket,
      { host: '127.0.0.1', port: silent.port },
      undefined,
      end.signal,
    );
    expect(step).toMatchObject({ opened: true });
    end.abort();
    await nothingLeft(bed);
    await nothingLeft(silent);
  });
});

it('an end that comes with the handshake, before anything else, leaves the program alive', async () => {
  // It ended Node with a segmentation fault, when the wait was told within the event.
  for (let round = 0; round < 20; round += 1) {
    const end = new AbortController();
    const addresses = [{ address: '127.0.0.1', family: 4 }] as const;
    const step = await network.connect({ addresses, port: cloud.port }, end.signal);
    if (!step.ok) throw new Error('no connection');
    const secured = await network.secure(step.socket, { host: 'localhost' }, end.signal);
    end.abort();
    expect(secured).toMatchObject({ ok: true });
    await expect.poll(() => step.socket.destroyed).toBe(true);
  }
});

it('leaves no socket behind', async () => {
  for (const bed of beds) await bed.stop();
  const sockets = () => process.getActiveResourcesInfo().filter((one) => /TCP|TLS|UDP|Pipe/.test(one));
  await expect.poll(sockets).toEqual(atStart);
});

describe('a socket that ends between two layers', () => {
  /** Answers CONNECT and closes at once; or closes before anything was asked. */
  async function startEnding(answer: string) {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      if (answer === '') socket.end();
      else socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    keep({ stop: async () => void server.close() });
    return (server.address() as AddressInfo).port;
  }
  const soon = () => AbortSignal.timeout(60_000);
  const cut = { ok: false, problem: { code: 'ECONNRESET' } };

  it.each([0, 60])('behind a proxy that opens a tunnel and closes it, %i ms later', async (ms) => {
    const socket = await socketTo(await startEnding('HTTP/1.1 200 ok\r\n\r\n'));
    const step = await network.tunnel(socket, { host: 'x', port: 443 }, undefined, soon());
    if (!step.ok || !step.opened) throw new Error('no tunnel');
    await sleep(ms);
    expect(await network.secure(step.socket, { host: 'x' }, soon())).toMatchObject(cut);
  });

  it('is told at once in every layer', async () => {
    const port = await startEnding('');
    const ended = async () => {
      const socket = await socketTo(port);
      await sleep(60);
      return socket;
    };
    expect(await network.secure(await ended(), { host: 'x' }, soon())).toMatchObject(cut);
    expect(await network.tunnel(await ended(), { host: 'x', port: 1 }, undefined, soon())).toMatchObject(cut);
    expect(await network.get(await ended(), { host: 'x', target: '/', maxBytes: 1 }, soon())).toMatchObject(
      cut,
    );
    expect(await exchange(await ended(), Buffer.from('x'), () => undefined, soon())).toMatchObject({
      problem: { code: 'ECONNRESET' },
    });
  });
});
