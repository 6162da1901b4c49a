import { isUnknownTenant } from '../../../clients/sign-in/answer.ts';
import { type CloudName, otherCloud } from '../../../clients/sign-in/document.ts';
import type { Evidence, JudgeInput, Step, Verdict } from '../../../engine/probe.ts';
import type { Settings } from '../../../settings/schema.ts';
import { personalAccounts } from '../../../settings/shared-tenants.ts';
import { suggest } from '../../../settings/suggest.ts';
import { askPage } from '../../common/commands.ts';
import { reachedEvidence } from '../../common/connection-words.ts';
import { by, fix, see } from '../../common/fix.ts';
import { addLines } from '../../common/not-run.ts';
import { pressR } from '../../common/steps.ts';
import { judgeSignIn } from '../../network/sign-in/judge.ts';
import { cloudText } from '../cloud-words.ts';
import type { TenantFacts } from './facts.ts';

export function judgeExists(input: JudgeInput<Settings, TenantFacts>): Verdict {
  const { facts, settings } = input;
  const evidence = [...reachedEvidence(facts.reached), ...elsewhereEvidence(facts)];
  const expected = `the sign-in host knows ${facts.tenant}`;
  const status = facts.reached.http?.status ?? 0;
  const home = facts.document === undefined ? undefined : otherCloud(facts.document, settings);
  if (home !== undefined) {
    const said = `${facts.reached.host} says that it is a tenant of another cloud`;
    return { ...inCloud(facts.tenant, home, said), expected, evidence };
  }
  if (facts.answer === 'document' && ofNoSingleTenant(facts, settings))
    return { ...everybodys(facts), expected, evidence };
  if (facts.answer === 'document') return { status: 'pass', ...found(facts), expected, evidence };
  if (isUnknownTenant(facts)) return { ...unknownTenant(facts), expected, evidence };
  if (facts.answer === 'refusal') {
    return {
      status: 'fail',
      message: `refused: ${facts.error ?? 'no reason'}`,
      found: `HTTP status ${status}, ${facts.error ?? ''}`,
      expected,
      evidence,
      remedy: fix('The sign-in host does not give the configuration of this tenant.', ask(facts)),
    };
  }
  if (facts.answer === 'other' && (status === 429 || status >= 500)) {
    const wait = facts.retryAfter === undefined ? 'a minute' : `${facts.retryAfter} s`;
    return {
      status: 'unknown',
      message: status === 429 ? 'the sign-in host asks to wait' : `the sign-in host answers ${status}`,
      found: `HTTP status ${status} from ${facts.reached.host}`,
      expected,
      evidence,
      remedy: fix(
        'The sign-in host did not answer the question: that says nothing about the tenant.',
        `Wait ${wait}`,
        pressR,
      ),
    };
  }
  // Not reached, or a portal: the same words as in the row of the sign-in host.
  return { ...judgeSignIn(input), expected };
}

function found({ tenant, document }: TenantFacts): Pick<Verdict, 'message' | 'found'> {
  const id = document?.tenantId;
  if (id === undefined || id === tenant.toLowerCase()) return { message: tenant };
  return { message: id, found: `${tenant} is the tenant ${id}` };
}

/** Each of Microsoft's clouds writes a tenant's GUID into its issuer; addresses for all tenants have none there. */
function ofNoSingleTenant({ document }: TenantFacts, { tenant }: Settings): boolean {
  if (typeof tenant.cloud !== 'string' || document === undefined) return false;
  return document.tenantId === undefined || document.tenantId === personalAccounts;
}

function everybodys({ tenant, document }: TenantFacts): Said {
  const personal = document?.tenantId === personalAccounts;
  return {
    status: 'fail',
    message: personal ? 'personal accounts, not a tenant' : 'not one tenant',
    found: personal
      ? `${tenant} belongs to personal Microsoft accounts`
      : `the sign-in host answers for ${tenant} without naming a tenant`,
    remedy: fix(
      'Users come from one tenant; this address stands for none of its own.',
      by.entra(
        'Write the Tenant ID or primary domain from the Overview page of the Microsoft Entra admin center under tenant.id in .ecmarc',
      ),
      pressR,
      see('https://entra.microsoft.com'),
    ),
  };
}

type Said = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

/** All rows of the network and the tenant ask the cloud of `.ecmarc`: they say nothing of the right one. */
function inCloud(tenant: string, cloud: CloudName, found: string): Said {
  return {
    status: 'fail',
    message: `not in this cloud: ${cloudText(cloud)}`,
    found,
    remedy: fix(
      `${tenant} is a tenant of another cloud than .ecmarc says. Each cloud has hosts of its own, which the other rows look at.`,
      addLines('Change in .ecmarc', `tenant: { id: ${tenant}, cloud: ${cloud} }`),
      pressR,
    ),
  };
}

function unknownTenant(facts: TenantFacts): Said {
  const { tenant, elsewhere = [] } = facts;
  const there = elsewhere.find((one) => one.known === true);
  if (there !== undefined) {
    return inCloud(tenant, there.cloud, `${facts.reached.host} does not know it, ${there.host} does`);
  }
  const unasked = elsewhere.filter((one) => one.known === undefined).map((one) => one.host);
  const nowhere = elsewhere.length > 0 && unasked.length === 0;
  const near = misspelt(tenant);
  return {
    status: 'fail',
    message: nowhere ? 'no such tenant in any cloud' : 'no such tenant',
    found: `the sign-in host answers ${facts.error ?? 'no'}${unasked.length === 0 ? '' : `; could not ask ${unasked.join(', ')}`}`,
    remedy: fix(
      `No tenant has the domain or GUID ${tenant}. Most often it is a typing mistake.`,
      ...(near === undefined ? [] : [addLines('Perhaps it is, in .ecmarc', `tenant: { id: ${near} }`)]),
      by.entra(
        'Compare tenant.id with the Tenant ID or primary domain on the Overview page of the Microsoft Entra admin center',
      ),
      ask(facts),
      see('https://entra.microsoft.com'),
    ),
  };
}

function ask({ reached, tenant }: TenantFacts): Step {
  const path = `/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`;
  return by.server('Ask the sign-in host by hand', askPage(reached.host, reached.port, path));
}

function elsewhereEvidence({ elsewhere = [] }: TenantFacts): Evidence[] {
  return elsewhere.map(({ host, known }) => ({
    label: host,
    value:
      known === undefined ? 'could not be asked' : known ? 'knows the tenant' : 'does not know the tenant',
  }));
}

/** Every tenant has a domain that ends like these; a near miss is a typing mistake. */
const endings = ['onmicrosoft.com', 'onmicrosoft.us', 'partner.onmschina.cn'];

function misspelt(tenant: string): string | undefined {
  const at = tenant.indexOf('.');
  if (at <= 0) return undefined;
  const ending = tenant.slice(at + 1).toLowerCase();
  // A third of the letters may be wrong: an ordinary domain is not near.
  const near = suggest(ending, endings);
  if (near === undefined || near === ending || !/micro|onm/.test(ending)) return undefined;
  return `${tenant.slice(0, at)}.${near}`;
}
