import { readIssuer } from '../../platform/certificates.ts';
import type { Secured } from '../../platform/types.ts';
import type { ProbeContext } from '../environment.ts';
import { within } from '../step-timeouts.ts';

const mostBytes = 64 * 1024;
const seconds = 4;
/** Longer chains are not followed. */
const most = 3;

/**
 * The certificates above the last one that a peer sent, from where each says that its issuer's lies (authority
 * information access, RFC 5280, 4.2.2.1): Windows fetches them too. By plain HTTP and without a proxy; what comes is
 * trusted no more than what the peer sent.
 */
export async function fetchIssuers(
  context: ProbeContext,
  { chain, issuersAt }: Secured,
  signal: AbortSignal,
): Promise<readonly Uint8Array[]> {
  const found: Uint8Array[] = [];
  let next = chain.length === 0 ? undefined : issuersAt;
  while (next !== undefined && found.length < most) {
    const one = await fetchOne(context, next, signal);
    if (one === undefined) break;
    found.push(one.bytes);
    next = one.next;
  }
  return found;
}

async function fetchOne(
  { platform, waitingFor }: ProbeContext,
  address: string,
  signal: AbortSignal,
): Promise<{ readonly bytes: Uint8Array; readonly next: string | undefined } | undefined> {
  const parsed = URL.parse(address);
  if (parsed === null) return undefined;
  const { hostname, port, pathname, search, protocol, host } = parsed;
  if (protocol !== 'http:') return undefined;
  waitingFor(`${host} (a certificate of the chain)`);
  const answer = await within(seconds, signal, async (bounded) => {
    const named = await platform.network.lookup(hostname, bounded);
    if (!named.ok) return undefined;
    const to = { addresses: named.addresses, port: port === '' ? 80 : Number(port) };
    const connected = await platform.network.connect(to, bounded);
    if (!connected.ok) return undefined;
    const request = { host, target: `${pathname}${search}`, maxBytes: mostBytes, binary: true };
    return platform.network.get(connected.socket, request, bounded);
  });
  if (answer?.ok !== true || answer.status !== 200) return undefined;
  return readIssuer(Buffer.from(answer.body, 'latin1'));
}
