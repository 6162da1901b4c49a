import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { EcmaProbe } from '../../src/clients/environment.ts';
import type { Settings } from '../../src/settings/schema.ts';
import type { WizardView } from '../../src/wizard/view.ts';
import type { Wizard } from '../../src/wizard/wizard.ts';
import { ecma } from '../doctor/kit.ts';
import { cleanUpFolders, freshFolder } from '../settings/scratch-folders.ts';
import { plainWizard } from './plain-wizard.ts';

cleanUpFolders();

const open: Wizard[] = [];
afterEach(() => {
  for (const wizard of open.splice(0)) wizard.leave();
});

/** A directory of the test's own: its checks, and the passwords that it was sent. */
function directory(right: string) {
  const sent: string[] = [];
  const accounts: string[] = [];
  const probesFor = ({ connectors }: Settings): readonly EcmaProbe[] =>
    connectors.flatMap(({ name, target }): EcmaProbe[] => {
      if (target === undefined || !('ldap' in target)) return [];
      const { url, startTls, bindDn = '', password, users } = target.ldap;
      const secured = { reached: { tls: { trustedBy: 'machine', chain: [] }, steps: [] }, loopback: false };
      return [
        ecma(`ldap.reach@${name}`, {
          fingerprint: url,
          collect: async () => ({ usable: true }),
          judge: pass,
        }),
        ecma(`ldap.tls@${name}`, {
          fingerprint: `${url} ${startTls}`,
          needs: [`ldap.reach@${name}`],
          collect: async () => ({ usable: true, ...secured }),
          judge: pass,
        }),
        ecma(`ldap.server-kind@${name}`, {
          collect: async () => ({ usable: true, rootDse: null }),
          judge: pass,
        }),
        ecma(`ldap.bind@${name}`, {
          needs: [`ldap.tls@${name}`],
          fingerprint: `${url} ${bindDn} ${JSON.stringify(password)}`,
          sends: [{ key: `connectors.${name}.target.ldap.password`, label: 'the password' }],
          lockout: true,
          notConfigured: () => (password === undefined ? { message: 'no password' } : undefined),
          collect: async ({ credentials, secret }) => {
            const refusal = { target: 'l:389', account: bindDn };
            const standing = credentials.standing('l:389', bindDn, password);
            if (standing !== undefined) return { usable: false, refusal: { ...refusal, at: standing.at } };
            const text = password === undefined ? '' : (await secret(password)).reveal();
            sent.push(text);
            accounts.push(bindDn);
            if (text === right) {
              credentials.accepted('l:389', bindDn);
              return { usable: true };
            }
            credentials.refused('l:389', bindDn);
            return { usable: false, refusal: { ...refusal, at: new Date().toISOString() } };
          },
          judge: ({ facts }) => ({
            status: facts.usable ? 'pass' : 'fail',
            message: facts.usable ? 'in' : 'refused',
          }),
        }),
        ecma(`ldap.users@${name}`, {
          needs: [`ldap.bind@${name}`],
          fingerprint: users ?? '',
          collect: async () => ({ usable: users === 'ou=people' }),
          judge: ({ facts }) => ({
            status: facts.usable ? 'pass' : 'fail',
            message: facts.usable ? '7 users' : 'no such',
          }),
        }),
      ];
    });
  return { probesFor, sent, accounts };
}

const pass = () => ({ status: 'pass' as const, message: 'well' });

/** Gives the answer, and waits until what it brought about is over. */
async function answer(wizard: Wizard, text: string): Promise<WizardView> {
  wizard.submit(text);
  await wizard.settled();
  return wizard.view();
}

async function asFar(wizard: Wizard, answers: readonly string[]): Promise<WizardView> {
  for (const text of answers) {
    const { step } = wizard.view();
    await answer(wizard, text);
    expect([text, wizard.view().step, wizard.view().problem]).toEqual([text, step + 1, undefined]);
  }
  return wizard.view();
}

const toPassword = ['ldap', '', '', 'l:389', 'cn=ecma'];

function begin(options: Parameters<typeof plainWizard>[0]) {
  const plain = plainWizard(options);
  open.push(plain.wizard);
  return plain;
}

