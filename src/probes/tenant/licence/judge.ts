import type { Evidence, JudgeInput, Remedy, Verdict } from '../../../engine/probe.ts';
import { requirement } from '../../../requirements/index.ts';
import type { Settings } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { addLines } from '../../common/not-run.ts';
import { graphEvidence, graphTrouble } from '../graph-words.ts';
import { least } from '../permissions.ts';
import type { Carrier, LicenceFacts } from './facts.ts';

/** How good one product is as the licence; the best one counts. */
type Grade =
  | { readonly rank: 0; readonly kind: 'good' }
  | { readonly rank: 1 | 2 | 3 | 4; readonly kind: 'grace' | 'device' | 'not-ready' | 'empty' }
  | { readonly rank: 5; readonly kind: 'odd' }
  | { readonly rank: 6; readonly kind: 'lost' };

export function judgeLicence({ facts, uses }: JudgeInput<Settings, LicenceFacts>): Verdict {
  const expected = 'Microsoft Entra ID P1 or P2, alone or within another product';
  const evidence = [...carrierEvidence(facts), ...graphEvidence(facts)];
  const trouble = graphTrouble(facts, least.licence, uses);
  if (trouble !== undefined) return { ...trouble, expected, evidence };
  return { expected, ...judge(facts), evidence };
}

function judge({ carriers = [], products = 0 }: LicenceFacts): Omit<Verdict, 'expected' | 'evidence'> {
  const graded = carriers.map((one) => ({ one, grade: gradeOf(one) }));
  const best = graded.toSorted((a, b) => a.grade.rank - b.grade.rank)[0];
  if (best === undefined) {
    const among =
      products === 0
        ? 'the tenant has no product'
        : products === 1
          ? 'its one product does not have it'
          : `none of ${products} products has it`;
    return {
      status: 'fail',
      message: 'no P1 or P2',
      found: among,
      remedy: buy('A workload identities, basic or small business plan is not enough.'),
    };
  }
  const { one, grade } = best;
  const name = `${planText(one)} in ${one.name}`;
  const developer = one.sku === requirement('CLD-01').values.products.DEVELOPERPACK_E5;
  switch (grade.kind) {
    case 'good':
      return {
        status: 'pass',
        message: name,
        found: developer ? `${name}: a developer tenant may be used` : name,
      };
    case 'grace':
      return warn(
        `${name}: in its grace time`,
        'the subscription has ended and is in its grace time',
        'When the grace time is over, provisioning stops.',
        'Renew the subscription',
      );
    case 'device':
      return warn(
        `${name}: for devices only`,
        'only licences of devices carry it, which are no licences of users',
        "Provisioned users need a licence of their own. That licences of devices do not count is not stated by Microsoft's documents.",
        'Buy or start a trial of a product for users',
      );
    case 'not-ready':
      return warn(
        `${name}: not set up yet`,
        `provisioning status ${statuses(one)}`,
        'The plan is bought, but the service behind it is not ready.',
        'Wait a day; then look under Billing, Licenses in the Microsoft 365 admin center',
      );
    case 'empty':
      return warn(
        `${name}: no unit of it`,
        'the product is there with no unit that is enabled',
        'Without a unit nobody can be given the licence.',
        'Buy units of it',
      );
    case 'odd':
      return {
        status: 'unknown',
        message: `${name}: status ${one.capability || 'not told'}`,
        found: `capability ${one.capability || 'not told'}, provisioning ${statuses(one)}`,
        remedy: buy('What Graph says of it is not known here.'),
      };
    case 'lost':
      return {
        status: 'fail',
        message: `${name}: ${lostText(one)}`,
        found: `capability ${one.capability}, provisioning ${statuses(one)}`,
        remedy: buy(
          'The product is there, but its licence is no longer good, or the plan in it is turned off.',
        ),
      };
  }
}

/** Capability first, then the plans, then the kind of product, then the units. */
function gradeOf({ capability, plans, sku, units }: Carrier): Grade {
  const { capability: known, deviceProducts } = requirement('CLD-01').values;
  const grace = known.grace.includes(capability);
  if (known.lost.includes(capability)) return { rank: 6, kind: 'lost' };
  if (!grace && !known.good.includes(capability)) return { rank: 5, kind: 'odd' };
  const states = plans.map(({ provisioning }) => provisioning);
  const ready = states.includes('Success');
  if (!ready && states.every((state) => state === 'Disabled')) return { rank: 6, kind: 'lost' };
  if (!ready && !states.some((state) => state.startsWith('Pending'))) return { rank: 5, kind: 'odd' };
  if (grace) return { rank: 1, kind: 'grace' };
  if (Object.values(deviceProducts).includes(sku)) return { rank: 2, kind: 'device' };
  if (!ready) return { rank: 3, kind: 'not-ready' };
  if (units.enabled === 0 && (units.warning ?? 0) === 0) return { rank: 4, kind: 'empty' };
  return { rank: 0, kind: 'good' };
}

function planText({ plans }: Carrier): string {
  const names = new Set(plans.map(({ plan }) => (plan === 'AAD_PREMIUM' ? 'P1' : 'P2')));
  return [...names].toSorted().join(' and ');
}

function statuses({ plans }: Carrier): string {
  return [...new Set(plans.map(({ provisioning }) => provisioning || 'not told'))].join(', ');
}

function lostText(one: Carrier): string {
  const { lost } = requirement('CLD-01').values.capability;
  return lost.includes(one.capability)
    ? one.capability.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
    : 'turned off';
}

/** Free units: what can still be assigned, which nobody has to. */
function carrierEvidence({ carriers = [], products }: LicenceFacts): Evidence[] {
  return [
    ...(products === undefined
      ? []
      : [{ label: 'Products', value: `${products}, ${carriers.length} with P1 or P2` }]),
    ...carriers.map((one) => ({
      label: one.name,
      value: `${planText(one)}, ${one.capability || 'no status'}, provisioning ${statuses(one)}, ${unitText(one)}`,
    })),
  ];
}

function unitText({ units: { enabled, consumed } }: Carrier): string {
  if (enabled === null) return 'units not told';
  if (consumed === null) return `${enabled} units`;
  return `${Math.max(0, enabled - consumed)} of ${enabled} units free`;
}

function warn(
  message: string,
  found: string,
  why: string,
  step: string,
): Omit<Verdict, 'expected' | 'evidence'> {
  return {
    status: 'warn',
    message,
    found,
    remedy: fix(why, by.entra(step)),
  };
}

function buy(why: string): Remedy {
  return fix(
    why,
    by.entra(
      'Buy or start a trial of Microsoft Entra ID P1 or P2 (also in EMS E3 and E5, Microsoft 365 E3, E5 and Business Premium)',
    ),
    addLines(
      'Or, where the licence is owned and not seen here, answer it in .ecmarc',
      'attest: { licence: true }',
    ),
  );
}
