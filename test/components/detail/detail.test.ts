import { afterEach, describe, expect, it } from 'vitest';
import { keys } from '../../terminal/fake-terminal.ts';
import { sampleCauses, sampleRows } from '../sample-rows.ts';
import { closeScreens, cursorLine, showScreen } from '../show-screen.ts';
import { siteCauses, siteRows } from '../site-rows.ts';

const small = { columns: 60, lines: 15 };

afterEach(closeScreens);

const sample = { rows: sampleRows, causes: sampleCauses, configPath: 'C:\\admin\\.ecmarc' };
const command =
  'New-NetFirewallRule -DisplayName "SQL Server" -Direction Inbound -Protocol TCP -LocalPort 1433 -Action Allow -Profile Domain';
const long = {
  id: 'sql.reach@HR',
  title: 'Reaches the server',
  status: 'fail' as const,
  message: `Es konnte keine Verbindung hergestellt werden (10061). ${'Sehr lang. '.repeat(40)}Ende.`,
  remedy: {
    why: 'It must.',
    links: [],
    steps: [{ text: 'Open the port', command, owner: 'network' as const }],
  },
};

describe('the page of a row', () => {
  it.each([
    [60, 15],
    [80, 25],
    [120, 40],
    [200, 60],
  ])('fits %i x %i and can be read to its end', async (columns, lines) => {
    const { terminal } = await showScreen({ ...sample, columns, lines });
    await terminal.waitFor('SERVER');
    terminal.type(keys.down + keys.enter);
    await terminal.waitFor((t) => t.screen()[0]?.startsWith(' .NET Framework') === true);
    const seen = new Set(terminal.screen());
    for (let i = 0; i < 40; i += 1) {
      expect(terminal.faults()).toEqual([]);
      if (!terminal.text().includes('more line')) break;
      const before = terminal.text();
      terminal.type('j');
      await terminal.waitFor((t) => t.text() !== before);
      for (const line of terminal.screen()) seen.add(line);
    }
    const all = [...seen].join('\n');
    for (const part of [
      'NETFX-01',
      'ndp48-x86-x64-allos-enu.exe /q /norestart',
      'also FAIL: 4.7.2',
      'written 2019-11-02',
      'Source',
      'More',
    ]) {
      expect(all).toContain(part);
    }
  });

  it('says who does what, with each command on a line of its own', async () => {
    const { terminal } = await showScreen({ ...sample, lines: 40 });
    await terminal.waitFor('SERVER');
    terminal.type(keys.down + keys.enter);
    await terminal.waitFor('Expected');
    const screen = terminal.screen();
    expect(screen[0]).toMatch(/^ \.NET Framework 4\.7\.1 or later .*× FAIL$/);
    expect(screen[1]).toMatch(
      /server\.dotnet {3}required {3}NETFX-01 .*2 tries, last \d\d:\d\d:\d\d, 14 ms$/,
    );
    expect(terminal.text()).toMatch(/Fix {7}1 {2}Install \.NET Framework 4\.8 +server administrator$/m);
    expect(screen[terminal.lineOf('Install .NET Framework 4.8') + 1]?.trim()).toBe(
      'ndp48-x86-x64-allos-enu.exe /q /norestart',
    );
    expect(terminal.text()).toMatch(/\d\d:\d\d:\d\d FAIL: nothing changed/);
  });

  it('breaks a long command at blanks, with what follows further in', async () => {
    const { terminal } = await showScreen({ rows: [long], lines: 40 });
    await terminal.waitFor('DO FIRST');
    terminal.type(keys.enter);
    await terminal.waitFor('New-NetFirewallRule');
    const y = terminal.lineOf('New-NetFirewallRule');
    const lines = terminal.screen().slice(y, y + 3);
    expect(lines.map((line) => line.search(/\S/))).toEqual([16, 18, 18]);
    expect(lines.map((line) => line.trim()).join(' ')).toBe(command);
  });

  it('keeps the lines of a statement apart and aligned', async () => {
    const sql = 'SELECT grantee\n  FROM sys.database_permissions\n WHERE class = 1';
    const steps = [{ text: 'Ask for the rights', command: sql }];
    const rows = [{ ...long, remedy: { ...long.remedy, steps } }];
    const { terminal } = await showScreen({ rows, lines: 40 });
    await terminal.waitFor('DO FIRST');
    terminal.type(keys.enter);
    await terminal.waitFor('SELECT');
    const y = terminal.lineOf('SELECT');
    expect(terminal.screen().slice(y, y + 3)).toEqual(sql.split('\n').map((line) => ' '.repeat(16) + line));
  });

  it.each([
    [60, 15],
    [80, 25],
    [120, 40],
  ])(
    'breaks the long lines of a statement at blanks, each under its own start, at %i x %i',
    async (columns, lines) => {
      const sql = [
        'SELECT login, count(*) FROM (SELECT login FROM hr.employees UNION ALL SELECT login FROM hr.contractors) AS everybody',
        '  WHERE login IS NOT NULL AND login NOT IN (SELECT login FROM hr.technical_accounts) AND valid_until > now()',
        '  GROUP BY login HAVING count(*) > 1',
      ];
      const steps = [{ text: 'Find what is there twice', command: sql.join('\n') }];
      const rows = [{ ...long, message: 'refused', remedy: { ...long.remedy, steps } }];
      const { terminal } = await showScreen({ rows, columns, lines });
      await terminal.waitFor('DO FIRST');
      terminal.type(keys.enter);
      await terminal.waitFor(/^ Expected|^ Found/m);
      const seen: string[] = [];
      const look = (): void => {
        for (const line of terminal.screen())
          if (/^ {16}/.test(line) && !seen.includes(line)) seen.push(line);
      };
      look();
      while (terminal.text().includes('more line')) {
        const before = terminal.text();
        terminal.type('j');
        await terminal.waitFor((t) => t.text() !== before);
        look();
      }
      expect(terminal.faults()).toEqual([]);
      // What goes on stands two cells further in than what it goes on from; put together it is the statement again.
      const whole: string[] = [];
      for (const line of seen) {
        const text = line.slice(16);
        const indent = text.search(/\S/);
        const before = whole.at(-1) ?? '';
        const goesOn = before !== '' && !sql.includes(before) && indent >= before.search(/\S/) + 2;
        if (goesOn) whole[whole.length - 1] = `${before} ${text.trim()}`;
        else whole.push(text);
      }
      expect(whole).toEqual(sql);
      expect(seen.length).toBeGreaterThan(sql.length);
    },
  );

  it('of a statement of many lines shows the beginning, and says that c copies it whole', async () => {
    const sql = Array.from({ length: 40 }, (_, i) => `GRANT SELECT ON hr.table${i} TO ecma;`).join('\n');
    const steps = [{ text: 'Grant the rights', command: sql, owner: 'database' as const }];
    const rows = [{ ...long, message: 'refused', remedy: { ...long.remedy, steps } }];
    const copied: string[] = [];
    const copy = async (text: string) => {
      copied.push(text);
      return 'Copied';
    };
    const { terminal } = await showScreen({ rows, lines: 40, actions: { copy } });
    await terminal.waitFor('DO FIRST');
    terminal.type(keys.enter);
    await terminal.waitFor('GRANT SELECT ON hr.table7 ');
    expect(terminal.text()).not.toContain('hr.table8');
    expect(terminal.text()).toContain('and 32 more lines: c copies it whole');
    terminal.type('c');
    await terminal.waitFor('Copied');
    expect(copied).toEqual([sql]);
  });

  it('of a row that is tried again tells what it waits for as nothing that was found', async () => {
    const { terminal, doctor } = await showScreen({ rows: [{ ...long, message: 'refused' }], lines: 40 });
    await terminal.waitFor('DO FIRST');
    terminal.type(keys.enter);
    await terminal.waitFor(/^ Found +refused$/m);
    const waitingFor = 'sql-hr:1433';
    doctor.showRow(long.id, {
      status: 'running',
      message: waitingFor,
      running: { since: '2026-11-24T07:00:00.000Z', waitingFor },
    });
    await terminal.waitFor(/^ Now +waits for sql-hr:1433/m);
    expect(terminal.text()).not.toMatch(/^ (?:Found|At GA)/m);
  });

  it('says at its end what is told further down', async () => {
    const { terminal } = await showScreen({ ...sample, ...small });
    await terminal.waitFor('SERVER');
    terminal.type(keys.down + keys.enter);
    await terminal.waitFor('Expected');
    expect(terminal.text()).toMatch(/^ ▼ 17 more lines: Evidence, Tries, At GA, Source, More$/m);
    terminal.type(keys.end);
    await terminal.waitFor(/^ ▲ \d+ lines above$/m);
    expect(terminal.faults()).toEqual([]);
  });

  it('numbers steps, and not what is another way to do one', async () => {
    const steps = [
      { text: 'Use a name that it has', owner: 'connector' as const },
      { text: 'Or give it this name', owner: 'directory' as const },
      { text: 'Press r' },
    ];
    const { terminal } = await showScreen({
      rows: [{ ...long, remedy: { ...long.remedy, steps } }],
      lines: 40,
    });
    await terminal.waitFor('DO FIRST');
    terminal.type(keys.enter);
    await terminal.waitFor('Press r');
    expect(terminal.text()).toMatch(/Fix {7}1 {2}Use a name that it has +connector developer$/m);
    expect(terminal.text()).toMatch(/^ {11}or give it this name +directory administrator$/m);
    expect(terminal.text()).toMatch(/^ {11}2 {2}Press r +you$/m);
  });

  it('of a row that is the cause of others says its finding once', async () => {
    const root = {
      id: 'server.os',
      title: 'Windows Server',
      status: 'fail',
      message: 'Linux, not Windows',
    } as const;
    const rows = [
      root,
      { id: 'server.dotnet', title: 'Framework', status: 'blocked', blockedBy: root.id } as const,
    ];
    const causes = [
      { id: root.id, text: `${root.title}: ${root.message}`, probes: rows.map(({ id }) => id) },
    ];
    const { terminal } = await showScreen({ rows, causes, lines: 40 });
    await terminal.waitFor('DO FIRST');
    terminal.type(keys.enter);
    await terminal.waitFor('Found');
    expect(terminal.text().match(/Linux, not Windows/g)).toHaveLength(terminal.text().match(/At GA/) ? 2 : 1);
    expect(terminal.text()).not.toContain('Cause');
  });

  it('of a saved report tells no key to press, in the list, on the page and on the order of what to do first', async () => {
    const steps = [
      { text: 'Press r: .ecmarc is read again', screen: true as const },
      { text: 'Ask for the port', owner: 'network' as const },
    ];
    const rows = [{ ...long, remedy: { ...long.remedy, steps } }];
    for (const readOnly of [false, true]) {
      const { terminal, close } = await showScreen({ rows, readOnly, lines: 40 });
      await terminal.waitFor(readOnly ? /Fix +Ask for the port/ : /Fix +Press r/);
      terminal.type(keys.enter);
      await terminal.waitFor('Why');
      expect(terminal.text().includes('Press r')).toBe(!readOnly);
      terminal.type(keys.escape);
      await terminal.waitFor('DO FIRST');
      terminal.type('d');
      await terminal.waitFor('NETWORK ADMINISTRATOR');
      expect(terminal.text().includes('Press r')).toBe(!readOnly);
      await close();
    }
  });

  it('says between two tries that settings changed', async () => {
    const [first, second] = [
      { startedAt: '2026-11-24T07:41:03.000Z', durationMs: 12, status: 'fail' as const, message: 'refused' },
      { startedAt: '2026-11-24T07:52:19.000Z', durationMs: 14, status: 'fail' as const, message: 'refused' },
    ];
    const attempts = [first, { ...second, settingsChangedAt: '2026-11-24T07:49:40.000Z' }];
    const { terminal } = await showScreen({ rows: [{ ...long, attempts }], lines: 50 });
    await terminal.waitFor('DO FIRST');
    terminal.type(keys.enter);
    await terminal.waitFor('settings changed');
    const y = terminal.lineOf('Tries');
    const time = /\d\d:\d\d:\d\d/g;
    expect(
      terminal
        .screen()
        .slice(y, y + 3)
        .map((line) => line.trim().replaceAll(time, 'T')),
    ).toEqual(['Tries     T FAIL: refused (12 ms)', 'T settings changed', 'T FAIL: refused (14 ms)']);
  });

  it('and which, where that is known', async () => {
    const one = {
      startedAt: '2026-11-24T07:41:03.000Z',
      durationMs: 12,
      status: 'fail',
      message: 'refused',
    } as const;
    const settingsChanged = 'port, was 14330, now 1433; password';
    const attempts = [one, { ...one, settingsChangedAt: '2026-11-24T07:49:40.000Z', settingsChanged }];
    const { terminal } = await showScreen({ rows: [{ ...long, attempts }], lines: 50 });
    await terminal.waitFor('DO FIRST');
    terminal.type(keys.enter);
    await terminal.waitFor(/^ +\d\d:\d\d:\d\d settings changed: port, was 14330, now 1433; password$/m);
  });

  it('goes to a row that waits for it, and back', async () => {
    const { terminal } = await showScreen({ rows: siteRows, causes: siteCauses, busy: false });
    await terminal.waitFor('DO FIRST');
    terminal.type(keys.down.repeat(2));
    await terminal.waitFor((t) => cursorLine(t).startsWith('3 Directory US'));
    terminal.type(keys.enter);
    await terminal.waitFor(/^ Answers, Directory US .*× FAIL$/m);
    expect(terminal.screen()[1]).toMatch(
      /ldap\.reach@Directory US {3}required {3}3 of 14 to do, frees 9 rows/,
    );
    expect(terminal.text()).toMatch(
      /^ Blocks {4}8 rows of Directory US, 9 with its own; they run by themselves when\n {11}this passes\n {11}> Secured by TLS +Binds as/m,
    );
    terminal.type(keys.down);
    await terminal.waitFor(/^ {11}> Reads the schema/m);
    terminal.type(keys.right);
    await terminal.waitFor(/Reads the schema +> Finds the users/);
    terminal.type(keys.enter);
    await terminal.waitFor(/^ Finds the users, Directory US .*· blocked$/m);
    terminal.type(keys.escape);
    await terminal.waitFor(/^ Answers, Directory US .*× FAIL$/m);
    terminal.type(keys.escape);
    await terminal.waitFor((t) => cursorLine(t).startsWith('3 Directory US'));
  });

  it('finds a word on the page, and goes from line to line that has it', async () => {
    const { terminal } = await showScreen({ ...sample, ...small });
    await terminal.waitFor('SERVER');
    terminal.type(`${keys.down}${keys.enter}`);
    await terminal.waitFor('Expected');
    terminal.type('/');
    await terminal.waitFor('Find: a word on this page');
    terminal.type('394802');
    await terminal.waitFor(/Find: 394802 {2}1 of \d lines/);
    const y = terminal.lineOf('Release 394802');
    const at = terminal.screen()[y]?.indexOf('394802') ?? 0;
    expect(terminal.cells(y)[at]?.background).toBe(4);
    expect(terminal.cells(y)[at - 1]?.background).toBeUndefined();
    terminal.type(keys.enter);
    await terminal.waitFor(/Find: 394802 {2}2 of \d lines/);
    terminal.type('zz');
    await terminal.waitFor('not on this page');
    terminal.type(keys.escape);
    await terminal.waitFor((t) => !t.text().includes('Find:'));
    expect(terminal.text()).toMatch(/^ \.NET Framework/m);
  });

  it('shows in full what the list had to cut', async () => {
    const { terminal } = await showScreen({ rows: [long], lines: 40 });
    await terminal.waitFor('DO FIRST');
    expect(terminal.text()).not.toContain('Ende.');
    terminal.type(keys.enter);
    await terminal.waitFor('Ende.');
  });

  it('goes from a blocked row to its root cause, and back to the list there', async () => {
    const { terminal } = await showScreen(sample);
    await terminal.waitFor('SERVER');
    terminal.type('/bind');
    await terminal.waitFor('1 of 19');
    terminal.type(`${keys.enter}${keys.enter}`);
    await terminal.waitFor(/Needs +Not Active Directory: FAIL, it is AD DS/);
    terminal.type(keys.enter);
    await terminal.waitFor(/^ Not Active Directory, Directory .*× FAIL/);
    terminal.type(keys.escape);
    await terminal.waitFor((t) => cursorLine(t).startsWith('Not Active Directory'));
  });

  it('walks from problem to problem', async () => {
    const { terminal } = await showScreen(sample);
    await terminal.waitFor('SERVER');
    terminal.type(`n${keys.enter}`);
    await terminal.waitFor(/^ \.NET Framework/);
    terminal.type('n');
    await terminal.waitFor(/^ Way out .*! warn/);
    terminal.type('pp');
    await terminal.waitFor(/^ Target is not the source/);
  });

  it('tells of the joint cause, the answer and what it was before', async () => {
    const { terminal } = await showScreen(sample);
    await terminal.waitFor('SERVER');
    // The row that is the cause says it in its finding; one that only has it names it.
    terminal.type("/agent's hosts\r\r");
    await terminal.waitFor('Esc back');
    await terminal.waitFor(/Cause +The proxy re-signs TLS/);
    terminal.type(keys.escape);
    await terminal.waitFor('Esc clears');
    terminal.type(`${keys.escape}/test data\r\r`);
    await terminal.waitFor(/Answer +attested by admin, 2026-11-20 \(\.ecmarc\)/);
    expect(terminal.text()).toContain('without it: confirm: only a person can say');
  });

  it('shows what a retry changed, here and in the list', async () => {
    const { terminal, doctor } = await showScreen(sample);
    await terminal.waitFor('SERVER');
    doctor.showRow('server.dotnet', {
      status: 'pass',
      message: '4.8',
      attempts: [
        { startedAt: '2026-11-24T07:41:03.000Z', durationMs: 12, status: 'fail', message: '4.6.2' },
        { startedAt: '2026-11-24T07:52:19.000Z', durationMs: 14, status: 'pass', message: '4.8' },
      ],
    });
    await terminal.waitFor('was FAIL, now: 4.8');
    terminal.type(keys.down + keys.enter);
    await terminal.waitFor(/\d\d:\d\d:\d\d pass, was FAIL: 4\.8/);
  });

  it('counts down while it runs, and says what it waits for', async () => {
    const running = { since: new Date(Date.now() - 2500).toISOString(), waitingFor: 'ldap01:636' };
    const row = {
      id: 'ldap.reach@A',
      title: 'Answers',
      status: 'running' as const,
      message: '',
      deadlineMs: 60_000,
      running,
    };
    const { terminal } = await showScreen({ rows: [row] });
    await terminal.waitFor(/waits for ldap01:636, \d+ s/);
    terminal.type(keys.enter);
    await terminal.waitFor(/Now +waits for ldap01:636, (\d+) s left/);
    const before = terminal.text();
    await terminal.waitFor((t) => t.text() !== before && /\d+ s left/.test(t.text()));
  });

  it('returns to the list when its row is gone', async () => {
    const { terminal, doctor } = await showScreen(sample);
    await terminal.waitFor('SERVER');
    terminal.type(keys.down + keys.enter);
    await terminal.waitFor('Expected');
    doctor.show({ rows: doctor.view().rows.filter(({ id }) => id !== 'server.dotnet') });
    await terminal.waitFor('SERVER');
    expect(cursorLine(terminal)).not.toBe('');
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
