import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ExportScope } from '../../../components/commands/screen-actions.ts';
import { sideColumns } from '../../../components/side-by-side/columns.ts';
import { keys } from '../../terminal/fake-terminal.ts';
import { closeScreens, cursorLine, showDoctor } from '../show-screen.ts';
import { serversOf } from './servers.ts';

/** Several saved reports on the screen: the same screen, with a column a server. */

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T08:00:00.000Z') });
});
afterAll(() => {
  vi.useRealTimers();
});
afterEach(closeScreens);

describe('the columns', () => {
  it.each([
    [59, 2, 'words'],
    [59, 3, 'words'],
    [59, 4, 'signs'],
    [59, 12, 'signs'],
    [59, 13, 'none'],
    [79, 4, 'words'],
    [79, 5, 'signs'],
    [79, 10, 'signs'],
    [119, 8, 'words'],
    [119, 9, 'signs'],
    [119, 50, 'none'],
  ] as const)('in %d cells for %d servers: %s, and never too wide', (width, servers, kind) => {
    const columns = sideColumns(width, servers);
    expect(columns.kind).toBe(kind);
    const finding = columns.message === 0 ? 0 : columns.message + 1;
    expect(3 + columns.title + finding + columns.cell * servers).toBeLessThanOrEqual(width - 1);
    expect(columns.title).toBeGreaterThanOrEqual(18);
  });
});

describe('the list', () => {
  const sizes = [
    [60, 15],
    [80, 25],
    [120, 40],
  ] as const;
  const cases = sizes.flatMap(([columns, lines]) =>
    [2, 3, 10, 24]
      .filter((servers) => servers < 24 || columns === 80)
      .map((servers) => ({ columns, lines, servers })),
  );
  it.each(cases)('$servers servers at $columns x $lines', async ({ columns, lines, servers }) => {
    const { terminal } = await showDoctor(serversOf(servers), { columns, lines, look: { calm: true } });
    await terminal.waitFor(/> {2}\.NET Framework/);
    expect(terminal.faults()).toEqual([]);
    const text = terminal.text();
    expect(text).toContain(`of ${servers} servers ready`);
    if (servers === 2) expect(text).toContain('1 row passes on SRV-ECMA02 and fails on');
    // Every page of it, and the far end: a heading that unfolds, or a server's page.
    const last = servers < 10 ? /^>THE SAME EVERYWHERE(?! ►)/m : 'In short';
    const pages: readonly (readonly [typed: string, seen: string | RegExp])[] = [
      [keys.enter, 'State'],
      [keys.escape, /^>/m],
      [`${keys.end}${keys.enter}`, last],
      ...(servers < 10 ? [] : [[keys.escape, /^>/m] as const]),
      ['?', 'KEYS'],
      [keys.escape, /^>/m],
      [keys.tab, 'Differences only'],
    ];
    for (const [typed, seen] of pages) {
      terminal.type(typed);
      await terminal.waitFor(seen);
      expect(terminal.faults()).toEqual([]);
    }
    if (servers < 24 && lines > 15) {
      await expect(text).toMatchFileSnapshot(`frames/${servers}-servers-${columns}x${lines}.txt`);
    }
  });

  it('one server alone, as a folder can hold it: its problems, and nothing is called the same as elsewhere', async () => {
    const { terminal } = await showDoctor(serversOf(1), { look: { calm: true } });
    await terminal.waitFor('PROBLEMS');
    expect(terminal.faults()).toEqual([]);
    expect(cursorLine(terminal)).toMatch(/^\.NET Framework 4\.7\.1 or later +× FAIL: 4\.6\.2/);
    expect(terminal.text()).not.toMatch(/1 servers|everywhere|difference/i);
    await expect(terminal.text()).toMatchFileSnapshot('frames/1-server-80x25.txt');
    const first = cursorLine(terminal);
    terminal.type('n');
    await expect.poll(() => cursorLine(terminal)).not.toBe(first);
    expect(cursorLine(terminal)).toMatch(/× FAIL|! warn|\? unknown/);
    terminal.type(keys.tab);
    await expect.poll(() => terminal.text()).not.toContain('NO PROBLEM');
    expect(terminal.text()).toContain('.NET Framework 4.7.1 or later');
  });

  it('tells servers that could not be looked at, and counts them', async () => {
    const notSeen = [{ name: 'srv3.contoso.example', why: 'no such file', file: 'srv3.json' }];
    const { terminal } = await showDoctor(serversOf(2, { notSeen }), { look: { calm: true } });
    await terminal.waitFor('DIFFERENT');
    expect(terminal.faults()).toEqual([]);
    expect(terminal.text()).toMatch(/^ 1 of 3 servers ready, 1 not seen 1 SRV-ECMA01/m);
    expect(terminal.text()).toMatch(/ Note +srv3\.contoso\.example could not be looked at: no such file$/m);
  });

  it('begins on the first difference, says in columns who fails, and folds what is the same', async () => {
    const { terminal } = await showDoctor(serversOf(2), { lines: 40 });
    await terminal.waitFor('DIFFERENT');
    expect(cursorLine(terminal)).toMatch(/^\.NET Framework 4\.7\.1 or later +× FAIL: 4\.6\.2.* √ pass: 4\.8/);
    expect(terminal.text()).toMatch(/1 SRV-ECMA01 +1 h old +srv-ecma01\.json +× not ready/);
    expect(terminal.text()).toMatch(/2 SRV-ECMA02 +3 h old +srv-ecma02\.json +√ ready/);
    expect(terminal.text()).toMatch(/^ THE SAME EVERYWHERE ► +\d+$/m);
    expect(terminal.text()).not.toContain('TLS 1.2 for the services');
    expect(terminal.text()).toContain('connector Directory is only in the report of SRV-ECMA01');
  });

  it('says of a part only that it is one, by either profile', async () => {
    const doctor = serversOf(2, { only: 'server.os' });
    const { terminal } = await showDoctor(doctor, { columns: 120, lines: 40 });
    await terminal.waitFor(/2 of 2 servers ready for the/);
    expect(terminal.text()).toMatch(/2 SRV-ECMA02 +3 h old +srv-ecma02\.json +√ a part/);
    expect(terminal.text()).not.toMatch(/\(g: GA, ready\)|√ ready/);
    terminal.type(keys.home);
    await terminal.waitFor((t) => /^SERVERS/.test(cursorLine(t)));
    terminal.type(keys.down);
    await terminal.waitFor((t) => /^1 SRV-ECMA01/.test(cursorLine(t)));
    terminal.type(keys.enter);
    await terminal.waitFor(/Also +ready for the chosen probes, by general availability/);
  });

  it('numbers many servers, and lists them at the end', async () => {
    const { terminal } = await showDoctor(serversOf(10), { lines: 60, columns: 100 });
    await terminal.waitFor(/ 1 +2 +3 +4 +5 +6 +7 +8 +9 10$/m);
    expect(cursorLine(terminal)).toMatch(/× +√ +√ +× +√ +√ +× +√ +√ +×$/);
    terminal.type(keys.end);
    await terminal.waitFor((t) => /^10 SRV-ECMA10/.test(cursorLine(t)));
  });

  it('in plain letters, without colour', async () => {
    const { terminal } = await showDoctor(serversOf(3), { lines: 40, look: { ascii: true, color: false } });
    await terminal.waitFor(/x FAIL: 4\.6/);
    expect(terminal.text()).toMatch(/^[ -~\n]*$/);
    terminal.type(keys.enter);
    await terminal.waitFor('State');
    expect(terminal.text()).toMatch(/^[ -~\n]*$/);
  });

  it('is read in sentences where a screen reader is in use', async () => {
    const { terminal } = await showDoctor(serversOf(2), { columns: 120, screenReader: true });
    await terminal.waitFor('.NET Framework 4.7.1 or later: FAIL. FAIL on SRV-ECMA01: 4.6.2 found');
    terminal.type(keys.enter);
    await terminal.waitFor('1 Install .NET Framework 4.8');
  });
});

