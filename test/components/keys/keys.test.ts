import { afterEach, describe, expect, it } from 'vitest';
import type { ExportScope } from '../../../components/commands/screen-actions.ts';
import { bindings } from '../../../components/keys/bindings.ts';
import { cleanUpFolders } from '../../settings/scratch-folders.ts';
import { keys } from '../../terminal/fake-terminal.ts';
import { plainWizard } from '../../wizard/plain-wizard.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, cursorLine, showScreen } from '../show-screen.ts';

cleanUpFolders();
afterEach(closeScreens);

const question = {
  text: 'Create and delete one test user?',
  effects: ['cn=ecma-doctor-test is made in ou=test', 'Change consumers will see it'],
};
const write = 'ldap.write@Directory';

describe('keys', () => {
  it('are each bound once, and each is in the help', async () => {
    const all = bindings.flatMap(({ presses }) => presses);
    expect(new Set(all).size).toBe(all.length);
    const { terminal } = await showScreen({ rows: sampleRows, lines: 60, configPath: '/etc/.ecmarc' });
    terminal.type('?');
    await terminal.waitFor('KEYS');
    for (const { keys: name } of bindings) expect(terminal.text()).toContain(name);
    for (const word of ['blocked', 'timed out', 'attested', '/etc/.ecmarc'])
      expect(terminal.text()).toContain(word);
    expect(terminal.faults()).toEqual([]);
    terminal.type(keys.escape);
    await terminal.waitFor('SERVER');
  });

  it('are each obeyed in turn when many arrive at once', async () => {
    const { terminal, doctor } = await showScreen({ rows: sampleRows });
    await terminal.waitFor('SERVER');
    terminal.type('jrjjrfa');
    await terminal.waitFor(() => doctor.calls.length === 4);
    expect(doctor.calls).toEqual(['retry server.dotnet', 'retry server.tls12', 'retryNotPassed', 'retryAll']);
  });

  it('Esc with a key right behind it is both', async () => {
    const { terminal } = await showScreen({ rows: sampleRows });
    terminal.type('j\r');
    await terminal.waitFor('Expected');
    terminal.type(`${keys.escape}n`);
    await terminal.waitFor((t) => cursorLine(t).startsWith('Way out'));
  });

  it('run nothing when the results are saved ones', async () => {
    const { terminal, doctor } = await showScreen({ rows: sampleRows, readOnly: true });
    await terminal.waitFor(/results of \d{4}-\d\d-\d\d/);
    terminal.type('rfaw');
    terminal.type('?');
    await terminal.waitFor('KEYS');
    expect(doctor.calls).toEqual([]);
  });

  it('confirm nothing when the results are saved ones', async () => {
    const { terminal, doctor } = await showScreen({ rows: sampleRows, readOnly: true });
    terminal.type(`${keys.end}y`);
    await terminal.waitFor('saved report');
    expect(terminal.text()).not.toContain('Confirmed');
    expect(doctor.calls).toEqual([]);
  });

  it('i writes nothing while the results are saved ones', async () => {
    const asked: unknown[] = [];
    const actions = {
      openWizard: async () => {
        asked.push('opened');
        return plainWizard().wizard;
      },
    };
    const { terminal } = await showScreen({ rows: sampleRows, readOnly: true, actions });
    terminal.type('i');
    await terminal.waitFor('A saved report has its own settings');
    expect(asked).toEqual([]);
  });

  it('g judges by the other profile and shows both results', async () => {
    const { terminal, doctor } = await showScreen({
      rows: sampleRows,
      busy: false,
      readyByProfile: { 'preview-2021': true, ga: false },
    });
    await terminal.waitFor('g: GA, not ready');
    terminal.type('g');
    await terminal.waitFor('Judged for general availability.  GA not ready, preview ready');
    expect(doctor.calls).toEqual(['profile ga']);
    expect(terminal.screen()[0]).toContain('general availability  (g: preview, ready)');
  });

  it('r says what came of it, and says it once', async () => {
    const { terminal, doctor } = await showScreen({ rows: sampleRows, busy: false });
    await terminal.waitFor('SERVER');
    terminal.type('jr');
    await terminal.waitFor(() => doctor.calls.length === 1);
    const attempts = doctor.view().rows.find(({ id }) => id === 'server.dotnet')?.attempts ?? [];
    doctor.showRow('server.dotnet', { status: 'running' });
    await terminal.waitFor(/\.NET Framework.* check/);
    doctor.showRow('server.dotnet', { status: 'fail', attempts: [...attempts, ...attempts.slice(-1)] });
    await terminal.waitFor('Tried again, nothing changed: .NET Framework');
    terminal.type('k');
    await terminal.waitFor((t) => !t.text().includes('nothing changed'));
    doctor.show({});
    terminal.type('j');
    await terminal.waitFor(/^> {2}\.NET/m);
    expect(terminal.text()).not.toContain('nothing changed');
  });

  it('w says why a row is not watched, and nothing else', async () => {
    const { terminal, doctor } = await showScreen({ rows: sampleRows });
    doctor.unwatched = 'Binds is not watched: repeating it could lock an account. Press r.';
    await terminal.waitFor('SERVER');
    terminal.type('jw');
    await terminal.waitFor('is not watched');
    expect(terminal.text()).not.toContain('Watching');
  });

  it('w watches, and rings once when the row passes', async () => {
    const { terminal, doctor } = await showScreen({ rows: sampleRows });
    terminal.type('jw');
    await terminal.waitFor('The bell rings when it passes');
    doctor.showRow('server.dotnet', { watched: { next: '2026-11-24T08:00:00.000Z' } });
    await terminal.waitFor(/next try \d\d:\d\d:\d\d: 4\.6/);
    expect(terminal.bells).toBe(0);
    doctor.showRow('server.dotnet', { status: 'pass', message: '4.8', watched: undefined });
    await terminal.waitFor('Passes now: .NET Framework');
    doctor.show({});
    await terminal.waitFor(({ bells }) => bells > 0);
    expect(terminal.bells).toBe(1);
  });

  it.each([
    ['yyes\r', `confirm ${write}`],
    [keys.escape, `decline ${write}`],
  ])('%j answers the question in the row', async (key, call) => {
    const rows = sampleRows.map((row) => (row.id === write ? { ...row, question } : row));
    const { terminal, doctor } = await showScreen({ rows });
    await terminal.waitFor('SERVER');
    terminal.type('/delete a user\r');
    await terminal.waitFor('Change consumers will see it');
    expect(terminal.text()).toContain('cn=ecma-doctor-test is made in ou=test');
    expect(terminal.text()).toContain('y yes    Esc no');
    await terminal.waitFor('Esc clears');
    terminal.type(key);
    await terminal.waitFor(() => doctor.calls.length > 0);
    await terminal.waitFor((t) => !t.text().includes('Change consumers'));
    expect(doctor.calls).toEqual([call]);
  });

  it('y confirms only what a person can answer', async () => {
    const { terminal, doctor } = await showScreen({ rows: sampleRows });
    terminal.type('y');
    await terminal.waitFor('Nothing to confirm here: pass');
    terminal.type('/provisioning\r');
    await terminal.waitFor('Esc clears');
    terminal.type('y');
    await terminal.waitFor('Confirm: Licence');
    expect(doctor.calls).toEqual([]);
    terminal.type('yes\r');
    await terminal.waitFor('Confirmed: Licence');
    expect(doctor.calls).toEqual(['confirm tenant.licence']);
  });

  it('c copies a command whole, and asks which when there are several', async () => {
    const copied: string[] = [];
    const actions = {
      copy: async (text: string) => {
        copied.push(text);
        return 'Copied to the clipboard.';
      },
    };
    const { terminal } = await showScreen({ rows: sampleRows, actions });
    terminal.type('c');
    await terminal.waitFor('No command to copy here');
    terminal.type('jc');
    await terminal.waitFor('Copy which command?');
    terminal.type(keys.enter);
    await terminal.waitFor('Copied to the clipboard.');
    terminal.type(`c${keys.end}${keys.enter}`);
    await terminal.waitFor(() => copied.length === 2);
    expect(copied).toEqual([
      'ndp48-x86-x64-allos-enu.exe /q /norestart',
      'ndp48-x86-x64-allos-enu.exe /q /norestart\nRestart-Computer',
    ]);
  });

  it('e writes a ticket for an owner, and says when it could not', async () => {
    const asked: [string, ExportScope][] = [];
    const actions = {
      exportFormats: [
        { id: 'html', label: 'HTML page' },
        { id: 'md', label: 'Markdown' },
      ],
      exportReport: async (format: string, scope: ExportScope) => {
        asked.push([format, scope]);
        if (format === 'html') throw new Error('The folder is read-only.');
        return 'C:\\Temp\\report.md';
      },
    };
    const { terminal } = await showScreen({ rows: sampleRows, actions });
    terminal.type('e');
    await terminal.waitFor('Ticket for the network administrator');
    expect(terminal.faults()).toEqual([]);
    terminal.type(keys.end + keys.enter);
    await terminal.waitFor('in which format');
    terminal.type(keys.down + keys.enter);
    await terminal.waitFor('Written: C:\\Temp\\report.md');
    terminal.type(`e${keys.enter}${keys.enter}`);
    await terminal.waitFor('The folder is read-only.');
    expect(asked).toEqual([
      ['md', { kind: 'owner', owner: 'network' }],
      ['html', { kind: 'all' }],
    ]);
  });

  it('long news and long choices can be read in full', async () => {
    const long = `${'Sehr lange Zeile mit vielen Worten. '.repeat(3)}Ende.`;
    const path = 'C:\\Users\\administrator.CONTOSO\\Documents\\ecma-doctor-tickets-20261124-0812.md';
    const actions = { exportFormats: [{ id: 'md', label: long }], exportReport: async () => path };
    const { terminal } = await showScreen({ rows: sampleRows, columns: 60, lines: 15, actions });
    terminal.type(`e${keys.enter}`);
    await terminal.waitFor('Ende.');
    expect(terminal.faults()).toEqual([]);
    terminal.type(keys.enter);
    await terminal.waitFor((t) => t.screen().slice(-3).join('').replace(/[─ ]/g, '').endsWith(path));
    expect(terminal.faults()).toEqual([]);
    terminal.type(`?${keys.end}`);
    await terminal.waitFor('Last news');
  });

  it('i asks its questions, one back with Esc, and writes', async () => {
    const { wizard, written } = plainWizard();
    const { terminal } = await showScreen({ rows: sampleRows, actions: { openWizard: async () => wizard } });
    terminal.type('i');
    await terminal.waitFor('what shall get the users?');
    terminal.type(keys.enter);
    await terminal.waitFor('a domain or GUID');
    terminal.type(keys.escape);
    await terminal.waitFor('what shall get the users?');
    terminal.type(keys.end + keys.enter);
    await terminal.waitFor('a domain or GUID');
    terminal.type(keys.enter);
    await terminal.waitFor(/Name +█Ticketing/);
    terminal.type(keys.enter);
    await terminal.waitFor("path of the connector's .dll");
    terminal.type('q?.dll\r');
    await terminal.waitFor('host:port of the application');
    terminal.type(keys.enter);
    await terminal.waitFor('nothing is written yet');
    terminal.type(keys.enter);
    await terminal.waitFor('Wrote it.');
    expect(written[0]?.text).toContain("library: 'q?.dll'");
  });

  it('typed secrets are masked, handed over once and never drawn', async () => {
    const secret = 'Pa55-wörd q?/jk';
    const { terminal, doctor } = await showScreen({
      rows: sampleRows,
      wanted: [{ key: 'ldap', label: 'Password of cn=ecma' }],
    });
    terminal.type('s');
    await terminal.waitFor('Password of cn=ecma');
    terminal.type(`${secret}x${keys.backspace}`);
    await terminal.waitFor(new RegExp(`> ●{${secret.length}}█`));
    terminal.type(keys.enter);
    await terminal.waitFor('Taken.');
    expect(doctor.given.get('ldap')).toBe(secret);
    expect(doctor.calls).toEqual([]);
    expect(terminal.written).not.toContain('Pa55');
  });

  it('a wanted secret does not hide the list: Enter and r on its row, or s, open its page; Esc puts it off', async () => {
    const wanted = [
      { key: 'proxy', label: 'the password for the proxy' },
      { key: 'ldap', label: 'the directory password of D' },
    ];
    const row = {
      id: 'ldap.bind@D',
      title: 'Signs in',
      status: 'skipped',
      reason: 'not-configured',
    } as const;
    const { terminal, doctor } = await showScreen({
      rows: [
        { id: 'server.os', title: 'Windows' },
        { ...row, ...(wanted[1] && { wants: wanted[1] }) },
      ],
      wanted,
    });
    await terminal.waitFor('2 passwords are wanted: s types them');
    await terminal.waitFor(/Signs in +password wanted: Enter types it +► question/);
    for (const key of [keys.enter, 'r']) {
      terminal.type(`${keys.end}${key}`);
      await terminal.waitFor(/A password is wanted \(1 of 2\)/);
      await terminal.waitFor('the directory password of D');
      terminal.type(keys.escape);
      await terminal.waitFor('Enter type the password');
    }
    terminal.type(keys.right);
    await terminal.waitFor('Skipped');
    terminal.type(keys.escape);
    await terminal.waitFor(/Signs in +password wanted/);
    terminal.type(`${keys.home}]`);
    await terminal.waitFor('Enter fold');
    terminal.type('s');
    await terminal.waitFor('the password for the proxy');
    expect(doctor.calls).toEqual([]);
    expect(terminal.faults()).toEqual([]);
  });

  it('y on what y has answered brings the question; what .ecmarc answers is changed there', async () => {
    const answer = { by: 'anna', at: '2026-11-24T07:00:00.000Z', where: '.ecmarc' };
    const question = { text: 'Take back this answer?', effects: ['The check waits for an answer again.'] };
    const { terminal, doctor } = await showScreen({
      rows: [
        { id: 'tenant.licence', title: 'Licence', status: 'attested', answer, given: 'answer' },
        { id: 'attest.test-data', title: 'Only test data', status: 'attested', answer, answerable: true },
      ],
    });
    await terminal.waitFor('y take back');
    terminal.type('y');
    await terminal.waitFor(() => doctor.calls.includes('confirm tenant.licence'));
    doctor.showRow('tenant.licence', { question });
    await terminal.waitFor('Take back this answer?');
    await terminal.waitFor('y yes    Esc no');
    terminal.type('y');
    await terminal.waitFor('Taken back: Licence');
    terminal.type('jjy');
    await terminal.waitFor('Answered in .ecmarc: it is changed there.');
    expect(doctor.calls).toEqual(['confirm tenant.licence', 'confirm tenant.licence']);
  });

  it('y says that it confirms nothing where a failure was seen', async () => {
    const { terminal, doctor } = await showScreen({
      rows: [{ id: 'ldap.rights@D', title: 'May write', status: 'fail', answerable: true }],
    });
    terminal.type('y');
    await terminal.waitFor('Nothing to confirm here: FAIL.');
    expect(doctor.calls).toEqual([]);
  });

  it('Ctrl+L draws everything again', async () => {
    const { terminal } = await showScreen({ rows: sampleRows });
    await terminal.waitFor('SERVER');
    const before = terminal.bytes;
    terminal.type(keys.ctrlL);
    await terminal.waitFor(({ bytes }) => bytes > before + 1000);
    await terminal.waitFor('Enter open');
    expect(terminal.screen()[0]).toContain('ECMA Host doctor');
    expect(terminal.faults()).toEqual([]);
  });
});
