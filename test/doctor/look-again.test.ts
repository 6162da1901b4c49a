import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { lookUntilWell } from '../../src/cli/wait.ts';
import { ecma, Site, says, usable, useless } from './kit.ts';

let site: Site;
beforeEach(() => {
  site = new Site();
  site.write('{}');
});
afterEach(() => site.end());

test('another look, unattended: what did not pass and what waits for it; no write test, no repeated log-in', async () => {
  let up = false;
  const make = () => [
    ecma('server.os', {}),
    ecma('server.dotnet', { judge: says('fail', '4.6.2') }),
    ecma('ldap.reach@D', {
      collect: async () => (up ? usable : useless),
      judge: ({ facts }) =>
        facts.usable ? { status: 'pass', message: 'answers' } : { status: 'fail', message: 'no answer' },
    }),
    ecma('ldap.bind@D', { needs: ['ldap.reach@D'], lockout: true, judge: says('fail', 'refused') }),
    ecma('ldap.write@D', { judge: says('fail', 'no'), asks: { text: 'writes', effects: [] } }),
    ecma('attest.test-data', { judge: says('manual', 'who knows') }),
  ];
  const bench = await (await site.doctor(make)).run();
  const begun = () =>
    ['server.os', 'server.dotnet', 'ldap.reach@D', 'ldap.bind@D', 'ldap.write@D', 'attest.test-data'].map(
      (id) => bench.begun(id),
    );
  expect(begun()).toEqual([1, 1, 1, 0, 0, 1]);
  await bench.after((doctor) => doctor.lookAgain(undefined));
  expect(begun()).toEqual([1, 2, 2, 0, 0, 1]);
  up = true;
  await bench.after((doctor) => doctor.lookAgain(undefined));
  // The log-in is tried now, for the first time; refused, it is not tried again.
  expect(begun()).toEqual([1, 3, 3, 1, 0, 1]);
  await bench.after((doctor) => doctor.lookAgain(undefined));
  expect(begun()).toEqual([1, 4, 3, 1, 0, 1]);
});

test('--wait ends when the exit code is 0, when the time is over, when cancelled and when nothing can change', async () => {
  // A clock of its own: 10 ms can be over before the first look on a machine under load.
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const said: string[] = [];
  const err = { write: (text: string) => void said.push(text) };
  let codes = [3, 0];
  const doctor = {
    view: () => ({ exitCode: codes[0] ?? 0 }) as never,
    // Longer than the shortest time that is given below: what a look costs ends it.
    settled: async () => {
      codes.shift();
      now += 30;
    },
  };
  let looks = 0;
  const lookAgain = () => {
    looks += 1;
    return 1;
  };
  const none = new AbortController().signal;
  await lookUntilWell(doctor, { waitMs: 10, lookAgain }, err, none);
  expect([looks, said.length]).toEqual([1, 1]);
  expect(said[0]).toMatch(/^Waiting: exit code 3 so far; next look in 1 s, 1 s left\n$/);
  codes = [1, 1, 1];
  await lookUntilWell(doctor, { waitMs: 10, lookAgain }, err, none);
  expect(looks).toBe(2);
  await lookUntilWell(doctor, { waitMs: 60_000, lookAgain }, err, AbortSignal.abort());
  expect(looks).toBe(2);
  codes = [1];
  await lookUntilWell(doctor, { waitMs: 10, lookAgain: () => 0 }, err, none);
  expect(said.at(-1)).toMatch(/nothing is left/);
});
