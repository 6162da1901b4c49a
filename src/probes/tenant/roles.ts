import { defined } from '../../base/defined.ts';
import { plural } from '../../base/phrases.ts';
import {
  Graph,
  type GraphAnswer,
  type GraphFacts,
  graphFacts,
  type Item,
  text,
} from '../../clients/graph/graph.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, fix } from '../common/fix.ts';
import { signInAgain } from '../common/steps.ts';
import type { CollectContext } from '../define.ts';
import { internetRoutes } from '../network/internet-routes.ts';
import { factsToken } from '../token.ts';
import { defineGraphProbe } from './define.ts';
import { graphEvidence, graphTrouble } from './graph-words.ts';
import { least } from './permissions.ts';

export interface RolesFacts extends GraphFacts {
  /** Template ids of active roles, by membership (through groups too) or by the token. */
  readonly roles?: readonly string[];
  /** Roles whose template id Graph does not show to this application. */
  readonly hidden?: number;
  /** `Member` or `Guest`; absent where Graph does not tell. */
  readonly userType?: string;
}

export const tenantRoles = factsToken<RolesFacts>('tenant', 'roles');

/** Has the person who signed in the roles that setting up the agent and assigning users take? */
export const tenantRolesProbe = defineGraphProbe(tenantRoles, {
  title: 'Administrator roles',
  levels: levels('info', 'recommended'),
  requirements: ['CLD-06', 'CLD-12'],
  notApplicable: ({ settings: { tenant } }) =>
    tenant.signIn.method === 'client-secret' || tenant.signIn.method === 'client-certificate'
      ? 'signs in as an application, not as a person'
      : undefined,
  collect,
  judge,
});

async function collect(context: CollectContext, signal: AbortSignal): Promise<RolesFacts> {
  const graph = await Graph.open(context, internetRoutes(context), signal);
  const answer = await graph.all('/v1.0/me/transitiveMemberOf?$select=id,roleTemplateId&$top=999');
  const me = answer.ok ? await graph.one('/v1.0/me?$select=id,userType') : undefined;
  return facts(answer, me, graph.wids);
}

function facts(
  answer: GraphAnswer<readonly Item[]>,
  me: GraphAnswer<Item> | undefined,
  wids: readonly string[],
): RolesFacts {
  // What the token names is there without any permission.
  if (!answer.ok && wids.length === 0) return graphFacts(answer);
  const memberships = answer.ok ? answer.value : [];
  const roles = memberships.filter((one) => one['@odata.type'] === '#microsoft.graph.directoryRole');
  const templates = roles.flatMap((one) => text(one.roleTemplateId, 40)?.toLowerCase() ?? []);
  const userType = me?.ok === true ? text(me.value.userType, 20) : undefined;
  return {
    ...defined({ reached: answer.reached }),
    roles: [...new Set([...templates, ...wids.map((one) => one.toLowerCase())])],
    hidden: roles.length - templates.length,
    ...defined({ userType }),
    usable: true,
  };
}

type Role = keyof ReturnType<typeof templates>;

function templates() {
  return requirement('CLD-06').values.roles;
}

const names: Readonly<Record<Role, string>> = {
  hybridIdentity: 'Hybrid Identity Administrator',
  application: 'Application Administrator',
  cloudApplication: 'Cloud Application Administrator',
  global: 'Global Administrator',
};

function judge({ facts: seen, uses }: JudgeInput<Settings, RolesFacts>): Verdict {
  const { roles = [], hidden = 0, userType } = seen;
  const held = Object.keys(templates())
    .filter((role): role is Role => role in names)
    .filter((role) => roles.includes(templates()[role]));
  const expected = `${names.hybridIdentity}, and ${names.application} or ${names.cloudApplication}`;
  const evidence = [
    {
      label: 'Active roles',
      value:
        held.map((one) => names[one]).join(', ') ||
        (seen.problem === undefined ? 'none of those that count' : 'not told'),
    },
    ...(seen.problem === undefined ? [{ label: 'User type', value: userType ?? 'not told' }] : []),
    ...graphEvidence(seen),
  ];
  const trouble = graphTrouble(seen, least.roles, uses);
  if (trouble !== undefined) return { ...trouble, expected, evidence };
  if (userType?.toLowerCase() === 'guest') {
    return {
      ...lacking(
        'a guest cannot set up the agent',
        'the account that signed in is a guest of this tenant',
        [],
      ),
      expected,
      evidence,
    };
  }
  const missing = [
    ...(has(held, 'hybridIdentity', 'global') ? [] : [names.hybridIdentity]),
    ...(has(held, 'application', 'cloudApplication', 'global') ? [] : [names.application]),
  ];
  if (missing.length === 0) {
    const found = userType === undefined ? 'whether the account is a guest is not told' : undefined;
    const message = held.map((one) => names[one]).join(', ');
    return { status: 'pass', message, expected, evidence, ...defined({ found }) };
  }
  if (hidden > 0) {
    return {
      status: 'unknown',
      message: 'roles are not shown to this application',
      expected,
      found: `${plural(hidden, 'role', 'roles')} without ${hidden === 1 ? 'its' : 'their'} kind`,
      evidence,
      remedy: fix(
        'Graph lists the roles, but not which ones they are.',
        by.entra('Add the delegated permission Directory.Read.All of Microsoft Graph, and sign in again'),
      ),
    };
  }
  return {
    ...lacking(
      `lacks ${missing.join(' and ')}`,
      'not among the active roles; a role that is only eligible does not show',
      missing,
    ),
    expected,
    evidence,
  };
}

function has(held: readonly Role[], ...any: readonly Role[]): boolean {
  return any.some((one) => held.includes(one));
}

function lacking(
  message: string,
  found: string,
  missing: readonly string[],
): Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'> {
  return {
    status: 'warn',
    message,
    found,
    remedy: fix(
      'Hybrid Identity Administrator is for the agent alone; Application or Cloud Application Administrator is for provisioning in the portal and for assigning users.',
      ...missing.map((role) =>
        by.entra(
          `Assign the role ${role} to the account, or activate it in Privileged Identity Management where it is eligible`,
        ),
      ),
      by.entra(
        `${missing.length === 0 ? 'Let' : 'Or let'} a person who has the roles do the setup: a guest of the tenant cannot`,
      ),
      signInAgain,
    ),
  };
}
