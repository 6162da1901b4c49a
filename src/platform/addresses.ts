import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { toProblem } from './problem.ts';
import type { Addresses, LocalAddress } from './types.ts';
import { abortable } from './wait.ts';

/** Addresses reserved for documentation (RFC 5737, RFC 3849): no one's, and not local to any network. */
const somewhere = { udp4: '203.0.113.1', udp6: '2001:db8::1' } as const;

/** The machine's own addresses, and per family the one a packet to the internet would leave from. */
export async function addresses(signal: AbortSignal): Promise<Addresses> {
  const [ipv4, ipv6] = await Promise.all([route('udp4', signal), route('udp6', signal)]);
  return { ...listed(), routes: { ipv4, ipv6 } };
}

/** `networkInterfaces` throws where the system does not answer: Windows while its network services are not up yet. */
function listed(): Pick<Addresses, 'local' | 'unread'> {
  try {
    return { local: localAddresses() };
  } catch (error) {
    return { local: [], unread: toProblem(error) };
  }
}

function localAddresses(): LocalAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, found]) =>
    (found ?? [])
      .filter((one) => !one.internal)
      .map((one) => ({
        interface: name,
        address: one.address,
        family: one.family === 'IPv6' ? (6 as const) : (4 as const),
        linkLocal: isLinkLocal(one.address),
      })),
  );
}

export function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') || /^fe[89ab][0-9a-f]:/i.test(address);
}

/**
 * Connecting a UDP socket sends nothing: the system only looks up the route and binds the local address. Any
 * error (ENETUNREACH, EADDRNOTAVAIL without the family) means that there is no route.
 */
function route(type: 'udp4' | 'udp6', signal: AbortSignal): Promise<string | null> {
  const socket = createSocket(type);
  return abortable<string | null>(
    signal,
    (done) => {
      socket.once('error', () => done(null));
      socket.once('connect', () => done(socket.address().address));
      socket.connect(53, somewhere[type]);
    },
    () => {},
  ).finally(() => socket.close());
}
