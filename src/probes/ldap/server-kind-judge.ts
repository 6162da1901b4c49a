import type { Evidence, JudgeInput, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import type { Settings } from '../../settings/schema.ts';
import type { BindFacts } from './bind/facts.ts';
import { deltaText } from './delta-text.ts';
import { isOlder, type Kind, kindOf } from './kinds.ts';
import { problemText } from './outcome.ts';
import { all, one, type RootDse } from './root-dse.ts';
import type { ServerKindFacts } from './server-kind/facts.ts';

type Finding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

export function judgeServerKind(
  { facts, uses }: JudgeInput<Settings, ServerKindFacts>,
  bind: string,
): Verdict {
  const expected = 'a directory that the Generic LDAP connector knows, not Active Directory';
  const bound = uses(bind) as BindFacts | undefined;
  const asAccount = bound?.rootDse ?? null;
  const rootDse = merge(facts.rootDse, asAccount);
  if (rootDse === null) {
    return {
      status: 'unknown',
      message: 'the server does not say what it is',
      expected,
      found: facts.problem === undefined ? 'its rootDSE came back empty' : problemText(facts.problem),
      remedy: {
        why: 'The rootDSE tells what server this is. It could not be read, so Active Directory cannot be ruled out.',
        steps: [
          {
            text: 'Let anonymous users, or at least the connector account, read the rootDSE',
            owner: 'directory',
          },
        ],
        links: [],
      },
    };
  }
  const seen = kindOf(rootDse);
  const kind = bound?.version === undefined ? seen : { ...seen, version: bound.version };
  return { expected, ...find(kind, rootDse, bound), evidence: evidenceOf(kind, rootDse, facts) };
}

/** As the account one may see more than as a stranger. */
function merge(stranger: RootDse | null, account: RootDse | null): RootDse | null {
  if (stranger === null || account === null) return stranger ?? account;
  return { ...stranger, ...account };
}

function evidenceOf(kind: Kind, rootDse: RootDse, { channel }: ServerKindFacts): Evidence[] {
  const text = (label: string, value: string | undefined): Evidence[] =>
    value === undefined || value === '' ? [] : [{ label, value }];
  return [
    ...text('Server', [kind.label, kind.version].filter(Boolean).join(' ')),
    ...text('Vendor', kind.vendor),
    ...text('LDAP versions', all(rootDse, 'supportedLDAPVersion').join(', ')),
    ...text('Naming contexts', all(rootDse, 'namingContexts').slice(0, 10).join(' | ')),
    ...text('Anchor for the connector', kind.anchor),
    ...text('Delta import', deltaText(kind.delta)),
    ...text(
      'Asked',
      channel &&
        {
          clear: 'anonymously, in clear',
          verified: 'anonymously, over TLS',
          unverified: 'anonymously, over TLS with an untrusted certificate',
        }[channel],
    ),
  ];
}

function find(kind: Kind, rootDse: RootDse, bound: BindFacts | undefined): Finding {
  const named = [kind.label, kind.version].filter(Boolean).join(' ');
  if (kind.name === 'active-directory') return activeDirectory(kind, rootDse, bound);
  if (kind.name === 'oid') {
    return {
      status: 'fail',
      message: `${named}: not supported`,
      found: 'Oracle Internet Directory',
      remedy: {
        why: 'The Generic LDAP connector does not support Oracle Internet Directory.',
        steps: [{ text: 'Use another directory as the target, such as Oracle Unified Directory or AD LDS' }],
        links: [],
      },
    };
  }
  const versions = all(rootDse, 'supportedLDAPVersion');
  if (versions.length > 0 && !versions.includes(requirement('LDAP-02').values.version)) {
    return {
      status: 'fail',
      message: 'no LDAP version 3',
      found: `it offers version ${versions.join(', ')}`,
      remedy: {
        why: 'The connector speaks LDAP version 3 only.',
        steps: [{ text: 'Update the directory server, or turn LDAP version 3 on', owner: 'directory' }],
        links: [],
      },
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
  if (kind.name === 'unknown') return unknownServer(kind);
  if (kind.name === 'oud' || kind.name === 'pingdirectory') {
    return {
      status: 'pass',
      message: named,
      found: `${kind.label} comes from the same code as OpenDS, which the connector knows; Microsoft's documents do not name it`,
    };
  }
  return { status: 'pass', message: named };
}

function activeDirectory(kind: Kind, rootDse: RootDse, bound: BindFacts | undefined): Finding {
  const domain = one(rootDse, 'defaultNamingContext') ?? one(rootDse, 'rootDomainNamingContext');
  return {
    status: 'fail',
    message: kind.samba ? 'Samba as a domain controller' : 'Active Directory Domain Services',
    found: domain === undefined ? kind.label : `${kind.label}, domain ${domain}`,
    remedy: {
      why: `The ECMA connector host must not provision into Active Directory Domain Services, its Global Catalog or a Samba domain.${bound === undefined ? ' No password was sent.' : ''}`,
      steps: [
        {
          text: 'Use AD LDS or another LDAP directory as the target, and write its address to url in .ecmarc',
        },
        {
          text: 'For users in Active Directory, use Microsoft Entra Cloud Sync or API-driven inbound provisioning instead',
          owner: 'entra',
        },
      ],
      links: ['https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/what-is-cloud-sync'],
    },
  };
}

function unknownServer(kind: Kind): Finding {
  return warn(
    kind.vendor === undefined ? 'a server that names no vendor' : `${kind.label}: not a known server`,
    'not among the servers that the connector knows',
    'With a server that the connector does not know, full import and export may work; delta import does not.',
    'Try the whole flow with test data first, and plan with full imports',
  );
}

function warn(message: string, found: string, why: string, step: string): Finding {
  return {
    status: 'warn',
    message,
    found,
    remedy: { why, steps: [{ text: step, owner: 'directory' }], links: [] },
  };
}
