import { afterEach, describe, expect, it } from 'vitest';
import { keys } from '../../terminal/fake-terminal.ts';
import type { RowInput } from '../fake-doctor.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, cursorLine, type ShownScreen, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

const long = 'my-server.contoso.example; fayqgwrsiecx\r\n'.repeat(5);
const pages: readonly (readonly [string, string, string])[] = [
  ['the list', '', 'Enter open'],
  ['a heading', keys.home, 'Enter fold'],
  ['a detail', `j${keys.enter}`, 'Esc back'],
  ['the help', '?', 'KEYS'],
  ['the choice of an export', 'e', 'what about'],
  ['the question whether to leave', 'q', 'q again leaves'],
];

async function opened(typed: string, seen: string | RegExp): Promise<ShownScreen> {
  const actions = {
    exportFormats: [{ id: 'md', label: 'Markdown' }],
    exportReport: async () => 'report.md',
    copy: async () => 'Copied',
  };
  const shown = await showScreen({ rows: sampleRows, actions });
  await shown.terminal.waitFor('SERVER');
  shown.terminal.type(typed);
  await shown.terminal.waitFor(seen);
  return shown;
}

describe('a text that comes where none is typed', () => {
  it.each(pages)('does nothing when pasted into %s, and says so', async (_, typed, seen) => {
    const { terminal, doctor } = await opened(typed, seen);
    terminal.paste(long);
    await terminal.waitFor('Pasted text');
    await terminal.waitFor('dropped');
    expect(doctor.calls).toEqual([]);
    expect(terminal.faults()).toEqual([]);
  });

  it.each(pages)('does nothing when it comes as keys at once into %s', async (_, typed, seen) => {
    const { terminal, doctor } = await opened(typed, seen);
    for (const piece of ['my-ser', 'q', 'y', '\r', 'qq\r']) terminal.burst(piece);
    await terminal.waitFor('dropped');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(doctor.calls).toEqual([]);
    expect(terminal.faults()).toEqual([]);
  });

  it.each(['jk', 'yq', 'fa', `${keys.escape}n`, `j${keys.enter}`])('%j is dropped', async (burst) => {
    const { terminal, doctor } = await opened('', 'Enter open');
    const before = cursorLine(terminal);
    terminal.burst(burst);
    await terminal.waitFor('dropped');
    expect(cursorLine(terminal)).toBe(before);
    expect(doctor.calls).toEqual([]);
  });

  it.each([
    ['j'.repeat(3), 'TLS 1.2'],
    [keys.down.repeat(3), 'TLS 1.2'],
    [keys.down.repeat(4) + keys.up, 'TLS 1.2'],
  ])('%j are a movement that a slow line brings together', async (burst, row) => {
    const { terminal } = await opened('', 'Enter open');
    terminal.burst(burst);
    await terminal.waitFor((t) => cursorLine(t).startsWith(row));
    expect(terminal.text()).not.toContain('dropped');
  });

  it('goes into a text field as one line, without pressing Enter', async () => {
    const { terminal, doctor } = await opened('/', 'Enter keep');
    terminal.paste('tls\r\n');
    await terminal.waitFor('Filter: tls ');
    await terminal.waitFor('Enter keep');
    terminal.type(keys.escape);
    await terminal.waitFor('Enter open');
    expect(doctor.calls).toEqual([]);
  });

  it('of several lines at once gives the field its first, and what follows is dropped', async () => {
    const { terminal, doctor } = await opened('/', 'Enter keep');
    terminal.burst('tls\rryqq\r');
    await terminal.waitFor('dropped');
    expect(doctor.calls).toEqual([]);
  });
});

const question = {
  text: 'Create one test user?',
  effects: Array.from({ length: 9 }, (_, i) => `effect ${i}`),
};
const consents: readonly (readonly [string, RowInput])[] = [
  [
    'an attestation',
    { id: 'attest.test-data', title: 'Only test data', status: 'manual', message: 'Only test data?' },
  ],
  [
    'a write test',
    { id: 'ldap.write@D', title: 'Writes', status: 'skipped', reason: 'not-allowed', question },
  ],
  ['a refused password', { id: 'ldap.bind@D', title: 'Binds', status: 'fail', question }],
];

