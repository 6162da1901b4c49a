import { afterEach, describe, expect, it } from 'vitest';
import type { InitAnswers, InitQuestion } from '../../components/commands/screen-actions.ts';
import { breakLine } from '../../components/text/text-width.ts';
import { keys } from '../terminal/fake-terminal.ts';
import type { RowInput } from './fake-doctor.ts';
import { sampleRows } from './sample-rows.ts';
import { closeScreens, cursorLine, showScreen } from './show-screen.ts';

/** Every line tells what is so, offers what does something, and can be read to its end. */

afterEach(closeScreens);

const small = { columns: 60, lines: 15 };
const unreadable = {
  kind: 'error',
  text: '/etc/ecma/.ecmarc:10:9 connectors[0].target.ldap.startTsl: unknown key, did you mean startTls?',
} as const;

describe('news', () => {
  it('are broken between words, and say where they can be read whole', async () => {
    const words = Array.from({ length: 40 }, (_, i) => `word${i}`);
    const exportReport = () => Promise.reject(new Error(words.join(' ')));
    const actions = { exportFormats: [{ id: 'md', label: 'Markdown' }], exportReport };
    const { terminal } = await showScreen({ rows: sampleRows, actions, ...small });
    terminal.type(`e${keys.enter}${keys.enter}`);
    await terminal.waitFor('? shows it whole');
    const shown = terminal
      .screen()
      .slice(12, 14)
      .join(' ')
      .match(/word\d+/g);
    expect(shown).toEqual(words.slice(0, shown?.length));
    terminal.type(`?${keys.end}`);
    await terminal.waitFor('word39');
  });

  it.each([
    ['short', 20, ['short', '']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 9, ['one two', 'three']],
    ['Written: /a/very/long/path', 16, ['Written: /a/very', '/long/path']],
    ['東京東京 東京', 9, ['東京東京', '東京']],
  ])('%j in %d cells', (text, width, parts) => {
    expect(breakLine(text, width)).toEqual(parts);
  });

  it('of an .ecmarc that cannot be used stand there for as long as that is so, wherever the cursor is', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ id: `server.p${i}`, title: `Check ${i}` }));
    const { terminal, doctor } = await showScreen({ rows, ...small });
    terminal.type(keys.end);
    await terminal.waitFor('Check 39');
    doctor.show({ notices: [unreadable] });
    await terminal.waitFor('.ecmarc cannot be used: no retries. Home: why');
    terminal.type(keys.enter);
    await terminal.waitFor('no retries. Esc Home: why');
    terminal.type(keys.escape);
    await terminal.waitFor('retries. Home: why');
    terminal.type(keys.home);
    await terminal.waitFor('did you mean startTls?');
    doctor.show({ notices: [] });
    await terminal.waitFor((t) => !t.text().includes('no retries'));
  });

  it('name no key that does something else on the page', async () => {
    const wanted = [{ key: 'ldap', label: 'Password of cn=ecma' }];
    const actions = { exportFormats: [{ id: 'md', label: 'Markdown' }], exportReport: async () => 'x' };
    const { terminal } = await showScreen({ rows: sampleRows, wanted, actions });
    await terminal.waitFor('1 password is wanted');
    terminal.type('e');
    await terminal.waitFor('what about?');
    expect(terminal.text()).not.toContain('1 password is wanted');
  });
});

describe('on top of the list', () => {
  const causes = Array.from({ length: 4 }, (_, i) => ({
    id: `c${i}`,
    text: `A cause that takes more than one line of a window as small as this one is, number ${i}`,
    probes: ['server.os', 'server.dotnet'],
  }));
  const secret = { kind: 'warn', text: '.ecmarc holds a secret in clear: connectors.A.password' } as const;

  it('notes leave most of a small window to the rows, and say how many there are', async () => {
    const { terminal } = await showScreen({ rows: sampleRows, causes, notices: [secret], ...small });
    await terminal.waitFor('more notes: ? shows them');
    const list = terminal.screen().slice(4, 12);
    expect(list.filter((line) => /pass|FAIL|warn|SERVER/.test(line)).length).toBeGreaterThanOrEqual(4);
  });

  it('why nothing can be retried is told whole all the same', async () => {
    const { terminal } = await showScreen({
      rows: sampleRows,
      causes,
      notices: [secret, unreadable],
      ...small,
    });
    await terminal.waitFor('did you mean startTls?');
    expect(terminal.text()).not.toContain('in clear');
    expect(terminal.text()).toContain('SERVER');
  });
});

