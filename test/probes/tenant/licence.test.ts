import { describe, expect, it } from 'vitest';
import type { Carrier } from '../../../src/probes/tenant/licence/facts.ts';
import { requirement } from '../../../src/requirements/index.ts';
import { cloudBed, signedInSite } from './kit.ts';

const { products, deviceProducts, servicePlans } = requirement('CLD-01').values;
const P1 = servicePlans.AAD_PREMIUM;
const P2 = servicePlans.AAD_PREMIUM_P2;
/** Plans that look alike and do not count. */
const other = {
  AAD_BASIC: 'c4da7f8a-5ee2-4c99-a7e1-87d2df57f6fe',
  AAD_SMB: 'de377cbc-0019-4ec2-b77c-3f223947e102',
  AAD_WRKLDID_P1: '84c289f0-efcb-486f-8581-07f44fc9efad',
  AAD_WRKLDID_P2: '7dc0e92d-bf15-401d-907e-0884efe7c760',
  EXCHANGE: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
} as const;

const bed = cloudBed();

interface Sku {
  readonly id?: string;
  readonly name?: string;
  readonly plans: readonly (string | readonly [string, string])[];
  readonly capability?: unknown;
  readonly enabled?: unknown;
  readonly consumed?: unknown;
}

function sku({
  id = '00000000-0000-0000-0000-000000000001',
  name = 'MADE_UP',
  plans,
  capability = 'Enabled',
  enabled = 10,
  consumed = 4,
}: Sku) {
  return {
    skuId: id,
    skuPartNumber: name,
    capabilityStatus: capability,
    prepaidUnits: { enabled, suspended: 0, warning: 0 },
    consumedUnits: consumed,
    servicePlans: plans.map((plan) => {
      const [servicePlanId, provisioningStatus] = typeof plan === 'string' ? [plan, 'Success'] : plan;
      return { servicePlanId, servicePlanName: 'x', provisioningStatus, appliesTo: 'User' };
    }),
  };
}

const at = signedInSite(bed);

async function judge(...skus: readonly unknown[]) {
  const run = await at('tenant.licence', { skus });
  return { facts: run.facts['tenant.licence'], ...run.verdict('tenant.licence') };
}

/** The products of the public list, with the plans that they carry. */
const publicProducts: readonly (readonly [keyof typeof products, readonly string[], string])[] = [
  ['AAD_PREMIUM', [P1], 'P1'],
  ['AAD_PREMIUM_P2', [P1, P2], 'P1 and P2'],
  ['EMS', [P1], 'P1'],
  ['EMSPREMIUM', [P1, P2], 'P1 and P2'],
  ['EMS_EDU_FACULTY', [P1], 'P1'],
  ['EMS_GOV', [P1], 'P1'],
  ['EMSPREMIUM_GOV', [P1, P2], 'P1 and P2'],
  ['SPE_E3', [P1], 'P1'],
  ['SPE_E5', [P1, P2], 'P1 and P2'],
  ['SPB', [P1], 'P1'],
  ['M365_F1', [P1], 'P1'],
  ['SPE_F1', [P1], 'P1'],
  ['IDENTITY_THREAT_PROTECTION', [P2], 'P2'],
  ['DEVELOPERPACK_E5', [P1, P2], 'P1 and P2'],
];

describe('products of the public list', () => {
  it('are all here', () => {
    expect(publicProducts.map(([name]) => name).toSorted()).toEqual(Object.keys(products).toSorted());
  });

  it.each(publicProducts)('%s counts by its plans', async (name, plans, text) => {
    const verdict = await judge(sku({ id: products[name], name, plans: [other.EXCHANGE, ...plans] }));
    expect(verdict).toMatchObject({ status: 'pass', message: `${text} in ${name}` });
    expect(verdict.evidence).toContainEqual({
      label: name,
      value: `${text}, Enabled, provisioning Success, 6 of 10 units free`,
    });
  });

  it('the developer tenant is named as one', async () => {
    const verdict = await judge(
      sku({ id: products.DEVELOPERPACK_E5, name: 'DEVELOPERPACK_E5', plans: [P1, P2] }),
    );
    expect(verdict.found).toContain('a developer tenant may be used');
  });

  it.each(Object.entries(deviceProducts))('%s is for devices: warn', async (name, id) => {
    const verdict = await judge(sku({ id: id.toUpperCase(), name, plans: [P1] }));
    expect(verdict).toMatchObject({ status: 'warn', message: `P1 in ${name}: for devices only` });
  });

  it('beside a product for users, one for devices does no harm', async () => {
    const device = sku({ id: deviceProducts.MCOCAP, name: 'MCOCAP', plans: [P1] });
    expect(await judge(device, sku({ name: 'EMS', plans: [P1] }))).toMatchObject({
      status: 'pass',
      message: 'P1 in EMS',
    });
  });
});

