import { X509Certificate } from 'node:crypto';
import { isoTime } from '../../../base/iso-time.ts';
import { type PeerCertificate, readCertificate, signed } from '../../../platform/certificates.ts';
import type { StoreCertificate, WindowsAnswer, WindowsReader } from '../../../platform/windows/types.ts';
import type { Chain, StoredCertificate } from './facts.ts';

/** id-kp-serverAuth and anyExtendedKeyUsage. */
const serverPurposes = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'];
const longestChain = 10;

export async function storedCertificate(
  windows: WindowsReader,
  thumbprint: string,
): Promise<WindowsAnswer<StoredCertificate>> {
  const mine = await windows.certificates('LocalMachine', 'My');
  if (mine.state !== 'seen') return mine;
  const found = mine.value.find((one) => one.thumbprint === thumbprint);
  const parsed = found === undefined ? undefined : parse(found);
  if (found === undefined || parsed === undefined) return { state: 'absent' };
  const { x509, plain } = parsed;
  const purposes: readonly string[] = x509.keyUsage ?? [];
  return {
    state: 'seen',
    value: {
      ...plain,
      thumbprint,
      key: found.key === undefined ? 'none' : found.key.machine ? 'machine' : 'person',
      forServers: purposes.length === 0 || purposes.some((one) => serverPurposes.includes(one)),
      selfSigned: signed(x509, x509),
      chain: await chainOf(windows, x509),
    },
  };
}

/** Upwards through the machine's stores, by signatures, as its services would. Revocation is another row's. */
async function chainOf(windows: WindowsReader, leaf: X509Certificate): Promise<Chain> {
  const [roots, between, banned] = await Promise.all(
    (['Root', 'CA', 'Disallowed'] as const).map((store) => windows.certificates('LocalMachine', store)),
  );
  if (roots?.state !== 'seen') return { end: 'unseen' };
  const trusted = all(roots);
  const others = all(between);
  const bans = new Set(all(banned).map(({ fingerprint256 }) => fingerprint256));
  let at = leaf;
  let first: X509Certificate | undefined;
  for (let length = 0; length < longestChain; length += 1) {
    if (bans.has(at.fingerprint256)) return { end: 'distrusted', issuer: oneLine(at.subject) };
    if (trusted.some(({ fingerprint256 }) => fingerprint256 === at.fingerprint256))
      return first === undefined ? { end: 'trusted' } : { end: 'trusted', first: ending(first) };
    if (signed(at, at)) return { end: 'untrusted-root', issuer: oneLine(at.subject) };
    // A renewed authority may stand beside its old certificate, with the same name and key.
    const [next] = [...trusted, ...others]
      .filter((one) => signed(at, one))
      .sort((one, two) => two.validToDate.getTime() - one.validToDate.getTime());
    if (next === undefined) return { end: 'unknown-issuer', issuer: oneLine(at.issuer) };
    at = next;
    if (first === undefined || at.validToDate < first.validToDate) first = at;
  }
  return { end: 'unknown-issuer', issuer: oneLine(at.issuer) };
}

function ending({ subject, validToDate }: X509Certificate): { subject: string; notAfter: string } {
  return { subject: oneLine(subject), notAfter: isoTime(validToDate) };
}

function all(store: WindowsAnswer<readonly StoreCertificate[]> | undefined): X509Certificate[] {
  return store?.state === 'seen' ? store.value.flatMap((one) => parse(one)?.x509 ?? []) : [];
}

function parse({ pem }: StoreCertificate): { x509: X509Certificate; plain: PeerCertificate } | undefined {
  const plain = readCertificate(pem);
  return plain === undefined ? undefined : { x509: new X509Certificate(pem), plain };
}

/** OpenSSL gives no text at all where a name is empty. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}