describe('leaving', () => {
  it('is no cancelling once the checks that q asked about have ended', async () => {
    const shown = await showScreen({ rows: sampleRows });
    const { terminal, doctor } = shown;
    await terminal.waitFor('SERVER');
    terminal.type('q');
    await terminal.waitFor('2 checks are not finished. q again leaves, Esc stays');
    const rows = doctor
      .view()
      .rows.map((row) => (/running|pending/.test(row.status) ? { ...row, status: 'pass' as const } : row));
    doctor.show({ rows, busy: false });
    await terminal.waitFor('All checks have ended. q again leaves, Esc stays');
    terminal.type('q');
    expect(await shown.left).toEqual({ reason: 'quit' });
  });
});

describe('folding', () => {
  it('says why it does nothing while a filter keeps the areas open', async () => {
    const { terminal } = await showScreen({ rows: sampleRows });
    terminal.type(`/memory${keys.enter}${keys.home}${keys.enter}`);
    await terminal.waitFor('While there is a filter all areas are open. Esc clears it.');
    terminal.type(keys.escape);
    await terminal.waitFor(/TLS 1\.2 for the services/);
  });
});

describe('the questions that write an .ecmarc', () => {
  const asking = (written: InitAnswers[]) => ({
    initQuestion: (answers: InitAnswers): InitQuestion | undefined => {
      if (answers.name === undefined) {
        const problem = (text: string) => (/^\w+$/.test(text) ? undefined : 'expected a word');
        return { key: 'name', label: 'Name of the connector', preset: 'HR', problem };
      }
      return answers.port === undefined ? { key: 'port', label: 'Port', preset: '1433' } : undefined;
    },
    init: async (answers: InitAnswers) => {
      written.push(answers);
      return 'Wrote it.';
    },
  });

  it('take no answer that would not read, and keep one that is gone back to', async () => {
    const written: InitAnswers[] = [];
    const { terminal } = await showScreen({ rows: sampleRows, actions: asking(written) });
    terminal.type('i!\r');
    await terminal.waitFor('expected a word');
    terminal.type(`${keys.backspace}2`);
    await terminal.waitFor('> HR2█');
    expect(terminal.text()).not.toContain('expected a word');
    terminal.type(keys.enter);
    await terminal.waitFor('> 1433█');
    terminal.type(keys.escape);
    await terminal.waitFor('> HR2█');
    terminal.type(keys.enter + keys.enter);
    await terminal.waitFor('Wrote it.');
    expect(written).toEqual([{ name: 'HR2', port: '1433' }]);
  });

  it('are not begun where nothing could be written', async () => {
    const actions = { ...asking([]), initRefused: () => '.ecmarc exists already: nothing was written' };
    const { terminal } = await showScreen({ rows: sampleRows, actions });
    terminal.type('i');
    await terminal.waitFor('exists already');
    expect(terminal.text()).not.toContain('Name of the connector');
  });
});

describe('a password', () => {
  it('is left for later with Esc: back to where one came from', async () => {
    const wants = { key: 'k', label: 'Password of cn=ecma' };
    const rows: RowInput[] = [
      { id: 'ldap.bind@D', title: 'Binds', status: 'fail', message: 'refused', wants },
    ];
    const { terminal } = await showScreen({ rows, wanted: [wants] });
    terminal.type(keys.right);
    await terminal.waitFor(/Binds +► question/);
    terminal.type(`s${keys.enter}`);
    await terminal.waitFor('Nothing is typed yet. Esc leaves it for later.');
    terminal.type(keys.escape);
    await terminal.waitFor(/Binds +► question/);
    expect(terminal.text()).toContain('ldap.bind@D');
  });
});

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

