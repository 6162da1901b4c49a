import { isIP } from 'node:net';
import { never } from '../../base/never.ts';
import { sentence } from '../../base/text.ts';
import type { Owner, Remedy, Step, Verdict } from '../../engine/probe.ts';
import { shortName } from '../../platform/certificates.ts';
import type { Problem, Secured } from '../../platform/types.ts';
import { importAuthority } from './commands.ts';
import { by, fix } from './fix.ts';

/**
 * What is wrong with the certificate that a peer shows, and what a person can do about it: the same for every row that
 * speaks TLS. What is done about it differs: hosts of the internet belong to others (`internetCertificateFailure`),
 * a connector's target has an owner here (`certificateFailure`).
 */

export type CertificateFinding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

type Fault =
  | 'expired'
  | 'not-yet-valid'
  | 'other-name'
  | 'incomplete-chain'
  | 'self-signed'
  | 'distrusted'
  | 'untrusted';

/** In the codes of OpenSSL and Node. */
function faultOf({ code }: Problem): Fault {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return 'expired';
    case 'CERT_NOT_YET_VALID':
      return 'not-yet-valid';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'other-name';
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'incomplete-chain';
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'self-signed';
    case 'CERT_DISTRUSTED':
      return 'distrusted';
    default:
      return 'untrusted';
  }
}

export interface ShownCertificate {
  /** The name or address that was asked for. */
  readonly host: string;
  readonly seen: Secured;
  readonly problem: Problem;
}

/** Of a host of the internet, or of a proxy on the way there. `brief` is what happened, without the host. */
export function internetCertificateFailure(
  { host, seen, problem }: ShownCertificate,
  proxy: boolean,
): { readonly brief: string; readonly remedy: Remedy } {
  const fault = faultOf(problem);
  const said = sentence(problem.text);
  switch (fault) {
    case 'expired': {
      const [end] = seen.chain.map((one) => one.notAfter).sort();
      return {
        brief: 'certificate has expired',
        remedy: fix(
          `A certificate of the chain ended on ${day(end)}, as seen by the clock of this server.`,
          compareClock,
          by.network('Renew the certificate, or the one of the inspecting proxy'),
        ),
      };
    }
    case 'not-yet-valid': {
      const begin = seen.chain
        .map((one) => one.notBefore)
        .sort()
        .at(-1);
      return {
        brief: 'certificate not valid yet',
        remedy: fix(
          `A certificate of the chain begins on ${day(begin)}, later than the clock of this server says.`,
          compareClock,
        ),
      };
    }
    case 'other-name':
      return {
        brief: 'certificate of another name',
        remedy: fix(
          `${said}.`,
          by.network(`Find out what answers in place of ${host}: a portal, a filter or a wrong DNS answer`),
        ),
      };
    case 'distrusted':
      return {
        brief: 'certificate is distrusted here',
        remedy: fix(`${said}. ${distrustedWhy}`, seeDistrusted),
      };
    case 'incomplete-chain':
    case 'self-signed':
    case 'untrusted': {
      const [leaf] = seen.chain;
      const issuer = leaf === undefined ? 'an unknown authority' : shortName(leaf.issuer);
      return {
        brief: `${issuer} is not trusted`,
        remedy: proxy
          ? fix(
              `${said} (${problem.code}). The services look into the machine's store only.`,
              importStep("the proxy's authority", 'its', 'proxy-ca.cer'),
            )
          : fix(
              `${said} (${problem.code}). When the issuer is your own organisation, something on the way opens TLS, which Microsoft does not allow between the agent and its hosts.`,
              by.network(`Exempt ${host} and the hosts of the agent from TLS inspection`),
            ),
      };
    }
    default:
      return never(fault);
  }
}

