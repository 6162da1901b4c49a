import { isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate, type SecureContextOptions } from 'node:tls';

/**
 * TLS as Schannel of Windows Server has it (Windows protocol documentation, "TLS Cipher Suites", "TLS Elliptic Curves"),
 * where OpenSSL's own rules are narrower or wider.
 */

/** As much as Schannel takes: versions from 1.0 on, keys from 1024 bits on, SHA-1. What was agreed on is judged. */
export const asPermissive: SecureContextOptions = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };

/** The suites of TLS 1.2 and the curves that Server 2016 and later have by default: no ChaCha20, no CCM, no P-521. */
export const defaultSuites: SecureContextOptions = {
  maxVersion: 'TLSv1.2',
  ciphers: [
    'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256',
    'DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA256',
    'ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES256-SHA:ECDHE-RSA-AES128-SHA',
    'AES256-GCM-SHA384:AES128-GCM-SHA256:AES256-SHA256:AES128-SHA256:AES256-SHA:AES128-SHA',
    '@SECLEVEL=0',
  ].join(':'),
  ecdhCurve: 'X25519:P-256:P-384',
};

/**
 * The name asked for is compared as a text with the DNS names, or with the common name where there are none
 * (HTTPSPolicyCallbackData); so is an address, beside the certificate's addresses.
 */
export function schannelIdentity(host: string, certificate: PeerCertificate): Error | undefined {
  const usual = checkServerIdentity(host, certificate);
  if (usual === undefined || isIP(host) === 0) return usual;
  const names = [...(certificate.subjectaltname ?? '').matchAll(/DNS:([^,]+)/g)].map(([, name]) =>
    name?.trim(),
  );
  const common = names.length === 0 ? [certificate.subject?.CN].flat() : [];
  return [...names, ...common].some((name) => name?.toLowerCase() === host.toLowerCase()) ? undefined : usual;
}
