import { expect, it } from 'vitest';
import type { Case } from './run-cases.ts';
import { told } from './told.ts';

/** What holds of every case, whoever was asked. The cases are looked at when the tests run. */
export function checkVerdicts(cases: readonly Case[]): void {
  it('no answer makes a probe crash; only a call that breaks its contract does, and its row says so', () => {
    const crashed = cases.filter(({ status, kind }) => status.includes('crashed') && kind !== 'thrown');
    expect(crashed.map(told)).toEqual([]);
  });

  it('every row has a verdict of its own, in words', () => {
    const own = /^(pass|fail|warn|unknown|manual|timed-out|crashed)\//;
    expect(cases.filter(({ status, message }) => !own.test(status) || message === '').map(told)).toEqual([]);
  });

  it('nothing is left open', () => {
    expect(cases.filter(({ left }) => left > 0).map(told)).toEqual([]);
  });
}
