import { afterEach, describe, expect, it } from 'vitest';
import { helpText } from '../../src/cli/help.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { FakeDoctor } from './fake-doctor.ts';
import { closeScreens, cursorLine, type ShowOptions, showDoctor, showScreen } from './show-screen.ts';
import { siteCauses, siteRows } from './site-rows.ts';

/**
 * What https://primer.style/accessibility/foundations/cli-accessibility asks of command lines with "must". Of that page only
 * the opening could be read (two musts: no dependence on colour, font, size, pointing device, glyph; values and actions at
 * every width) and what it says it covers: commands, prompts, progress, help, errors, output for scripts. For these stand
 * here what GitHub says of its own command line (`gh accessibility`: colours of the terminal's own palette that hold on both
 * backgrounds, prompts that are not redrawn, progress in words) and Primer's older pages (confirmations, pauses by
 * punctuation, colour and signs that only repeat what words say).
 */

const env = { ...process.env };
afterEach(async () => {
  await closeScreens();
  process.env = { ...env };
});

const site: ShowOptions = {
  rows: siteRows,
  causes: siteCauses,
  busy: false,
  configPath: 'C:\\ECMA\\.ecmarc',
};
const plain = { ascii: true, color: false, calm: true };
const plainOnly = (text: string): boolean => [...text].every((sign) => sign <= '~');
const sizes = [
  [60, 15],
  [80, 25],
  [120, 40],
  [200, 60],
] as const;

describe('core tasks do not depend on', () => {
  it('a colour: without any, the cursor, what is wrong and what is chosen are signs and words', async () => {
    const { terminal } = await showScreen({ ...site, look: { color: false } });
    await terminal.waitFor('DO FIRST');
    expect(cursorLine(terminal)).toMatch(/^1 all ten/);
    expect(terminal.text()).toMatch(/× 1 FAIL/);
    expect(
      new Set(terminal.screen().flatMap((_, y) => terminal.cells(y).map((cell) => cell.foreground))),
    ).toEqual(new Set([undefined]));
    terminal.type(`${keys.down}${keys.down}${keys.enter}`);
    await terminal.waitFor(/> Secured by TLS/);
  });

  it.each(sizes)('a glyph: with ASCII alone nothing is lost (%i x %i)', async (columns, lines) => {
    const { terminal } = await showScreen({ ...site, columns, lines, look: plain });
    await terminal.waitFor('DO FIRST');
    terminal.type(`${keys.down}${keys.down}`);
    await terminal.waitFor((t) => cursorLine(t).startsWith('3 Directory US'));
    terminal.type(keys.enter);
    await terminal.waitFor(/^ Answers, Directory US/);
    expect(plainOnly(terminal.text())).toBe(true);
    terminal.type('?');
    await terminal.waitFor('KEYS');
    expect(plainOnly(terminal.text())).toBe(true);
  });

  it.each(sizes)(
    'the size of the window: values and actions are there at every width (%i x %i)',
    async (columns, lines) => {
      const { terminal } = await showScreen({ ...site, columns, lines });
      await terminal.waitFor('DO FIRST');
      expect(terminal.text()).toMatch(/TLS is opened on the way +network/);
      expect(terminal.screen().at(-2)).toMatch(/Enter open.*\? help.*q quit/);
      expect(terminal.faults()).toEqual([]);
    },
  );

  it('a pointing device: every key of the help is one, and no mouse is asked for', async () => {
    const { terminal } = await showScreen({ ...site, lines: 60 });
    await terminal.waitFor('DO FIRST');
    terminal.type('?');
    await terminal.waitFor('KEYS');
    expect(terminal.text()).not.toMatch(/mouse|click/i);
    expect(terminal.written).not.toMatch(/\?100[0236]h/);
  });
});

describe('progress', () => {
  it('is told in words and numbers, not by motion alone', async () => {
    const running = {
      status: 'running',
      message: '',
      running: { since: '2026-11-24T07:00:00.000Z' },
    } as const;
    const rows = siteRows.map((row, i) => (i % 9 === 4 ? { ...row, ...running } : row));
    const { terminal } = await showScreen({ ...site, rows, causes: [], busy: true, look: plain });
    await terminal.waitFor(/CHECKING {3}\d+ of \d+/);
    expect(terminal.text()).toMatch(/NOW +\d+ running/);
  });
});

