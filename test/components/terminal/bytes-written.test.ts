import { afterEach, describe, expect, it } from 'vitest';
import { keys } from '../../terminal/fake-terminal.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const running = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `server.p${i}`,
    title: `Probe number ${i}`,
    status: 'running' as const,
    message: '',
    deadlineMs: 60_000,
    running: { since: new Date().toISOString(), waitingFor: `host${i}.example:443` },
  }));

describe('bytes', () => {
  it('are few while 23 rows run', async () => {
    const { terminal } = await showScreen({ rows: running(23) });
    await terminal.waitFor('SERVER');
    await pause(700);
    const before = { bytes: terminal.bytes, at: performance.now() };
    const frames = new Set<string>();
    const y = terminal.lineOf('Probe number 3');
    while (performance.now() - before.at < 2000 || frames.size <= 2) {
      frames.add(terminal.cells(y)[78]?.text ?? '');
      await pause(40);
    }
    const perSecond = ((terminal.bytes - before.bytes) * 1000) / (performance.now() - before.at);
    for (const frame of frames) expect('-\\|/').toContain(frame);
    expect(perSecond).toBeGreaterThan(0);
    expect(perSecond).toBeLessThan(4000);
    expect(terminal.fullClears).toBe(0);
    expect(terminal.faults()).toEqual([]);
  });

  it.each([{ calm: false }, { calm: true }])('are none at rest ($calm)', async (look) => {
    const rows = sampleRows.map((row) =>
      row.status === 'running' ? { ...row, status: 'pass' as const } : row,
    );
    const { terminal } = await showScreen({ rows, look, busy: false });
    await terminal.waitFor('SERVER');
    await terminal.atRest(1000);
    const before = terminal.bytes;
    await pause(1500);
    expect(terminal.bytes).toBe(before);
  });

  it('are none while checks run and the screen is calm, until something changes', async () => {
    const { terminal, doctor } = await showScreen({ rows: running(5), look: { calm: true } });
    await terminal.waitFor('host0.example:443, at most 60 s');
    await terminal.atRest(1000);
    const before = terminal.bytes;
    await pause(1300);
    expect(terminal.bytes).toBe(before);
    doctor.showRow('server.p0', { status: 'pass', message: 'found it', running: undefined });
    await terminal.waitFor('found it');
  });

  it('of one key press are few', async () => {
    const { terminal } = await showScreen({ rows: sampleRows.filter(({ status }) => status !== 'running') });
    await terminal.waitFor('SERVER');
    await terminal.atRest();
    const before = terminal.bytes;
    terminal.type(keys.down);
    await terminal.waitFor(/> {2}\.NET/);
    expect(terminal.bytes - before).toBeLessThan(500);
  });
});