describe('what is kept, sent or written', () => {
  it.each(consents)('%s wants the typed word', async (_, row) => {
    for (const [columns, lines] of [
      [80, 25],
      [60, 15],
    ] as const) {
      const { terminal, doctor } = await showScreen({ rows: [row], columns, lines });
      await terminal.waitFor(row.title ?? '');
      terminal.type('y');
      await terminal.waitFor('Type yes and Enter');
      expect(terminal.faults()).toEqual([]);
      terminal.type(keys.enter);
      await terminal.waitFor('Only the word yes');
      terminal.type('y');
      await terminal.waitFor('Enter: y█');
      terminal.type(keys.enter);
      await terminal.waitFor('Only the word yes');
      terminal.type(keys.backspace);
      await terminal.waitFor('Enter: █');
      terminal.paste('yes\r');
      await terminal.waitFor('a paste does not count');
      terminal.burst('yes\r');
      await terminal.waitFor('Enter: yes█');
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(doctor.calls).toEqual([]);
      terminal.type(keys.escape);
      await terminal.waitFor((t) => !t.text().includes('Type yes'));
      expect(doctor.calls).toEqual([]);
      terminal.type('yyes');
      terminal.type(keys.enter);
      await terminal.waitFor(() => doctor.calls.length === 1);
      expect(doctor.calls).toEqual([`confirm ${row.id}`]);
      await closeScreens();
    }
  });

  it('a waiver asks for a reason and a last day, and wants the word', async () => {
    const { terminal, doctor } = await opened('j', /> {2}\.NET/);
    terminal.type('x');
    await terminal.waitFor('Set aside: .NET');
    expect(terminal.faults()).toEqual([]);
    terminal.type(keys.enter);
    await terminal.waitFor('A reason is needed');
    terminal.type('replaced in May\r');
    await terminal.waitFor(/Last day +█/);
    terminal.type('2020-13-01\r');
    await terminal.waitFor('A day, such as');
    terminal.type('\u00152020-01-01\r');
    await terminal.waitFor('That day is over');
    terminal.type('\u00152099-01-31\r');
    await terminal.waitFor(/Sure\? .*█/);
    terminal.type('yes\r');
    await terminal.waitFor('Set aside until 2099-01-31: .NET');
    expect(doctor.calls).toEqual(['waive server.dotnet until 2099-01-31: replaced in May']);
  });

  it('its reason and its day may be pasted, as one line each and without an Enter; the word may not', async () => {
    const { terminal, doctor } = await opened('j', /> {2}\.NET/);
    terminal.type('x');
    await terminal.waitFor('Set aside: .NET');
    terminal.paste('replaced in May,\r\nCHG-4711\r\n');
    await terminal.waitFor('replaced in May, CHG-4711█');
    terminal.type(keys.enter);
    await terminal.waitFor(/Last day +█/);
    terminal.paste('2099-01-31\n');
    await terminal.waitFor(/Last day +2099-01-31█/);
    terminal.type(keys.enter);
    await terminal.waitFor(/Sure\? .*█/);
    terminal.paste('yes\r');
    await terminal.waitFor(/type the word|is typed|dropped/i);
    expect(doctor.calls).toEqual([]);
    terminal.type('yes\r');
    await terminal.waitFor('Set aside until 2099-01-31: .NET');
    expect(doctor.calls).toEqual(['waive server.dotnet until 2099-01-31: replaced in May, CHG-4711']);
  });

  it('a pass is not set aside', async () => {
    const { terminal, doctor } = await opened('x', 'Nothing to set aside here: pass');
    expect(terminal.text()).not.toContain('Type yes');
    expect(doctor.calls).toEqual([]);
  });
});
