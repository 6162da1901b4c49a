import { describe, expect, it } from 'vitest';
import { fittingCounts, headerCounts } from '../../../components/frame/counts.ts';
import { FakeDoctor, type FakeOptions } from '../fake-doctor.ts';

function counted(options: FakeOptions) {
  return headerCounts(new FakeDoctor(options).view())
    .map(({ text }) => text)
    .join(', ');
}

const fails = (id: string) => ({ id, status: 'fail' }) as const;
const cause = {
  id: 'dns',
  text: 'DNS does not answer',
  probes: ['network.dns', 'network.sign-in', 'tenant.exists'],
};

describe('what the header counts', () => {
  it('rows, each once, in the words that stand in the rows; causes are what to do first', () => {
    const rows = [
      fails('network.dns'),
      fails('network.sign-in'),
      { id: 'tenant.exists', status: 'blocked', blockedBy: 'network.sign-in' } as const,
      fails('server.os'),
      { id: 'server.memory' },
      { id: 'attest.test-data', status: 'manual' } as const,
      { id: 'server.clock', status: 'warn' } as const,
    ];
    const words = '3 FAIL, 1 confirm, 1 warn, 1 blocked, 1 pass';
    expect(counted({ rows, causes: [cause] })).toBe(words);
    expect(counted({ rows })).toBe(words);
  });

  it('what is not configured is told from what is skipped', () => {
    const rows = [
      { id: 'tenant.exists', status: 'skipped', reason: 'not-configured' } as const,
      { id: 'sql.write', status: 'skipped', reason: 'not-allowed' } as const,
    ];
    expect(counted({ rows })).toBe('1 not set, 1 skipped');
  });

  it('what does not fit is told elsewhere: none is lost', () => {
    const counts = headerCounts(
      new FakeDoctor({ rows: [fails('a'), { id: 'b' }, { id: 'c', status: 'warn' }] }).view(),
    );
    const [shown, rest] = fittingCounts(counts, 17);
    expect(shown.map(({ text }) => text)).toEqual(['1 FAIL', '1 warn']);
    expect(rest.map(({ text }) => text)).toEqual(['1 pass']);
  });
});
