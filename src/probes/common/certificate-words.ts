import { isIP } from 'node:net';
import type { Owner, Step, Verdict } from '../../engine/probe.ts';
import { shortName } from '../../platform/certificates.ts';
import type { Problem, Secured } from '../../platform/types.ts';
import { importAuthority } from './commands.ts';

/**
 * What is wrong with the certificate of a connector's target, and what a person can do about it: the same words for
 * directories and databases. Only what is done about it differs (`Shower`).
 */

export type CertificateFinding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

/** Whoever shows the certificate, as far as the words depend on it. */
export interface Shower {
  /** "the directory", as its owner is called in "the owner of the ...". */
  readonly name: string;
  readonly owner: Owner;
  /** Where an authority's certificate is expected: "ldap-ca.cer". */
  readonly file: string;
  /** Gives it a certificate that is valid and has this name (`DNS:...` or `IP:...`). */
  reissue(name: string): Step;
  /** When one of the chain has ended; the reissue where it is absent. */
  readonly renew?: Step;
  /** Lets it send those that issued its own as well, where it does not do so by itself. */
  readonly sendChain?: Step;
  /** To another name of the same server. */
  otherName(names: readonly string[]): readonly Step[];
  /** A certificate of its own making, where that is a usual thing there. */
  readonly selfSigned?: { readonly why: string; readonly steps: readonly Step[] };
}

export interface ShownCertificate {
  /** The name or address that was asked for. */
  readonly host: string;
  readonly seen: Secured;
  readonly problem: Problem;
  /** ISO 8601. */
  readonly observedAt: string;
}

/** What the problem's code means, in the codes of OpenSSL and Node. */
export function certificateFailure(shown: ShownCertificate, by: Shower): CertificateFinding {
  const { host, seen, problem, observedAt } = shown;
  const [leaf] = seen.chain;
  const reissue = by.reissue(isIP(host) === 0 ? `DNS:${host}` : `IP:${host}`);
  switch (problem.code) {
    case 'CERT_HAS_EXPIRED': {
      const over = seen.chain.find((one) => one.notAfter < observedAt) ?? leaf;
      return fail(
        'certificate has expired',
        `the certificate of ${shortName(over?.subject ?? '')} ended on ${day(over?.notAfter)}`,
        'By the clock of this server, a certificate of the chain has ended.',
        [by.renew ?? reissue, clock],
      );
    }
    case 'CERT_NOT_YET_VALID':
      return fail(
        'certificate is not valid yet',
        `it begins on ${day(leaf?.notBefore)}`,
        'By the clock of this server, a certificate of the chain begins later than now.',
        [clock, reissue],
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return fail(
        'certificate of another name',
        `it names ${leaf?.names.join(', ') || shortName(leaf?.subject ?? '')}, not ${host}`,
        `The certificate does not name ${host}, so nobody can tell that this is the right server.`,
        [...by.otherName(leaf?.names ?? []), reissue],
      );
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      if (by.sendChain === undefined) return untrusted(shown, by);
      return fail(
        'certificate chain is incomplete',
        `${shortName(leaf?.issuer ?? '')}, which issued it, is not sent and not known here`,
        `${problem.text.slice(0, 1).toUpperCase()}${problem.text.slice(1)}.`,
        [by.sendChain, importRoot(leaf?.issuer, by)],
      );
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      if (by.selfSigned === undefined) return untrusted(shown, by);
      return fail(
        'certificate is signed by itself',
        `${shortName(leaf?.subject ?? '')} (${problem.code})`,
        by.selfSigned.why,
        [reissue, ...by.selfSigned.steps],
      );
    default:
      return untrusted(shown, by);
  }
}

function untrusted({ seen, problem }: ShownCertificate, by: Shower): CertificateFinding {
  return fail(
    `${authorityOf(seen)} is not trusted`,
    `${problem.text} (${problem.code})`,
    'The certificate comes from an authority that this server does not trust.',
    [
      { text: `Get the certificate of that authority from the owner of ${by.name}`, owner: by.owner },
      importRoot(seen.chain.at(-1)?.issuer, by),
      { text: 'Off Windows, name the file in .ecmarc, at the target: caFile' },
    ],
  );
}

/** Trusted by `.ecmarc` or by this user alone, and not by the machine: on Windows no service trusts it. */
export function isOursAlone({ trustedBy }: Secured): boolean {
  return trustedBy === 'extra' || trustedBy === 'user';
}

/** So it is: the doctor reads on, the services of Windows would not (decisions: Trust). */
export function trustedByUsOnly(seen: Secured, key: string | undefined, by: Shower): CertificateFinding {
  const ofUser = seen.trustedBy === 'user';
  const place = ofUser ? "this user's store" : key === 'network.caFile' ? key : 'caFile';
  return {
    status: 'fail',
    message: `${authorityOf(seen)} is trusted by ${place} only`,
    found: "the connector uses the machine's store, and this authority is not in there",
    remedy: {
      why: ofUser
        ? 'Programs that this user starts trust it; the services of Windows do not.'
        : 'The doctor was told of this authority in .ecmarc; the services of Windows were not.',
      steps: [importRoot(seen.chain.at(-1)?.issuer, by)],
      links: [],
    },
  };
}

/** The day of an ISO 8601 time. */
export function day(date: string | undefined): string {
  return date?.slice(0, 10) || 'an unknown day';
}

const clock: Step = {
  text: 'Compare the clock of this server',
  command: 'w32tm /query /status',
  owner: 'server',
};

function fail(message: string, found: string, why: string, steps: readonly Step[]): CertificateFinding {
  return {
    status: 'fail',
    message,
    found,
    remedy: { why: `${why} No password was sent.`, steps, links: [] },
  };
}

function authorityOf(seen: Secured): string {
  const top = seen.chain.at(-1);
  return top === undefined ? 'its authority' : shortName(top.issuer);
}

function importRoot(authority: string | undefined, by: Shower): Step {
  return {
    text: `Import ${authority === undefined ? 'the authority' : shortName(authority)} into LocalMachine\\Root, as an administrator (give the path of its file)`,
    command: importAuthority(by.file),
    owner: 'server',
  };
}
