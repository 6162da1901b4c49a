import { describe, expect, it } from 'vitest';
import { type Part, planted, type TenantScript } from '../../beds/tenant-cloud.ts';
import { cloudBed, signedInSite, signIns } from './kit.ts';

const bed = cloudBed();
const parts: readonly (readonly [Part, string, object])[] = [
  ['organization', 'tenant.country', signIns.secret],
  ['organization', 'tenant.type', signIns.secret],
  ['skus', 'tenant.licence', signIns.secret],
  ['memberships', 'tenant.roles', signIns.code],
];
const p1 = '41781fb2-bc02-4b7c-bd55-b576c07bb09d';
const sku = (name: string) => ({
  skuId: '078d2b04-f1bd-4111-bbd4-b4b1b354cef4',
  skuPartNumber: name,
  capabilityStatus: 'Enabled',
  prepaidUnits: { enabled: 5, warning: 0, suspended: 0 },
  consumedUnits: 2,
  servicePlans: [{ servicePlanId: p1, provisioningStatus: 'Success' }],
});

const at = signedInSite(bed);

async function look(id: string, script: TenantScript, signIn: object) {
  const run = await at(id, script, signIn);
  return { run, facts: run.facts[id], verdict: run.verdict(id), asked: [...bed.cloud.requests] };
}

type Trouble = readonly [string, NonNullable<NonNullable<TenantScript['faults']>[Part]>, string];

const troubles: readonly Trouble[] = [
  ['is throttled for long', { kind: 'throttle', seconds: 600, times: 99 }, 'localhost asks to wait'],
  [
    'is throttled until a date far away',
    { kind: 'throttle', seconds: 'Tue, 01 Jan 2099 00:00:00 GMT', times: 99 },
    'localhost asks to wait',
  ],
  ['has a fault', { kind: 'status', status: 500 }, 'answered 500 by localhost'],
  ['is away', { kind: 'status', status: 503 }, 'answered 503 by localhost'],
  [
    'does not permit it',
    { kind: 'status', status: 403, code: 'Authorization_RequestDenied' },
    'not permitted: needs ',
  ],
  [
    'does not take the token',
    { kind: 'status', status: 401, code: 'InvalidAuthenticationToken' },
    'Graph does not take the token',
  ],
  ['does not know the path', { kind: 'status', status: 404 }, 'unreadable answer from localhost'],
  ['is a page', { kind: 'page', status: 200 }, 'a web page answers at localhost'],
  ['is a portal', { kind: 'redirect' }, 'a web page answers at localhost'],
  ['answers half', { kind: 'body', body: '{"value":[' }, 'unreadable answer from localhost'],
  ['answers nothing', { kind: 'body', body: '' }, 'unreadable answer from localhost'],
  ['answers a list', { kind: 'body', body: '[]' }, 'unreadable answer from localhost'],
  ['answers no members', { kind: 'body', body: '{"value":7}' }, 'unreadable answer from localhost'],
  ['answers odd members', { kind: 'body', body: '{"value":[null,1]}' }, 'unreadable answer from localhost'],
  ['answers without end', { kind: 'endless' }, 'unreadable answer from localhost'],
  ['hangs up', { kind: 'hang-up' }, 'cut off by'],
];

/** All of them for one row; some for the others, which read by the same means. */
const some = ['is throttled for long', 'does not permit it', 'is a portal', 'answers half', 'hangs up'];
const matrix = parts.flatMap(([part, id, signIn]) =>
  troubles
    .filter(([name]) => part === 'skus' || some.includes(name))
    .map(([name, fault, message]) => ({ part, id, signIn, name, fault, message })),
);