test.each([
  [undefined, 'preview-2021'],
  ['ga', 'ga'],
])('the new file has the release by which the screen judges: %s', async (profile, expected) => {
  const { wizard, written } = begin(profile === undefined ? {} : { profile });
  await asFar(wizard, ['custom', '', '', 'C:\\x.dll', '']);
  await answer(wizard, 'write');
  expect(written[0]?.text).toMatch(new RegExp(`^profile: ${expected} `, 'm'));
});

describe('a password', () => {
  test('that was mistyped is typed again: each is sent once, the refused one never again', async () => {
    const { probesFor, sent } = directory('right');
    const { wizard, written } = begin({ probesFor });
    await asFar(wizard, toPassword);
    const refused = await answer(wizard, 'wrong');
    expect(refused.findings.map(({ text }) => text)).toEqual([
      'refused',
      '1 try was refused; each one more counts',
    ]);
    expect((await answer(wizard, 'wrong')).problem).toContain('was not sent again');
    expect(sent).toEqual(['wrong']);
    await answer(wizard, 'wrong too');
    await asFar(wizard, ['right', 'ou=people', '', 'dn']);
    expect(sent.filter((text) => text !== 'right')).toEqual(['wrong', 'wrong too']);
    await answer(wizard, 'write');
    expect(written[0]?.typed).toEqual([{ key: 'connectors.Directory.target.ldap.password', text: 'right' }]);
    expect(written[0]?.text).not.toContain('right');
  });

  test('is forgotten with another account, and not sent for it', async () => {
    const { probesFor, sent, accounts } = directory('right');
    const { wizard } = begin({ probesFor });
    await asFar(wizard, toPassword);
    await answer(wizard, 'wrong');
    wizard.back();
    expect(wizard.view().question.key).toBe('bindDn');
    await asFar(wizard, ['cn=other']);
    expect(sent).toEqual(['wrong']);
    await asFar(wizard, ['right']);
    expect(accounts.slice(0, 2)).toEqual(['cn=ecma', 'cn=other']);
  });

  test('that was refused and is left so goes on without a try, and with no list', async () => {
    const { probesFor, sent } = directory('right');
    const { wizard, written } = begin({ probesFor });
    await asFar(wizard, toPassword);
    await answer(wizard, 'wrong');
    expect((await answer(wizard, '')).advice).toContain('Enter once more');
    await asFar(wizard, ['', 'ou=somewhere', '', 'dn']);
    await answer(wizard, 'write');
    expect(sent).toEqual(['wrong']);
    expect(written[0]?.typed).toEqual([]);
  });

  test('in a variable that is not set is no dead end, and in one that is set is tried', async () => {
    const { probesFor, sent } = directory('right');
    const { wizard, written } = begin({ probesFor, env: { THERE: 'right' } });
    await asFar(wizard, toPassword);
    wizard.turn();
    expect(wizard.view().question.input).toBe('text');
    const unset = await answer(wizard, 'NOT_THERE');
    expect(unset.findings.map(({ text }) => text).join('\n')).toMatch(
      /NOT_THERE is not set\n\$env:NOT_THERE = /,
    );
    expect(sent).toEqual([]);
    await asFar(wizard, ['THERE', 'ou=people', '', 'dn']);
    expect(new Set(sent)).toEqual(new Set(['right']));
    await answer(wizard, 'write');
    expect(written[0]?.text).toContain('password: { env: THERE }');
  });
});

