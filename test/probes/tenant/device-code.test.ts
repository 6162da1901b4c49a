import { describe, expect, it } from 'vitest';
import type { TenantScript } from '../../beds/tenant-cloud.ts';
import { rememberingCredentials } from '../context.ts';
import { cloudBed, probeOf, Run, signIns, siteOf } from './kit.ts';
import { signingIn } from './signing-in.ts';

const bed = cloudBed();
const signIn = signingIn(bed);

describe('signing in with a device code', () => {
  const byCode = { signIn: signIns.code };

  it('tells code, address and expiry, and says nothing over them while it waits', async () => {
    const from = Date.now();
    const { run, verdict } = await signIn({ code: { polls: ['authorization_pending', 'ok'] } }, byCode);
    expect(verdict).toMatchObject({ status: 'pass', message: 'signed in as a person' });
    expect(run.site.prompts).toMatchObject([{ code: 'ABCD-EFGH', address: 'https://login.example/device' }]);
    const expires = Date.parse(run.site.prompts[0]?.expiresAt ?? '');
    expect(expires).toBeGreaterThanOrEqual(from + 900_000);
    expect(expires).toBeLessThanOrEqual(Date.now() + 900_000);
    expect(run.site.waits.at(-1)).toBe('the sign-in in a browser');
    expect(run.site.waits.join('\n')).not.toMatch(/ABCD-?EFGH/);
    expect(bed.cloud.tokenRequests).toHaveLength(2);
  });

  it.each([
    [120, 120],
    ['120', 120],
    [1e300, 900],
    ['soon', 900],
  ])('a code that lives %j counts down from %i s', async (expiresIn, seconds) => {
    const from = Date.now();
    const { run } = await signIn({ code: { expiresIn, polls: ['ok'] } }, byCode);
    const lives = (Date.parse(run.site.prompts[0]?.expiresAt ?? '') - from) / 1000;
    expect(lives).toBeGreaterThanOrEqual(seconds);
    expect(lives).toBeLessThan(seconds + 10);
  });

  it.each<[string, TenantScript, string]>([
    [
      'nobody enters it in time',
      { code: { expiresIn: 1, polls: ['authorization_pending'] } },
      'nobody entered the code in time',
    ],
    [
      'the service says it is over',
      { code: { polls: ['expired_token'] } },
      'nobody entered the code in time',
    ],
    ['the person says no', { code: { polls: ['authorization_declined'] } }, 'the sign-in was declined'],
    [
      'no public client',
      { refuse: { error: 'invalid_client', number: 'AADSTS7000218' } },
      'not a public client',
    ],
    [
      'the organisation blocks it',
      { refuse: { error: 'invalid_grant', number: 'AADSTS53003' } },
      'blocked by Conditional Access',
    ],
    [
      'no code is given',
      { faults: { code: { kind: 'status', status: 500 } } },
      'the sign-in service answers 500',
    ],
  ])('%s', async (_, script, message) => {
    const credentials = rememberingCredentials();
    const { facts, verdict } = await signIn(script, { ...byCode, credentials });
    expect(facts?.usable).toBe(false);
    expect(verdict.message).toBe(message);
    // A code cannot be refused like a password.
    expect(credentials.refusals).toEqual([]);
  });

  it('names what else there is', async () => {
    const { verdict } = await signIn({ code: { polls: ['expired_token'] } }, byCode);
    const steps = (verdict.remedy?.steps ?? []).map(({ text }) => text).join('\n');
    expect(steps).toContain('Many organisations block sign-in by code');
    expect(steps).toContain('method: client-secret');
    expect(steps).toContain('attest: { licence: true');
  });

  it('ends at once when it is cancelled, and asks no more', async () => {
    bed.cloud.reset({ code: { polls: ['authorization_pending'] } });
    const end = new AbortController();
    const run = new Run(siteOf(bed, byCode), end.signal);
    await run.look('network.proxy', 'tenant.exists');
    const looking = run.look('tenant.sign-in');
    await expect.poll(() => run.site.prompts.at(-1)?.code).toBe('ABCD-EFGH');
    const before = bed.cloud.tokenRequests.length;
    end.abort(new Error('cancelled'));
    await expect(looking).rejects.toThrow('cancelled');
    await bed.cloud.opened(0);
    const asked = bed.cloud.tokenRequests.length;
    // At most the one that was under way.
    expect(asked - before).toBeLessThanOrEqual(1);
    // Longer than the library waits between two polls.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(bed.cloud.tokenRequests.length).toBe(asked);
  });

  it('has more time than the code lives', () => {
    expect(probeOf('tenant.sign-in', siteOf(bed, byCode).settings).deadlineMs).toBeGreaterThan(900_000);
  });
});

describe('the token', () => {
  it('serves rows that are asked again, with no further sign-in', async () => {
    const { run } = await signIn({});
    await run.look('tenant.country');
    run.close();
    await run.look('tenant.licence');
    expect(run.facts['tenant.licence']?.usable).toBe(true);
    expect(bed.cloud.tokenRequests).toHaveLength(1);
    run.close();
    await run.look('tenant.sign-in');
    expect(bed.cloud.tokenRequests).toHaveLength(2);
  });

  it('is gone in another program, and the row says so', async () => {
    const { run } = await signIn({});
    const later = new Run({ ...siteOf(bed, { signIn: signIns.secret }) });
    Object.assign(later.facts, run.facts);
    await later.look('tenant.licence');
    expect(later.verdict('tenant.licence')).toMatchObject({
      status: 'unknown',
      message: 'the sign-in is over',
    });
  });
});
