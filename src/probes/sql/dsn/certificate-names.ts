import { type PeerCertificate, shortName } from '../../../platform/certificates.ts';

/**
 * Does a certificate name this host, as Windows compares them (RFC 6125)? An asterisk stands for one label; the
 * subject counts only where there are no alternative names. An address may stand among the names too.
 */
export function namesHost({ names, subject }: PeerCertificate, host: string): boolean {
  const wanted = plain(host);
  const given = names.length > 0 ? names : [shortName(subject)];
  return given.map(plain).some((name) => name === wanted || stands(name, wanted));
}

function stands(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return false;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot) === pattern.slice(1);
}

function plain(name: string): string {
  return name.trim().toLowerCase().replace(/\.$/, '');
}
