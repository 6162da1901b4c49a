import { afterEach, describe, expect, it } from 'vitest';
import { keys } from '../../terminal/fake-terminal.ts';
import { closeScreens, cursorLine, showScreen } from '../show-screen.ts';
import { siteCauses, siteRows } from '../site-rows.ts';

afterEach(closeScreens);

const site = { rows: siteRows, causes: siteCauses, busy: false, configPath: 'C:\\ECMA\\.ecmarc' };

describe('a site of ten connectors', () => {
  it.each([
    [60, 15, 3],
    [80, 25, 5],
    [120, 40, 5],
    [200, 60, 5],
  ])('at %i x %i starts on the first thing to do, with owner and fix', async (columns, lines, most) => {
    const { terminal } = await showScreen({ ...site, columns, lines });
    await terminal.waitFor('DO FIRST');
    expect(cursorLine(terminal)).toMatch(/^1 all ten +TLS is opened on the way +network/);
    expect(terminal.text()).toMatch(/^ {4}Fix +Exempt 12 hosts from TLS inspection(?: *│.*)?$/m);
    expect(terminal.text()).toMatch(/^ {2}2 all ten +\.NET Framework is 4\.6\.2 +server/m);
    expect(terminal.screen().filter((line) => /^[> ] [1-9] /.test(line))).toHaveLength(most);
    expect(terminal.faults()).toEqual([]);
  });

  it.each([
    [60, 15],
    [60, 40],
    [80, 25],
  ])('says its order, fix and end whole on d, also at %i x %i', async (columns, lines) => {
    const { terminal } = await showScreen({ ...site, columns, lines });
    await terminal.waitFor('DO FIRST');
    terminal.type('d');
    await terminal.waitFor(/^ Order: required/m);
    const text = terminal.text().replaceAll(/\s+/g, ' ');
    expect(text).toContain('Order: required, then broken, then what concerns all, then rows freed.');
    expect(text).toContain('Fix Exempt 12 hosts from TLS inspection');
    expect(terminal.screen().filter((line) => /^ (Order|Fix|Done when).*…/.test(line))).toEqual([]);
    // Whoever is at a loss there sees the ways out.
    expect(terminal.screen().at(-2)).toMatch(/Enter open .*\? help +Esc back/);
    expect(terminal.faults()).toEqual([]);
  });

  it('is counted in the words of the rows, each row once', async () => {
    const { terminal } = await showScreen(site);
    await terminal.waitFor('DO FIRST');
    expect(terminal.screen()[1]).toMatch(
      /^ NOT READY {3}12 FAIL {2}1 unknown {2}2 confirm {2}1 not set {2}2 warn/,
    );
    expect(terminal.text()).toMatch(/^─ 203 rows {2}38 pass {2}100 skipped ─+$/m);
  });

  it('has a line a connector, with library and target together, and folds and unfolds it', async () => {
    const { terminal } = await showScreen({ ...site, lines: 60 });
    await terminal.waitFor('DO FIRST');
    expect(terminal.text()).toMatch(
      /^ {2}► Payroll +sql-pay\.contoso\.example:1433 +8 blocked, 1 pass × 1 FAIL$/m,
    );
    expect(terminal.text().match(/Payroll/g)).toHaveLength(1);
    terminal.type(']');
    await terminal.waitFor((t) => cursorLine(t).startsWith('► SERVER'));
    terminal.type('[');
    await terminal.waitFor((t) => cursorLine(t).startsWith('1 all ten'));
    terminal.type(']'.repeat(10));
    await terminal.waitFor((t) => cursorLine(t).startsWith('► Payroll'));
    terminal.type(keys.right);
    await terminal.waitFor('Connector library');
    await terminal.waitFor(/^ {4}► 8 wait for Answers +· blocked$/m);
    expect(terminal.text()).toMatch(/^ {4}► 10 skipped: the host is not installed +- skipped$/m);
    terminal.type(keys.down.repeat(3));
    await terminal.waitFor((t) => cursorLine(t).startsWith('► 8 wait'));
    terminal.type(keys.right);
    await terminal.waitFor(/needs: Answers +· blocked/);
    terminal.type(keys.down);
    await terminal.waitFor((t) => cursorLine(t).startsWith('Logs in as'));
    terminal.type(keys.left);
    await terminal.waitFor((t) => cursorLine(t).startsWith('▼ 8 wait'));
    terminal.type(keys.left);
    await terminal.waitFor((t) => cursorLine(t).startsWith('► 8 wait'));
    terminal.type(keys.left);
    await terminal.waitFor((t) => cursorLine(t).startsWith('▼ Payroll'));
    terminal.type(keys.left);
    await terminal.waitFor((t) => !t.text().includes('Connector library'));
  });

  it('keeps the heading of its area on top while one scrolls in it', async () => {
    const { terminal } = await showScreen({ ...site, columns: 60, lines: 15 });
    await terminal.waitFor('DO FIRST');
    terminal.type(']'.repeat(10));
    await terminal.waitFor((t) => cursorLine(t).startsWith('► Payroll'));
    terminal.type(keys.right);
    await terminal.waitFor('Connector library');
    terminal.type(keys.down.repeat(3));
    await terminal.waitFor((t) => cursorLine(t).startsWith('► 8 wait'));
    terminal.type(keys.right);
    await terminal.waitFor(/needs: Answers +· blocked/);
    terminal.type(keys.down.repeat(8));
    await terminal.waitFor((t) => cursorLine(t).startsWith('Changes can be followed'));
    expect(terminal.screen()[3]).toMatch(/^ {2}▼ Payroll .*× 1 FAIL$/);
    expect(terminal.text()).not.toContain('Connector library');
    terminal.type(keys.up.repeat(8));
    await terminal.waitFor((t) => cursorLine(t).startsWith('▼ 8 wait'));
    expect(terminal.faults()).toEqual([]);
  });

  it('says of a thing that was mended what became of it, until the next key', async () => {
    const { terminal, doctor } = await showScreen(site);
    await terminal.waitFor('DO FIRST');
    const at = { startedAt: '2026-11-28T17:52:00.000Z', durationMs: 5, message: '' };
    const attempts = [
      { ...at, status: 'fail' },
      { ...at, status: 'pass' },
    ] as const;
    doctor.showRow('server.dotnet', { status: 'running', running: { since: at.startedAt } });
    await terminal.waitFor(/^ {2}2 all ten .*[-\\|/]$/m);
    doctor.showRow('server.dotnet', { status: 'pass', running: undefined, attempts });
    await terminal.waitFor(/^ {2}√ all ten +\.NET Framework 4\.7\.1 or later: was FAIL, now pass$/m);
    terminal.type(keys.down);
    await terminal.waitFor((t) => !t.text().includes('now pass'));
    // The cursor does not go to what is going.
    expect(terminal.text()).toMatch(/^> 2 Directory US/m);
  });

  it('d begins at what is to be done about the row or area under the cursor, and comes back from the help', async () => {
    const { terminal } = await showScreen(site);
    await terminal.waitFor('DO FIRST');
    terminal.type(']');
    for (let at = 0; at < 20 && !/^[►▼] Directory US/.test(cursorLine(terminal)); at += 1) {
      const before = cursorLine(terminal);
      terminal.type(']');
      await terminal.waitFor((t) => cursorLine(t) !== before);
    }
    terminal.type('d');
    await terminal.waitFor((t) => /^3 Directory US/.test(cursorLine(t)));
    terminal.type(keys.down);
    await terminal.waitFor((t) => !/^3 Directory US/.test(cursorLine(t)));
    const chosen = cursorLine(terminal);
    terminal.type('?');
    await terminal.waitFor(/do first/i);
    await terminal.waitFor((t) => cursorLine(t) !== chosen);
    terminal.type(keys.escape);
    await terminal.waitFor((t) => cursorLine(t) === chosen);
    terminal.type(keys.escape);
    await terminal.waitFor('DO FIRST');
    expect(cursorLine(terminal)).toMatch(/^[►▼] Directory US/);
  });

  it('what is tried again keeps its line over another profile, and is there when it fails again', async () => {
    const { terminal, doctor } = await showScreen(site);
    await terminal.waitFor('DO FIRST');
    terminal.type(`${keys.down}${keys.down}`);
    await terminal.waitFor((t) => cursorLine(t).startsWith('3 Directory US'));
    const at = {
      startedAt: '2026-11-28T17:52:00.000Z',
      durationMs: 5,
      message: 'certificate of another name',
    };
    const failed = { status: 'fail', message: at.message, attempts: [{ ...at, status: 'fail' }] } as const;
    doctor.showRow('ldap.reach@Directory US', {
      ...failed,
      status: 'running',
      message: 'ldap-us:636 (LDAP)',
      running: { since: at.startedAt, waitingFor: 'ldap-us:636 (LDAP)' },
    });
    doctor.show({ busy: true });
    await terminal.waitFor(/^> 3 Directory US .*[-\\|/]$/m);
    terminal.type('g');
    await terminal.waitFor('Judged for general availability');
    expect(cursorLine(terminal)).toMatch(/^3 Directory US/);
    doctor.showRow('ldap.reach@Directory US', { ...failed, running: undefined });
    doctor.show({ busy: false });
    await terminal.waitFor(/^> 3 Directory US +certificate of another name +directory/m);
    expect(
      terminal
        .screen()
        .filter((line) => /^[> ] [1-9] /.test(line))
        .map((line) => line[2]),
    ).toEqual([...'12345']);
    expect(terminal.faults()).toEqual([]);
  });

  it('a line that is new when checks end comes at once, and what was mended stays in its place until the next key', async () => {
    const { terminal, doctor } = await showScreen(site);
    await terminal.waitFor('DO FIRST');
    const at = { startedAt: '2026-11-28T17:52:00.000Z', durationMs: 5, message: '' };
    doctor.show({ busy: true });
    doctor.showRow('server.dotnet', {
      status: 'pass',
      attempts: [
        { ...at, status: 'fail' },
        { ...at, status: 'pass' },
      ],
    });
    doctor.showRow('server.fine-0', { status: 'fail', message: 'Windows Server 2012' });
    doctor.show({ busy: false });
    await terminal.waitFor(/^ {2}2 all ten +Windows Server 2012/m);
    expect(terminal.text()).toMatch(/^ {2}√ all ten +\.NET Framework 4\.7\.1 or later: was FAIL, now pass$/m);
    terminal.type(keys.down);
    await terminal.waitFor((t) => !t.text().includes('now pass'));
  });

  it('shows what runs in the lines of what will be to do, and how far it is', async () => {
    const rows = siteRows.map((row, i) =>
      i % 9 === 4
        ? {
            ...row,
            status: 'running' as const,
            message: '',
            running: { since: new Date().toISOString(), waitingFor: 'host.example' },
          }
        : row,
    );
    const { terminal, doctor } = await showScreen({ ...site, rows, causes: [], busy: true });
    await terminal.waitFor(/^ NOW +\d+ running +waits for +left$/m);
    expect(terminal.screen()[1]).toMatch(/^ CHECKING {3}\d+ of 1\d\d {2}/);
    expect(terminal.screen()[2]).toMatch(/^═+─+$/);
    expect(terminal.text()).toMatch(/^ {4}SERVER +\S.* host\.example +\d+ s +check [-\\|/]$/m);
    expect(terminal.text()).toContain('the order of what to do first comes when all have answered');
    const y = terminal.lineOf('NETWORK  ');
    expect(cursorLine(terminal)).toMatch(/^► SERVER/);
    doctor.show({ rows: doctor.view().rows, busy: false, finishedAt: '2026-11-28T17:41:10.000Z' });
    await terminal.waitFor('DO FIRST');
    expect(terminal.lineOf('► NETWORK')).toBe(y);
    expect(terminal.faults()).toEqual([]);
  });

  it('n goes from the page of one thing to do to the next one, in their order; Esc goes back to where it was opened', async () => {
    const { terminal } = await showScreen(site);
    await terminal.waitFor('DO FIRST');
    terminal.type('d');
    await terminal.waitFor('NETWORK ADMINISTRATOR');
    expect(terminal.text()).toContain(
      'Order: required, then broken, then what concerns all, then rows freed.',
    );
    terminal.type(keys.enter);
    await terminal.waitFor(/1 of \d+ to do/);
    terminal.type('n');
    await terminal.waitFor(/2 of \d+ to do/);
    terminal.type('n');
    await terminal.waitFor(/3 of \d+ to do/);
    terminal.type('p');
    await terminal.waitFor(/2 of \d+ to do/);
    terminal.type('p');
    await terminal.waitFor(/1 of \d+ to do/);
    terminal.type('p');
    await terminal.waitFor('This is the first thing to do.');
    terminal.type('n');
    await terminal.waitFor(/2 of \d+ to do/);
    terminal.type(keys.escape);
    await terminal.waitFor('NETWORK ADMINISTRATOR');
    expect(cursorLine(terminal)).toMatch(/^2 /);
    expect(terminal.faults()).toEqual([]);
  });

  it('Enter opens a cause, Esc goes back to its line; c copies the ticket of its owner on d', async () => {
    const copied: string[] = [];
    const actions = {
      copyTicket: async (owner: string) => {
        copied.push(owner);
        return 'Copied';
      },
    };
    const { terminal } = await showScreen({ ...site, actions });
    await terminal.waitFor('DO FIRST');
    terminal.type(`${keys.down}${keys.down}${keys.enter}`);
    await terminal.waitFor('Esc back');
    await terminal.waitFor(/certificate of another name/);
    terminal.type(keys.escape);
    await terminal.waitFor((t) => cursorLine(t).startsWith('3 Directory US'));
    terminal.type('d');
    await terminal.waitFor('NETWORK ADMINISTRATOR');
    expect(cursorLine(terminal)).toMatch(/^1 all ten/);
    expect(terminal.text()).toContain('Done when       They show a certificate of a public authority');
    terminal.type(']]');
    await terminal.waitFor((t) => cursorLine(t).startsWith('3 Directory US'));
    terminal.type('c');
    await terminal.waitFor(/DIRECTORY ADMINISTRATOR +4 to do +√ ticket copied \d\d:\d\d/);
    expect(copied).toEqual(['directory']);
    expect(terminal.faults()).toEqual([]);
    terminal.type(keys.escape);
    await terminal.waitFor('DO FIRST');
  });

  it('keeps what was mended on the page until it is left', async () => {
    const { terminal, doctor } = await showScreen(site);
    await terminal.waitFor('DO FIRST');
    terminal.type('d');
    await terminal.waitFor('SERVER ADMINISTRATOR');
    const at = { startedAt: '2026-11-28T17:52:00.000Z', durationMs: 5, message: '' };
    doctor.showRow('server.dotnet', {
      status: 'pass',
      message: '4.8',
      attempts: [
        { ...at, status: 'fail' },
        { ...at, status: 'pass' },
      ],
    });
    await terminal.waitFor(/√ all ten +4\.8: was FAIL, now pass +done \d\d:\d\d/);
    terminal.type(`${keys.escape}d`);
    await terminal.waitFor((t) => t.text().includes('NETWORK ADMINISTRATOR') && !t.text().includes('4.8'));
  });

  it('stays where a person has moved to when the first run ends', async () => {
    const { terminal, doctor } = await showScreen({ ...site, busy: true });
    await terminal.waitFor('SERVER');
    terminal.type(keys.right);
    await terminal.waitFor('At least 3 GB');
    terminal.type('jj');
    await terminal.waitFor((t) => cursorLine(t).startsWith('At least 3 GB'));
    doctor.show({ busy: false, finishedAt: '2026-11-28T17:41:10.000Z' });
    await terminal.waitFor('DO FIRST');
    expect(cursorLine(terminal)).toMatch(/^At least 3 GB/);
  });

  it('goes to the first thing to do when the first run ends and nobody has moved', async () => {
    const { terminal, doctor } = await showScreen({ ...site, busy: true });
    await terminal.waitFor('SERVER');
    expect(terminal.text()).not.toContain('DO FIRST');
    doctor.show({ busy: false, finishedAt: '2026-11-28T17:41:10.000Z' });
    await terminal.waitFor((t) => cursorLine(t).startsWith('1 all ten'));
  });
});
