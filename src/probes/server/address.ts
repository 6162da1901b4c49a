import type { Facts, FactsReader } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { isLinkLocal } from '../../platform/addresses.ts';
import { isLoopback } from '../../platform/proxy-selection.ts';
import type { LocalAddress } from '../../platform/types.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { describeProbe } from '../describe.ts';
import { networkSignIn } from '../network/sign-in/facts.ts';

export interface AddressFacts extends Facts {
  readonly local: readonly LocalAddress[];
  readonly routes: { readonly ipv4: string | null; readonly ipv6: string | null };
}

export const serverAddress = describeProbe({
  id: 'server.address',
  title: 'Has an address with a way out',
  levels: levels('required', 'required'),
  requirements: ['NET-01'],
  uses: ['network.sign-in'],
  seconds: 10,
  work: {
    async collect(context, signal) {
      return { ...(await context.platform.addresses(signal)), usable: true };
    },
    judge,
  },
});

function judge({ facts, uses }: JudgeInput<Settings, AddressFacts>): Verdict {
  const routed = [facts.routes.ipv4, facts.routes.ipv6].filter((one) => one !== null).filter(leadsOut);
  const base = {
    expected: 'an address with a way to the internet; no inbound port is needed',
    evidence: [
      ...facts.local.map((one) => ({
        label: one.interface,
        value: one.linkLocal ? `${one.address} (only on its own link)` : one.address,
      })),
      { label: 'Way out, IPv4', value: facts.routes.ipv4 ?? 'no route' },
      { label: 'Way out, IPv6', value: facts.routes.ipv6 ?? 'no route' },
    ],
  };
  const [first] = routed;
  if (first !== undefined) return { ...base, status: 'pass', message: first };
  const usual = facts.local.find((one) => !one.linkLocal);
  if (signInPassed(uses)) {
    const found = 'there is no default route, but the sign-in host was reached';
    return { ...base, status: 'pass', message: usual?.address ?? 'reaches the sign-in host', found };
  }
  return {
    ...base,
    status: 'fail',
    message: usual === undefined ? 'no address of its own' : `${usual.address} has no way out`,
    found: usual === undefined ? 'only addresses of this machine or its link' : 'no default route',
    remedy: {
      why: 'The agent must reach Microsoft from this server, directly, by address translation or by a proxy.',
      steps: [
        {
          text: 'See the addresses and gateways of this server',
          command: 'powershell -Command "Get-NetIPConfiguration"',
          owner: 'server',
        },
        {
          text: 'Give the server an address and a default gateway, or name its proxy in .ecmarc as network.proxy',
          owner: 'network',
        },
      ],
      links: [],
    },
  };
}

function leadsOut(address: string): boolean {
  return !isLinkLocal(address) && !isLoopback(address);
}

function signInPassed(uses: FactsReader): boolean {
  const facts = uses.of(networkSignIn);
  return facts?.usable === true;
}
