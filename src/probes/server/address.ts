import type { Facts } from '../../engine/facts.ts';
import { isLinkLocal } from '../../platform/addresses.ts';
import { isLoopback } from '../../platform/proxy-selection.ts';
import type { Addresses } from '../../platform/types.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { defineProbe } from '../define.ts';
import { networkSignIn } from '../network/sign-in/facts.ts';
import { factsToken } from '../token.ts';

export type AddressFacts = Facts & Addresses;

export const serverAddress = factsToken<AddressFacts>('server', 'address');

export const serverAddressProbe = defineProbe(serverAddress, {
  title: 'Has an address with a way out',
  levels: levels('required', 'info'),
  requirements: ['NET-01'],
  uses: [networkSignIn],
  seconds: 10,
  async collect(context, signal) {
    return { ...(await context.platform.addresses(signal)), usable: true };
  },
  judge({ facts, uses }) {
    const { local, routes, unread } = facts;
    const routed = [routes.ipv4, routes.ipv6].find((one) => one !== null && leadsOut(one));
    const base = {
      expected: 'an address with a way to the internet; no inbound port is needed',
      evidence: [
        ...(unread === undefined ? [] : [{ label: 'Own addresses', value: `not listed: ${unread.text}` }]),
        ...local.map((one) => ({
          label: one.interface,
          value: one.linkLocal ? `${one.address} (only on its own link)` : one.address,
        })),
        { label: 'Way out, IPv4', value: routes.ipv4 ?? 'no route' },
        { label: 'Way out, IPv6', value: routes.ipv6 ?? 'no route' },
      ],
    };
    if (typeof routed === 'string') return { ...base, status: 'pass', message: routed };
    const usual = local.find((one) => !one.linkLocal);
    if (uses.of(networkSignIn)?.usable === true) {
      const found = 'there is no default route, but the sign-in host was reached';
      return { ...base, status: 'pass', message: usual?.address ?? 'reaches the sign-in host', found };
    }
    if (unread !== undefined)
      return {
        ...base,
        status: 'unknown',
        message: 'the system did not list its addresses',
        found: `no default route was seen either (${unread.text})`,
        remedy: fix(
          'A system that does not answer this may not answer for its routes either, so this stays open.',
          by.server('See whether it lists them, then retry', 'ipconfig /all'),
        ),
      };
    return {
      ...base,
      status: 'fail',
      message: usual === undefined ? 'no address of its own' : `${usual.address} has no way out`,
      found: usual === undefined ? 'only addresses of this machine or its link' : 'no default route',
      remedy: fix(
        'The agent must reach Microsoft from this server, directly, by address translation or by a proxy.',
        by.server(
          'See the addresses and gateways of this server',
          'powershell -Command "Get-NetIPConfiguration"',
        ),
        by.network(
          'Give the server an address and a default gateway, or name its proxy in .ecmarc as network.proxy',
        ),
      ),
    };
  },
});

function leadsOut(address: string): boolean {
  return !isLinkLocal(address) && !isLoopback(address);
}
