import { describe, expect, test } from 'vitest';
import { eventOfRun } from '../../src/report/event-log.ts';
import { formats } from '../../src/report/formats.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { writePlain } from '../../src/report/plain.ts';
import { redact } from '../../src/report/redact.ts';
import type { Row } from '../../src/results/row.ts';
import { madeUp } from './made-up.ts';

/** Names of every kind, planted where only the text itself tells that they are names; none is found in any format. */
const planted: readonly (readonly [kind: string, text: string, secrets: readonly string[]])[] = [
  ['a share', 'read from \\\\filer77\\ecma$\\lib.dll', ['filer77']],
  ['a URL', 'see https://wiki.adatum.example/x and ldap://dirsrv9.adatum.example:389', ['adatum', 'dirsrv9']],
  ['a DN', 'uid=jdoe,ou=people,dc=adatum,dc=example', ['jdoe', 'adatum']],
  ['a DN of an organization', 'cn=svc-ecma,ou=x,o=Adatum Works', ['svc-ecma', 'Adatum']],
  ['mail', 'ask maria.lopez@adatum.example', ['maria.lopez', 'adatum']],
  ['a GUID', 'app 7e3c2f0a-1b2c-4d5e-8f90-a1b2c3d4e5f6 was refused', ['7e3c2f0a']],
  ['an IPv4 address', 'moves to 10.77.4.9 on Monday', ['10.77.4.9']],
  ['an IPv6 address', 'moves to fd12:3456:789a::77 on Monday', ['fd12:3456']],
  ['an owner of a table', 'denied on [klaus2].[Employees], see "RITA7"."STAFF"', ['klaus2', 'rita7']],
  ['an owner in words', "denied on the object 'Employees', database 'D', schema 'greta9'.", ['greta9']],
  [
    'an application',
    'api://7e3c2f0a-1b2c-4d5e-8f90-a1b2c3d4e5f6 of api://adatum-app',
    ['7e3c2f0a', 'adatum'],
  ],
  [
    "a customer's name below Microsoft's domains",
    'tcp:adatumsql.database.windows.net,1433 adatumgov.database.usgovcloudapi.net:1433 adatumcn.database.chinacloudapi.cn:1433 adatumpg.postgres.database.azure.com:5432',
    ['adatumsql', 'adatumgov', 'adatumcn', 'adatumpg'],
  ],
  ['a login', 'granted by ADATUM\\klaus until then', ['ADATUM', 'klaus']],
];

/** What a reader needs, and what is the same for everybody. */
const kept = [
  'login.microsoftonline.com',
  'oneocsp.microsoft.com',
  'policykeyservice.dc.ad.msft.net',
  'ocsp.msocsp.com',
  'entra.microsoft.us',
  'microsoftgraph.chinacloudapi.cn',
  'LocalMachine\\Root',
  'HKLM\\SOFTWARE\\Microsoft',
  '127.0.0.1',
  '10.0.17763',
];

const [like] = madeUp.rows;

function inputWith(text: string, settings: ReportInput['settings']): ReportInput {
  if (like === undefined) throw new Error('no row');
  const row: Row = {
    ...like,
    status: 'waived',
    message: text,
    found: text,
    evidence: [{ label: 'note', value: text }],
    judged: { status: 'fail', message: text },
    answer: { by: 'ann', at: madeUp.startedAt, reason: text, where: '.ecmarc' },
    remedy: { why: text, steps: [{ text, command: text, owner: 'server' }], links: [] },
    facts: { usable: true, text, [text]: text },
    attempts: [{ startedAt: madeUp.startedAt, durationMs: 1, status: 'fail', message: text }],
  };
  const failed: Row = { ...row, id: 'server.memory', status: 'fail' };
  const causes = [{ id: 'x', text, probes: ['server.memory'] }];
  const notices = [{ kind: 'warn' as const, text }];
  return { ...madeUp, rows: [row, failed], causes, notices, words: text, settings };
}

test('owners of tables and procedures that .ecmarc names, also short ones', () => {
  const sql = { table: 'CONTOSO.rh.Employees', procedures: { add: '[kp].[AddUser]' }, database: 'CONTOSO' };
  const settings = { connectors: [{ name: 'HR', target: { sql } }] };
  const text =
    'rh.Employees and [rh].[Employees] with kp.AddUser; sql.table@HR is not theirs, nor dbo.Employees';
  const { input } = redact(inputWith(text, settings), []);
  expect(input.rows[0]?.message).toBe(
    'owner-1.Employees and [owner-1].[Employees] with owner-2.AddUser; sql.table@HR is not theirs, nor dbo.Employees',
  );
  for (const { write } of writers) expect(write(input)).not.toMatch(/\brh\b|\bkp\b/);
});

const writers = [
  ...formats.map(({ suggested, write }) => ({ name: suggested, write })),
  { name: 'plain', write: (input: ReportInput) => writePlain(input, { ascii: true, color: false }) },
  { name: 'event', write: (input: ReportInput) => eventOfRun(input).texts.join('\n') },
];

describe.each(planted)('%s', (_kind, text, secrets) => {
  const { input } = redact(inputWith(text, { probes: { waive: [{ id: '*', reason: text }] } }), []);
  test.each(writers)('is in no $name', ({ write }) => {
    const told = write(input).toLowerCase();
    for (const secret of secrets) expect(told).not.toContain(secret.toLowerCase());
  });
});

test('ids of applications and the names of an own authority', () => {
  const id = '5d3b1c0e-9f8e-4d7c-b6a5-948372615041';
  const text = 'Adatum Issuing CA 2 is not trusted';
  const given = inputWith(text, { tenant: { signIn: { clientId: id } } });
  const rows = given.rows.map((row) => ({
    ...row,
    facts: { usable: true, issuer: 'CN=Adatum Issuing CA 2' },
  }));
  const { input } = redact({ ...given, rows }, []);
  for (const { write } of writers) {
    expect(write(input)).not.toContain(id);
    expect(write(input)).not.toContain('Adatum');
  }
});

test.each(kept)('%s stays', (name) => {
  const { input } = redact(inputWith(`it is ${name} here`, {}), []);
  expect(input.rows[0]?.message).toBe(`it is ${name} here`);
});