describe('Graph', () => {
  it.each(matrix)('$part for $id: $name', async ({ part, id, signIn, fault, message }) => {
    const { facts, verdict } = await look(id, { faults: { [part]: fault } }, signIn);
    expect(facts?.usable).toBe(false);
    expect(verdict.status).toBe('unknown');
    expect(verdict.message).toContain(message);
    expect(verdict.remedy?.steps.length).toBeGreaterThan(0);
    expect(JSON.stringify([facts, verdict])).not.toContain(planted.token);
  });

  it('waits out a short throttling, by seconds or by a date', async () => {
    const skus = { kind: 'throttle', seconds: 1, times: 1 } as const;
    const first = await look('tenant.licence', { faults: { skus } }, signIns.secret);
    expect(first.facts?.usable).toBe(true);
    expect(first.asked).toHaveLength(2);
    const past = { ...skus, seconds: new Date(0).toUTCString(), status: 503 } as const;
    const second = await look('tenant.licence', { faults: { skus: past } }, signIns.secret);
    expect(second.facts?.usable).toBe(true);
  });
});

describe('pages', () => {
  it('are all read', async () => {
    const skus = [sku('A'), sku('B'), sku('C'), sku('D'), sku('E')];
    const { facts, asked } = await look('tenant.licence', { skus, pageSize: 2 }, signIns.secret);
    expect(facts).toMatchObject({ products: 5 });
    expect(asked).toHaveLength(3);
  });

  it('of another host get no token', async () => {
    const { verdict } = await look(
      'tenant.licence',
      { skus: [sku('A'), sku('B')], pageSize: 1, nextHost: '127.0.0.1:1' },
      signIns.secret,
    );
    expect(verdict).toMatchObject({ status: 'unknown', message: 'unreadable answer from localhost' });
  });

  it('that go in a circle come to an end', async () => {
    const next = `https://localhost:${bed.cloud.port}/v1.0/subscribedSkus`;
    const body = JSON.stringify({ value: [], '@odata.nextLink': next });
    const { verdict, asked } = await look(
      'tenant.licence',
      { faults: { skus: { kind: 'body', body } } },
      signIns.secret,
    );
    expect(verdict).toMatchObject({ status: 'unknown', found: 'too many pages' });
    expect(asked).toHaveLength(20);
  });

  it('of memberships are all read: the role may be on the last', async () => {
    const group = { '@odata.type': '#microsoft.graph.group', id: 'g' };
    const role = {
      '@odata.type': '#microsoft.graph.directoryRole',
      id: 'r',
      roleTemplateId: '62e90394-69f5-4237-9190-012177145e10',
    };
    const { verdict } = await look(
      'tenant.roles',
      { memberships: [group, group, group, role], pageSize: 2 },
      signIns.code,
    );
    expect(verdict).toMatchObject({ status: 'pass', message: 'Global Administrator' });
  });
});

describe('a permission that is missing', () => {
  it.each([
    [signIns.secret, 'application permission LicenseAssignment.Read.All', 'Privileged Role Administrator'],
    [
      signIns.code,
      'delegated permission LicenseAssignment.Read.All',
      'Cloud Application Administrator or Application Administrator',
    ],
  ])('says which, and who can give it', async (signIn, permission, who) => {
    const faults = { skus: { kind: 'status', status: 403, code: 'Authorization_RequestDenied' } } as const;
    const { verdict } = await look('tenant.licence', { faults }, signIn);
    const steps = (verdict.remedy?.steps ?? []).map(({ text }) => text).join('\n');
    expect(verdict.found).toBe('HTTP status 403, Authorization_RequestDenied');
    expect(steps).toContain(permission);
    expect(steps).toContain(who);
  });
});

describe('rows over a good Graph', () => {
  it('say by which way and as whom they asked', async () => {
    const { verdict } = await look('tenant.licence', { skus: [sku('AAD_PREMIUM')] }, signIns.secret);
    expect(verdict).toMatchObject({ status: 'pass', message: 'P1 in AAD_PREMIUM' });
    expect(verdict.evidence).toContainEqual({ label: 'Way', value: 'direct' });
    expect(verdict.evidence).toContainEqual({
      label: 'AAD_PREMIUM',
      value: 'P1, Enabled, provisioning Success, 3 of 5 units free',
    });
  });
});
