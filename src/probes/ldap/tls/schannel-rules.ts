import type { Verdict } from '../../../engine/probe.ts';
import { shortName } from '../../../platform/certificates.ts';
import type { Secured } from '../../../platform/types.ts';
import { requirement } from '../../../requirements/index.ts';
import { by, fix } from '../../common/fix.ts';
import type { TlsFacts } from './facts.ts';

/** The smallest RSA key that Schannel takes of a server, unless it is set otherwise (TLS registry settings). */
const leastBits = 1024;
const usualBits = 2048;

/** What Schannel refuses and OpenSSL takes (decisions: ldap.tls). */
export function beyondSchannel(seen: Secured, { suites, reached, build }: TlsFacts): Verdict | undefined {
  const windows = reached.platform === 'win32';
  for (const { subject, publicKey, signature = '' } of seen.chain) {
    const name = shortName(subject);
    if (publicKey?.type === 'rsa' && (publicKey.bits ?? leastBits) < leastBits)
      return refused(
        windows,
        `key too short: ${name}`,
        `RSA, ${publicKey.bits} bits; Windows takes ${leastBits} at least`,
      );
    if (/^md5/i.test(signature))
      return refused(windows, `signed with MD5: ${name}`, `${signature}; Windows refuses it`);
  }
  // With TLS 1.3 a newer Windows gets through by its own suites.
  const newer = build !== undefined && build >= requirement('OS-01').values.releases['2022'];
  if (suites === false && !(seen.protocol === 'TLSv1.3' && newer))
    return refused(
      windows,
      'no cipher suite or curve that Windows has',
      `agreed here on ${seen.protocol}, ${seen.cipher}; what Schannel offers by default in TLS 1.2 is refused`,
    );
  return undefined;
}

function refused(windows: boolean, message: string, found: string): Verdict {
  return {
    status: windows ? 'fail' : 'warn',
    message,
    found,
    remedy: fix(
      'The connector speaks TLS by Schannel, which has fewer suites and curves than the doctor, and its own demands on keys.',
      by.directory(
        'Offer TLS 1.2 with ECDHE and AES-GCM, on X25519, P-256 or P-384, and a certificate of RSA 2048 bits or P-256, signed with SHA-256',
      ),
    ),
  };
}

/** What Schannel still takes, and nobody should. */
export function weak({ protocol, chain }: Secured): Verdict | undefined {
  if (protocol === 'TLSv1' || protocol === 'TLSv1.1')
    return old(
      'only TLS older than 1.2',
      `${protocol} was agreed on; Windows may have it turned off, in a newer release or by the registry`,
      by.directory('Turn TLS 1.2 on at the directory server, with usual cipher suites'),
    );
  const short = chain.find(
    ({ publicKey }) => publicKey?.type === 'rsa' && (publicKey.bits ?? usualBits) < usualBits,
  );
  if (short !== undefined)
    return old(
      `short key: ${shortName(short.subject)}`,
      `RSA, ${short.publicKey?.bits} bits`,
      by.directory('Have the certificate issued anew, with an RSA key of 2048 bits'),
    );
  // A root is trusted for what it is, however it signed itself.
  const sha1 = chain.find(
    ({ subject, issuer, signature = '' }) => subject !== issuer && /sha1|with-?sha-?1$/i.test(signature),
  );
  if (sha1 === undefined) return undefined;
  return old(
    `signed with SHA-1: ${shortName(sha1.subject)}`,
    `${sha1.signature}; Windows takes it from an authority of the organisation's own`,
    by.directory('Have the certificate issued anew, signed with SHA-256'),
  );
}

function old(message: string, found: string, step: ReturnType<typeof by.directory>): Verdict {
  return {
    status: 'warn',
    message,
    found,
    remedy: fix('Windows still takes it, and may not for long.', step),
  };
}
