import { Graph, type GraphFacts, graphFacts } from '../../clients/graph/graph.ts';
import { organization } from '../../clients/graph/organization.ts';
import type { JudgeInput, NotRun, Remedy, Rules, Step, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { answeredCountry, blockedGroup, isUnclearCountry, leftOut } from '../common/attested.ts';
import { by, fix } from '../common/fix.ts';
import { addLines, notSet } from '../common/not-run.ts';
import { onScreen } from '../common/steps.ts';
import type { CollectContext } from '../define.ts';
import { internetRoutes } from '../network/internet-routes.ts';
import { factsToken } from '../token.ts';
import { judgeByGeneralRelease } from './cloud-words.ts';
import { defineGraphProbe } from './define.ts';
import { graphEvidence, graphTrouble } from './graph-words.ts';
import { least } from './permissions.ts';

export interface CountryFacts extends GraphFacts {
  /** `countryLetterCode` as Graph gives it; null where it gives none. */
  readonly country?: string | null;
}

export const tenantCountry = factsToken<CountryFacts>('tenant', 'country');

/** The preview left countries out; what Graph says of the organization decides. */
export const tenantCountryProbe = defineGraphProbe(tenantCountry, {
  title: 'Country is allowed',
  levels: levels('restricted', 'info'),
  requirements: ['CLD-02'],
  answerLine: 'attest: { country: US }',
  attested: ({ settings }, rules) => answeredCountry(settings, rules),
  notConfigured: ({ settings }) => unclearAnswer(settings),
  collect,
  judge,
});

async function collect(context: CollectContext, signal: AbortSignal): Promise<CountryFacts> {
  const graph = await Graph.open(context, internetRoutes(context), signal);
  const answer = await organization(graph, 'countryLetterCode');
  return { ...graphFacts(answer), ...(answer.ok ? { country: answer.value } : {}) };
}

function judge({ facts, uses }: JudgeInput<Settings, CountryFacts>, { profile }: Rules): Verdict {
  const preview = profile === 'preview-2021';
  const expected = preview ? 'a country that the preview did not leave out' : 'any country';
  const evidence = [
    { label: 'Country, by Graph', value: facts.country ?? 'not told' },
    ...graphEvidence(facts),
  ];
  const trouble = graphTrouble(facts, least.organization, uses);
  if (trouble !== undefined) return { ...trouble, expected, evidence };
  const code = facts.country?.trim().toUpperCase();
  if (code === undefined || code === '') {
    return {
      status: 'unknown',
      message: 'the country is not told',
      expected,
      found: `Graph gives null: the permission is missing (${least.organization}), or no country is set`,
      evidence,
      remedy: byAnswer('Graph tells the country only to an application that may read the organization.'),
    };
  }
  if (!/^[A-Z]{2}$/.test(code)) {
    return {
      status: 'unknown',
      message: `not a country code: ${code}`,
      expected,
      evidence,
      remedy: byAnswer('A country code has two letters (ISO 3166).'),
    };
  }
  const group = blockedGroup(code);
  const unclear = isUnclearCountry(code);
  if (!preview) {
    const lifted = group !== undefined || unclear;
    return {
      status: 'pass',
      message: lifted ? `${code}; the limit of the preview was lifted` : code,
      expected,
      evidence,
    };
  }
  if (unclear) {
    return {
      status: 'unknown',
      message: `${code}: the document does not settle it`,
      expected,
      found: `the preview's document does not say whether ${code} belongs to the countries that it leaves out`,
      evidence,
      remedy: fix(
        'The document speaks of groups of countries, and this territory is not clearly in or out.',
        ...askMicrosoft,
      ),
    };
  }
  if (group === undefined) return { status: 'pass', message: code, expected, evidence };
  return {
    status: 'fail',
    message: leftOut(code, group),
    expected,
    found: `the tenant's country is ${code}`,
    evidence,
    remedy: fix(
      `The preview of 2021 could not be used by tenants there; later releases lifted that. ${requirement('CLD-02').note}`,
      by.entra('Use a tenant of another country'),
      judgeByGeneralRelease,
    ),
  };
}

function byAnswer(why: string): Remedy {
  return fix(
    why,
    by.entra(`Give the application the permission ${least.organization}, and sign in again`),
    addLines('Or answer it yourself in .ecmarc', 'attest: { country: US }'),
  );
}

/** The person answered, but the preview's document does not settle this territory. */
function unclearAnswer({ tenant, attest, profile }: Settings): NotRun | undefined {
  const code = attest.country;
  if (code === undefined || tenant.signIn.method !== 'none' || profile !== 'preview-2021') return undefined;
  if (!isUnclearCountry(code)) return undefined;
  const why = `The preview's document does not say whether ${code.toUpperCase()} belongs to the countries that it leaves out.`;
  return notSet(`${code.toUpperCase()}: the document does not settle it`, why, askMicrosoft);
}

/** Only Microsoft can say, and only a person can ask. */
const askMicrosoft: readonly Step[] = [
  by.entra('Ask Microsoft whether the preview may be used there'),
  onScreen('If so, press y on this row'),
  addLines(
    'If so, set the row aside in .ecmarc, which unattended runs read too',
    'probes: { waive: [ { id: tenant.country, reason: Microsoft allows it } ] }',
  ),
];
