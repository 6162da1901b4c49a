import { defined } from '../../base/defined.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { Evidence, JudgeInput, Step, Verdict } from '../../engine/probe.ts';
import type { Problem } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { ldapTargetOf, onlyFor } from '../common/target.ts';
import { idIn, type MakeProbe, type Scope } from '../describe.ts';
import { anchorTrouble } from './anchor.ts';
import type { BindFacts } from './bind/facts.ts';
import { leaseBound, lostTo } from './connection.ts';
import { deltaText } from './delta-text.ts';
import type { Directory } from './directory.ts';
import type { FeaturesFacts } from './features/facts.ts';
import { type Kind, kindOf } from './kinds.ts';
import { lostVerdict } from './lost.ts';
import { isClass } from './names.ts';
import { isLost, resultCode } from './outcome.ts';
import { all, type RootDse } from './root-dse.ts';
import { bound } from './rows.ts';

/** An unpaged search asks for this many entries at most. */
const asked = 1_500;

/** What the Generic LDAP connector makes use of, and its settings for this server. */
export const ldapFeaturesProbe: MakeProbe = (scope) => {
  const target = ldapTargetOf(scope);
  const bind = idIn(scope, 'ldap.bind');
  return bound(scope, {
    id: 'ldap.features',
    title: 'Offers what the connector uses',
    levels: levels('recommended', 'recommended'),
    requirements: ['LDAP-04', 'LDAP-05', 'LDAP-06', 'LDAP-07', 'LDAP-09'],
    seconds: 15,
    notApplicable: onlyFor(scope, 'generic-ldap'),
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: (context, signal) => collect(context, scope, target, signal),
            judge: (input: JudgeInput<Settings, FeaturesFacts>) => judge(input, target, scope, bind),
          },
        }),
  });
};

async function collect(
  context: ProbeContext,
  scope: Scope,
  target: LdapTarget,
  signal: AbortSignal,
): Promise<FeaturesFacts> {
  const { bind, directory } = await leaseBound(context, scope, target);
  if (directory === undefined) return lostTo(bind);
  const trueFalse = await understandsTrueFalse(directory, signal);
  if (typeof trueFalse === 'object') return { lost: trueFalse, usable: false };
  const sizeLimit =
    target.users === undefined ? undefined : await limitMet(directory, target, target.users, signal);
  return { trueFalse, ...defined({ sizeLimit }), usable: true };
}

async function understandsTrueFalse(directory: Directory, signal: AbortSignal): Promise<boolean | Problem> {
  const { AndFilter, OrFilter } = await import('ldapts');
  const base = { base: '', scope: 'base', attributes: ['1.1'] } as const;
  const yes = await directory.search({ ...base, filter: new AndFilter({ filters: [] }) }, signal);
  if (!yes.ok) return isLost(yes.problem) ? yes.problem : false;
  const no = await directory.search({ ...base, filter: new OrFilter({ filters: [] }) }, signal);
  if (!no.ok) return isLost(no.problem) ? no.problem : false;
  return yes.entries.length === 1 && no.entries.length === 0;
}

/**
 * Without paging, where does the server stop? The library does not tell a limit of the server from ours, so what
 * was not more than asked for is asked again without a limit of ours: it is known to be little then.
 */
async function limitMet(
  directory: Directory,
  target: LdapTarget,
  base: string,
  signal: AbortSignal,
): Promise<number | null | undefined> {
  const search = { base, scope: 'sub', filter: isClass(target.objectClass), attributes: ['1.1'] } as const;
  const first = await directory.search({ ...search, sizeLimit: asked }, signal);
  if (!first.ok) return undefined;
  if (first.entries.length >= asked) return null;
  const second = await directory.search(search, signal);
  if (second.ok) return null;
  return [4, 11].includes(resultCode(second.problem) ?? 0) ? first.entries.length : undefined;
}

function judge(
  { facts, uses }: JudgeInput<Settings, FeaturesFacts>,
  target: LdapTarget,
  scope: Scope,
  bind: string,
): Verdict {
  const expected = 'what the Generic LDAP connector makes use of';
  if (facts.lost !== undefined) return { expected, ...lostVerdict(facts.lost) };
  const rootDse = (uses(bind) as BindFacts | undefined)?.rootDse ?? null;
  if (rootDse === null) {
    return {
      status: 'unknown',
      message: 'the server does not say what it offers',
      expected,
      found: 'its rootDSE came back empty',
    };
  }
  const kind = kindOf(rootDse);
  const delta = scope.connector?.delta === true;
  const lacks = [...wrongAnchor(kind, target), ...lacking(kind, rootDse, facts, delta)];
  const evidence = evidenceOf(kind, rootDse, facts, target, delta);
  const [first, ...more] = lacks;
  if (first === undefined)
    return { status: 'pass', message: pagingText(rootDse) ?? 'all of it', expected, evidence };
  return {
    status: 'warn',
    message: more.length === 0 ? first.message : `${first.message}, and ${more.length} more`,
    expected,
    found: lacks.map(({ message }) => message).join('; '),
    evidence,
    remedy: {
      why: lacks.map(({ why }) => why).join(' '),
      steps: lacks.flatMap(({ step }) => step ?? []),
      links: [],
    },
  };
}

