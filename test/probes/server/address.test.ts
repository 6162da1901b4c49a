import { describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import { serverAddressProbe } from '../../../src/probes/server/address.ts';
import { collectFacts, judgeFacts, makeContext, probeFrom } from '../context.ts';

const serverAddress = probeFrom(serverAddressProbe);

const own = { interface: 'Ethernet', address: '10.0.0.5', family: 4, linkLocal: false };
const apipa = { interface: 'Ethernet', address: '169.254.7.7', family: 4, linkLocal: true };
const facts = (local: readonly object[], ipv4: string | null, ipv6: string | null) =>
  ({ usable: true, local, routes: { ipv4, ipv6 } }) as never;
const unlisted = (ipv4: string | null) =>
  ({
    usable: true,
    local: [],
    unread: { code: 'ERR_SYSTEM_ERROR', text: 'no answer' },
    routes: { ipv4, ipv6: null },
  }) as never;
const signIn = (usable: boolean) => ({ uses: { 'network.sign-in': { usable } } });

describe('server.address', () => {
  it.each([
    ['an address with a route', facts([own], '10.0.0.5', null), {}, 'pass', '10.0.0.5'],
    ['IPv6 alone', facts([], null, '2001:db8:1::5'), {}, 'pass', '2001:db8:1::5'],
    ['no route, sign-in not seen yet', facts([own], null, null), {}, 'fail', '10.0.0.5 has no way out'],
    ['no route, sign-in failed', facts([own], null, null), signIn(false), 'fail', '10.0.0.5 has no way out'],
    ['no route, sign-in by a proxy', facts([own], null, null), signIn(true), 'pass', '10.0.0.5'],
    [
      'nothing but its own link',
      facts([apipa], '169.254.7.7', 'fe80::1'),
      {},
      'fail',
      'no address of its own',
    ],
    ['not listed, a route', unlisted('10.0.0.5'), {}, 'pass', '10.0.0.5'],
    [
      'not listed, no route, sign-in passed',
      unlisted(null),
      signIn(true),
      'pass',
      'reaches the sign-in host',
    ],
    ['not listed, no route', unlisted(null), {}, 'unknown', 'the system did not list its addresses'],
    ['nothing', facts([], null, null), {}, 'fail', 'no address of its own'],
    [
      'nothing but loopback, sign-in passed',
      facts([], '127.0.0.1', null),
      signIn(true),
      'pass',
      'reaches the sign-in host',
    ],
  ])('%s', (_, seen, uses, status, message) => {
    expect(judgeFacts(serverAddress, seen, uses)).toMatchObject({ status, message });
  });

  it('is measured here', async () => {
    const seen = await collectFacts(serverAddress, makeContext({ platform: createPlatform({}) }));
    expect(seen).toMatchObject({ usable: true, routes: expect.anything() });
    expect(['pass', 'fail']).toContain(judgeFacts(serverAddress, seen).status);
  });
});
