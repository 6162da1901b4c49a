import { describe, expect, it } from 'vitest';
import { headerCounts } from '../../../components/frame/counts.ts';
import { FakeDoctor, type FakeOptions } from '../fake-doctor.ts';

function counted(options: FakeOptions) {
  const { problems, words } = headerCounts(new FakeDoctor(options).view());
  return { problems, words: words.map(({ long }) => long).join(', ') };
}

const fails = (id: string) => ({ id, status: 'fail' }) as const;
const cause = {
  id: 'dns',
  text: 'DNS does not answer',
  probes: ['network.dns', 'network.sign-in', 'tenant.exists'],
};

describe('what the header counts', () => {
  it('rows that one joint cause explains are one problem; every row is in one number', () => {
    const rows = [
      fails('network.dns'),
      fails('network.sign-in'),
      { id: 'tenant.exists', status: 'blocked', blockedBy: 'network.sign-in' } as const,
      fails('server.os'),
      { id: 'server.memory' },
    ];
    expect(counted({ rows, causes: [cause] })).toEqual({
      problems: 2,
      words: '2 failed, 1 of the same cause, 1 blocked, 1 passed',
    });
    expect(counted({ rows })).toEqual({ problems: 3, words: '3 failed, 1 blocked, 1 passed' });
  });

  it('a cause whose first row is no problem is stood for by its first problem', () => {
    const rows = [{ id: 'network.dns' }, fails('network.sign-in'), fails('tenant.exists')];
    expect(counted({ rows, causes: [cause] })).toEqual({
      problems: 1,
      words: '1 failed, 1 of the same cause, 1 passed',
    });
  });

  it('what is not configured is a problem, as in the list; what was not chosen is none', () => {
    const rows = [
      { id: 'tenant.exists', status: 'skipped', reason: 'not-configured' } as const,
      { id: 'sql.write', status: 'skipped', reason: 'not-allowed' } as const,
    ];
    expect(counted({ rows })).toEqual({ problems: 1, words: '1 not set, 1 skipped' });
  });
});
