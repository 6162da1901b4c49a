import { createHash, X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate } from 'node:tls';
import { defined } from '../base/defined.ts';

/** A certificate as plain data. Dates are ISO 8601 in UTC; the fingerprint is SHA-256 in upper-case hex. */
export type PeerCertificate = {
  readonly subject: string;
  readonly issuer: string;
  /** Subject alternative names: "localhost", "127.0.0.1", "*.contoso.example". */
  readonly names: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly sha256: string;
  readonly serial: string;
  /** Its key: `rsa` with bits, `ec` with the curve. */
  readonly publicKey?: { readonly type: string; readonly bits?: number; readonly curve?: string };
  /** How it was signed: `sha256WithRSAEncryption`. */
  readonly signature?: string;
};

/** At most this many certificates of a chain are read: a hostile peer may send many. */
export const longestChain = 10;

/** The chain from the server's own certificate upwards. Certificates that cannot be read are left out. */
export function readChain(leaf: DetailedPeerCertificate | undefined): PeerCertificate[] {
  const chain: PeerCertificate[] = [];
  const seen = new Set<string>();
  let next: DetailedPeerCertificate | undefined = leaf;
  while (next?.raw !== undefined && chain.length < longestChain) {
    const sha256 = fingerprint(next.raw);
    if (seen.has(sha256)) break;
    seen.add(sha256);
    const certificate = readCertificate(next.raw);
    if (certificate !== undefined) chain.push(certificate);
    next = next.issuerCertificate;
  }
  return chain;
}

/** A DER or PEM certificate as plain data; undefined when it is none. */
export function readCertificate(bytes: Buffer | string): PeerCertificate | undefined {
  try {
    const certificate = new X509Certificate(bytes);
    return {
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      names: alternativeNames(certificate.subjectAltName),
      notBefore: isoDate(certificate.validFrom),
      notAfter: isoDate(certificate.validTo),
      sha256: certificate.fingerprint256.replaceAll(':', ''),
      serial: certificate.serialNumber,
      ...defined({ publicKey: keyOf(certificate), signature: certificate.signatureAlgorithm }),
    };
  } catch {
    return undefined;
  }
}

function keyOf({ publicKey }: X509Certificate): PeerCertificate['publicKey'] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  if (type === undefined) return undefined;
  return { type, ...defined({ bits: details?.modulusLength, curve: details?.namedCurve }) };
}

/** Where it says that the certificate of its issuer lies (RFC 5280, 4.2.2.1). */
export function issuersAddress({ infoAccess }: X509Certificate): string | undefined {
  return /^CA Issuers - URI:(http\S+)/m.exec(infoAccess ?? '')?.[1];
}

/**
 * A certificate in DER or PEM that was fetched, and where the one above it lies. Undefined when it is none, and for a root:
 * one that comes from the network must never be trusted.
 */
export function readIssuer(
  bytes: Buffer,
): { readonly bytes: Uint8Array; readonly next: string | undefined } | undefined {
  try {
    const certificate = new X509Certificate(bytes);
    if (certificate.issuer === certificate.subject || signed(certificate, certificate)) return undefined;
    return { bytes: certificate.raw, next: issuersAddress(certificate) };
  } catch {
    return undefined;
  }
}

/** Did this authority sign that certificate? Names, key use and the signature itself. */
export function signed(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
  } catch {
    // A key of a kind that this OpenSSL does not know signs nothing here.
    return false;
  }
}

export function fingerprint(der: Buffer): string {
  return createHash('sha256').update(der).digest('hex').toUpperCase();
}

const mostAddresses = 6;

/**
 * Where its revocation lists are to be had by HTTP (RFC 5280, 4.2.1.13): the extension is found by its identifier, and
 * the addresses in it by their tag. Its signature is not looked at: they are asked, not trusted.
 */
export function revocationLists(der: Buffer): string[] {
  const at = der.indexOf(Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x1f]));
  if (at < 0) return [];
  const found: string[] = [];
  // Nothing else stands between an extension's identifier and its end that begins so: 30 (next extension), 06.
  const end = Math.min(der.length, at + 2000);
  for (let place = at + 5; place + 2 < end && found.length < mostAddresses; place += 1) {
    if (der[place] === 0x06 && der[place + 1] === 0x03 && der[place + 2] === 0x55) break;
    const length = der[place + 1] ?? 0;
    if (der[place] !== 0x86 || length > 0x7f || place + 2 + length > der.length) continue;
    const address = der.toString('latin1', place + 2, place + 2 + length);
    if (!/^(?:http|ldap)s?:\/\/[\x21-\x7e]*$/i.test(address)) continue;
    found.push(address);
    place += 1 + length;
  }
  return found.filter((address) => /^http:/i.test(address));
}

/** The PEM blocks of a file, whatever stands between them. */
export function pemBlocks(text: string): string[] {
  return (
    text.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g) ??
    []
  );
}

/** The short name that people know an authority by: its CN, else its O, else all of it. */
export function shortName(distinguishedName: string): string {
  const part = (key: string) =>
    new RegExp(`(?:^|, )${key}=((?:[^,\\\\]|\\\\.)+)`).exec(distinguishedName)?.[1];
  return part('CN') ?? part('O') ?? distinguishedName;
}

/** Node gives one attribute a line; here they are joined. */
function oneLine(name: string): string {
  return (name ?? '').split('\n').join(', ');
}

function alternativeNames(text: string | undefined): string[] {
  if (text === undefined) return [];
  // A quoted name is Node's guard against names that hold a comma: it is kept whole, as it stands.
  const parts = text.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return parts.map((part) => part.trim().replace(/^(?:DNS|IP Address):/, ''));
}

function isoDate(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}
