import { afterEach, expect, it } from 'vitest';
import { keys } from '../terminal/fake-terminal.ts';
import { FakeDoctor } from './fake-doctor.ts';
import { closeScreens, showScreen } from './show-screen.ts';

afterEach(closeScreens);

/** A key and what it changes at the doctor stand in one picture: what is kept of a list goes by both. */

class Judging extends FakeDoctor {
  override setProfile(profile: string): void {
    super.setProfile(profile);
    const rows = this.view().rows.map((row) => {
      if (row.id === 'server.a') return { ...row, status: 'pass' as const, message: 'good' };
      return row.id === 'server.c' ? { ...row, status: 'fail' as const, message: 'bad' } : row;
    });
    this.show({ rows, profile: 'ga', otherProfile: 'preview-2021' });
  }
}

it('problems only, under the other profile: its problems, and none that is no more', async () => {
  const rows = [
    { id: 'server.a', title: 'Row a', status: 'fail' as const },
    { id: 'server.b', title: 'Row b', status: 'fail' as const },
    { id: 'server.c', title: 'Row c', status: 'pass' as const },
  ];
  const doctor = new Judging({ rows });
  const { terminal } = await showScreen({ rows: [], doctor });
  await terminal.waitFor('Row a');
  terminal.type(keys.tab);
  await terminal.waitFor('Problems only');
  terminal.type('g');
  await terminal.waitFor('Row c');
  expect(terminal.text()).toMatch(/Row c/);
  expect(terminal.text()).not.toMatch(/Row a +.*pass/);
});

class Trying extends FakeDoctor {
  override retry(id: string): void {
    super.retry(id);
    this.showRow(id, { status: 'pending' });
  }
}

it('what was mended stays said when another row is tried', async () => {
  const rows = ['a', 'b', 'c'].map((name) => ({
    id: `server.${name}`,
    title: `Row ${name}`,
    status: 'fail' as const,
    message: `${name} is bad`,
    remedy: {
      why: `${name} is needed`,
      steps: [{ owner: 'server' as const, text: `mend ${name}` }],
      links: [],
    },
  }));
  const doctor = new Trying({ rows });
  const { terminal } = await showScreen({ rows: [], doctor });
  await terminal.waitFor('DO FIRST');
  doctor.showRow('server.c', { status: 'pass', message: 'mended' });
  await terminal.waitFor('now pass');
  terminal.type('r');
  await terminal.waitFor(() => doctor.calls.some((call) => call.startsWith('retry')));
  await terminal.waitFor(/check|wait/);
  expect(terminal.text()).toContain('now pass');
});
