import { describe, expect, it } from 'vitest';
import { emptyEntry } from '../../src/engine/ledger.ts';
import { makePlan } from '../../src/engine/plan.ts';
import { probesFor } from '../../src/probes/index.ts';
import { assess } from '../../src/results/assess.ts';
import type { ProfileName } from '../../src/settings/profiles.ts';
import { settingsSchema } from '../../src/settings/schema.ts';

/** The rows as the engine makes them, with nothing looked at but the questions. */
function rows(given: unknown, profile: ProfileName) {
  const settings = settingsSchema.parse(given);
  const plan = makePlan(probesFor(settings, { writeTest: false }));
  const all = assess({
    plan,
    entryOf: (id) =>
      id.startsWith('attest.')
        ? {
            ...emptyEntry,
            outcome: { kind: 'facts', facts: { usable: true } },
            observedAt: '2026-11-24T07:00:00.000Z',
          }
        : emptyEntry,
    settings,
    profile,
    answers: { given: () => undefined, waived: () => undefined },
    attestedBy: { by: 'CONTOSO\\admin', at: '2026-11-24T07:00:00.000Z' },
  });
  return (id: string) => all.find((row) => row.id === id);
}

describe('attest.test-data', () => {
  it('is asked under the preview only', () => {
    expect(rows({}, 'preview-2021')('attest.test-data')).toMatchObject({
      status: 'manual',
      answerable: true,
    });
    expect(rows({}, 'ga')('attest.test-data')).toMatchObject({ status: 'skipped', reason: 'not-applicable' });
  });

  it('tells both ways to answer', () => {
    const steps = rows({}, 'preview-2021')('attest.test-data')?.remedy?.steps.map(({ text }) => text) ?? [];
    expect(steps.some((text) => text.includes('press y'))).toBe(true);
    expect(steps.some((text) => text.includes('attest: { testDataOnly: true }'))).toBe(true);
  });

  it('is answered by .ecmarc, and false is no answer', () => {
    const row = rows({ attest: { testDataOnly: true } }, 'preview-2021')('attest.test-data');
    expect(row).toMatchObject({
      status: 'attested',
      answer: { by: 'CONTOSO\\admin' },
      judged: { status: 'manual' },
    });
    expect(row?.answer?.where).toBe('attest.testDataOnly in .ecmarc');
    expect(rows({ attest: { testDataOnly: false } }, 'preview-2021')('attest.test-data')?.status).toBe(
      'manual',
    );
  });
});

describe('attest.not-a-source', () => {
  it.each([
    ['preview-2021', 'recommended'],
    ['ga', 'restricted'],
  ] as const)('is asked under %s as %s', (profile, level) => {
    expect(rows({}, profile)('attest.not-a-source')).toMatchObject({ status: 'manual', level });
    expect(rows({ attest: { notASource: true } }, profile)('attest.not-a-source')?.status).toBe('attested');
  });
});

describe('answers about the tenant', () => {
  const tenant = { id: 'contoso.onmicrosoft.com' };
  it.each([
    ['US', 'preview-2021', 'attested'],
    ['us', 'preview-2021', 'attested'],
    ['GB', 'preview-2021', 'attested'],
    ['DE', 'preview-2021', 'fail'],
    ['de', 'preview-2021', 'fail'],
    ['NO', 'preview-2021', 'fail'],
    ['TR', 'preview-2021', 'fail'],
    ['CH', 'preview-2021', 'fail'],
    ['CN', 'preview-2021', 'fail'],
    ['TW', 'preview-2021', 'skipped'],
    ['DE', 'ga', 'attested'],
    ['TW', 'ga', 'attested'],
  ] as const)('country %s under %s: %s', (country, profile, status) => {
    expect(rows({ tenant, attest: { country } }, profile)('tenant.country')?.status).toBe(status);
  });

  it.each([
    ['AAD', 'ga', 'attested'],
    ['aad', 'ga', 'attested'],
    ['AAD B2C', 'ga', 'fail'],
    ['CIAM', 'ga', 'fail'],
    ['CIAM', 'preview-2021', 'warn'],
  ] as const)('type %s under %s: %s', (tenantType, profile, status) => {
    expect(rows({ tenant, attest: { tenantType } }, profile)('tenant.type')?.status).toBe(status);
  });

  it('licence is answered, also where no tenant is named', () => {
    expect(rows({ tenant, attest: { licence: true } }, 'ga')('tenant.licence')?.status).toBe('attested');
    expect(rows({ attest: { licence: true } }, 'ga')('tenant.licence')?.status).toBe('attested');
    expect(rows({ tenant }, 'ga')('tenant.licence')).toMatchObject({
      status: 'skipped',
      reason: 'not-configured',
    });
  });
});

describe('attest.targetWritable', () => {
  const connectors = [
    { name: 'D', library: 'generic-ldap', target: { ldap: { url: 'ldap://ldap01', startTls: true } } },
    { name: 'E', library: 'generic-ldap', target: { ldap: { url: 'ldap://ldap02', startTls: true } } },
  ];
  it('answers the rights of the connectors that it names, and of no other', () => {
    const say = rows({ connectors, attest: { targetWritable: ['D'] } }, 'ga');
    expect(say('ldap.rights@D')?.status).toBe('attested');
    expect(say('ldap.rights@E')?.status).toBe('blocked');
    expect(say('ldap.write@D')).toMatchObject({ status: 'skipped', reason: 'not-allowed' });
  });

  it.each([
    ['ldap', { url: 'ldap://ldap01', startTls: true, users: 'ou=p' }],
    ['sql', { server: 'sql01', database: 'C', table: 'T' }],
  ])('answers what an allowed write test leaves open: %s', (kind, target) => {
    const connector = { name: 'D', library: `generic-${kind}`, writeTest: true, target: { [kind]: target } };
    const say = rows({ connectors: [connector], attest: { targetWritable: ['D'] } }, 'ga');
    expect(say(`${kind}.write@D`)).toMatchObject({
      status: 'attested',
      answer: { where: 'attest.targetWritable in .ecmarc' },
    });
    expect(rows({ connectors: [connector] }, 'ga')(`${kind}.write@D`)?.status).toBe('blocked');
  });
});
