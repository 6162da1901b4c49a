import type { ProbeContext } from '../../clients/environment.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Rules, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import type { MakeProbe } from '../describe.ts';
import { cloudOf, cloudText, specialCloud, type TenantDocument } from './document.ts';
import type { TenantFacts } from './exists.ts';
import { openRow } from './rows.ts';

export interface CloudFacts extends Facts {
  /** Of the cloud that knows the tenant, which may be another than the configured one. */
  readonly document: TenantDocument;
  readonly host: string;
}

/** In which of Microsoft's clouds is the tenant? `tenant.exists` has asked: nothing is asked again. */
export const tenantCloud: MakeProbe = (scope) =>
  openRow(scope, {
    id: 'tenant.cloud',
    title: 'Cloud is supported',
    levels: levels('restricted', 'info'),
    requirements: ['CLD-03'],
    needs: ['tenant.exists'],
    work: { collect: async (context) => knownBy(context), judge },
  });

/** The configuration from the cloud that knows the tenant. */
export function knownBy(context: ProbeContext): CloudFacts {
  const facts = context.facts('tenant.exists') as TenantFacts | undefined;
  const there = facts?.elsewhere?.find((one) => one.document !== undefined);
  const document = facts?.document ?? there?.document;
  const host = facts?.document === undefined ? there?.host : facts.reached.host;
  return { document: document ?? {}, host: host ?? '', usable: document !== undefined };
}

function judge({ facts }: JudgeInput<Settings, CloudFacts>, { profile }: Rules): Verdict {
  const { document, host } = facts;
  const preview = profile === 'preview-2021';
  const cloud = cloudOf(document);
  const special = specialCloud(document);
  const name = special ?? (cloud === undefined ? undefined : cloudText(cloud));
  const base = {
    expected: preview ? 'the public cloud' : 'the public cloud, US Government or 21Vianet',
    evidence: [
      { label: 'Told by', value: host },
      { label: 'Cloud', value: document.instance ?? 'not told' },
      ...(document.subRegion === undefined ? [] : [{ label: 'Part of it', value: document.subRegion }]),
    ],
  };
  // A sub-scope that nobody knows could be another special cloud.
  if (name === undefined || (document.subRegion !== undefined && special === undefined)) {
    return {
      ...base,
      status: 'unknown',
      message: `unknown cloud: ${document.subRegion ?? document.instance ?? 'not told'}`,
      found: "the sign-in host's answer names no cloud that is known here",
      remedy: {
        why: 'Whether the connector host may be used in it cannot be told here.',
        steps: [
          {
            text: 'Find out from Microsoft whether the connector host may be used in this cloud',
            owner: 'entra',
          },
        ],
        links: [],
      },
    };
  }
  if (!preview) {
    const lifted = name === cloudText('public') ? '' : '; the limit of the preview was lifted';
    return { ...base, status: 'pass', message: `${name}${lifted}` };
  }
  if (name === cloudText('public')) return { ...base, status: 'pass', message: name };
  if (special === 'GCC' && cloud === 'public') {
    return {
      ...base,
      status: 'warn',
      message: 'GCC: a special part of the public cloud',
      found: 'the preview left out specialized clouds, and does not say whether GCC is one',
      remedy: elsewhere(
        "GCC lies in the public cloud. Whether it counts as special is not confirmed by Microsoft's documents.",
      ),
    };
  }
  return {
    ...base,
    status: 'fail',
    message: `${name}: not in the preview`,
    found: `the tenant is in ${name}; the preview was for the public cloud only`,
    remedy: elsewhere('The preview of 2021 left out every special cloud. Later releases lifted that.'),
  };
}

function elsewhere(why: string): NonNullable<Verdict['remedy']> {
  return {
    why,
    steps: [
      { text: 'Use a tenant of the public cloud', owner: 'entra' },
      { text: 'Or, with the general release, judge by its rules', command: 'ecma-doctor --profile ga' },
    ],
    links: [],
  };
}