describe('a screen reader', () => {
  it.each(['1', 'true', 'yes'])(
    'is heeded by ACCESSIBLE=%s: sentences, no drawing, no seconds',
    async (value) => {
      process.env.ACCESSIBLE = value;
      const running = {
        status: 'running',
        message: '',
        running: { since: new Date().toISOString() },
      } as const;
      const rows = siteRows.map((row, i) => (i % 9 === 4 ? { ...row, ...running } : row));
      const doctor = new FakeDoctor({ ...site, rows, causes: [], busy: true });
      const { terminal } = await showDoctor(doctor, { columns: 120, lines: 40, screenReader: undefined });
      await terminal.waitFor(/CHECKING, judged for [\s\S]*\d+ of \d+ have answered\./);
      await terminal.waitFor('Area SERVER');
      expect(terminal.text()).not.toMatch(/[─═│█►▼]/);
      const before = terminal.bytes;
      await new Promise((resolve) => setTimeout(resolve, 1300));
      expect(terminal.bytes).toBe(before);
    },
  );

  it.each(['', '0', 'false'])('is not meant by ACCESSIBLE=%j', async (value) => {
    process.env.ACCESSIBLE = value;
    const { terminal } = await showDoctor(new FakeDoctor(site), { screenReader: undefined });
    await terminal.waitFor('DO FIRST');
    expect(terminal.text()).toContain('─');
  });

  it('hears what to do first, owner by owner, and an opened row in sentences, without columns', async () => {
    const { terminal } = await showScreen({ ...site, columns: 120, lines: 60, screenReader: true });
    await terminal.waitFor('Do first, 1');
    expect(terminal.text()).not.toContain('Cause:');
    terminal.type('d');
    await terminal.waitFor('NETWORK ADMINISTRATOR: 1 to do, 10 rows.');
    await terminal.waitFor('1 of 16. all ten: TLS is opened on the way. Frees 10 rows.');
    await terminal.waitFor('Fix: Exempt 12 hosts from TLS inspection');
    await terminal.waitFor('Done when: They show a certificate of a public authority');
    expect(terminal.text()).not.toMatch(/ {3}|[─═│█►▼]/);
    terminal.type(']');
    await terminal.waitFor('SERVER ADMINISTRATOR: 1 to do, 1 row.');
    terminal.type(keys.enter);
    await terminal.waitFor('.NET Framework 4.7.1 or later: FAIL. required');
    await terminal.waitFor('Fix: 1 Install .NET Framework 4.8. Whose: server administrator.');
    expect(terminal.text()).not.toMatch(/ {3}|undefined|[─═│█►▼]/);
    terminal.type(keys.escape);
    await terminal.waitFor('brackets go from owner to owner');
    terminal.type(keys.escape);
    await terminal.waitFor('Do first, 2');
    terminal.type(']');
    await terminal.waitFor('Area SERVER: 1 FAIL, 5 pass, folded.');
    terminal.type(`${keys.right}${keys.down}${keys.down}`);
    await terminal.waitFor('5 more: pass, folded.');
  });

  it('hears the order of what to do, folds, a row and the word that it looks for', async () => {
    const { terminal } = await showScreen({ ...site, columns: 120, lines: 40, screenReader: true });
    await terminal.waitFor('Do first, 1: all ten: TLS is opened on the way. Whose: network. Frees 10 rows.');
    terminal.type(`${keys.down}${keys.down}`);
    await terminal.waitFor('Do first, 3: Directory US');
    terminal.type(keys.enter);
    await terminal.waitFor('Nothing works without it.');
    terminal.type('/');
    await terminal.waitFor('Find: a word on this page');
    terminal.type('service');
    await terminal.waitFor(/Find: service {2}1 of \d lines?: .*service/);
  });
});

