import { describe, expect, it } from 'vitest';
import { scoped } from '../../src/cli/side-by-side-actions.ts';
import type { Remedy } from '../../src/engine/probe.ts';
import { aRow, compared } from '../results/side-by-side/kit.ts';

const remedy: Remedy = {
  why: 'so',
  steps: [
    { text: 'install it', owner: 'server' },
    { text: 'open the port', owner: 'network' },
  ],
  links: [],
};
const { rows } = compared(
  [aRow('a.1', 'fail', { remedy }), aRow('a.2', 'pass'), aRow('a.3', 'warn', { remedy })],
  [aRow('a.1', 'pass'), aRow('a.2', 'pass'), aRow('a.3', 'fail')],
);
const ids = (of: typeof rows) => of.map(({ id }) => id);

describe('what is exported of a comparison', () => {
  it('is all, or one check', () => {
    expect(scoped(rows, { kind: 'all' })).toBe(rows);
    expect(ids(scoped(rows, { kind: 'row', id: 'a.2' }))).toEqual(['a.2']);
  });

  it('for an owner: their steps only, on whichever server they are to be done', () => {
    const own = scoped(rows, { kind: 'owner', owner: 'network' });
    expect(ids(own)).toEqual(['a.1', 'a.3']);
    const steps = own.flatMap(({ sides }) => sides.flatMap((side) => side?.remedy?.steps ?? []));
    expect(steps.map(({ text }) => text)).toEqual(['open the port', 'open the port']);
    expect(own[0]?.sides[1]?.status).toBe('pass');
    expect(scoped(rows, { kind: 'owner', owner: 'entra' })).toEqual([]);
  });
});
