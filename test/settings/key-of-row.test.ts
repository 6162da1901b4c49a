import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lineOfRow } from '../../src/settings/key-of-row.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = `tenant:
  id: contoso.onmicrosoft.com
connectors:
  - name: HR
    library: generic-sql
    target:
      sql:
        server: sql01
        table: dbo.Employees
  - name: Directory
    library: generic-ldap
    target: { ldap: { url: ldap://ldap01 } }
  - name: Tickets
    library: C:\\\\t.dll
    target:
      tcp: api.contoso.example:443
attest:
  testDataOnly: true
`;

const rows: readonly (readonly [id: string, line: number | undefined])[] = [
  ['tenant.exists', 2],
  ['tenant.country', 1],
  ['attest.test-data', 18],
  ['sql.reach@HR', 8],
  ['sql.table@HR', 9],
  // Not set: what stands around it.
  ['sql.dsn@HR', 7],
  ['connector.library@HR', 5],
  ['connector.export@HR', 5],
  ['ldap.bind@Directory', 12],
  ['tcp.reach@Tickets', 16],
  // Nothing in the file is about them.
  ['server.os', undefined],
  ['network.proxy', undefined],
  ['ldap.bind@Gone', undefined],
];

it.each(rows)('%s stands at line %j', async (id, line) => {
  const path = join(folder, '.ecmarc');
  writeFileSync(path, text);
  const connector = id.split('@')[1];
  expect(await lineOfRow(path, connector === undefined ? { id } : { id, connector })).toBe(line);
});

it('a file that does not read, or is gone, is opened at its beginning', async () => {
  const broken = join(folder, 'broken');
  writeFileSync(broken, 'tenant: { id: ');
  expect(await lineOfRow(broken, { id: 'tenant.exists' })).toBeUndefined();
  expect(await lineOfRow(join(folder, 'gone'), { id: 'tenant.exists' })).toBeUndefined();
});
