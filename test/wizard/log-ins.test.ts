import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { proceduresShown, tablesShown } from '../../src/clients/sql/sqlserver/queries/listing.ts';
import { createPlatform } from '../../src/platform/node.ts';
import { probesFor } from '../../src/probes/index.ts';
import { offersFor } from '../../src/probes/offers/index.ts';
import { makeAuthority } from '../beds/certificates.ts';
import { hasKerberos, startKerberos } from '../beds/kerberos.ts';
import { hasOdbc, program } from '../beds/odbc/drivers.ts';
import { startOpenLdap } from '../beds/openldap.ts';
import { installed } from '../beds/program.ts';
import { startTds, type TdsScript } from '../beds/tds/server.ts';
import { answers, catalogue } from '../probes/sql/catalogues.ts';
import { cleanUpFolders } from '../settings/scratch-folders.ts';
import { type PlainOptions, plainWizard } from './plain-wizard.ts';

/** The log-ins beside a name with a password, each tried by the rows of the list where this machine can. */

cleanUpFolders();
const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const asked = { writeTest: false, unattended: true };

function begin(options: PlainOptions = {}) {
  const plain = plainWizard({
    probesFor: (settings) => [...probesFor(settings, asked), ...offersFor(settings, asked)],
    ...options,
  });
  ends.push(async () => plain.wizard.leave());
  return {
    ...plain,
    give: async (text: string) => {
      plain.wizard.submit(text);
      await plain.wizard.settled();
      return plain.wizard.view();
    },
    /** Tab until this log-in is offered. */
    choose: (hint: RegExp) => {
      for (let turn = 0; turn < 8 && !hint.test(plain.wizard.view().question.hint); turn += 1)
        plain.wizard.turn();
      expect(plain.wizard.view().question.hint).toMatch(hint);
    },
  };
}

const employees = {
  schema: 'dbo',
  name: 'Employees',
  kind: 'U',
  rows: 7,
  SELECT: 1,
  INSERT: 1,
  UPDATE: 1,
  DELETE: 1,
};

async function startServer(who: string, security: Pick<TdsScript, 'encryption' | 'certificate'>) {
  const known = answers(catalogue({}));
  const bed = await startTds({
    ...security,
    answer: (statement) => {
      if (statement.text === tablesShown.text) return { sets: [{ rows: [employees] }] };
      if (statement.text === proceduresShown.text) return { sets: [{ rows: [] }] };
      if (/SUSER_SNAME\(\)/.test(statement.text))
        return { sets: [{ rows: [{ database: 'CONTOSO', user: who, version: '16.0.4100.1' }] }] };
      return known(statement);
    },
  });
  ends.push(() => bed.stop());
  return bed;
}

describe.runIf(hasOdbc && hasKerberos)('by the account of Windows, with a ticket of a real KDC', () => {
  test('is tried through the driver: the table comes from the server, and it is told who that was', async () => {
    const bed = await startServer('CONTOSO\\me', { encryption: 'none' });
    const kerberos = await startKerberos('MSSQLSvc', bed.port);
    ends.push(() => kerberos.stop());
    const platform = createPlatform({ program, env: { ...process.env, ...kerberos.env } });
    const { wizard, written, folder, give, choose } = begin({ platform });
    const place = ['SERVER=127.0.0.1', `PORT=${bed.port}`, 'DATABASE=CONTOSO', 'TDS_Version=7.4'];
    writeFileSync(join(folder, 'HR.dsn'), ['[ODBC]', 'DRIVER=FreeTDS', ...place, ''].join('\n'));
    for (const text of ['sqlserver', '', '', `127.0.0.1:${bed.port}`, 'CONTOSO', '']) await give(text);
    if (wizard.view().question.key === 'dsn') await give('');
    choose(/the Windows account that runs the doctor/);
    let view = await give('');
    for (let more = 0; more < 4 && view.question.key !== 'table'; more += 1) view = await give('');
    expect(view.question.key).toBe('table');
    expect(view.answered.at(-1)).toMatchObject({
      label: 'Account',
      text: 'the Windows account that runs it',
      end: expect.stringContaining('this was you: CONTOSO\\me'),
      mark: 'warn',
    });
    await expect
      .poll(() => wizard.view().question.choices.map(({ value }) => value), { timeout: 200_000 })
      .toEqual(['dbo.Employees']);
    expect(bed.logins.every(({ user, password }) => user === '' && password === '')).toBe(true);
    expect(kerberos.tickets()).toContainEqual(expect.stringMatching(/^me@CONTOSO\.TEST for MSSQLSvc/));
    await give('dbo.Employees');
    await give('dbo.Employees');
    await give('ContosoLogin');
    await give('ContosoLogin');
    await give('write');
    expect(written[0]?.text).toMatch(/authentication: windows/);
  });
});

