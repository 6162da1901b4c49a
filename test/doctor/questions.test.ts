import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EcmaProbe } from '../../src/clients/environment.ts';
import { type Bench, ecma, Site, says, usable, useless } from './kit.ts';

let site: Site;
beforeEach(() => {
  site = new Site();
});
afterEach(() => site.end());

describe('a refused password', () => {
  const target = 'ldap01.contoso.example:389';
  const account = 'cn=ecma,dc=contoso';
  const minute = 60_000;
  /** How often the secret went over the wire, and whether the peer takes it. */
  let sent = 0;
  let accepted = false;
  beforeEach(() => {
    sent = 0;
    accepted = false;
    site.write('{}', Date.now() - 10 * minute);
  });

  const bind = (id: string): EcmaProbe =>
    ecma(id, {
      lockout: true,
      collect: async ({ credentials }) => {
        const standing = credentials.standing(target, account);
        if (standing !== undefined)
          return { usable: false, refusal: { target, account, at: standing.at }, remembered: true };
        sent += 1;
        if (accepted) {
          credentials.accepted(target, account);
          return usable;
        }
        credentials.refused(target, account);
        return { usable: false, refusal: { target, account, at: site.now().toISOString() } };
      },
      judge: ({ facts }) =>
        facts.usable
          ? { status: 'pass', message: 'bound' }
          : { status: 'fail', message: facts.remembered === true ? 'refused before' : 'refused' },
    });
  const make = () => [bind('ldap.bind@D'), ecma('ldap.users@D', { needs: ['ldap.bind@D'] })];
  const message = (bench: Bench) => bench.row('ldap.bind@D').message;

  test('is not tried again by f, by a, by a new start, nor by another row of that account', async () => {
    const bench = await (await site.doctor(make)).run();
    expect(message(bench)).toBe('refused');
    await bench.after((doctor) => doctor.retryNotPassed());
    await bench.after((doctor) => doctor.retryAll());
    expect(message(bench)).toBe('refused before');
    expect(bench.row('ldap.bind@D').question).toBeUndefined();
    await bench.doctor.close();
    const next = await (await site.doctor(() => [...make(), bind('ldap.bind@Other')])).run();
    expect(message(next)).toBe('refused before');
    expect(next.row('ldap.bind@Other').message).toBe('refused before');
    expect(sent).toBe(1);
  });

  test('r asks; y sends it once, for one try', async () => {
    const bench = await (await site.doctor(make)).run();
    await bench.after((doctor) => doctor.retry('ldap.bind@D'));
    expect(sent).toBe(1);
    expect(bench.row('ldap.bind@D').question).toMatchObject({
      text: `Try the refused account ${account} once more?`,
      effects: [expect.stringMatching(/^It was refused at \d{4}-/), expect.stringMatching(/lock-out/)],
    });
    accepted = true;
    await bench.after((doctor) => doctor.confirm('ldap.bind@D'));
    expect(sent).toBe(2);
    expect(bench.status('ldap.bind@D')).toBe('pass');
    expect(bench.status('ldap.users@D')).toBe('pass');
    expect(bench.row('ldap.bind@D').question).toBeUndefined();
  });

  test('a second refusal: y let one try through and no more', async () => {
    const bench = await (await site.doctor(make)).run();
    await bench.after((doctor) => doctor.retry('ldap.bind@D'));
    await bench.after((doctor) => doctor.confirm('ldap.bind@D'));
    expect(sent).toBe(2);
    await bench.after((doctor) => doctor.confirm('ldap.bind@D'));
    await bench.after((doctor) => doctor.retryAll());
    expect(sent).toBe(2);
    expect(message(bench)).toBe('refused before');
  });

  test('r on a row that it blocks asks too, at the row itself', async () => {
    const bench = await (await site.doctor(make)).run();
    await bench.after((doctor) => doctor.retry('ldap.users@D'));
    expect(bench.row('ldap.bind@D').question).toBeDefined();
    expect(sent).toBe(1);
  });

  test('Esc sends nothing and takes the question away; f brings none', async () => {
    const bench = await (await site.doctor(make)).run();
    await bench.after((doctor) => doctor.retry('ldap.bind@D'));
    await bench.after((doctor) => doctor.decline('ldap.bind@D'));
    expect(bench.row('ldap.bind@D').question).toBeUndefined();
    await bench.after((doctor) => doctor.confirm('ldap.bind@D'));
    await bench.after((doctor) => doctor.retryNotPassed());
    expect(bench.row('ldap.bind@D').question).toBeUndefined();
    expect(sent).toBe(1);
  });

  test('is tried again once .ecmarc is newer, or an hour has passed', async () => {
    const bench = await (await site.doctor(make)).run();
    const refusedAt = Date.now();
    site.now = () => new Date(refusedAt + 2 * minute);
    site.write('profile: ga\n', refusedAt + minute);
    await bench.after((doctor) => doctor.retryNotPassed());
    expect(sent).toBe(2);
    site.now = () => new Date(refusedAt + 61 * minute);
    await bench.after((doctor) => doctor.retryNotPassed());
    expect(sent).toBe(2);
    site.now = () => new Date(refusedAt + 63 * minute);
    await bench.after((doctor) => doctor.retryNotPassed());
    expect(sent).toBe(3);
  });
});

