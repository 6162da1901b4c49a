import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { answeredLicence } from '../common/attested.ts';
import type { MakeProbe } from '../describe.ts';
import { factsOf, Graph, type GraphFacts, type Item, isItem, text } from './graph.ts';
import { judgeLicence } from './licence-judge.ts';
import { graphRow } from './rows.ts';

export type PlanName = 'AAD_PREMIUM' | 'AAD_PREMIUM_P2';

/** A product of the tenant that carries P1 or P2. */
export type Carrier = {
  /** GUID, lower case. */
  readonly sku: string;
  /** `skuPartNumber`: `EMSPREMIUM`. */
  readonly name: string;
  /** `Enabled`, `Warning`, `Suspended`, `Deleted`, `LockedOut`. */
  readonly capability: string;
  /** Units that are bought and not assigned; null where Graph does not tell. */
  readonly units: {
    readonly enabled: number | null;
    readonly warning: number | null;
    readonly consumed: number | null;
  };
  readonly plans: readonly { readonly plan: PlanName; readonly provisioning: string }[];
};

export interface LicenceFacts extends GraphFacts {
  /** How many products the tenant has. */
  readonly products?: number;
  readonly carriers?: readonly Carrier[];
}

const select = 'skuId,skuPartNumber,capabilityStatus,prepaidUnits,consumedUnits,servicePlans';

/** Does the tenant own P1 or P2, alone or within another product? Judged by service plan, not by product. */
export const tenantLicence: MakeProbe = (scope) =>
  graphRow(scope, {
    id: 'tenant.licence',
    title: 'Premium P1 or P2 licence',
    levels: levels('required', 'required'),
    requirements: ['CLD-01'],
    answerLine: 'attest: { licence: true }',
    attested: answeredLicence,
    work: {
      async collect(context, signal): Promise<LicenceFacts> {
        const graph = await Graph.open(context, signal);
        const looked = await graph.all(`/v1.0/subscribedSkus?$select=${select}`);
        if (looked.ok && !looked.value.every((sku) => Array.isArray(sku.servicePlans))) {
          return factsOf({ ...looked, ok: false, problem: { kind: 'odd' } }, () => ({}));
        }
        return factsOf(looked, (skus) => ({
          products: skus.length,
          carriers: skus.map(carrier).filter((one) => one.plans.length > 0),
        }));
      },
      judge: judgeLicence,
    },
  });

function carrier(sku: Item): Carrier {
  const prepaid = isItem(sku.prepaidUnits) ? sku.prepaidUnits : {};
  return {
    sku: text(sku.skuId, 40)?.toLowerCase() ?? '',
    name: text(sku.skuPartNumber) ?? 'a product without a name',
    capability: text(sku.capabilityStatus, 40) ?? '',
    units: {
      enabled: count(prepaid.enabled),
      warning: count(prepaid.warning),
      consumed: count(sku.consumedUnits),
    },
    plans: (Array.isArray(sku.servicePlans) ? sku.servicePlans : []).flatMap((plan) => {
      const name = isItem(plan) ? planOf(plan.servicePlanId) : undefined;
      return name === undefined
        ? []
        : [{ plan: name, provisioning: text(plan.provisioningStatus, 40) ?? '' }];
    }),
  };
}

function planOf(id: unknown): PlanName | undefined {
  const { servicePlans } = requirement('CLD-01').values;
  if (typeof id !== 'string') return undefined;
  const found = Object.entries(servicePlans).find(([, guid]) => guid === id.toLowerCase());
  return found?.[0] as PlanName | undefined;
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
