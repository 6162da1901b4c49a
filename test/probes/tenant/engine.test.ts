import { afterEach, describe, expect, it } from 'vitest';
import { defined } from '../../../src/base/defined.ts';
import type { ProbeEnvironment } from '../../../src/clients/environment.ts';
import { Ledger } from '../../../src/engine/ledger.ts';
import { makePlan } from '../../../src/engine/plan.ts';
import { Scheduler } from '../../../src/engine/scheduler.ts';
import { probesFor } from '../../../src/probes/index.ts';
import { describeEnds } from '../../../src/results/judge.ts';
import type { Settings } from '../../../src/settings/schema.ts';
import { rowsFrom } from '../../causes/kit.ts';
import { makeContext } from '../context.ts';
import { cloudBed, signIns, siteOf } from './kit.ts';

const bed = cloudBed();
const ids = [
  'network.proxy',
  ...['exists', 'cloud', 'region', 'sign-in', 'country', 'type', 'licence', 'roles'].map(
    (name) => `tenant.${name}`,
  ),
];
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** The tenant's rows in the real engine, with its gates, lanes, leases and deadlines. */
function start(signIn: object, secrets?: Readonly<Record<string, string>>) {
  const site = siteOf(bed, { signIn, ...defined({ secrets }) });
  const { settings } = site;
  const plan = makePlan(probesFor(settings, { writeTest: false }));
  const ledger = new Ledger();
  const {
    lease: _lease,
    facts: _facts,
    waitingFor: _waits,
    prompt: _prompt,
    ...environment
  } = makeContext(site);
  const scheduler = new Scheduler<Settings, ProbeEnvironment>({
    ledger,
    plan,
    settings: () => settings,
    describe: describeEnds(
      () => settings,
      () => 'ga',
    ),
    environment: () => environment,
    now: () => new Date().toISOString(),
  });
  stops.push(() => scheduler.stop(() => ({ kind: 'cancelled', why: 'the test is over' })));
  const factsOf = (id: string) => {
    const { outcome } = ledger.get(id);
    return outcome?.kind === 'facts' ? outcome.facts : undefined;
  };
  return {
    scheduler,
    ledger,
    run: async (...some: readonly string[]) => {
      scheduler.run(some.length === 0 ? ids : some);
      await scheduler.settled();
    },
    retry: async (id: string) => {
      scheduler.retry(id);
      await scheduler.settled();
    },
    row: (id: string) => {
      const facts = Object.fromEntries(
        ids.flatMap((one) => {
          const seen = factsOf(one);
          return seen === undefined ? [] : [[one, seen]];
        }),
      );
      return rowsFrom(settings, facts).find((one) => one.id === id);
    },
  };
}

describe('in the engine', () => {
  it('one sign-in serves all rows of a run, and of the retries after it', async () => {
    bed.cloud.reset();
    const doctor = start(signIns.secret);
    await doctor.run();
    expect(doctor.row('tenant.sign-in')).toMatchObject({ status: 'pass' });
    expect(doctor.row('tenant.country')).toMatchObject({ status: 'pass', message: 'US' });
    expect(doctor.row('tenant.licence')).toMatchObject({ status: 'fail', message: 'no P1 or P2' });
    expect(doctor.row('tenant.roles')).toMatchObject({ status: 'skipped', reason: 'not-applicable' });
    expect(bed.cloud.tokenRequests).toHaveLength(1);
    await doctor.retry('tenant.licence');
    await doctor.retry('tenant.country');
    expect(bed.cloud.tokenRequests).toHaveLength(1);
    await doctor.retry('tenant.sign-in');
    expect(bed.cloud.tokenRequests).toHaveLength(2);
    await doctor.run();
    expect(bed.cloud.tokenRequests).toHaveLength(3);
  });

  it('a refused secret blocks what needs it; nothing of it is sent again', async () => {
    bed.cloud.reset();
    const doctor = start(signIns.secret, { S: 'wrong' });
    await doctor.run();
    // Severity info: the engine makes it a warning.
    expect(doctor.row('tenant.sign-in')).toMatchObject({ status: 'warn', message: 'wrong client secret' });
    expect(doctor.row('tenant.licence')).toMatchObject({ status: 'blocked', blockedBy: 'tenant.sign-in' });
    await doctor.retry('tenant.licence');
    await doctor.run();
    expect(bed.cloud.tokenRequests).toHaveLength(1);
    expect(doctor.row('tenant.sign-in')?.message).toBe('wrong client secret, remembered');
  });

  it('a device code stands in the row until it is entered; then all rows follow', async () => {
    bed.cloud.reset({ code: { polls: ['authorization_pending', 'ok'] } });
    const doctor = start(signIns.code);
    const ran = doctor.run();
    await expect
      .poll(() => doctor.ledger.get('tenant.sign-in').prompt)
      .toMatchObject({ code: 'ABCD-EFGH', address: 'https://login.example/device' });
    await ran;
    expect(doctor.ledger.get('tenant.sign-in')).not.toHaveProperty('prompt');
    expect(JSON.stringify(doctor.ledger.get('tenant.sign-in'))).not.toMatch(/ABCD-?EFGH/);
    expect(doctor.row('tenant.sign-in')).toMatchObject({ status: 'pass', message: 'signed in as a person' });
    expect(doctor.row('tenant.roles')).toMatchObject({ status: 'warn' });
    expect(bed.cloud.requests.filter((one) => one.includes('devicecode'))).toHaveLength(1);
  });

  it('a device code that is cancelled leaves nothing running', async () => {
    bed.cloud.reset({ code: { polls: ['authorization_pending'] } });
    const doctor = start(signIns.code);
    const ran = doctor.run();
    await expect.poll(() => doctor.ledger.get('tenant.sign-in').prompt?.code).toBe('ABCD-EFGH');
    doctor.scheduler.stop(() => ({ kind: 'cancelled', why: 'by the person' }));
    await ran;
    const from = performance.now();
    await doctor.scheduler.drained(60_000);
    // Not because its time was over.
    expect(performance.now() - from).toBeLessThan(60_000);
    await bed.cloud.opened(0);
    expect(doctor.ledger.get('tenant.sign-in').outcome).toMatchObject({ kind: 'cancelled' });
  });

  it('started anew while the code waits, it gets a new code', async () => {
    bed.cloud.reset({ code: { polls: ['authorization_pending', 'authorization_pending', 'ok'] } });
    const doctor = start(signIns.code);
    const ran = doctor.run();
    await expect.poll(() => doctor.ledger.get('tenant.sign-in').prompt?.code).toBe('ABCD-EFGH');
    doctor.scheduler.retry('tenant.sign-in');
    await ran;
    expect(bed.cloud.requests.filter((one) => one.includes('devicecode'))).toHaveLength(2);
    expect(doctor.row('tenant.sign-in')).toMatchObject({ status: 'pass' });
  });
});
