import type { BindFacts } from '../../../clients/ldap/connection.ts';
import { problemText } from '../../../clients/ldap/outcome.ts';
import { firstValueOf, type RootDse, valuesOf } from '../../../clients/ldap/root-dse.ts';
import { isOlder, type ServerKind, serverKindOf } from '../../../clients/ldap/server-kinds.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import { requirement } from '../../../requirements/index.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix, see } from '../../common/fix.ts';
import { ldapBind } from '../bind/facts.ts';
import type { LdapInput } from '../define.ts';
import { deltaText } from '../delta-text.ts';
import type { Channel, ServerKindFacts } from './facts.ts';

export function judgeServerKind({ facts, uses }: LdapInput<ServerKindFacts>): Verdict {
  const expected = 'a directory that the Generic LDAP connector knows, not Active Directory';
  const bound = uses.of(ldapBind);
  const rootDse = merge(facts.rootDse, bound?.rootDse ?? null);
  if (rootDse === null) {
    return {
      status: 'unknown',
      message: 'the server does not say what it is',
      expected,
      found: facts.problem === undefined ? 'its rootDSE came back empty' : problemText(facts.problem),
      remedy: fix(
        'The rootDSE tells what server this is. It could not be read, so Active Directory cannot be ruled out.',
        by.directory('Let anonymous users, or at least the connector account, read the rootDSE'),
      ),
    };
  }
  const seen = serverKindOf(rootDse);
  const kind = bound?.version === undefined ? seen : { ...seen, version: bound.version };
  return { expected, ...verdictOn(kind, rootDse, bound), evidence: evidenceOf(kind, rootDse, facts) };
}

/** As the account one may see more than as a stranger. */
function merge(stranger: RootDse | null, account: RootDse | null): RootDse | null {
  if (stranger === null || account === null) return stranger ?? account;
  return { ...stranger, ...account };
}

const channels: Readonly<Record<Channel, string>> = {
  clear: 'anonymously, in clear',
  verified: 'anonymously, over TLS',
  unverified: 'anonymously, over TLS with an untrusted certificate',
};

function evidenceOf(kind: ServerKind, rootDse: RootDse, { channel }: ServerKindFacts): Evidence[] {
  return evidence({
    Server: nameOf(kind),
    Vendor: kind.vendor,
    'LDAP versions': valuesOf(rootDse, 'supportedLDAPVersion').join(', ') || undefined,
    'Naming contexts': valuesOf(rootDse, 'namingContexts').slice(0, 10).join(' | ') || undefined,
    'Anchor for the connector': kind.anchor,
    'Delta import': deltaText(kind.delta),
    Asked: channel && channels[channel],
  });
}

function nameOf({ label, version }: ServerKind): string {
  return [label, version].filter(Boolean).join(' ');
}

function verdictOn(kind: ServerKind, rootDse: RootDse, bound: BindFacts | undefined): Verdict {
  const named = nameOf(kind);
  if (kind.name === 'active-directory') return activeDirectory(kind, rootDse, bound);
  if (kind.name === 'oid') {
    return {
      status: 'fail',
      message: `${named}: not supported`,
      found: 'Oracle Internet Directory',
      remedy: fix(
        'The Generic LDAP connector does not support Oracle Internet Directory.',
        'Use another directory as the target, such as Oracle Unified Directory or AD LDS',
      ),
    };
  }
  const versions = valuesOf(rootDse, 'supportedLDAPVersion');
  if (versions.length > 0 && !versions.includes(requirement('LDAP-02').values.version)) {
    return {
      status: 'fail',
      message: 'no LDAP version 3',
      found: `it offers version ${versions.join(', ')}`,
      remedy: fix(
        'The connector speaks LDAP version 3 only.',
        by.directory('Update the directory server, or turn LDAP version 3 on'),
      ),
    };
  }
  if (kind.activeDirectory) {
    return warn(
      `${named} relays Active Directory`,
      'the server shows the capability of Active Directory under the name of another vendor',
      'Virtual directories pass on what lies behind them. Users must not be provisioned into Active Directory this way.',
      'Find out from its owner in which directory new users will be stored; it must not be Active Directory',
    );
  }
  if (kind.name === 'radiantone' && kind.version !== undefined) {
    const least = requirement('LDAP-03').values.radiantOne;
    if (isOlder(kind.version, least)) {
      return warn(
        `${named} is older than ${least}`,
        `RadiantOne ${kind.version}`,
        `The connector asks for RadiantOne ${least} or later.`,
        `Update RadiantOne to ${least} or later`,
      );
    }
  }
  if (kind.name === 'freeipa') {
    return warn(
      'FreeIPA manages this directory',
      '389 Directory Server with the plug-ins of FreeIPA',
      'FreeIPA makes its users with its own tools and gives them more than LDAP alone would. It is not among the servers that the connector knows.',
      'Ask the owner whether users may be created by LDAP here; its staging area (cn=staged users) is one way',
    );
  }
  if (kind.name === 'front-end') {
    return warn(
      `${named}: in front of other directories`,
      'a virtual directory or a proxy, not among the servers that the connector knows',
      'What it passes on decides whether import and export work: controls, schema and rights are those of the servers behind it.',
      'Use the address of the directory behind it, or try the whole flow with test data first',
    );
  }
  if (kind.name === 'unknown') return unknownServer(kind);
  if (kind.name === 'pingdirectory') {
    return {
      status: 'pass',
      message: named,
      found: `${kind.label} comes from the same code as OpenDS, which the connector knows; Microsoft's documents do not name it`,
    };
  }
  return { status: 'pass', message: named };
}

function activeDirectory(kind: ServerKind, rootDse: RootDse, bound: BindFacts | undefined): Verdict {
  const domain =
    firstValueOf(rootDse, 'defaultNamingContext') ?? firstValueOf(rootDse, 'rootDomainNamingContext');
  return {
    status: 'fail',
    message: kind.samba ? 'Samba as a domain controller' : 'Active Directory Domain Services',
    found: domain === undefined ? kind.label : `${kind.label}, domain ${domain}`,
    remedy: fix(
      `The ECMA connector host must not provision into Active Directory Domain Services, its Global Catalog or a Samba domain.${bound === undefined ? ' No password was sent.' : ''}`,
      'Use AD LDS or another LDAP directory as the target, and write its address to url in .ecmarc',
      by.entra(
        'For users in Active Directory, use Microsoft Entra Cloud Sync or API-driven inbound provisioning instead',
      ),
      see('https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/what-is-cloud-sync'),
    ),
  };
}

function unknownServer(kind: ServerKind): Verdict {
  return warn(
    kind.vendor === undefined ? 'a server that names no vendor' : `${kind.label}: not a known server`,
    'not among the servers that the connector knows',
    'With a server that the connector does not know, full import and export may work; delta import goes by time stamps at most, without deletions.',
    'Try the whole flow with test data first, and plan with full imports',
  );
}

function warn(message: string, found: string, why: string, step: string): Verdict {
  return { status: 'warn', message, found, remedy: fix(why, by.directory(step)) };
}
