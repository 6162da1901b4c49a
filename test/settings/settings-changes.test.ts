import { expect, it } from 'vitest';
import { type Settings, settingsSchema } from '../../src/settings/schema.ts';
import { settingsChanges } from '../../src/settings/settings-changes.ts';

type Target = Record<string, unknown>;

function sql(more: Target = {}, connector: Target = {}): Settings {
  return settingsSchema.parse({
    connectors: [
      {
        name: 'HR',
        library: 'generic-sql',
        target: {
          sql: {
            server: 'sql1',
            database: 'HR',
            table: 'dbo.E',
            user: 'anna',
            password: { env: 'A' },
            ...more,
          },
        },
        ...connector,
      },
      { name: 'Other', library: 'generic-sql', target: { sql: { server: 's', database: 'd', table: 't' } } },
    ],
  });
}

it.each<readonly [string, Target, string | undefined]>([
  ['nothing', {}, undefined],
  ['an address', { port: 1434 }, 'port, was 1433, now 1434'],
  ['one that was not set', { dsn: 'hr.dsn' }, 'dsn, was not set, now hr.dsn'],
  ['a switch', { encrypt: false }, 'encrypt, was true, now false'],
  ['the account: only that', { user: 'berta' }, 'user'],
  ['where the password is: only that', { password: { file: 'C:\\secret.txt' } }, 'password'],
  ['columns: once, whatever they are', { attributes: ['FirstName', 'LastName'] }, 'attributes'],
  [
    'several: three, then a number',
    { server: 'sql2', port: 2, database: 'X', table: 'dbo.F', user: 'c' },
    'server, was sql1, now sql2; database, was HR, now X; user; 2 more',
  ],
  ['a long value: its beginning', { server: 'x'.repeat(200) }, `server, was sql1, now ${'x'.repeat(60)}...`],
])('says what changed: %s', (_, more, words) => {
  const changes = settingsChanges(sql(), sql(more), 'HR');
  expect(changes).toBe(words);
  expect(changes ?? '').not.toMatch(/anna|berta|secret/);
});

it("another connector's settings are not this one's, and the server has its own", () => {
  expect(settingsChanges(sql(), sql({ port: 2 }), 'Other')).toBeUndefined();
  expect(settingsChanges(sql(), sql({ port: 2 }), undefined)).toBeUndefined();
  const tenant = (id: string): Settings => settingsSchema.parse({ tenant: { id } });
  expect(settingsChanges(tenant('a.example'), tenant('b.example'), undefined)).toBe(
    'id, was a.example, now b.example',
  );
});

it('a connector that was not there is new; a password in clear is never told', () => {
  expect(settingsChanges(settingsSchema.parse({}), sql(), 'HR')).toBe('the connector is new');
  const clear = (password: string): Settings => sql({ password });
  expect(settingsChanges(clear('Geheim1'), clear('Geheim2'), 'HR') ?? '').not.toMatch(/Geheim/);
});