describe('what would change something', () => {
  const asks = { text: 'Make and delete a test user?', effects: ['Change consumers fire.'] };
  const write = (parts: Parameters<typeof ecma>[1]) => [ecma('ldap.write@D', { asks, ...parts })];

  test('asks first; y lets it run, once', async () => {
    site.write('{}');
    const bench = await (await site.doctor(() => write({}))).run();
    expect(bench.status('ldap.write@D')).toBe('skipped: not-allowed');
    expect(bench.row('ldap.write@D')).toMatchObject({
      question: asks,
      message: expect.stringMatching(/yes/),
    });
    // Nothing was looked at: of that nobody says that it is ready.
    expect(bench.doctor.view()).toMatchObject({ ready: false, exitCode: 3 });
    for (const again of ['retryNotPassed', 'retryAll'] as const) await bench.after((it) => it[again]());
    expect(bench.begun('ldap.write@D')).toBe(0);
    await bench.after((doctor) => doctor.confirm('ldap.write@D'));
    expect(bench.status('ldap.write@D')).toBe('pass');
    expect(bench.begun('ldap.write@D')).toBe(1);
    expect(bench.row('ldap.write@D').question).toBeUndefined();
  });

  test('Esc leaves it; r asks again', async () => {
    site.write('{}');
    const bench = await (await site.doctor(() => write({}))).run();
    await bench.after((doctor) => doctor.decline('ldap.write@D'));
    expect(bench.row('ldap.write@D').question).toBeUndefined();
    await bench.after((doctor) => doctor.confirm('ldap.write@D'));
    expect(bench.status('ldap.write@D')).toBe('skipped: not-allowed');
    await bench.after((doctor) => doctor.retry('ldap.write@D'));
    expect(bench.row('ldap.write@D').question).toEqual(asks);
    expect(bench.begun('ldap.write@D')).toBe(0);
  });

  test('--write-test is the yes beforehand', async () => {
    site.write('{}');
    const bench = await (await site.doctor(() => write({}), { writeTest: true })).run();
    expect(bench.status('ldap.write@D')).toBe('pass');
  });

  test.each([
    ['it is off in .ecmarc', { notAllowed: () => ({ message: 'the write test is off' }) }, 'not-allowed'],
    ['it does not apply', { notApplicable: () => 'not here' }, 'not-applicable'],
  ])('does not ask where %s', async (_, parts, reason) => {
    site.write('{}');
    const bench = await (await site.doctor(() => write(parts))).run();
    expect(bench.row('ldap.write@D').question).toBeUndefined();
    await bench.after((doctor) => doctor.confirm('ldap.write@D'));
    expect(bench.status('ldap.write@D')).toBe(`skipped: ${reason}`);
  });
});