describe('an answer', () => {
  test('that does not hold is shown, another is tried anew, and the same once more is taken as it is', async () => {
    const { probesFor } = directory('right');
    const { wizard } = begin({ probesFor });
    await asFar(wizard, [...toPassword, 'right']);
    const wrong = await answer(wizard, 'ou=nowhere');
    expect(wrong.findings[0]).toMatchObject({ mark: 'bad', text: 'no such' });
    expect(wrong.question.key).toBe('users');
    await answer(wizard, 'ou=nowhere');
    expect(wizard.view().question.key).toBe('objectClass');
    wizard.back();
    await asFar(wizard, ['ou=people']);
    expect(wizard.view().answered.at(-1)).toMatchObject({ text: 'ou=people', end: '7 users' });
  });

  test('of a server says where its port stands, and what is to come is named as it is', async () => {
    const { wizard } = begin({});
    await asFar(wizard, ['sqlserver', '', '']);
    expect(wizard.view().toCome).toEqual([
      'database',
      'file DSN',
      'account',
      'password',
      'table',
      'anchor',
      'finish',
    ]);
    expect((await answer(wizard, 'db:1433x')).problem).toBe(
      'Behind the name stands its port, a number: name:port',
    );
    await answer(wizard, 'db:1433');
    expect(wizard.view().question.key).toBe('database');
  });

  test('that .ecmarc would not read is refused in its own words', async () => {
    const { wizard } = begin({});
    await asFar(wizard, ['ldap']);
    expect((await answer(wizard, 'common')).problem).toContain('one tenant');
    expect((await answer(wizard, 'not a domain!')).problem).toContain('expected a domain');
  });

  test('stays where one goes back over it; another one makes what was tried behind it open again', async () => {
    const { probesFor } = directory('right');
    const { wizard } = begin({ probesFor });
    await asFar(wizard, [...toPassword, 'right', 'ou=people']);
    for (const key of ['users', 'password', 'bindDn', 'address']) {
      expect(wizard.back()).toBe(true);
      expect(wizard.view().question.key).toBe(key);
    }
    await answer(wizard, 'l:389');
    expect(wizard.view().question.key).toBe('objectClass');
    for (let at = wizard.view().question.key; at !== 'address'; at = wizard.view().question.key)
      wizard.back();
    await answer(wizard, 'other:389');
    expect(wizard.view().question).toMatchObject({ key: 'bindDn', before: 'cn=ecma' });
  });
});

describe('a wizard that is left', () => {
  test('is taken up where it was, by another start too; no password is kept', async () => {
    const { probesFor, sent } = directory('right');
    const folder = freshFolder();
    const first = begin({ probesFor, folder });
    await asFar(first.wizard, [...toPassword, 'right', 'ou=people']);
    first.wizard.leave();
    expect(JSON.stringify(first.kept())).not.toContain('right');
    const second = begin({ probesFor, folder, draft: first.kept() });
    expect(second.wizard.view().question.key).toBe('password');
    sent.length = 0;
    await answer(second.wizard, 'right');
    expect(second.wizard.view().question.key).toBe('objectClass');
    await asFar(second.wizard, ['', 'dn']);
    await answer(second.wizard, 'write');
    expect(second.written[0]?.text).toContain('users: ou=people');
    expect(second.kept()).toBeUndefined();
  });

  test('Esc stops a try that hangs, and its answer does not count later', async () => {
    const hanging = (settings: Settings): readonly EcmaProbe[] =>
      settings.connectors.map(({ name }) =>
        ecma(`tcp.reach@${name}`, { deadlineMs: 600_000, collect: () => new Promise(() => {}), judge: pass }),
      );
    const { wizard } = begin({ probesFor: hanging });
    await asFar(wizard, ['custom', '', '', 'C:\\a.dll']);
    wizard.submit('app:443');
    await vi.waitFor(() => expect(wizard.view().trying).toBeDefined(), 200_000);
    wizard.submit('ignored');
    expect(wizard.back()).toBe(true);
    expect(wizard.view()).toMatchObject({ question: { key: 'tcp', before: 'app:443' } });
    expect(wizard.view().trying).toBeUndefined();
  });
});

test('one more connector keeps the tenant and the first one', async () => {
  const { wizard, written } = begin({});
  await asFar(wizard, ['custom', 'contoso.onmicrosoft.com', 'One', 'C:\\a.dll', '']);
  await answer(wizard, 'more');
  expect(wizard.view().question.key).toBe('kind');
  await asFar(wizard, ['custom']);
  await answer(wizard, 'One');
  expect(wizard.view().problem).toContain('another connector has this name');
  await asFar(wizard, ['Two', 'C:\\b.dll', '']);
  await answer(wizard, 'write');
  expect(written[0]?.text).toMatch(/name: One[\s\S]*name: Two/);
  expect(written[0]?.text).toContain('id: contoso.onmicrosoft.com');
});

test('one more of the same kind has a name of its own, before one is typed', async () => {
  const { wizard, written } = begin({});
  await asFar(wizard, ['custom', '', '', 'C:\\a.dll', '']);
  await answer(wizard, 'more');
  await asFar(wizard, ['custom']);
  expect(wizard.view().question).toMatchObject({ key: 'name', placeholder: 'Ticketing 2' });
  await asFar(wizard, ['', 'C:\\b.dll', '']);
  await answer(wizard, 'write');
  expect(written[0]?.text).toMatch(/name: Ticketing\n[\s\S]*name: 'Ticketing 2'/);
});

