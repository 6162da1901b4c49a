import { afterEach, describe, expect, it } from 'vitest';
import { keys } from '../../terminal/fake-terminal.ts';
import { sampleCauses, sampleRows } from '../sample-rows.ts';
import { closeScreens, cursorLine, showScreen } from '../show-screen.ts';
import { siteCauses, siteRows } from '../site-rows.ts';

afterEach(closeScreens);

const failed = { startedAt: '2026-11-24T07:00:00.000Z', durationMs: 1, status: 'fail', message: '' } as const;
const sample = { rows: sampleRows, causes: sampleCauses, configPath: 'C:\\admin\\.ecmarc' };

describe('the list', () => {
  it.each([
    [60, 15],
    [80, 25],
    [120, 40],
    [200, 60],
  ])('fits %i x %i, with its columns where the window puts them', async (columns, lines) => {
    const { terminal } = await showScreen({ ...sample, columns, lines });
    await terminal.waitFor('SERVER');
    expect(terminal.faults()).toEqual([]);
    // The list alone, where the detail stands beside it.
    const rows = terminal
      .screen()
      .map((line) => line.split('│')[0] ?? '')
      .filter((line) => /[√×!] (pass|FAIL|warn)/.test(line));
    expect(rows.length).toBeGreaterThan(3);
    expect(new Set(rows.map((line) => line.search(/[√×!] (pass|FAIL|warn)/))).size).toBe(1);
  });

  it('says first whose settings these are, or that there are none', async () => {
    const { terminal } = await showScreen({ rows: sampleRows, configPath: 'C:\\admin\\.ecmarc' });
    await terminal.waitFor('C:\\admin\\.ecmarc');
    const none = await showScreen({ rows: sampleRows });
    await none.terminal.waitFor('No .ecmarc found');
    expect(none.terminal.text()).toContain('press i');
  });

  it('has readiness, counts, the strongest cause and all further ones on top', async () => {
    const causes = [...sampleCauses, { id: 'clock', text: 'The clock is off', probes: ['server.os'] }];
    const { terminal } = await showScreen({ ...sample, columns: 120, causes });
    await terminal.waitFor('The clock is off (1 row)');
    expect(terminal.screen()[1]).toMatch(
      /CHECKING {3}16 of 18 {2}\S+( s)? {2}3 FAIL {2}1 unknown {2}2 confirm {2}1 warn {2}2 blocked {2}6 pass/,
    );
    expect(terminal.screen()[2]).toMatch(/Cause {2}The proxy re-signs TLS.* 2 rows/);
    expect(terminal.text()).toContain('Settings C:\\admin\\.ecmarc');
  });

  it('names few of many causes: the rows are not pushed off the screen', async () => {
    const causes = Array.from({ length: 70 }, (_, i) => ({
      id: `c${i}`,
      text: `Cause no. ${i}`,
      probes: ['x'],
    }));
    const { terminal } = await showScreen({ ...sample, causes });
    await terminal.waitFor('67 more');
    expect(terminal.text()).toContain('Cause no. 2 ');
    expect(terminal.text()).not.toContain('Cause no. 3 ');
    expect(terminal.text()).toContain('SERVER');
  });

  it('marks the cursor by a sign and by colour, and shouts only what failed', async () => {
    const { terminal } = await showScreen(sample);
    terminal.type('j');
    await terminal.waitFor(/> {2}\.NET Framework/);
    const y = terminal.lineOf('.NET Framework');
    expect(
      terminal
        .cells(y)
        .slice(0, 79)
        .every(({ background }) => background === 4),
    ).toBe(true);
    const failed = terminal.cells(terminal.lineOf('Nobody opens TLS'));
    expect(failed[4]).toMatchObject({ bold: true, foreground: undefined });
    const passed = terminal.cells(terminal.lineOf('Reaches Microsoft'));
    expect(passed[4]).toMatchObject({ bold: false });
    expect(passed[36]?.foreground).toBe(8);
  });

  it('names what a blocked row needs, and why a row was skipped', async () => {
    const { terminal } = await showScreen({ ...sample, lines: 40 });
    await terminal.waitFor(/Binds as the service account +needs: Not Active Directory +· blocked/);
    expect(terminal.text()).toMatch(/Create, update, delete a user +write test is off +- skipped/);
    expect(terminal.text()).toMatch(/The tenant exists +pass \d+ \w+ ago: contoso/);
  });

  it('can be walked to both ends, with nothing left out', async () => {
    const { terminal } = await showScreen(sample);
    await terminal.waitFor('SERVER');
    terminal.type(keys.end);
    await terminal.waitFor(/^> {2}Target is not the source/m);
    expect(terminal.faults()).toEqual([]);
    terminal.type(keys.home);
    await terminal.waitFor(/^> ▼ SERVER/m);
    const seen = new Set<string>();
    for (let i = 0; i < 23; i += 1) {
      seen.add(cursorLine(terminal));
      const before = cursorLine(terminal);
      terminal.type(keys.down);
      await terminal.waitFor((t) => cursorLine(t) !== before);
    }
    seen.add(cursorLine(terminal));
    expect(seen.size).toBe(24);
  });

  it('folds and unfolds an area', async () => {
    const { terminal } = await showScreen(sample);
    await terminal.waitFor('SERVER');
    terminal.type(keys.left + keys.left);
    await terminal.waitFor(/^> ► SERVER .*3 pass × 1 FAIL/m);
    expect(terminal.text()).not.toContain('.NET Framework');
    terminal.type(keys.enter);
    await terminal.waitFor('.NET Framework');
    terminal.type('n');
    await terminal.waitFor(/> {2}\.NET Framework/);
  });

  it('keeps the cursor on its probe whatever arrives', async () => {
    const { terminal, doctor } = await showScreen(sample);
    terminal.type(keys.end + keys.up);
    await terminal.waitFor(/^> {2}Only test data/m);
    const y = terminal.lineOf(/^>/);
    const more = [
      ...sampleRows.slice(0, 3),
      { ...sampleRows[0], id: 'server.new', title: 'A new one' },
      ...sampleRows.slice(3),
    ];
    const { makeRow } = await import('../fake-doctor.ts');
    doctor.show({ rows: more.map(makeRow), causes: [] });
    await terminal.waitFor((t) => !t.text().includes('Cause'));
    expect(cursorLine(terminal)).toContain('Only test data');
    expect(terminal.lineOf(/^>/)).toBe(y);
  });

  it('shows problems only, and leaves the row under the cursor when it comes to pass', async () => {
    const { terminal, doctor } = await showScreen(sample);
    await terminal.waitFor('SERVER');
    terminal.type(keys.tab);
    await terminal.waitFor(/Problems only {2}7 of 19/);
    terminal.type('n');
    await terminal.waitFor(/> {2}Way out/);
    doctor.showRow('network.proxy', { status: 'pass' });
    await terminal.waitFor(/> {2}Way out .*√ pass/);
    terminal.type('n');
    await terminal.waitFor(/> {2}Nobody opens TLS/);
    expect(terminal.text()).not.toContain('Way out');
    terminal.type(keys.tab);
    await terminal.waitFor('Way out');
    expect(cursorLine(terminal)).toContain('Nobody opens TLS');
  });

  it('counts what it shows of problems in folded areas too', async () => {
    const { terminal } = await showScreen({ rows: siteRows, causes: siteCauses, busy: false });
    await terminal.waitFor('DO FIRST');
    const problems = siteRows.filter(
      ({ status = 'pass', reason }) =>
        ['fail', 'unknown', 'manual', 'warn'].includes(status) || reason === 'not-configured',
    );
    terminal.type(keys.tab);
    await terminal.waitFor(`Problems only  ${problems.length} of ${siteRows.length}`);
    expect(terminal.text()).toMatch(/^ {2}► SERVER .*FAIL$/m);
    terminal.type('/');
    await terminal.waitFor(`Filter:   ${problems.length} of ${siteRows.length}, problems only`);
  });

  it('a problem that is tried again stays one for Tab, n and p until it has its answer', async () => {
    const again = { status: 'running', attempts: [failed] } as const;
    const { terminal } = await showScreen({
      rows: [{ id: 'server.os' }, { id: 'server.memory', ...again }, { id: 'server.cpu', status: 'running' }],
    });
    await terminal.waitFor('SERVER');
    terminal.type('n');
    await terminal.waitFor((t) => cursorLine(t).includes('server.memory'));
    terminal.type(keys.tab);
    await terminal.waitFor((t) => !t.text().includes('server.cpu'));
    expect(cursorLine(terminal)).toContain('server.memory');
  });

  it('says "so far" while more may still be found', async () => {
    const { terminal, doctor } = await showScreen({ rows: [{ id: 'server.os', status: 'running' }] });
    await terminal.waitFor('SERVER');
    terminal.type('n');
    await terminal.waitFor('No problems so far.');
    doctor.showRow('server.os', { status: 'pass' });
    await terminal.waitFor('√ pass');
    terminal.type('n');
    await terminal.waitFor('No problems.');
  });

  it('filters by words, area, state and owner while letters are typed', async () => {
    const { terminal, doctor } = await showScreen(sample);
    await terminal.waitFor('SERVER');
    terminal.type(`${keys.down}/area:ldap state:fail`);
    await terminal.waitFor(/Filter: area:ldap state:fail {2}1 of 19/);
    expect(cursorLine(terminal)).toContain('Not Active Directory');
    terminal.type(keys.enter);
    await terminal.waitFor('Esc clears');
    terminal.type(keys.escape);
    await terminal.waitFor(/> {2}\.NET Framework/);
    terminal.type('/zzz');
    await terminal.waitFor('No row has these words');
    terminal.type(keys.escape);
    await terminal.waitFor(/> {2}\.NET Framework/);
    // What is done to a row that the cursor has only fallen on keeps the cursor there.
    terminal.type(`/not active${keys.enter}r`);
    await terminal.waitFor(() => doctor.calls.length > 0);
    expect(doctor.calls).toEqual(['retry ldap.server-kind@Directory']);
    await terminal.waitFor('Esc clears');
    terminal.type(keys.escape);
    await terminal.waitFor((t) => !t.text().includes('Esc clears'));
    expect(cursorLine(terminal)).toMatch(/^Not Active Directory/);
  });

  it('walks through the problems, round and round', async () => {
    const { terminal } = await showScreen(sample);
    await terminal.waitFor('SERVER');
    const titles = [
      '.NET Framework',
      'Way out',
      'Nobody opens',
      'Not Active',
      'Licence',
      'Country',
      'Target is not',
      '.NET',
    ];
    for (const title of titles) {
      terminal.type('n');
      await terminal.waitFor((t) => cursorLine(t).startsWith(title));
    }
    terminal.type('p');
    await terminal.waitFor((t) => cursorLine(t).startsWith('Target is not'));
  });

  it.each([70, 500])('draws only what is in the window of %i rows', async (count) => {
    const rows = Array.from({ length: count }, (_, i) => ({
      id: `server.p${i}`,
      title: `Probe ${i} mit einer langen deutschen Überschrift`,
      message: 'Es konnte keine Verbindung hergestellt werden, da der Zielcomputer sie verweigerte (10061)',
      status: i % 3 === 0 ? ('fail' as const) : ('pass' as const),
    }));
    const { terminal } = await showScreen({ rows, busy: true });
    await terminal.waitFor('Probe 0');
    expect(terminal.faults()).toEqual([]);
    terminal.type(keys.end);
    await terminal.waitFor(`Probe ${count - 1} `);
    expect(terminal.faults()).toEqual([]);
    terminal.type(keys.pageUp);
    await terminal.waitFor(
      (t) => cursorLine(t).startsWith('Probe') && !cursorLine(t).startsWith(`Probe ${count - 1} `),
    );
    expect(terminal.fullClears).toBe(0);
  });

  it('holds its columns with double-width, right-to-left and hostile text', async () => {
    const { terminal } = await showScreen({
      rows: [
        {
          id: 'sql.a',
          title: '登録ユーザーでログイン',
          message: 'ユーザー「サービス」は全角文字を使用しています、そして長い文',
        },
        { id: 'sql.b', title: 'Hebrew', message: 'שלום עולם' },
        {
          id: 'sql.c',
          title: '\u001b[2J\u001b]0;evil\u0007Bells\u0007',
          message: 'a\u001b[31mred\r\nb\u202e',
        },
        { id: 'sql.d', title: 'Combining', message: 'e\u0301'.repeat(60) },
      ],
    });
    await terminal.waitFor('Hebrew');
    expect(terminal.faults()).toEqual([]);
    const columns = [0, 1, 2, 3].map((i) =>
      terminal.cells(terminal.lineOf('DATABASE') + 1 + i).findIndex(({ text }) => text === '√'),
    );
    expect(new Set(columns).size).toBe(1);
    expect(terminal.fullClears).toBe(0);
    expect(terminal.bells).toBe(0);
  });
});

describe('a filter that finds nothing', () => {
  it('says that it is because of problems only, and how to see the others', async () => {
    const { terminal } = await showScreen({ rows: sampleRows });
    await terminal.waitFor('SERVER');
    terminal.type(keys.tab);
    await terminal.waitFor('Problems only');
    terminal.type('/memory');
    await terminal.waitFor('No problem has these words; 1 other row has them. Tab shows all.');
    terminal.type(`${keys.enter}${keys.tab}`);
    await terminal.waitFor('At least 3 GB of memory');
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
