import type { Step } from '../../engine/probe.ts';
import { shortName } from '../../platform/certificates.ts';
import type { Problem, Secured } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import { type CertificateFinding, type CertificateHolder, day } from './certificate-words.ts';
import { by, fix } from './fix.ts';

/** What a target's TLS says beside its trust: whose certificate ends soon, and that it wants one of its clients. */

const dayMs = 24 * 60 * 60 * 1000;

/** A warning where a certificate of the chain ends soon. `observedAt`: ISO 8601. */
export function certificateEnd(
  seen: Secured,
  observedAt: string,
  holder: CertificateHolder,
): CertificateFinding | undefined {
  const { warnDays } = requirement('LDAP-02').values;
  const [ending] = seen.chain.toSorted((a, b) => a.notAfter.localeCompare(b.notAfter));
  if (ending === undefined) return undefined;
  const left = (Date.parse(ending.notAfter) - Date.parse(observedAt)) / dayMs;
  if (!(left < warnDays)) return undefined;
  // Not the target's own: another one renews it.
  const issuer = ending === seen.chain[0] ? undefined : shortName(ending.subject);
  const whose = issuer === undefined ? 'certificate' : `authority ${issuer}`;
  return {
    status: 'warn',
    message: `${whose} ends ${left < 1 ? 'within a day' : `in ${Math.floor(left)} days`}`,
    found: `its last day is ${day(ending.notAfter)}`,
    remedy: fix(
      `When it has ended, the connector can no longer reach ${holder.name}.`,
      ...(issuer === undefined ? [holder.renew ?? holder.reissue('it')] : byAuthority(issuer, holder)),
    ),
  };
}

/** The first day that ends: undefined where there is no certificate. */
export function firstEnd(seen: Secured): string | undefined {
  return seen.chain
    .map(({ notAfter }) => notAfter)
    .sort()
    .at(0);
}

function byAuthority(issuer: string, { name, owner }: CertificateHolder): readonly Step[] {
  return [
    {
      text: `Have ${issuer} renewed by whoever runs that authority, and the certificate of ${name} issued by the new one`,
      owner,
    },
    by.server('Then import the new root into LocalMachine\\Root here, where it is not there yet'),
  ];
}

/** The alert by which a server says that it wants a certificate of its client (RFC 8446, 6.2). */
export function wantsCertificate({ code }: Problem): boolean {
  return /CERTIFICATE_REQUIRED/.test(code);
}

/**
 * TLS stood, and the server ended it: in TLS 1.3 that is how it refuses who shows no certificate. `others`: further ways
 * out of this target's.
 */
export function noClientCertificate(
  problem: Problem,
  { name, owner }: CertificateHolder,
  ...others: readonly Step['text'][]
): CertificateFinding {
  const told = wantsCertificate(problem);
  return {
    status: 'fail',
    message: told
      ? 'the server demands a client certificate'
      : 'hung up after TLS, as servers do that demand a client certificate',
    found: `${problem.text} (${problem.code})`,
    remedy: fix(
      told
        ? 'The doctor showed no certificate of its own, and the connector shows one only where it signs in with it.'
        : 'A server that demands a certificate of its clients does so, and one that is in trouble.',
      { text: `Let ${name} take this server without a client certificate`, owner },
      ...others,
      ...(told ? [] : [{ text: `Or look into the log of ${name} for why it hung up`, owner }]),
    ),
  };
}