describe('what does not count', () => {
  it.each(Object.entries(other))('%s', async (name, plan) => {
    expect(await judge(sku({ name, plans: [plan] }))).toMatchObject({
      status: 'fail',
      message: 'no P1 or P2',
      found: 'its one product does not have it',
    });
  });

  it('a product that only has the name', async () => {
    expect(await judge(sku({ id: products.EMS, name: 'EMS', plans: [other.AAD_SMB] }))).toMatchObject({
      status: 'fail',
    });
  });

  it('no product at all', async () => {
    expect(await judge()).toMatchObject({
      status: 'fail',
      message: 'no P1 or P2',
      found: 'the tenant has no product',
    });
  });
});

describe('states', () => {
  it.each<[string, Omit<Sku, 'plans'> & { readonly plans?: Sku['plans'] }, string, string]>([
    ['grace', { capability: 'Warning' }, 'warn', 'P1 in MADE_UP: in its grace time'],
    ['suspended', { capability: 'Suspended' }, 'fail', 'P1 in MADE_UP: suspended'],
    ['deleted', { capability: 'Deleted' }, 'fail', 'P1 in MADE_UP: deleted'],
    ['locked out', { capability: 'LockedOut' }, 'fail', 'P1 in MADE_UP: locked out'],
    ['a new word', { capability: 'Paused' }, 'unknown', 'P1 in MADE_UP: status Paused'],
    ['no word', { capability: null }, 'unknown', 'P1 in MADE_UP: status not told'],
    ['turned off', { plans: [[P1, 'Disabled']] }, 'fail', 'P1 in MADE_UP: turned off'],
    ['P1 off, P2 on', { plans: [[P1, 'Disabled'], P2] }, 'pass', 'P1 and P2 in MADE_UP'],
    ['waiting', { plans: [[P1, 'PendingProvisioning']] }, 'warn', 'P1 in MADE_UP: not set up yet'],
    ['waiting for a person', { plans: [[P1, 'PendingInput']] }, 'warn', 'P1 in MADE_UP: not set up yet'],
    ['an error', { plans: [[P1, 'Error']] }, 'unknown', 'P1 in MADE_UP: status Enabled'],
    ['no unit', { enabled: 0 }, 'warn', 'P1 in MADE_UP: no unit of it'],
    ['all units taken', { enabled: 4, consumed: 4 }, 'pass', 'P1 in MADE_UP'],
    ['more taken than there are', { enabled: 4, consumed: 9 }, 'pass', 'P1 in MADE_UP'],
    ['units not told', { enabled: 'many' }, 'pass', 'P1 in MADE_UP'],
    ['plan in capitals', { plans: [P1.toUpperCase()] }, 'pass', 'P1 in MADE_UP'],
  ])('%s', async (_, given, status, message) => {
    expect(await judge(sku({ plans: [P1], ...given }))).toMatchObject({ status, message });
  });

  it('the best of several counts', async () => {
    const bad = (['Suspended', 'Warning', 'Paused'] as const).map((capability) =>
      sku({ name: capability, plans: [P2], capability }),
    );
    expect(await judge(...bad)).toMatchObject({
      status: 'warn',
      message: 'P2 in Warning: in its grace time',
    });
    expect(await judge(...bad, sku({ name: 'GOOD', plans: [P2] }))).toMatchObject({
      status: 'pass',
      message: 'P2 in GOOD',
    });
  });

  it('a product of odd shape is shown as such, without a fault', async () => {
    const odd = {
      servicePlans: [null, 7, { servicePlanId: P1 }, { servicePlanId: 7 }],
      prepaidUnits: 'x',
      skuPartNumber: 9,
    };
    const verdict = await judge(odd);
    expect(verdict).toMatchObject({
      status: 'unknown',
      message: 'P1 in a product without a name: status not told',
    });
    expect(await judge({ skuId: 'x' })).toMatchObject({
      status: 'unknown',
      message: 'unreadable answer from localhost',
    });
  });

  it('names that would break a line are only shown', async () => {
    const { facts } = await judge(sku({ name: `A${'x'.repeat(300)}`, plans: [P1] }));
    const [carrier] = (facts?.carriers ?? []) as unknown as readonly Carrier[];
    expect(carrier?.name.length).toBe(100);
  });
});