test('an .ecmarc that is there gets one connector more; its tenant is not asked, its text stays', async () => {
  const into =
    "# ours\ntenant: { id: a.example }\nconnectors:\n  - name: Ticketing\n    library: 'C:\\t.dll' # first\n\nattest: { licence: true }\n";
  const { wizard, written } = begin({ into });
  expect(wizard.view().adds).toBe(true);
  await asFar(wizard, ['custom']);
  expect(wizard.view().question).toMatchObject({ key: 'name', placeholder: 'Ticketing 2' });
  expect((await answer(wizard, 'ticketing')).problem).toContain('another connector has this name');
  await asFar(wizard, ['Two', 'C:\\b.dll', '']);
  expect(wizard.view().question.choices[0]?.text).toContain('add it to .ecmarc');
  await answer(wizard, 'write');
  const text = written[0]?.text ?? '';
  expect(text).toMatch(/# first\n {2}- name: Two\n/);
  expect(text.replace(/ {2}- name: Two\n(?: {4}.*\n)+/, '')).toBe(into);
});

describe('a log-in', () => {
  test("is chosen by Tab; one that names nobody is tried at once, and a driver's wants its file DSN first", async () => {
    const tried: string[] = [];
    const probesFor = (settings: Settings): readonly EcmaProbe[] =>
      settings.connectors.map(({ name, target }) =>
        ecma(`sql.odbc@${name}`, {
          fingerprint: JSON.stringify(target),
          collect: async () => {
            if (target !== undefined && 'sql' in target)
              tried.push(`${target.sql.authentication} ${target.sql.dsn}`);
            return { usable: true };
          },
          judge: pass,
        }),
      );
    const { wizard, written, folder } = begin({ probesFor });
    await asFar(wizard, ['sqlserver', '', '', 'db', 'CONTOSO', '']);
    expect(wizard.view().question).toMatchObject({ key: 'user', tab: 'another log-in' });
    wizard.turn();
    expect(wizard.view().question.hint).toContain('NTLM');
    wizard.turn();
    expect(wizard.view().question.hint).toContain('nothing is typed');
    const asked = await answer(wizard, '');
    expect(asked.question).toMatchObject({ key: 'dsn', placeholder: 'HR.dsn' });
    expect(asked.problem).toContain('needs a file DSN');
    writeFileSync(join(folder, 'HR.dsn'), '[ODBC]');
    await answer(wizard, '');
    await answer(wizard, '');
    expect(wizard.view().question.key).toBe('table');
    expect(wizard.view().answered.at(-1)).toMatchObject({ text: 'the Windows account that runs it' });
    expect(tried).toEqual([`windows ${join(folder, 'HR.dsn')}`]);
    await asFar(wizard, ['dbo.Employees', 'Id']);
    await answer(wizard, 'write');
    expect(written[0]?.text).toMatch(/authentication: windows # .*\n +# user:/);
  });
});

test('a file DSN is written after a second Enter, never over one that is there', async () => {
  const drivers = (settings: Settings): readonly EcmaProbe[] =>
    settings.connectors.map(({ name }) =>
      ecma(`sql.driver@${name}`, {
        collect: async () => ({
          usable: true,
          drivers: [{ name: 'PostgreSQL ANSI' }, { name: 'PostgreSQL Unicode' }],
        }),
        judge: pass,
      }),
    );
  const { wizard, folder } = begin({ probesFor: drivers });
  await asFar(wizard, ['postgresql', '', '', 'db:5433', 'CONTOSO']);
  await vi.waitFor(() => expect(wizard.view().question.count).toBe('driver: PostgreSQL Unicode'), 200_000);
  const shown = await answer(wizard, 'hr.dsn');
  expect(shown.findings.map(({ text }) => text)).toContain('DRIVER=PostgreSQL Unicode');
  expect(existsSync(join(folder, 'hr.dsn'))).toBe(false);
  await asFar(wizard, ['hr.dsn']);
  expect(readFileSync(join(folder, 'hr.dsn'), 'utf8')).toContain('SSLmode=require');
});
