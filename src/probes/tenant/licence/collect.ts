import { wholeNumberIn } from '../../../base/whole-number.ts';
import { Graph, graphFacts, type Item, isItem, text } from '../../../clients/graph/graph.ts';
import { requirement } from '../../../requirements/index.ts';
import type { CollectContext } from '../../define.ts';
import { internetRoutes } from '../../network/internet-routes.ts';
import type { Carrier, LicenceFacts, PlanName } from './facts.ts';

const select = 'skuId,skuPartNumber,capabilityStatus,prepaidUnits,consumedUnits,servicePlans';

export async function collectLicence(context: CollectContext, signal: AbortSignal): Promise<LicenceFacts> {
  const graph = await Graph.open(context, internetRoutes(context), signal);
  const answer = await graph.all(`/v1.0/subscribedSkus?$select=${select}`);
  if (!answer.ok) return graphFacts(answer);
  const skus = answer.value;
  if (!skus.every((sku) => Array.isArray(sku.servicePlans)))
    return graphFacts({ ...answer, ok: false, problem: { kind: 'odd' } });
  const carriers = skus.map(carrier).filter((one) => one.plans.length > 0);
  return { ...graphFacts(answer), products: skus.length, carriers };
}

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
  const names: readonly PlanName[] = ['AAD_PREMIUM', 'AAD_PREMIUM_P2'];
  if (typeof id !== 'string') return undefined;
  return names.find((name) => servicePlans[name] === id.toLowerCase());
}

function count(value: unknown): number | null {
  return wholeNumberIn(value) ?? null;
}
