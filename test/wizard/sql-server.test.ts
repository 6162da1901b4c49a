import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { proceduresShown, tablesShown } from '../../src/clients/sql/sqlserver/queries/listing.ts';
import { probesFor } from '../../src/probes/index.ts';
import { offersFor } from '../../src/probes/offers/index.ts';
import { makeAuthority } from '../beds/certificates.ts';
import { startTds } from '../beds/tds/server.ts';
import { answers, catalogue } from '../probes/sql/catalogues.ts';
import { cleanUpFolders } from '../settings/scratch-folders.ts';
import { plainWizard } from './plain-wizard.ts';

cleanUpFolders();
const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

test('SQL Server: the authority comes between where it is not trusted, no password before; procedures have roles', async () => {
  const authority = await makeAuthority('/CN=Contoso Root CA', 400);
  const certificate = await authority.issue('localhost', { names: ['localhost'], days: 300 });
  const known = answers(catalogue({}));
  const bed = await startTds({
    encryption: 'on',
    certificate: { ...certificate, cert: certificate.cert + authority.cert },
    answer: (statement) => {
      if (statement.text === tablesShown.text)
        return {
          sets: [
            {
              rows: [
                {
                  schema: 'dbo',
                  name: 'Employees',
                  kind: 'U',
                  rows: 7,
                  SELECT: 1,
                  INSERT: 1,
                  UPDATE: 1,
                  DELETE: 1,
                },
              ],
            },
          ],
        };
      if (statement.text === proceduresShown.text)
        return {
          sets: [{ rows: ['Read', 'Add', 'Change', 'Remove'].map((name) => ({ schema: 'hr', name })) }],
        };
      return known(statement);
    },
  });
  ends.push(() => bed.stop());
  const asked = { writeTest: false, unattended: true };
  const { wizard, written, folder } = plainWizard({
    probesFor: (settings) =>
      [...probesFor(settings, asked), ...offersFor(settings, asked)].map((probe) => ({ ...probe })),
  });
  ends.push(async () => wizard.leave());
  const give = async (text: string) => {
    wizard.submit(text);
    await wizard.settled();
    return wizard.view();
  };
  for (const text of ['sqlserver', '', '', `localhost:${bed.port}`, 'CONTOSO']) await give(text);
  expect(wizard.view().question.key).toBe('dsn');
  await give('');
  expect(wizard.view().question.key).toBe('user');
  await give('ecma');
  const untrusted = await give('Planted-Secret-1');
  expect(untrusted.question.key).toBe('trust');
  expect(untrusted.findings[0]?.text).toBe('Contoso Root CA: not trusted by this server');
  expect(bed.logins).toHaveLength(0);
  // It can be kept as it was shown: once it was compared, beside the .ecmarc.
  expect(untrusted.question.choices.map(({ value }) => value)).toEqual(['HR-authority.pem', '']);
  const compared = await give('HR-authority.pem');
  expect(compared.advice).toContain('Is Contoso Root CA the one, by its SHA-256?');
  const kept = join(folder, 'HR-authority.pem');
  expect(existsSync(kept)).toBe(false);
  expect(bed.logins).toHaveLength(0);
  // What was typed goes on as soon as the authority is known.
  await give('HR-authority.pem');
  expect(new X509Certificate(readFileSync(kept)).fingerprint256).toBe(
    new X509Certificate(readFileSync(authority.certFile)).fingerprint256,
  );
  await wizard.settled();
  expect(wizard.view().question.key).toBe('table');
  expect(bed.logins.length).toBeGreaterThan(0);
  await expect
    .poll(() => wizard.view().question.choices.map(({ value }) => value), { timeout: 200_000 })
    .toEqual(['dbo.Employees']);
  let view = await give('dbo.Employees');
  if (view.question.key === 'table') view = await give('dbo.Employees');
  expect(view.question.key).toBe('method');
  await give('procedures');
  for (const name of ['hr.Read', 'hr.Add', 'hr.Change']) await give(name);
  view = await give('hr.Remove');
  if (view.question.key === 'delete') view = await give('hr.Remove');
  expect(view.question.key).toBe('anchor');
  view = await give('ContosoLogin');
  if (view.question.key === 'anchor') view = await give('ContosoLogin');
  expect(view.question.key).toBe('finish');
  await give('write');
  expect(written[0]?.text).toMatch(
    /procedures:\n +read: hr\.Read\n +add: hr\.Add\n +update: hr\.Change\n +delete: hr\.Remove/,
  );
  expect(written[0]?.text).toContain('caFile: HR-authority.pem');
  expect(written[0]?.typed).toEqual([{ key: 'connectors.HR.target.sql.password', text: 'Planted-Secret-1' }]);
});
