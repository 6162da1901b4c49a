import { afterEach, describe, expect, it } from 'vitest';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

describe('saved results', () => {
  it('offer nothing that runs, and say of when they are', async () => {
    const { terminal, doctor } = await showScreen({ rows: sampleRows, readOnly: true });
    doctor.show({ finishedAt: '2026-11-24T07:00:09.000Z' });
    await terminal.waitFor('Saved results of 2026-11-24 07:00:09 UTC: nothing is run');
    expect(terminal.screen().at(-2)).not.toContain('retry');
    terminal.type('?');
    await terminal.waitFor('KEYS');
    expect(terminal.text()).not.toContain('retry');
  });
});