/** Whoever shows the certificate of a target, as far as the words depend on it. */
export interface CertificateHolder {
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

/** Of a connector's target. `observedAt`: ISO 8601. */
export function certificateFailure(
  shown: ShownCertificate & { readonly observedAt: string },
  holder: CertificateHolder,
): CertificateFinding {
  const { host, seen, problem, observedAt } = shown;
  const [leaf] = seen.chain;
  const reissue = holder.reissue(isIP(host) === 0 ? `DNS:${host}` : `IP:${host}`);
  const fault = faultOf(problem);
  switch (fault) {
    case 'expired': {
      const over = seen.chain.find((one) => one.notAfter < observedAt) ?? leaf;
      return fail(
        'certificate has expired',
        `the certificate of ${shortName(over?.subject ?? '')} ended on ${day(over?.notAfter)}`,
        'By the clock of this server, a certificate of the chain has ended.',
        holder.renew ?? reissue,
        compareClock,
      );
    }
    case 'not-yet-valid':
      return fail(
        'certificate is not valid yet',
        `it begins on ${day(leaf?.notBefore)}`,
        'By the clock of this server, a certificate of the chain begins later than now.',
        compareClock,
        reissue,
      );
    case 'other-name':
      return fail(
        'certificate of another name',
        `it names ${leaf?.names.join(', ') || shortName(leaf?.subject ?? '')}, not ${host}`,
        `The certificate does not name ${host}, so nobody can tell that this is the right server.`,
        ...holder.otherName(leaf?.names ?? []),
        reissue,
      );
    case 'incomplete-chain':
      if (holder.sendChain === undefined) return untrusted(shown, holder);
      return fail(
        'certificate chain is incomplete',
        `${shortName(leaf?.issuer ?? '')}, which issued it, is not sent and not known here`,
        `${sentence(problem.text)}.`,
        holder.sendChain,
        importRoot(leaf?.issuer, holder),
      );
    case 'self-signed':
      if (holder.selfSigned === undefined) return untrusted(shown, holder);
      return fail(
        'certificate is signed by itself',
        `${shortName(leaf?.subject ?? '')} (${problem.code})`,
        holder.selfSigned.why,
        reissue,
        ...holder.selfSigned.steps,
      );
    case 'distrusted':
      return fail(
        'certificate is distrusted here',
        `${problem.text} (${problem.code})`,
        distrustedWhy,
        seeDistrusted,
        reissue,
      );
    case 'untrusted':
      return untrusted(shown, holder);
    default:
      return never(fault);
  }
}

const distrustedWhy =
  'Windows refuses each chain with such a certificate in it, whoever signed it. Somebody, a policy or an update of Windows put it there.';

const seeDistrusted = by.server(
  'Find out why it stands there, and take it out only where that was a mistake',
  'certutil.exe -store Disallowed',
);

function untrusted({ seen, problem }: ShownCertificate, holder: CertificateHolder): CertificateFinding {
  return fail(
    `${authorityOf(seen)} is not trusted`,
    `${problem.text} (${problem.code})`,
    'The certificate comes from an authority that this server does not trust.',
    { text: `Get the certificate of that authority from the owner of ${holder.name}`, owner: holder.owner },
    importRoot(seen.chain.at(-1)?.issuer, holder),
    { text: 'Off Windows, name the file in .ecmarc, at the target: caFile' },
  );
}

/** Trusted by `.ecmarc` or by this user alone, and not by the machine: on Windows no service trusts it. */
export function isOursAlone({ trustedBy }: Secured): boolean {
  return trustedBy === 'extra' || trustedBy === 'user';
}

/** So it is: the doctor reads on, the services of Windows would not (decisions: Trust). */
export function trustedByUsOnly(
  seen: Secured,
  key: string | undefined,
  holder: CertificateHolder,
): CertificateFinding {
  const ofUser = seen.trustedBy === 'user';
  return {
    status: 'fail',
    message: trustedOnlyBy(ofUser ? usersStore : key === 'network.caFile' ? key : 'caFile', seen),
    found: "the connector uses the machine's store, and this authority is not in there",
    remedy: fix(inOurPlace(ofUser), importRoot(seen.chain.at(-1)?.issuer, holder)),
  };
}

/** The same of a host of the internet, which the services go to. */
export function internetTrustedByUsOnly(seen: Secured | undefined, ofUser: boolean): CertificateFinding {
  return {
    status: 'fail',
    message: trustedOnlyBy(ofUser ? usersStore : 'network.caFile', seen),
    found: "the services use the machine's store, and its authority is not in there",
    remedy: fix(inOurPlace(ofUser), importStep('the authority', 'your', 'corp-ca.pem')),
  };
}

const usersStore = "this user's store";

function trustedOnlyBy(place: string, seen: Secured | undefined): string {
  return `${authorityOf(seen)} is trusted by ${place} only`;
}

function inOurPlace(ofUser: boolean): string {
  return ofUser
    ? 'Programs that this user starts trust it; the services of Windows do not.'
    : 'The doctor was told of this authority in .ecmarc; the services of Windows were not.';
}

/** The day of an ISO 8601 time. */
export function day(date: string | undefined): string {
  return date?.slice(0, 10) || 'an unknown day';
}

/** Dates are judged by it. */
export const compareClock = by.server('Compare the clock of this server', 'w32tm /query /status');

function fail(message: string, found: string, why: string, ...steps: readonly Step[]): CertificateFinding {
  return { status: 'fail', message, found, remedy: fix(`${why} No password was sent.`, ...steps) };
}

function authorityOf(seen: Secured | undefined): string {
  const top = seen?.chain.at(-1);
  return top === undefined ? 'its authority' : shortName(top.issuer);
}

function importRoot(authority: string | undefined, { file }: CertificateHolder): Step {
  return importStep(authority === undefined ? 'the authority' : shortName(authority), 'its', file);
}

function importStep(authority: string, whose: 'its' | 'your', file: string): Step {
  return by.server(
    `Import ${authority} into LocalMachine\\Root, as an administrator (give the path of ${whose} file)`,
    importAuthority(file),
  );
}