describe("a row's page", () => {
  const remedy = {
    why: 'so',
    links: [],
    steps: Array.from({ length: 30 }, (_, i) => ({ text: `step ${i}` })),
  };

  it('shows a question that comes while it is scrolled', async () => {
    const { terminal, doctor } = await showScreen({
      rows: [{ id: 'a.b', title: 'Row', status: 'fail', remedy }],
      ...small,
    });
    terminal.type(keys.enter + keys.end);
    await terminal.waitFor('step 29');
    doctor.showRow('a.b', { question: { text: 'Try it once more?', effects: ['This counts.'] } });
    await terminal.waitFor('Try it once more?');
    expect(terminal.screen()[0]).toMatch(/► question$/);
  });

  it('says somewhere what its second line has no room for', async () => {
    const name = 'A connector with quite a long name';
    const row = { id: `ldap.required-columns@${name}`, title: 'Row', subject: 'ldap.contoso.example:636' };
    const { terminal } = await showScreen({ rows: [row], ...small });
    terminal.type(keys.enter + keys.end);
    await terminal.waitFor('Check ');
    expect(terminal.text().replace(/\s+/g, ' ')).toContain(`${row.id} required ldap.contoso.example:636`);
  });

  it('offers to copy only where there is a command', async () => {
    const command = { why: 'so', links: [], steps: [{ text: 'do', command: 'do-it' }] };
    const { terminal, doctor } = await showScreen({
      rows: [{ id: 'a.b', title: 'Row', status: 'fail', remedy: command }],
    });
    terminal.type(keys.enter);
    await terminal.waitFor('c copy');
    doctor.showRow('a.b', { remedy: undefined });
    await terminal.waitFor((t) => !t.text().includes('c copy'));
  });
});

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

describe('a row that is acted upon in a shortened list', () => {
  it('keeps the cursor, whatever it turns into', async () => {
    const { terminal, doctor } = await showScreen({ rows: sampleRows });
    await terminal.waitFor('SERVER');
    terminal.type(`${keys.tab}`);
    await terminal.waitFor('Problems only');
    const before = cursorLine(terminal);
    terminal.type('r');
    await terminal.waitFor(() => doctor.calls.length === 1);
    doctor.showRow('server.dotnet', { status: 'pass', message: '4.8' });
    await terminal.waitFor('4.8');
    expect(cursorLine(terminal).slice(0, 20)).toBe(before.slice(0, 20));
  });
});

describe('a screen reader', () => {
  it('hears what is asked in sentences, without lines and pictures', async () => {
    const options = [
      { id: 'ldap', label: 'Directory' },
      { id: 'sql', label: 'Database', hint: 'SQL Server' },
    ];
    const actions = {
      initQuestion: (answers: InitAnswers): InitQuestion | undefined =>
        answers.kind === undefined
          ? { key: 'kind', label: 'What is the target?', options }
          : { key: 'name', label: 'Name of it', preset: 'HR' },
      init: async () => 'x',
    };
    const { terminal } = await showScreen({
      rows: sampleRows,
      actions,
      screenReader: true,
      columns: 120,
      lines: 40,
    });
    terminal.type('i');
    await terminal.waitFor('What is the target?');
    terminal.type(keys.down);
    await terminal.waitFor('2 of 2. Database. SQL Server');
    terminal.type(keys.enter);
    await terminal.waitFor('> HR');
    expect(terminal.text()).not.toMatch(/[─█]/);
    terminal.type(keys.escape);
    await terminal.waitFor('2 of 2. Database.');
    terminal.type(keys.escape);
    await terminal.waitFor('Check 1 of');
    terminal.type('/memory');
    await terminal.waitFor('Filter: memory  1 of 19');
    await terminal.waitFor('Check 1 of 1. At least 3 GB of memory: pass.');
    expect(terminal.text()).not.toMatch(/[─█]/);
  });
});