test('by NTLM: domain and name go apart, and the table comes from the server', async () => {
  const authority = await makeAuthority('/CN=Contoso Root CA');
  const certificate = await authority.issue('localhost', { names: ['localhost'], days: 30 });
  const bed = await startServer('CONTOSO\\ecma', { encryption: 'on', certificate });
  const roots = async () => ({ pems: [authority.cert], source: 'the test' });
  const { wizard, written, give, choose } = begin({ platform: createPlatform({ roots }) });
  for (const text of ['sqlserver', '', '', `localhost:${bed.port}`, 'CONTOSO', '']) await give(text);
  choose(/NTLM/);
  expect((await give('ecma')).problem).toBe('expected DOMAIN\\name');
  await give('CONTOSO\\ecma');
  let view = await give('Planted-Secret-1');
  if (view.question.key === 'password') view = await give('');
  expect([view.question.key, view.findings]).toEqual(['table', []]);
  expect(bed.logins.at(-1)?.sspi.subarray(0, 7).toString('latin1')).toBe('NTLMSSP');
  await expect
    .poll(() => wizard.view().question.choices.map(({ value }) => value), { timeout: 200_000 })
    .toEqual(['dbo.Employees']);
  for (const text of ['dbo.Employees', 'dbo.Employees', 'ContosoLogin', 'ContosoLogin', 'write'])
    await give(text);
  expect(written[0]?.text).toMatch(/authentication: ntlm[\s\S]*domain: CONTOSO[\s\S]*user: ecma/);
});

describe.runIf(installed('slapd') && process.platform !== 'win32')(
  "by Windows' own client, which is not here",
  () => {
    test.each([
      [
        'Kerberos',
        /Kerberos/,
        'ecma@CONTOSO.EXAMPLE',
        'Planted-Secret-1',
        /authentication: kerberos[\s\S]*realm: CONTOSO\.EXAMPLE/,
      ],
      ['a client certificate', /client certificate/, '', undefined, /authentication: external/],
    ])('%s is not tried, that is said, and nothing is sent', async (_name, hint, account, password, text) => {
      const bed = await startOpenLdap({ users: 3 });
      ends.push(() => bed.stop());
      const { wizard, written, give, choose } = begin();
      for (const answer of ['ldap', '', '', `ldap://127.0.0.1:${bed.port}`]) await give(answer);
      if (wizard.view().question.key === 'address') await give('');
      expect(wizard.view().question.key).toBe('bindDn');
      choose(hint);
      let view = await give(account);
      if (password !== undefined) view = await give(password);
      expect(view.findings.map(({ text: told }) => told).join('\n')).toMatch(
        /not tried\n.*goes through Windows' own client, and this is not Windows/,
      );
      expect(view.advice).toMatch(/Enter (?:goes on without trying it|takes this one as it is)/);
      view = await give('');
      expect(view.question.key).toBe('users');
      for (const answer of ['ou=people,dc=example,dc=test', '', '', 'write']) await give(answer);
      expect(written[0]?.text).toMatch(text);
      expect(JSON.stringify(written)).not.toContain('Planted-Secret');
    });
  },
);