interface Lack {
  readonly message: string;
  readonly why: string;
  readonly step?: Step;
}

/** What is set in the connector itself, on the server where its host runs. */
function inWizard(text: string): Step {
  return { text, owner: 'server' };
}

/** `dn` is also what `.ecmarc` says when nobody wrote one: then the right one is only told. */
function wrongAnchor(kind: Kind, { anchor }: LdapTarget): readonly Lack[] {
  const trouble = anchor === 'dn' ? undefined : anchorTrouble(kind, anchor);
  if (trouble === undefined) return [];
  const why = 'The connector tells users apart by their anchor, which fits the kind of the directory.';
  return [
    {
      message: `anchor ${trouble.text}`,
      why,
      step: inWizard(`${trouble.fix} (in the host's wizard and in .ecmarc)`),
    },
  ];
}

function lacking(kind: Kind, rootDse: RootDse, facts: FeaturesFacts, delta: boolean): readonly Lack[] {
  const lacks: Lack[] = [];
  const features = all(rootDse, 'supportedFeatures');
  if (!features.includes(requirement('LDAP-04').values.oid)) {
    lacks.push({
      message: 'true/false filters are not advertised',
      why: facts.trueFalse
        ? 'The server does not say so, but it understood such filters when it was tried just now: nothing need be done.'
        : 'The connector uses such filters when several object types are imported.',
      ...(facts.trueFalse
        ? {}
        : { step: inWizard('See that imports of more than one object type work before relying on them') }),
    });
  }
  // Not asked of AD LDS and eDirectory: they give their GUID without it (decisions: ldap.features).
  if (
    kind.name !== 'ad-lds' &&
    kind.name !== 'edirectory' &&
    !features.includes(requirement('LDAP-05').values.oid)
  ) {
    lacks.push({
      message: 'operational attributes not advertised',
      why: 'The server does not say that it gives all operational attributes at once. That is needed where a GUID is the anchor.',
      step: inWizard(`Use ${kind.anchor} as the anchor of this connector`),
    });
  }
  if (pagingText(rootDse) === undefined) {
    const limit = facts.sizeLimit;
    lacks.push({
      message: typeof limit === 'number' ? `no paging, stops at ${limit} entries` : 'no paging',
      why: 'A large directory can only be imported page by page, or with virtual list views and sorting.',
      step: {
        text: 'Turn on paged results, or raise the size limit for the connector account',
        owner: 'directory',
      },
    });
  }
  if (
    kind.name === 'ad-lds' &&
    delta &&
    !all(rootDse, 'supportedControl').includes(requirement('LDAP-07').values.oid)
  ) {
    lacks.push({
      message: 'deleted entries cannot be shown',
      why: 'Delta import from AD LDS finds deletions by the control for deleted objects.',
      step: { text: 'Use an instance of AD LDS that offers it, or run full imports', owner: 'directory' },
    });
  }
  return lacks;
}

function pagingText(rootDse: RootDse): string | undefined {
  const { paged, virtualListView, sort } = requirement('LDAP-06').values;
  const controls = all(rootDse, 'supportedControl');
  if (controls.includes(paged)) return 'paged results';
  return controls.includes(virtualListView) && controls.includes(sort)
    ? 'virtual list views with sorting'
    : undefined;
}

function evidenceOf(
  kind: Kind,
  rootDse: RootDse,
  { trueFalse, sizeLimit }: FeaturesFacts,
  target: LdapTarget,
  delta: boolean,
): Evidence[] {
  const differs = anchorTrouble(kind, target.anchor) !== undefined;
  return [
    { label: 'Paging', value: pagingText(rootDse) ?? 'none' },
    { label: 'True/false filters, tried', value: trueFalse ? 'understood' : 'not understood' },
    ...(sizeLimit === undefined
      ? []
      : [
          {
            label: 'Without paging',
            value:
              sizeLimit === null ? 'no limit was met' : `the server stops at ${sizeLimit} entries or fewer`,
          },
        ]),
    {
      label: 'Anchor for the connector',
      value: differs ? `${kind.anchor} (.ecmarc says ${target.anchor})` : kind.anchor,
    },
    { label: 'Delta import', value: `${deltaText(kind.delta)}${delta ? '' : '; delta is off in .ecmarc'}` },
  ];
}
