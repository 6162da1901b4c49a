import { afterEach, describe, expect, it } from 'vitest';
import { clock, timeLeft } from '../../../components/text/time.ts';

import { keys } from '../../terminal/fake-terminal.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, type ShowOptions, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

/** The tenant's sign-in, waiting for a person; the code was made for this many seconds. */
function signIn(seconds: number, code = 'ABCD-EFGH', address = 'https://microsoft.com/devicelogin') {
  const now = Date.now();
  const expiresAt = new Date(now + seconds * 1000).toISOString();
  return {
    id: 'tenant.sign-in',
    title: 'Signs in to Microsoft Graph',
    status: 'running' as const,
    message: 'the sign-in in a browser',
    deadlineMs: 960_000,
    running: {
      since: new Date(now).toISOString(),
      waitingFor: 'the sign-in in a browser',
      prompt: { code, address, expiresAt },
    },
  };
}

const open = (options: Partial<ShowOptions> & { row?: ReturnType<typeof signIn> } = {}) =>
  showScreen({ rows: [options.row ?? signIn(871)], ...options });

describe('a code that the person has to enter', () => {
  it.each([
    [60, 15, /Signs in to Microso.* ABCD-EFGH +check/],
    [80, 25, /Signs in to Microsoft Graph +ABCD-EFGH, Enter tells where +check/],
    [108, 30, /ABCD-EFGH at microsoft\.com\/devicelogin, expires in 14:\d\d/],
    [
      120,
      40,
      /Signs in to Microsoft Graph +ABCD-EFGH +check .* │[\s\S]*│ .*the code, which expires in 14:\d\d/,
    ],
  ])('stands in the list at once (%i x %i)', async (columns, lines, row) => {
    const { terminal } = await open({ columns, lines });
    await terminal.waitFor('TENANT');
    expect(terminal.text()).toMatch(row);
    expect(terminal.text()).toContain('Sign in: ABCD-EFGH at microsoft.com/devicelogin');
    expect(terminal.screen().at(-2)).toMatch(/^ c copy the code/);
    expect(terminal.faults()).toEqual([]);
  });

  it('is named in the rule, however far down its row stands', async () => {
    const { terminal } = await showScreen({ rows: [...sampleRows, signIn(871)], columns: 60, lines: 15 });
    await terminal.waitFor('Sign in: ABCD-EFGH at microsoft.com/devicelogin');
  });

  it.each([
    [60, 15],
    [80, 25],
  ])('is big and clear on its page, and its time is counted down (%i x %i)', async (columns, lines) => {
    const { terminal } = await open({ columns, lines });
    await terminal.waitFor('TENANT');
    terminal.type(keys.enter);
    await terminal.waitFor(/^ {14}A B C D - E F G H$/m);
    expect(terminal.text()).toMatch(/^ {14}https:\/\/microsoft\.com\/devicelogin$/m);
    const letter = terminal.cells(terminal.lineOf('A B C D'))[14];
    expect(letter).toMatchObject({ text: 'A', bold: true, foreground: undefined });
    expect(terminal.screen().at(-2)).toMatch(/^ c copy the code .*r new code/);
    expect(terminal.text()).not.toContain('s left');
    const seen = /expires in (14:\d\d)$/m.exec(terminal.text())?.[1];
    expect(seen).toBeDefined();
    await terminal.waitFor((t) => /expires in 14:\d\d$/m.test(t.text()) && !t.text().includes(`${seen}`));
    expect(terminal.faults()).toEqual([]);
  });

  it('says the time at which it ends where nothing may move, in plain glyphs without colour', async () => {
    const row = signIn(871);
    const look = { calm: true, ascii: true, color: false };
    const { terminal } = await open({ row, look });
    await terminal.waitFor('TENANT');
    terminal.type(keys.enter);
    await terminal.waitFor(`which expires at ${clock(row.running.prompt.expiresAt)}`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all that is not plain ASCII
    expect(terminal.text()).not.toMatch(/[^\u0000-\u007f]/);
    expect(terminal.cells(terminal.lineOf('A B C D'))[14]).toMatchObject({
      bold: true,
      foreground: undefined,
    });
    await terminal.atRest(1000);
    const { bytes } = terminal;
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(terminal.bytes).toBe(bytes);
  });

  it('has expired when its time is over', async () => {
    const { terminal } = await open({ row: signIn(1) });
    await terminal.waitFor('TENANT');
    terminal.type(keys.enter);
    await terminal.waitFor('which has expired');
  });

  it('is copied by c, from the list and from its page, to no file', async () => {
    const clipped: string[] = [];
    const filed: string[] = [];
    const copySecret = async (text: string) => `Copied ${clipped.push(text)}.`;
    const copy = async (text: string) => `In a file ${filed.push(text)}.`;
    const { terminal } = await open({ actions: { copySecret, copy } });
    await terminal.waitFor('TENANT');
    terminal.type('c');
    await terminal.waitFor('Copied 1.');
    terminal.type(`${keys.enter}c`);
    await terminal.waitFor('Copied 2.');
    expect(clipped).toEqual(['ABCD-EFGH', 'ABCD-EFGH']);
    expect(filed).toEqual([]);
  });

  it('says so where there is no clipboard', async () => {
    const copySecret = () => Promise.reject(new Error('No clipboard here.'));
    const { terminal } = await open({ actions: { copySecret } });
    await terminal.waitFor('TENANT');
    terminal.type('c');
    await terminal.waitFor('No clipboard here.');
  });

  it('is gone with the end of the attempt', async () => {
    const { terminal, doctor } = await open();
    await terminal.waitFor('TENANT');
    terminal.type(keys.enter);
    await terminal.waitFor('A B C D');
    doctor.showRow('tenant.sign-in', {
      status: 'pass',
      message: 'signed in as a person',
      running: undefined,
    });
    await terminal.waitFor('Found     signed in as a person');
    expect(terminal.text()).not.toMatch(/A B C D|ABCD|copy the code/);
  });

  it('fits the smallest window however long code and address are', async () => {
    const row = signIn(871, 'X'.repeat(40), `https://login.example/${'y'.repeat(150)}`);
    const { terminal } = await open({ row, columns: 60, lines: 15 });
    await terminal.waitFor('TENANT');
    terminal.type(keys.enter);
    await terminal.waitFor('In a browser');
    const seen = new Set(terminal.screen());
    while (terminal.text().includes('more line')) {
      expect(terminal.faults()).toEqual([]);
      const before = terminal.text();
      terminal.type('j');
      await terminal.waitFor((t) => t.text() !== before);
      for (const line of terminal.screen()) seen.add(line);
    }
    const all = [...seen].map((line) => line.trim());
    expect(all).toContain('X'.repeat(40));
    expect(
      all
        .join('')
        .match(/y+/g)
        ?.reduce((sum, { length }) => sum + length, 0),
    ).toBeGreaterThanOrEqual(150);
  });

  it('is read out as a sentence', async () => {
    const row = signIn(871);
    const { terminal } = await open({ row, screenReader: true, lines: 40, columns: 120 });
    const until = clock(row.running.prompt.expiresAt);
    await terminal.waitFor(`ABCD-EFGH at microsoft.com/devicelogin, expires at ${until}`);
  });
});

it.each([
  [871_000, '14:31'],
  [870_001, '14:31'],
  [59_000, '0:59'],
  [3_727_000, '1:02:07'],
  [0, undefined],
  [-5, undefined],
])('%i ms are left: %s', (ms, text) => {
  expect(timeLeft(new Date(1_000_000 + ms).toISOString(), 1_000_000)).toBe(text);
  expect(timeLeft('soon', 0)).toBeUndefined();
});