describe('what only a person can say', () => {
  const manual = (parts: Parameters<typeof ecma>[1]) => [
    ecma('attest.test-data', { answerable: true, judge: says('manual', 'Only test data?'), ...parts }),
  ];

  test('y answers it: attested, by whom, when, where; the next start knows', async () => {
    site.write('{}');
    const bench = await (await site.doctor(() => manual({}))).run();
    expect(bench.doctor.view()).toMatchObject({ ready: false, exitCode: 1 });
    bench.doctor.confirm('attest.test-data');
    const row = bench.row('attest.test-data');
    expect(row).toMatchObject({
      status: 'attested',
      judged: { status: 'manual', message: 'Only test data?' },
      answer: { by: 'anna', where: expect.stringContaining(site.state) },
    });
    expect(bench.doctor.view()).toMatchObject({ ready: true, exitCode: 0 });
    await bench.doctor.close();
    expect(site.text(row.answer?.where ?? '')).toContain('attest.test-data');
    const next = await (await site.doctor(() => manual({}))).run();
    expect(next.row('attest.test-data').answer).toEqual(row.answer);
  });

  test.each([
    ['a pass', { judge: says('pass', 'seen') }],
    ['a failure', { judge: says('fail', 'seen to be wrong') }],
    ['a row that is not for an answer', { answerable: false }],
    ['a row that does not apply', { notApplicable: () => 'not here' }],
  ])('y does not touch %s', async (_, parts) => {
    site.write('{}');
    const bench = await (await site.doctor(() => manual(parts))).run();
    const before = bench.row('attest.test-data');
    bench.doctor.confirm('attest.test-data');
    expect(bench.row('attest.test-data')).toBe(before);
  });

  test('an answer that counted for a manual row does not hide a failure seen later', async () => {
    let fails = false;
    site.write('{}');
    const bench = await (
      await site.doctor(() =>
        manual({
          judge: () => (fails ? { status: 'fail', message: 'seen' } : { status: 'manual', message: '?' }),
        }),
      )
    ).run();
    bench.doctor.confirm('attest.test-data');
    fails = true;
    await bench.after((doctor) => doctor.retryAll());
    expect(bench.status('attest.test-data')).toBe('fail');
  });

  test('attest in .ecmarc answers, false is unanswered; waivers by glob and until their last day', async () => {
    site.now = () => new Date('2027-01-31T23:59:00.000Z');
    site.write(
      'attest: { licence: true, testDataOnly: false }\n' +
        'probes: { waive: [ { id: "ldap.*", reason: vendor says so, until: 2027-01-31 }, { id: server.os, reason: old, until: 2027-01-30 } ] }\n',
    );
    const bench = await (
      await site.doctor(() => [
        ecma('tenant.licence', {
          judge: says('unknown', '?'),
          attested: ({ attest }) => (attest.licence ? { value: 'yes', where: '.ecmarc' } : undefined),
        }),
        ecma('attest.test-data', {
          judge: says('manual', '?'),
          attested: ({ attest }) => (attest.testDataOnly ? { value: 'yes', where: '.ecmarc' } : undefined),
        }),
        ecma('ldap.rights@D', { judge: says('fail', 'no') }),
        ecma('server.os', { judge: says('fail', 'no'), collect: async () => useless }),
      ])
    ).run();
    expect(bench.doctor.view().rows.map(({ status }) => status)).toEqual([
      'attested',
      'manual',
      'waived',
      'fail',
    ]);
    expect(bench.row('ldap.rights@D')).toMatchObject({
      judged: { status: 'fail', message: 'no' },
      answer: { by: 'anna', reason: 'vendor says so', until: '2027-01-31', where: site.file },
    });
    expect(bench.notices()).toMatch(/server\.os|waive/);
    site.now = () => new Date('2027-02-01T00:01:00.000Z');
    await bench.after((doctor) => doctor.retryAll());
    expect(bench.status('ldap.rights@D')).toBe('fail');
  });
});