describe('keys', () => {
  it('Tab shows differences only, n goes round them, / finds one, Esc takes it back', async () => {
    const { terminal } = await showDoctor(serversOf(2), { lines: 40 });
    await terminal.waitFor('DIFFERENT');
    terminal.type(keys.tab);
    await terminal.waitFor('Differences only');
    expect(terminal.text()).not.toContain('SERVERS');
    expect(terminal.text()).not.toContain('THE SAME');
    terminal.type('n');
    await terminal.waitFor((t) => cursorLine(t) !== '' && !cursorLine(t).startsWith('.NET'));
    terminal.type(`/state:absent${keys.enter}`);
    await terminal.waitFor('Filter: state:absent');
    expect(terminal.text()).not.toContain('.NET Framework');
    terminal.type(keys.escape);
    await terminal.waitFor('Differences only');
    terminal.type(keys.escape);
    await terminal.waitFor('THE SAME EVERYWHERE');
  });

  it('Enter opens a check: findings, evidence and the fix of the one that fails, side by side', async () => {
    const { terminal } = await showDoctor(serversOf(2), { lines: 50 });
    await terminal.waitFor('DIFFERENT');
    terminal.type(keys.enter);
    await terminal.waitFor('State');
    const text = terminal.text();
    expect(text).toMatch(/^ \.NET Framework 4\.7\.1 or later +Different$/m);
    expect(text).toMatch(/^ +1 SRV-ECMA01 +2 SRV-ECMA02$/m);
    expect(text).toMatch(/^ State +FAIL +pass$/m);
    expect(text).toMatch(/^ Found +4\.6\.2 found \(Release 394802\) +4\.8 \(Release 528049\)$/m);
    expect(text).toMatch(/^ On +SRV-ECMA01$/m);
    expect(text).toMatch(/^ Fix +1 +Install \.NET Framework 4\.8 +server administrator$/m);
    expect(text).toContain('ndp48-x86-x64-allos-enu.exe /q /norestart');
  });

  it('Enter opens a check on many servers: each value once, with whose it is', async () => {
    const { terminal } = await showDoctor(serversOf(10), { lines: 50 });
    await terminal.waitFor('DIFFERENT');
    terminal.type(keys.enter);
    await terminal.waitFor('State');
    expect(terminal.text()).toMatch(/^ State +the other 6: pass$|^ +the other 6: pass$/m);
    expect(terminal.text()).toMatch(/the other 6: 4\.8 \(Release 528049\)/);
  });

  it('Enter opens a server: what it lacks by itself, and the command that shows it alone', async () => {
    const { terminal } = await showDoctor(serversOf(2), { lines: 40 });
    await terminal.waitFor('DIFFERENT');
    terminal.type(`${keys.home}j${keys.enter}`);
    await terminal.waitFor('In short');
    expect(terminal.text()).toMatch(/^ 1 SRV-ECMA01 +× not ready$/m);
    expect(terminal.text()).toContain('ecma-doctor --from srv-ecma01.json');
  });

  it('g judges all by the other profile', async () => {
    const { terminal } = await showDoctor(serversOf(2), {});
    await terminal.waitFor('preview, 28 May 2021');
    terminal.type('g');
    await terminal.waitFor('Judged for general availability.  GA ready, preview not ready');
    await terminal.waitFor(/general availability +\(g: preview, not ready\)/);
  });

  it('nothing is run, and the help offers nothing that would', async () => {
    const { terminal } = await showDoctor(serversOf(2), { lines: 60 });
    await terminal.waitFor('DIFFERENT');
    for (const key of ['r', 'f', 'a', 'w']) {
      terminal.type(key);
      await terminal.waitFor('nothing is run');
      terminal.type('k');
      await terminal.waitFor((t) => !t.text().includes('nothing is run'));
    }
    terminal.type('?');
    await terminal.waitFor('KEYS');
    expect(terminal.text()).toMatch(/n p +next, previous difference/);
    expect(terminal.text()).toMatch(/Reports +1 SRV-ECMA01: srv-ecma01\.json/);
    for (const word of ['retry', 'watch this one', '.ecmarc by questions']) {
      expect(terminal.text()).not.toContain(word);
    }
  });

  it('e exports the comparison, or one of its checks; c copies the fix; q leaves', async () => {
    const scopes: ExportScope[] = [];
    const copied: string[] = [];
    const { terminal, left } = await showDoctor(serversOf(2), {
      actions: {
        exportFormats: [{ id: 'html', label: 'Page' }],
        exportReport: async (_format, scope) => {
          scopes.push(scope);
          return 'comparison.html';
        },
        copy: async (text) => {
          copied.push(text);
          return 'Copied.';
        },
      },
    });
    await terminal.waitFor('DIFFERENT');
    terminal.type(`ej${keys.enter}${keys.enter}`);
    await terminal.waitFor('Written: comparison.html');
    expect(scopes).toEqual([{ kind: 'row', id: 'server.dotnet' }]);
    // A server is no check: there is nothing of its own to export.
    terminal.type(`${keys.home}je`);
    await terminal.waitFor('Export: what about?');
    expect(terminal.text()).not.toContain('Only:');
    terminal.type(keys.escape);
    terminal.type('n');
    await terminal.waitFor((t) => cursorLine(t).startsWith('.NET'));
    terminal.type('c');
    await terminal.waitFor('Copy which');
    terminal.type(keys.enter);
    await terminal.waitFor('Copied.');
    expect(copied).toEqual(['ndp48-x86-x64-allos-enu.exe /q /norestart']);
    terminal.type('q');
    expect(await left).toEqual({ reason: 'quit' });
  });
});

it('looks like this', async () => {
  const { terminal } = await showDoctor(serversOf(2), { look: { calm: true } });
  await terminal.waitFor('DIFFERENT');
  await expect(terminal.svg('Two servers side by side')).toMatchFileSnapshot('../pictures/two-servers.svg');
  terminal.type(keys.enter);
  await terminal.waitFor('State');
  await expect(terminal.svg('One check on two servers')).toMatchFileSnapshot(
    '../pictures/two-servers-detail.svg',
  );
});
