import { defined } from '../../../base/defined.ts';
import { problemText } from '../../../clients/ldap/outcome.ts';
import { type RootDse, valuesOf } from '../../../clients/ldap/root-dse.ts';
import { type ServerKind, serverKindOf } from '../../../clients/ldap/server-kinds.ts';
import type { Evidence, Step, Verdict } from '../../../engine/probe.ts';
import type { Problem } from '../../../platform/types.ts';
import { requirement } from '../../../requirements/index.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import { anchorTrouble, isDn } from '../anchor.ts';
import { ldapBind } from '../bind/facts.ts';
import type { LdapInput } from '../define.ts';
import { deltaText } from '../delta-text.ts';
import { lostVerdict } from '../lost.ts';
import { ldapUsers } from '../users/facts.ts';
import type { FeaturesFacts } from './facts.ts';

export function judgeFeatures({ facts, uses, scope }: LdapInput<FeaturesFacts>): Verdict {
  const expected = 'what the Generic LDAP connector makes use of';
  if (facts.lost !== undefined) return { expected, ...lostVerdict(facts.lost) };
  const rootDse = uses.of(ldapBind)?.rootDse ?? null;
  if (rootDse === null) {
    return {
      status: 'unknown',
      message: 'the server does not say what it offers',
      expected,
      found: 'its rootDSE came back empty',
    };
  }
  const { target, connector } = scope;
  const kind = serverKindOf(rootDse);
  const refused = uses.of(ldapUsers)?.counted?.pagingRefused;
  const lacks = [
    ...wrongAnchor(kind, target),
    ...(refused === undefined ? [] : [pagingRefused(refused)]),
    ...lacking(kind, rootDse, facts, target.anchor, connector.delta),
  ];
  const evidence = evidenceOf(kind, rootDse, facts, target, connector.delta);
  const [first, ...more] = lacks;
  if (first === undefined) {
    const notes = notesOn(kind, rootDse, facts, target);
    const message =
      pagingText(rootDse) ?? (facts.sizeLimit === null ? 'no paging, and no limit met' : 'all of it');
    return {
      status: 'pass',
      message,
      expected,
      ...defined({ found: notes.join('; ') || undefined }),
      evidence,
    };
  }
  return {
    status: 'warn',
    message: more.length === 0 ? first.message : `${first.message}, and ${more.length} more`,
    expected,
    found: lacks.map(({ message }) => message).join('; '),
    evidence,
    remedy: fix(lacks.map(({ why }) => why).join(' '), ...lacks.flatMap(({ step }) => step ?? [])),
  };
}

interface Lack {
  readonly message: string;
  readonly why: string;
  /** What is set in the connector itself is a step of the server where its host runs. */
  readonly step?: Step;
}

/** `dn` is also what `.ecmarc` says when nobody wrote one: then the right one is only told. */
function wrongAnchor(kind: ServerKind, { anchor }: LdapTarget): readonly Lack[] {
  const trouble = anchor === 'dn' ? undefined : anchorTrouble(kind, anchor);
  if (trouble === undefined) return [];
  return [
    {
      message: `anchor ${trouble.text}`,
      why: 'The connector tells users apart by their anchor, which fits the kind of the directory.',
      step: by.server(`${trouble.fix} (in the host's wizard and in .ecmarc)`),
    },
  ];
}

/** The server offers it to some, and this account may not use it. */
function pagingRefused(problem: Problem): Lack {
  return {
    message: 'paging is refused to this account',
    why: `The server offers paged results and refused them to the connector account: ${problemText(problem)}.`,
    step: by.directory(
      `Let the connector account use the control ${requirement('LDAP-06').values.paged} (paged results)`,
    ),
  };
}

/** What nobody can mend, and needs no mending (decisions: ldap.features). */
function notesOn(
  kind: ServerKind,
  rootDse: RootDse,
  { trueFalse }: FeaturesFacts,
  { anchor }: LdapTarget,
): readonly string[] {
  const features = valuesOf(rootDse, 'supportedFeatures');
  const notes: string[] = [];
  if (!features.includes(requirement('LDAP-04').values.oid))
    notes.push(
      trueFalse
        ? 'true/false filters are not advertised, and understood'
        : 'true/false filters are not advertised: see that imports of more than one object type work before relying on them',
    );
  if (!givesGuids(kind) && isDn(anchor) && !features.includes(requirement('LDAP-05').values.oid))
    notes.push('operational attributes are not advertised: not needed with this anchor');
  return notes;
}

/** They give their GUID without being asked for all operational attributes (decisions: ldap.features). */
function givesGuids({ name }: ServerKind): boolean {
  return name === 'ad-lds' || name === 'edirectory';
}

function lacking(
  kind: ServerKind,
  rootDse: RootDse,
  facts: FeaturesFacts,
  anchor: string,
  delta: boolean,
): readonly Lack[] {
  const lacks: Lack[] = [];
  const features = valuesOf(rootDse, 'supportedFeatures');
  const controls = valuesOf(rootDse, 'supportedControl');
  const lds = kind.name === 'ad-lds';
  if (!givesGuids(kind) && !isDn(anchor) && !features.includes(requirement('LDAP-05').values.oid)) {
    lacks.push({
      message: 'operational attributes not advertised',
      why: 'The server does not say that it gives all operational attributes at once. That is needed where a GUID is the anchor.',
      step: by.server(`Use ${kind.anchor} as the anchor of this connector`),
    });
  }
  if (pagingText(rootDse) === undefined && facts.sizeLimit !== null) {
    const limit = facts.sizeLimit;
    lacks.push({
      message: typeof limit === 'number' ? `no paging, stops at ${limit} entries` : 'no paging',
      why: 'A large directory can only be imported page by page, or with virtual list views and sorting.',
      step: by.directory('Turn on paged results, or raise the size limit for the connector account'),
    });
  }
  if (lds && delta && !controls.includes(requirement('LDAP-07').values.oid)) {
    lacks.push({
      message: 'deleted entries cannot be shown',
      why: 'Delta import from AD LDS finds deletions by the control for deleted objects.',
      step: by.directory('Use an instance of AD LDS that offers it, or run full imports'),
    });
  }
  return lacks;
}

function pagingText(rootDse: RootDse): string | undefined {
  const { paged, virtualListView, sort } = requirement('LDAP-06').values;
  const controls = valuesOf(rootDse, 'supportedControl');
  if (controls.includes(paged)) return 'paged results';
  return controls.includes(virtualListView) && controls.includes(sort)
    ? 'virtual list views with sorting'
    : undefined;
}

function evidenceOf(
  kind: ServerKind,
  rootDse: RootDse,
  { trueFalse, sizeLimit }: FeaturesFacts,
  { anchor }: LdapTarget,
  delta: boolean,
): Evidence[] {
  const differs = anchorTrouble(kind, anchor) !== undefined;
  return evidence({
    Paging: pagingText(rootDse) ?? 'none',
    'True/false filters, tried': trueFalse ? 'understood' : 'not understood',
    'Without paging': sizeLimit === undefined ? undefined : limitText(sizeLimit),
    'Anchor for the connector': differs ? `${kind.anchor} (.ecmarc says ${anchor})` : kind.anchor,
    'Delta import': `${deltaText(kind.delta)}${delta ? '' : '; delta is off in .ecmarc'}`,
  });
}

function limitText(sizeLimit: number | null): string {
  return sizeLimit === null ? 'no limit was met' : `the server stops at ${sizeLimit} entries or fewer`;
}
