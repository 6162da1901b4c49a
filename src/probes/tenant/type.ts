import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { answeredType } from '../common/attested.ts';
import { addLines } from '../common/not-run.ts';
import type { MakeProbe } from '../describe.ts';
import { factsOf, Graph, type GraphFacts } from './graph.ts';
import { graphEvidence, graphTrouble } from './graph-judge.ts';
import { organization } from './organization.ts';
import { consentSteps, least } from './permissions.ts';
import { graphRow } from './rows.ts';
import type { SignInFacts } from './sign-in.ts';

export interface TypeFacts extends GraphFacts {
  /** `tenantType` as Graph gives it: `AAD`, `AAD B2C`, `CIAM`; null where it gives none. */
  readonly type?: string | null;
}

/** Workforce tenants only: not B2C, not External ID. */
export const tenantType: MakeProbe = (scope) =>
  graphRow(scope, {
    id: 'tenant.type',
    title: 'Workforce tenant',
    levels: levels('info', 'restricted'),
    requirements: ['CLD-07'],
    answerLine: 'attest: { tenantType: AAD }',
    attested: answeredType,
    work: {
      async collect(context, signal): Promise<TypeFacts> {
        const looked = await organization(await Graph.open(context, signal), 'tenantType');
        return factsOf(looked, (type) => ({ type }));
      },
      judge,
    },
  });

const names: Readonly<Record<string, string>> = {
  'AAD B2C': 'Azure AD B2C',
  CIAM: 'External ID for customers',
};

function judge({ facts, uses }: JudgeInput<Settings, TypeFacts>): Verdict {
  const { workforce, others } = requirement('CLD-07').values;
  const expected = `a workforce tenant (${workforce})`;
  const evidence = [{ label: 'tenantType', value: facts.type ?? 'not told' }, ...graphEvidence(facts)];
  const trouble = graphTrouble(facts, least.organization, uses);
  if (trouble !== undefined) return { ...trouble, expected, evidence };
  const type = facts.type?.trim().toUpperCase();
  if (type === workforce) return { status: 'pass', message: workforce, expected, evidence };
  const other = others.find((one) => one.toUpperCase() === type);
  if (other === undefined) {
    const { method } = (uses('tenant.sign-in') ?? {}) as Partial<SignInFacts>;
    return {
      status: 'unknown',
      message: type === undefined ? 'the type is not told' : `unknown type: ${facts.type ?? ''}`,
      expected,
      evidence,
      remedy: {
        why: 'Graph tells the type only to an application that may read the organization.',
        steps: [
          ...consentSteps(least.organization, method),
          addLines('Or answer it yourself in .ecmarc', 'attest: { tenantType: AAD }'),
        ],
        links: [],
      },
    };
  }
  return {
    status: 'fail',
    message: `${names[other] ?? other}: not supported`,
    expected,
    found: `the tenant's type is ${other}`,
    evidence,
    remedy: {
      why: 'Provisioning to on-premises applications works for workforce tenants only.',
      steps: [{ text: 'Use a workforce tenant', owner: 'entra' }],
      links: [],
    },
  };
}
