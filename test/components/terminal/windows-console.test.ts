import stringWidth from 'string-width';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pad, setAmbiguousWide, textWidth } from '../../../components/text/text-width.ts';
import { type FakeTerminal, keys } from '../../terminal/fake-terminal.ts';
import { sampleCauses, sampleRows } from '../sample-rows.ts';
import { closeScreens, cursorLine, type ShownScreen, showScreen } from '../show-screen.ts';

/** Consoles of Windows that give more trouble than a terminal: Ink is made to think that it is there. */

const platform = Object.getOwnPropertyDescriptor(process, 'platform');

beforeAll(() => {
  // Ink reads it once, when it is imported: that is at the first `show`.
  Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
});

afterAll(() => {
  if (platform !== undefined) Object.defineProperty(process, 'platform', platform);
});

afterEach(async () => {
  await closeScreens();
  setAmbiguousWide(false);
});

const sample = { rows: sampleRows, causes: sampleCauses };

/** Cells of the longest line, measured as this console draws them. */
function broadest({ terminal }: ShownScreen, ambiguousIsNarrow = true): number {
  return Math.max(...terminal.screen().map((line) => stringWidth(line, { ambiguousIsNarrow })));
}

describe('a window of any size', () => {
  it.each([
    [60, 15],
    [80, 25],
    [120, 40],
  ])('of %i x %i shrinks to 20 x 5 and comes back, with nothing left over', async (columns, rows) => {
    const shown = await showScreen({ ...sample, columns, lines: rows });
    const { terminal } = shown;
    await terminal.waitFor('Enter open');
    terminal.type(keys.down);
    await terminal.waitFor(/> {2}\.NET/);
    expect(terminal.faults()).toEqual([]);
    terminal.resize(20, 5);
    await terminal.waitFor(/The window is 20 x/);
    expect(terminal.faults()).toEqual([]);
    terminal.resize(columns, rows);
    await terminal.waitFor((t) => t.lineOf('Enter open') === rows - 2 && t.lineOf('ECMA') === 0);
    expect(cursorLine(terminal)).toContain('.NET');
    expect(terminal.text()).not.toContain('The window is');
    expect(terminal.faults()).toEqual([]);
  });
});

describe('a buffer that is wider than its window', () => {
  it('is drawn in the window, which is followed though no resize is told', async () => {
    let window = { columns: 80, rows: 25 };
    const shown = await showScreen({ ...sample, columns: 300, lines: 40, window: () => window });
    const { terminal } = shown;
    await terminal.waitFor((t) => t.lineOf('Enter open') === 23);
    expect(broadest(shown)).toBe(79);
    for (const size of [
      { columns: 60, rows: 15 },
      { columns: 120, rows: 40 },
      { columns: 20, rows: 5 },
      { columns: 80, rows: 25 },
    ]) {
      window = size;
      const small = size.rows < 15;
      await terminal.waitFor((t) =>
        small ? t.text().includes('The window is 20 x') : t.lineOf('Enter open') === size.rows - 2,
      );
      expect(broadest(shown)).toBeLessThan(size.columns);
      expect(terminal.screen().findLastIndex((line) => line !== '')).toBeLessThan(size.rows - 1);
    }
  });

  it('writes nothing while neither changes', async () => {
    let asked = 0;
    const window = () => {
      asked += 1;
      return { columns: 80, rows: 25 };
    };
    const still = sampleRows.filter(({ status }) => status !== 'running' && status !== 'pending');
    const { terminal } = await showScreen({ rows: still, columns: 300, lines: 40, window });
    await terminal.waitFor('Enter open');
    await terminal.atRest();
    const bytes = terminal.bytes;
    const before = asked;
    await expect.poll(() => asked).toBeGreaterThan(before + 1);
    expect(terminal.bytes).toBe(bytes);
  });

  it('is asked no more once the screen is left', async () => {
    let asked = 0;
    const window = () => {
      asked += 1;
      return { columns: 80, rows: 25 };
    };
    const shown = await showScreen({ ...sample, window });
    await shown.terminal.waitFor('Enter open');
    await shown.close();
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(asked).toBe(before);
  });
});

describe('a console that draws ambiguous signs two cells wide (code pages 932, 936, 949, 950)', () => {
  const texts = ['①②③ → ※ “Größe” ±×÷', 'Ответ сервера: отказ в доступе', '日本語の…メッセージ ■□◆', 'Αθήνα'];

  it.each(texts)('%s is measured so', (text) => {
    setAmbiguousWide(true);
    expect(textWidth(text)).toBe(stringWidth(text, { ambiguousIsNarrow: false }));
    for (const width of [5, 12, 40])
      expect(stringWidth(pad(text, width, '..'), { ambiguousIsNarrow: false })).toBe(width);
  });

  it('has no line that is too long, whatever a peer says', async () => {
    const rows = sampleRows.map((row, index) => ({
      ...row,
      message: texts[index % texts.length] ?? '',
      title: `${row.title} ±×÷ §§§§§§`.slice(0, 30),
    }));
    const shown = await showScreen({ rows, look: { ascii: true, wide: true } });
    const { terminal } = shown;
    await terminal.waitFor('Enter open');
    expect(broadest(shown, false)).toBeLessThanOrEqual(79);
    terminal.type(keys.down);
    terminal.type(keys.enter);
    await terminal.waitFor('Esc back');
    expect(broadest(shown, false)).toBeLessThanOrEqual(79);
  });
});

describe('a console that takes no escape sequences', () => {
  /**
   * Node's own translation (libuv, src/win/tty.c, uv__tty_write_bufs): cursor moves, erasing, colours, save and restore,
   * and whether the cursor is seen. Anything else would be lost there, as the switch of bracketed paste is: no harm done.
   */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with ESC
  const translated = /^\u001b\[(?:\?(?:25|2004)[lh]|[\d;]*[A-HJKfmsu])$/;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with ESC
  const sequences = /\u001b(?:\[[0-9;?<>=]*[A-Za-z]|[^[]|$)/g;

  it('gets only what Node translates, on every page', async () => {
    const shown = await showScreen({ ...sample, look: { ascii: true } });
    const { terminal } = shown;
    await terminal.waitFor('Enter open');
    const tour = [
      [keys.down, /> {2}\.NET/],
      [keys.enter, 'Esc back'],
      [keys.escape, 'Enter open'],
      ['?', 'KEYS'],
      [keys.escape, 'Enter open'],
      ['/ldap', 'Filter: ldap'],
      [keys.escape, 'Enter open'],
      ['g', 'Judged for general availability'],
      [keys.up, (t: FakeTerminal) => !/> {2}\.NET/.test(t.text())],
    ] as const;
    for (const [typed, expected] of tour) {
      terminal.type(typed);
      await terminal.waitFor(expected);
    }
    const { bytes } = terminal;
    terminal.type(keys.ctrlL);
    await terminal.waitFor((t) => t.bytes > bytes);
    terminal.resize(60, 15);
    await terminal.waitFor((t) => t.lineOf('Enter open') === 13);
    await shown.close();
    const used = new Set(terminal.written.match(sequences) ?? []);
    expect(used.size).toBeGreaterThan(5);
    expect([...used].filter((sequence) => !translated.test(sequence))).toEqual([]);
  });
});
