import { describe, expect, it } from 'vitest';
import { KeptRows } from '../../src/cli/kept-rows.ts';
import type { Row } from '../../src/results/row.ts';
import { aRow, report } from '../results/side-by-side/kit.ts';

/** Of a fleet's rows a comparison keeps what it tells, and what several servers say alike once. */

const seen = (at: string, more: Partial<Row> = {}): Row => ({
  ...aRow('server.memory', 'pass', { message: '8 GB' }),
  evidence: [{ label: 'Memory', value: '8 GB' }],
  facts: { usable: true, visible: 8 },
  observedAt: at,
  durationMs: 12,
  ...more,
});

function kept(...rows: readonly Row[]): readonly Row[] {
  const keeper = new KeptRows();
  return rows.flatMap((each, index) => keeper.server(report(`SRV${index}`, [each])).rows);
}

describe('rows of several servers', () => {
  it('lose their facts and tries', () => {
    const [one] = kept(seen('2026-11-24T08:00:00Z'));
    expect(one).not.toHaveProperty('facts');
    expect(one).not.toHaveProperty('durationMs');
    expect(one?.attempts).toEqual([]);
    expect(one).toMatchObject({ message: '8 GB', observedAt: '2026-11-24T08:00:00Z' });
  });

  it('are one, where all is the same but how long it took', () => {
    const [one, other] = kept(seen('2026-11-24T08:00:00Z'), seen('2026-11-24T08:00:00Z', { durationMs: 99 }));
    expect(other).toBe(one);
  });

  it('share what they say, and keep when each was seen', () => {
    const [one, other] = kept(seen('2026-11-24T08:00:00Z'), seen('2026-11-24T09:00:00Z'));
    expect(other?.observedAt).toBe('2026-11-24T09:00:00Z');
    expect(other?.evidence).toBe(one?.evidence);
  });

  it.each<readonly [string, Partial<Row>]>([
    ['another finding', { message: '16 GB' }],
    ['other evidence', { evidence: [{ label: 'Memory', value: '16 GB' }] }],
    [
      'more evidence',
      {
        evidence: [
          { label: 'Memory', value: '8 GB' },
          { label: 'Slots', value: '2' },
        ],
      },
    ],
    ['another verdict', { status: 'warn' }],
    ['a remedy', { remedy: { why: 'w', steps: [], links: [] } }],
    ['an answer', { answer: { by: 'me', at: '2026-11-24', where: '.ecmarc' } }],
    ['what it blocks on', { blockedBy: 'server.os' }],
  ])('keep apart what differs: %s', (_, more) => {
    const at = '2026-11-24T08:00:00Z';
    const { facts: _facts, durationMs: _durationMs, ...told } = seen(at, more);
    const [, other] = kept(seen(at), seen(at, more));
    expect(other).toEqual({ ...told, attempts: [] });
  });

  it('are each as they were, however many there are', () => {
    const rows = Array.from({ length: 30 }, (_, index) =>
      seen('2026-11-24T08:00:00Z', { message: `${index} GB` }),
    );
    expect(kept(...rows).map(({ message }) => message)).toEqual(rows.map(({ message }) => message));
  });
});
