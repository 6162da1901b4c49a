import { Graph, type GraphFacts, graphFacts } from '../../clients/graph/graph.ts';
import { organization } from '../../clients/graph/organization.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { answeredType } from '../common/attested.ts';
import { by, fix } from '../common/fix.ts';
import { addLines } from '../common/not-run.ts';
import type { CollectContext } from '../define.ts';
import { internetRoutes } from '../network/internet-routes.ts';
import { factsToken } from '../token.ts';
import { defineGraphProbe } from './define.ts';
import { graphEvidence, graphTrouble } from './graph-words.ts';
import { consentSteps, least } from './permissions.ts';
import { tenantSignIn } from './sign-in/facts.ts';

export interface TypeFacts extends GraphFacts {
  /** `tenantType` as Graph gives it: `AAD`, `AAD B2C`, `CIAM`; null where it gives none. */
  readonly type?: string | null;
}

export const tenantType = factsToken<TypeFacts>('tenant', 'type');

/** Workforce tenants only: not B2C, not External ID. */
export const tenantTypeProbe = defineGraphProbe(tenantType, {
  title: 'Workforce tenant',
  levels: levels('info', 'restricted'),
  requirements: ['CLD-07'],
  answerLine: 'attest: { tenantType: AAD }',
  attested: ({ settings }) => answeredType(settings),
  collect,
  judge,
});

async function collect(context: CollectContext, signal: AbortSignal): Promise<TypeFacts> {
  const graph = await Graph.open(context, internetRoutes(context), signal);
  const answer = await organization(graph, 'tenantType');
  return { ...graphFacts(answer), ...(answer.ok ? { type: answer.value } : {}) };
}

const names: Readonly<Record<string, string>> = {
  'AAD B2C': 'Azure AD B2C',
  CIAM: 'External ID for customers',
};

function judge({ facts, uses }: JudgeInput<Settings, TypeFacts>): Verdict {
  const { workforce, others, unsaid } = requirement('CLD-07').values;
  const expected = `a workforce tenant (${workforce})`;
  const evidence = [{ label: 'tenantType', value: facts.type ?? 'not told' }, ...graphEvidence(facts)];
  const trouble = graphTrouble(facts, least.organization, uses);
  if (trouble !== undefined) return { ...trouble, expected, evidence };
  const type = facts.type?.trim().toUpperCase();
  if (type === workforce) return { status: 'pass', message: workforce, expected, evidence };
  const other = others.find((one) => one.toUpperCase() === type);
  if (other === undefined) {
    return {
      status: 'unknown',
      message: type === undefined ? 'the type is not told' : `unknown type: ${facts.type ?? ''}`,
      expected,
      evidence,
      remedy: fix(
        'Graph tells the type only to an application that may read the organization.',
        ...consentSteps(least.organization, uses.of(tenantSignIn)?.method),
        addLines('Or answer it yourself in .ecmarc', 'attest: { tenantType: AAD }'),
      ),
    };
  }
  if (other === unsaid)
    return {
      status: 'warn',
      message: `${names[other] ?? other}: not stated any more`,
      expected,
      found: `the tenant's type is ${other}; Microsoft's known issues name B2C alone since March 2026, and say nothing of ${other}`,
      evidence,
      remedy: fix(
        'Until 2024 Microsoft listed such tenants as not supported; today it says nothing of them.',
        by.entra('Ask Microsoft support, or use a workforce tenant'),
      ),
    };
  return {
    status: 'fail',
    message: `${names[other] ?? other}: not supported`,
    expected,
    found: `the tenant's type is ${other}`,
    evidence,
    remedy: fix(
      'Provisioning to on-premises applications works for workforce tenants only.',
      by.entra('Use a workforce tenant'),
    ),
  };
}
