import { afterEach, describe, expect, it } from 'vitest';
import { keys } from '../../terminal/fake-terminal.ts';
import { FakeDoctor } from '../fake-doctor.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, type ShownScreen, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

const still = sampleRows.filter(({ status }) => status !== 'running' && status !== 'pending');

/** The terminal belongs to the shell again: cursor, keyboard, colours, and the last picture is still there. */
async function expectOrder({ terminal }: ShownScreen): Promise<void> {
  await terminal.waitFor(({ cursorHidden }) => !cursorHidden);
  expect(terminal.raw).toBe(false);
  expect(terminal.text()).toContain('SERVER');
  expect(terminal.screen().at(-1)).toBe('');
  const bytes = terminal.bytes;
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(terminal.bytes).toBe(bytes);
}

describe('leaving', () => {
  it('q leaves at once when nothing runs', async () => {
    const shown = await showScreen({ rows: still });
    await shown.terminal.waitFor('SERVER');
    expect(shown.terminal.cursorHidden).toBe(true);
    shown.terminal.type('q');
    expect(await shown.left).toEqual({ reason: 'quit' });
    await expectOrder(shown);
    expect(shown.terminal.text()).not.toContain('Enter open');
    expect(shown.terminal.fullClears).toBe(0);
  });

  it('q asks once while checks run; Esc stays, q again stops them and leaves', async () => {
    const shown = await showScreen({ rows: sampleRows });
    const { terminal, doctor } = shown;
    await terminal.waitFor('SERVER');
    terminal.type('q');
    await terminal.waitFor('2 rows are not finished. q again leaves, Esc stays');
    terminal.type(keys.escape);
    await terminal.waitFor((t) => !t.text().includes('not finished'));
    terminal.type('q');
    await terminal.waitFor('not finished');
    terminal.type('q');
    expect(await shown.left).toEqual({ reason: 'quit-while-running' });
    expect(doctor.calls).toEqual(['cancel left with q']);
    await expectOrder(shown);
    expect(terminal.text()).toContain('cancelled');
  });

  it('Ctrl+C stops what runs, waits for its clean-up, and leaves', async () => {
    const doctor = new FakeDoctor({ rows: sampleRows });
    doctor.slowCancel = true;
    const shown = await showScreen({ rows: [], doctor });
    shown.terminal.type(keys.ctrlC);
    await shown.terminal.waitFor('Stopping, cleaning up.');
    doctor.finishCancel();
    expect(await shown.left).toEqual({ reason: 'interrupt' });
    await expectOrder(shown);
  });

  it('Ctrl+C twice leaves at once', async () => {
    const doctor = new FakeDoctor({ rows: sampleRows });
    doctor.slowCancel = true;
    const shown = await showScreen({ rows: [], doctor });
    shown.terminal.type(keys.ctrlC);
    await shown.terminal.waitFor('Stopping, cleaning up.');
    shown.terminal.type(keys.ctrlC);
    expect(await shown.left).toEqual({ reason: 'interrupt-now' });
    await expectOrder(shown);
  });

  it('Ctrl+C leaves at once when nothing runs, also out of a text that is typed', async () => {
    const shown = await showScreen({ rows: still });
    shown.terminal.type('/abc');
    await shown.terminal.waitFor('Filter: abc');
    shown.terminal.type(keys.ctrlC);
    expect(await shown.left).toEqual({ reason: 'interrupt' });
  });

  it('ends from outside, as when the window is closed', async () => {
    const shown = await showScreen({ rows: sampleRows });
    await shown.terminal.waitFor('SERVER');
    expect(await shown.close()).toEqual({ reason: 'closed' });
    await expectOrder(shown);
  });

  it('ends by a signal with what became of the checks in the last picture', async () => {
    const shown = await showScreen({ rows: sampleRows });
    await shown.terminal.waitFor('SERVER');
    const closed = shown.close();
    void shown.doctor.cancel('SIGTERM');
    expect(await closed).toEqual({ reason: 'closed' });
    await expectOrder(shown);
    expect(shown.terminal.text()).toContain('cancelled');
  });

  it('leaves with the end of the run in the last picture, when it ends in that very turn', async () => {
    const shown = await showScreen({ rows: sampleRows });
    await shown.terminal.waitFor('SERVER');
    shown.doctor.showRow('server.os', { message: 'the last word' });
    shown.doctor.show({
      rows: shown.doctor.view().rows.map((row) => ({ ...row, status: 'pass' })),
      busy: false,
    });
    shown.terminal.type(keys.ctrlC);
    expect(await shown.left).toEqual({ reason: 'interrupt' });
    expect(shown.terminal.text()).toContain('the last word');
  });

  it('gives the terminal back when a component crashes', async () => {
    const shown = await showScreen({ rows: still, busy: true });
    const { terminal, doctor } = shown;
    await terminal.waitFor('SERVER');
    const broken = new Error('broken row');
    const row = { ...doctor.view().rows[0] };
    Object.defineProperty(row, 'title', {
      get() {
        throw broken;
      },
    });
    doctor.show({ rows: [row as never], counts: doctor.view().counts });
    expect(await shown.left).toEqual({ reason: 'crashed', error: broken });
    await terminal.waitFor(({ cursorHidden }) => !cursorHidden);
    expect(terminal.raw).toBe(false);
  });

  it('gives the terminal back when a key handler crashes', async () => {
    const shown = await showScreen({ rows: still });
    const broken = new Error('broken retry');
    shown.doctor.retry = () => {
      throw broken;
    };
    await shown.terminal.waitFor('SERVER');
    shown.terminal.type('r');
    expect(await shown.left).toEqual({ reason: 'crashed', error: broken });
    await shown.terminal.waitFor(({ cursorHidden }) => !cursorHidden);
    expect(shown.terminal.raw).toBe(false);
  });
});

describe('leaving after the question', () => {
  it('is no cancelling once the checks that q asked about have ended', async () => {
    const shown = await showScreen({ rows: sampleRows });
    const { terminal, doctor } = shown;
    await terminal.waitFor('SERVER');
    terminal.type('q');
    await terminal.waitFor('2 rows are not finished. q again leaves, Esc stays');
    const rows = doctor
      .view()
      .rows.map((row) => (/running|pending/.test(row.status) ? { ...row, status: 'pass' as const } : row));
    doctor.show({ rows, busy: false });
    await terminal.waitFor('All checks have ended. q again leaves, Esc stays');
    terminal.type('q');
    expect(await shown.left).toEqual({ reason: 'quit' });
  });
});