describe('colours', () => {
  it.each(sizes)(
    'are of the sixteen that each terminal names and a person can change (%i x %i)',
    async (columns, lines) => {
      const { terminal } = await showScreen({ ...site, columns, lines });
      await terminal.waitFor('DO FIRST');
      const cells = terminal.screen().flatMap((_, y) => terminal.cells(y));
      expect(cells.filter(({ exotic }) => exotic)).toEqual([]);
      // On white these cannot be read: bright yellow, cyan, white. On black this one: magenta.
      const bare = cells.filter(
        ({ background, inverse, text }) => background === undefined && !inverse && text.trim() !== '',
      );
      expect(new Set(bare.map(({ foreground }) => foreground))).not.toContain(11);
      for (const unreadable of [5, 11, 14, 15])
        expect(bare.filter(({ foreground }) => foreground === unreadable)).toEqual([]);
    },
  );

  it('repeat what signs and words say already: without them the text is the same', async () => {
    const texts: string[] = [];
    for (const color of [true, false]) {
      const { terminal, close } = await showScreen({ ...site, look: { color } });
      await terminal.waitFor('DO FIRST');
      texts.push(terminal.text().replaceAll(/ +$/gm, ''));
      await close();
    }
    expect(texts[0]).toBe(texts[1]);
  });
});

describe('motion', () => {
  it('is nowhere with --calm: nothing is drawn while nothing changes', async () => {
    const running = { status: 'running', message: '', running: { since: new Date().toISOString() } } as const;
    const rows = siteRows.map((row, i) => (i % 9 === 4 ? { ...row, ...running } : row));
    const { terminal } = await showScreen({ ...site, rows, causes: [], busy: true, look: { calm: true } });
    await terminal.waitFor(/NOW +\d+ running/);
    const before = terminal.bytes;
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(terminal.bytes).toBe(before);
  });
});

describe('help', () => {
  it.each(sizes)('and the way out are named on every page (%i x %i)', async (columns, lines) => {
    const actions = {
      exportFormats: [{ id: 'md', label: 'Markdown', hint: '' }],
      exportReport: async () => '',
    };
    const { terminal } = await showScreen({ ...site, columns, lines, actions });
    await terminal.waitFor('DO FIRST');
    expect(terminal.screen().at(-2)).toMatch(/\? help.*q quit/);
    for (const [key, shows] of [
      ['d', /SERVER ADMINISTRATOR/],
      [keys.enter, /Expected/],
      ['?', /KEYS/],
      [keys.escape, /Expected/],
      ['x', /Set aside/],
      [keys.escape, /^ r retry/m],
      ['e', /what about/],
    ] as const) {
      terminal.type(key);
      await terminal.waitFor(shows);
      expect(terminal.screen().at(-2), key).toMatch(/Esc \w|q quit/);
    }
  });

  it('names the reader mode, plain signs, colour and motion, on the command line too', () => {
    for (const word of ['ACCESSIBLE', '--ascii', '--no-color', '--calm', '--plain'])
      expect(helpText).toContain(word);
  });
});

describe('what asks', () => {
  it('takes as long as a person needs, and does nothing by itself', async () => {
    const { terminal, doctor } = await showScreen({ ...site, columns: 100, lines: 40 });
    await terminal.waitFor('DO FIRST');
    terminal.type('x');
    await terminal.waitFor('Set aside:');
    const before = terminal.text();
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(terminal.text()).toBe(before);
    expect(doctor.calls.filter((call) => call.startsWith('waive'))).toEqual([]);
  });

  it('names itself, what is wrong with an answer, and how to leave it', async () => {
    const { terminal } = await showScreen({ ...site, columns: 100, lines: 40, screenReader: true });
    await terminal.waitFor('Do first, 1');
    terminal.type('x');
    await terminal.waitFor(/Set aside: Nobody opens TLS on the way/);
    await terminal.waitFor('Why a reason, for whoever reads the report. empty');
    terminal.type(keys.enter);
    await terminal.waitFor('A reason is needed, in a few words.');
    terminal.type(keys.escape);
    await terminal.waitFor((t) => !t.text().includes('Set aside:'));
  });
});
