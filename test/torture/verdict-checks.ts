import { expect, it } from 'vitest';
import { restsOnUnseen } from './answers-not-needed.ts';
import { OpenTimers } from './open-timers.ts';
import type { Case, Torture } from './run-cases.ts';
import { told } from './told.ts';

/** What holds of every case, whoever was asked. The cases are looked at when the tests run. */
export function checkVerdicts(cases: readonly Case[], torture: () => Pick<Torture, 'stop'>): void {
  it('no answer makes a probe crash; only a call that breaks its contract does, and its row says so', () => {
    const crashed = cases.filter(({ status, kind }) => status.includes('crashed') && kind !== 'thrown');
    expect(crashed.map(told)).toEqual([]);
  });

  it('every row has a verdict of its own, in words', () => {
    const own = /^(pass|fail|warn|unknown|manual|timed-out|crashed)\//;
    expect(cases.filter(({ status, message }) => !own.test(status) || message === '').map(told)).toEqual([]);
  });

  it('no pass rests on what was not seen: the row says what it lacks, or the answer is none that it needs', () => {
    expect(cases.filter(restsOnUnseen).map(told)).toEqual([]);
  });

  it('nothing is left open', () => {
    const open = cases.filter(({ left }) => left.length > 0);
    expect(open.map((one) => `${told(one)}: ${one.left.join('; ')}`)).toEqual([]);
  });

  it('timers are among what is counted: each as long as it is set, whether or not it holds the process', async () => {
    const timers = new OpenTimers();
    const set = timers.in('own', () => [setTimeout(() => {}, 60_000), setTimeout(() => {}, 70_000).unref()]);
    const another = setTimeout(() => {}, 80_000);
    expect(await timers.left('own')).toEqual([
      expect.stringMatching(/^a timer of 60000 ms set .*verdict-checks/),
      expect.stringMatching(/^a timer of 70000 ms set .*verdict-checks/),
    ]);
    for (const one of [...set, another]) clearTimeout(one);
    expect(await timers.left()).toEqual([]);
  });

  it('behind the last case, once the shared connections are closed, no timer is set', async () => {
    expect(await torture().stop()).toEqual([]);
  });
}
