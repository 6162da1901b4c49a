import { afterEach, describe, expect, it } from 'vitest';
import type { RowInput } from '../fake-doctor.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

describe('watching', () => {
  it.each<[string, Partial<RowInput>, string]>([
    ['pass', { status: 'pass' }, 'It passes already.'],
    ['attested', { status: 'attested' }, 'Not watched: a person has answered it.'],
    ['manual', { status: 'manual' }, 'Not watched: only a person can answer it, with y.'],
    [
      'not applicable',
      { status: 'skipped', reason: 'not-applicable' },
      'Not watched: not applicable, so it is',
    ],
  ])('is not begun where nothing can come of it: %s', async (_, change, words) => {
    const { terminal, doctor } = await showScreen({ rows: [{ id: 'a.b', title: 'Row', ...change }] });
    terminal.type('w');
    await terminal.waitFor(words);
    expect(doctor.calls).toEqual([]);
  });

  it.each<[string, Partial<RowInput>]>([
    ['skipped', { status: 'skipped', reason: 'not-configured', message: 'no tenant.id' }],
    ['blocked', { status: 'blocked', message: 'needs something' }],
  ])('shows in a %s row, too', async (_, change) => {
    const { terminal } = await showScreen({ rows: [{ id: 'a.b', title: 'Row', watched: {}, ...change }] });
    await terminal.waitFor(/Row +watched: (no tenant|needs some)/);
  });
});
