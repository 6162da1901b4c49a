import { afterEach, describe, expect, it } from 'vitest';
import type { WizardSession } from '../../../src/wizard/view.ts';
import { cleanUpFolders } from '../../settings/scratch-folders.ts';
import { keys } from '../../terminal/fake-terminal.ts';
import { plainWizard } from '../../wizard/plain-wizard.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

cleanUpFolders();
afterEach(closeScreens);

describe('the questions that write an .ecmarc', () => {
  const asking = (wizard: WizardSession) => ({ openWizard: async () => wizard });

  /** The first question, on the screen. */
  const asked = async (wizard: WizardSession, more: Partial<Parameters<typeof showScreen>[0]> = {}) => {
    const { terminal } = await showScreen({ rows: sampleRows, actions: asking(wizard), ...more });
    await terminal.waitFor('SERVER');
    terminal.type('i');
    await terminal.waitFor('what shall get the users?');
    return terminal;
  };

  it('take no answer that would not read, and keep one that is gone back to', async () => {
    const { wizard, written } = plainWizard();
    const terminal = await asked(wizard);
    terminal.type(keys.end);
    await terminal.waitFor(/> an application/);
    terminal.type(keys.enter);
    await terminal.waitFor('a domain or GUID');
    terminal.type(keys.enter);
    await terminal.waitFor('of this connector');
    terminal.type('!');
    await terminal.waitFor('!█');
    terminal.type(keys.enter);
    await terminal.waitFor('expected letters, digits');
    terminal.type(keys.backspace);
    await terminal.waitFor(/Name +█/);
    terminal.type('HR2');
    await terminal.waitFor('HR2█');
    terminal.type(keys.enter);
    await terminal.waitFor("path of the connector's .dll");
    expect(terminal.text()).not.toContain('expected letters');
    terminal.type('C:\\a.dll');
    await terminal.waitFor('a.dll█');
    terminal.type(keys.enter);
    await terminal.waitFor('host:port of the application');
    terminal.type(keys.escape);
    await terminal.waitFor('a.dll█');
    terminal.type(keys.escape);
    await terminal.waitFor('HR2█');
    terminal.type(keys.enter);
    // What has its answer already is not asked again.
    await terminal.waitFor('host:port of the application');
    terminal.type(keys.enter);
    await terminal.waitFor('nothing is written yet');
    terminal.type(keys.enter);
    await terminal.waitFor('Wrote it.');
    expect(written).toHaveLength(1);
    expect(written[0]?.text).toContain("- name: HR2\n    library: 'C:\\a.dll'");
  });

  it('propose what goes by the answer before, also when that is gone back to and changed', async () => {
    const { wizard, written } = plainWizard();
    const terminal = await asked(wizard);
    terminal.type(keys.down);
    await terminal.waitFor(/> a database: SQL Server/);
    terminal.type(keys.enter);
    await terminal.waitFor('a domain or GUID');
    terminal.type(keys.enter);
    await terminal.waitFor(/Name +█HR/);
    terminal.type(keys.enter);
    await terminal.waitFor('host name of the SQL Server');
    for (const before of [/Name +HR█/, 'a domain or GUID', 'what shall get the users?']) {
      terminal.type(keys.escape);
      await terminal.waitFor(before);
    }
    terminal.type(keys.down);
    await terminal.waitFor(/> a database: PostgreSQL/);
    terminal.type(keys.enter);
    await terminal.waitFor(/Name +█HR/);
    terminal.type(keys.enter);
    await terminal.waitFor('host name of the PostgreSQL server');
    terminal.type('db1');
    await terminal.waitFor('db1█');
    terminal.type(keys.enter);
    await terminal.waitFor('its name on that server');
    terminal.type('CONTOSO');
    await terminal.waitFor('CONTOSO█');
    terminal.type(keys.enter);
    await terminal.waitFor('by which the connector finds it');
    terminal.type(keys.enter);
    await terminal.waitFor('database role; empty: later');
    terminal.type(keys.enter);
    await terminal.waitFor('not in it: type the whole name');
    terminal.type('hr.people');
    await terminal.waitFor('hr.people█');
    terminal.type(keys.enter);
    await terminal.waitFor('the column that tells people apart');
    terminal.type(keys.enter);
    await terminal.waitFor('nothing is written yet');
    terminal.type(keys.enter);
    await terminal.waitFor('Wrote it.');
    expect(written[0]?.text).toContain('engine: postgresql');
    expect(written[0]?.text).toContain('port: 5432\n');
  });

  it('are not begun where nothing could be written', async () => {
    const { wizard } = plainWizard();
    const actions = { ...asking(wizard), initRefused: () => '.ecmarc exists already: nothing was written' };
    const { terminal } = await showScreen({ rows: sampleRows, actions });
    await terminal.waitFor('SERVER');
    terminal.type('i');
    await terminal.waitFor('exists already');
    expect(terminal.text()).not.toContain('what shall get the users?');
  });

  it('a password is dots while it is typed, and nowhere after; a paste of it is taken whole', async () => {
    const { wizard, kept } = plainWizard({
      draft: {
        tenant: '',
        done: [],
        current: { kind: 'ldap', name: 'D', address: 'l', url: 'ldap://l', bindDn: 'cn=x' },
      },
    });
    const { terminal } = await showScreen({ rows: sampleRows, actions: asking(wizard) });
    await terminal.waitFor('SERVER');
    terminal.type('i');
    await terminal.waitFor('typed at each start');
    terminal.paste('Pa55 q?jk');
    await terminal.waitFor('●'.repeat(9));
    terminal.type(keys.enter);
    await terminal.waitFor('letters narrow the list');
    expect(terminal.written).not.toContain('Pa55');
    expect(JSON.stringify(kept())).not.toContain('Pa55');
  });

  it.each([
    [60, 15],
    [80, 25],
    [200, 60],
  ])('fit into %i x %i, also with plain signs and without colour', async (columns, lines) => {
    const { wizard } = plainWizard();
    const terminal = await asked(wizard, { columns, lines, look: { ascii: true, color: false, calm: true } });
    terminal.type(keys.enter);
    await terminal.waitFor('a domain or GUID');
    terminal.paste('x'.repeat(200));
    await terminal.waitFor('x_');
    expect(terminal.faults()).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: plain signs alone
    expect(terminal.text()).not.toMatch(/[^\x00-\x7f]/);
  });

  it('left half-way, i goes on where it was', async () => {
    const { wizard } = plainWizard();
    const terminal = await asked(wizard);
    terminal.type(keys.enter);
    await terminal.waitFor('a domain or GUID');
    terminal.type(keys.escape);
    await terminal.waitFor('what shall get the users?');
    terminal.type(keys.escape);
    await terminal.waitFor('i goes on with it');
    terminal.type('i');
    await terminal.waitFor('what shall get the users?');
    expect(terminal.text()).toContain('> a directory, over LDAP');
  });

  it('are offered by the keys of the list and of a row that wants them while there is no .ecmarc', async () => {
    const unset = {
      id: 'host.answer',
      title: 'Answers',
      status: 'skipped',
      reason: 'not-configured',
    } as const;
    const rows = [{ ...unset, message: 'no connector in .ecmarc' }];
    const { terminal } = await showScreen({ rows, busy: false, actions: asking(plainWizard().wizard) });
    await terminal.waitFor(/^> 1 server/m);
    expect(terminal.screen().at(-2)).toMatch(/Enter open {2}i write \.ecmarc/);
    terminal.type(keys.enter);
    await terminal.waitFor(/^ Answers/m);
    expect(terminal.screen().at(-2)).toMatch(/ i write \.ecmarc/);
    terminal.type('i');
    await terminal.waitFor('what shall get the users?');
  });

  it('are not among the keys where an .ecmarc was found', async () => {
    const { terminal } = await showScreen({ rows: sampleRows, busy: false, configPath: '/ecma/.ecmarc' });
    await terminal.waitFor('Enter open');
    expect(terminal.text()).not.toContain('i write .ecmarc');
  });
});
