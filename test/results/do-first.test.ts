import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Owner } from '../../src/engine/probe.ts';
import type { Status } from '../../src/engine/status.ts';
import { briefCause, briefFault, briefText } from '../../src/results/brief-fault.ts';
import { doFirst } from '../../src/results/do-first.ts';
import type { Row } from '../../src/results/row.ts';
import { rows as madeUp } from '../report/made-up.ts';

const [like] = madeUp;

function row(id: string, status: Status, more: Partial<Row> & { readonly fixes?: Owner } = {}): Row {
  if (like === undefined) throw new Error('no row');
  const { fixes, ...rest } = more;
  const connector = id.split('@')[1];
  return {
    ...like,
    id,
    title: `Title of ${id}`,
    area: id.split('.')[0] ?? id,
    ...(connector === undefined ? {} : { connector }),
    status,
    message: `${id.split('@')[0]} is what was found`,
    ...(fixes === undefined
      ? {}
      : { remedy: { why: 'so', steps: [{ text: 'mend it', owner: fixes }], links: [] } }),
    ...rest,
  };
}

const blocked = (count: number, root: string): readonly Row[] =>
  Array.from({ length: count }, (_, index) =>
    row(`ldap.echo${index}@${root.split('@')[1] ?? 'all'}`, 'blocked', { blockedBy: root }),
  );

test('required before recommended, broken before asked, server before connector, rows freed, yours first', () => {
  const rows = [
    row('attest.test-data', 'manual', { fixes: 'entra' }),
    row('server.browser', 'warn', { level: 'recommended' }),
    row('ldap.reach@Big', 'fail', { fixes: 'directory' }),
    ...blocked(8, 'ldap.reach@Big'),
    row('ldap.tls@Small', 'fail', { fixes: 'directory' }),
    row('ldap.schema@Mine', 'fail'),
    row('server.dotnet', 'fail', { message: '4.6.2', fixes: 'server' }),
    row('tenant.exists', 'skipped', { reason: 'not-configured' }),
    row('network.tls-inspection', 'fail', { message: 'Contoso Inspector', fixes: 'network' }),
    row('network.sign-in', 'fail'),
    row('server.os', 'pass'),
    row('ldap.write@Big', 'skipped', { reason: 'not-allowed' }),
  ];
  const causes = [
    {
      id: 'tls-inspection',
      text: 'TLS is opened on the way, by Contoso Inspector',
      probes: ['network.tls-inspection', 'network.sign-in'],
    },
    {
      id: 'ldap.reach@Big',
      text: 'Answers: refused',
      probes: ['ldap.reach@Big', ...blocked(8, 'ldap.reach@Big').map(({ id }) => id)],
    },
  ];
  const list = doFirst(rows, causes);
  expect(
    list.map(({ order, probe, frees, owner, you }) => [order, probe, frees, you ? 'you' : owner]),
  ).toEqual([
    [1, 'network.tls-inspection', 2, 'network'],
    [2, 'server.dotnet', 1, 'server'],
    [3, 'ldap.reach@Big', 9, 'directory'],
    [4, 'ldap.schema@Mine', 1, 'you'],
    [5, 'ldap.tls@Small', 1, 'directory'],
    [6, 'attest.test-data', 1, 'you'],
    [7, 'tenant.exists', 1, 'you'],
    [8, 'server.browser', 1, 'you'],
  ]);
  expect(list[0]).toMatchObject({
    cause: 'tls-inspection',
    text: 'TLS is opened on the way',
    recommended: false,
  });
  expect(list[2]).toMatchObject({ connector: 'Big', rows: causes[1]?.probes });
  expect(list[2]).not.toHaveProperty('cause');
  expect(list[1]).toMatchObject({ text: '.NET Framework is 4.6.2' });
  expect(list[7]).toMatchObject({ recommended: true });
  // Every problem and every echo stands in exactly one.
  const told = list.flatMap((one) => one.rows);
  expect(new Set(told).size).toBe(told.length);
  expect([...told].sort()).toEqual(
    rows
      .filter(({ status, reason }) => status !== 'pass' && reason !== 'not-allowed')
      .map(({ id }) => id)
      .sort(),
  );
});

test('a warning of a required row is recommended; one that blocks required rows is required', () => {
  const list = doFirst(
    [
      row('sql.table@HR', 'warn'),
      row('tenant.sign-in', 'skipped', { level: 'info', reason: 'not-configured' }),
      row('tenant.licence', 'blocked', { blockedBy: 'tenant.sign-in' }),
    ],
    [],
  );
  expect(list.map(({ probe, frees, recommended }) => [probe, frees, recommended])).toEqual([
    ['tenant.sign-in', 2, false],
    ['sql.table@HR', 1, true],
  ]);
});

test('a root that was waived or of no use still frees what waits for it; nothing to do is an empty list', () => {
  const waived = row('ldap.bind@D', 'waived');
  expect(doFirst([waived], [])).toEqual([]);
  expect(doFirst([waived, ...blocked(2, 'ldap.bind@D')], [])).toMatchObject([
    { probe: 'ldap.bind@D', frees: 3 },
  ]);
});

describe('rows of the server, or of one connector, that say the same', () => {
  const unset = (id: string, more: Partial<Row> = {}): Row =>
    row(id, 'skipped', {
      reason: 'not-configured',
      message: 'no tenant.id in .ecmarc',
      remedy: { why: 'so', steps: [{ text: 'Add to .ecmarc', command: 'tenant: { id: x }' }], links: [] },
      ...more,
    });

  test('are one thing, with what waits for each of them', () => {
    const rows = [
      unset('tenant.exists'),
      unset('tenant.licence', {
        remedy: {
          why: 'so',
          steps: [
            { text: 'Add to .ecmarc', command: 'tenant: { id: x }' },
            { text: 'Or answer it yourself' },
          ],
          links: [],
        },
      }),
      row('tenant.type', 'blocked', { blockedBy: 'tenant.licence' }),
      unset('tenant.country', { level: 'recommended' }),
    ];
    expect(doFirst(rows, [])).toMatchObject([
      {
        order: 1,
        probe: 'tenant.exists',
        text: 'no tenant.id in .ecmarc',
        frees: 4,
        rows: ['tenant.exists', 'tenant.licence', 'tenant.type', 'tenant.country'],
        recommended: false,
      },
    ]);
  });

  test('also where a cause names one of them', () => {
    const rows = [
      row('server.clock', 'unknown', { message: 'not allowed to look', fixes: 'server' }),
      row('server.ntlm', 'unknown', { message: 'not allowed to look', fixes: 'server' }),
      row('host.port', 'blocked', { blockedBy: 'server.ntlm' }),
    ];
    const causes = [{ id: 'server.ntlm', text: 'NTLM: not allowed', probes: ['server.ntlm', 'host.port'] }];
    expect(doFirst(rows, causes).map(({ probe, frees }) => [probe, frees])).toEqual([['server.ntlm', 3]]);
  });

  test.each<readonly [string, Partial<Row> & { readonly fixes?: Owner }]>([
    ['of two connectors', { connector: 'B' }],
    ['with another finding', { message: 'refused by b:389' }],
    ['mended by another step', { remedy: { why: 'so', steps: [{ text: 'do else' }], links: [] } }],
  ])('but not %s', (_, more) => {
    const one = row('ldap.reach@A', 'fail', { message: 'refused by a:389', fixes: 'directory' });
    expect(doFirst([one, { ...one, id: 'ldap.tls@A', ...more }], [])).toHaveLength(2);
  });

  test('nor where nobody says what mends them', () => {
    const one = row('ldap.reach@A', 'fail', { message: 'odd' });
    expect(doFirst([one, { ...one, id: 'ldap.tls@A' }], [])).toHaveLength(2);
  });

  test('no two lines of the list are the same then, whatever says so', () => {
    const rows = ['a', 'b', 'c'].flatMap((name) => [
      unset(`tenant.${name}`),
      unset(`sql.${name}@HR`, { connector: 'HR', message: 'no database.user' }),
    ]);
    const lines = doFirst(rows, []).map(({ connector, text }) => `${connector} ${text}`);
    expect(new Set(lines).size).toBe(lines.length);
  });
});

test.each([
  ['nothing said by ldap-apac.contoso.example:389', 'nothing said by ldap-apac:389'],
  ['refused by 10.20.30.40:1433', 'refused by 10.20.30.40:1433'],
  ['nothing said by 127.0.0.1:44733', 'nothing said by 127.0.0.1:44733'],
  ['DNS does not answer for login.microsoftonline.com', 'DNS does not answer for login'],
  ['Microsoft.IAM.Connector.GenericSql.dll is not there', '...nnector.GenericSql.dll is not there'],
  ['not mapped: uidNumber, gidNumber, homeDirectory', 'not mapped: uidNumber'],
  ['bad name: the table gives no answer for SELECT', 'bad name: the table gives no answer...'],
])('%s is told as "%s"', (text, brief) => {
  expect(briefText(text)).toBe(brief);
  expect(brief.length).toBeLessThanOrEqual(38);
});

test.each([
  ['nothing said by 127.0.0.1:44733', 'nothing... 127.0.0.1:44733'],
  ['127.0.0.1:44733 says nothing', '127.0.0.1:44733 says nothing'],
  ['no answer from sql-badges.contoso.example:1433', 'no answer from sql-badges:1433'],
  ['.NET Framework is older than 4.7.1', '.NET Framework is older...'],
  ['Microsoft.IAM.Connector.GenericSql.dll is not there', '...GenericSql.dll is not there'],
])('in a narrow window %s is told as "%s"', (text, brief) => {
  expect(briefText(text, 30)).toBe(brief);
});

test('a finding of a word is told with its subject', () => {
  expect(
    briefFault(row('connector.library@X', 'fail', { message: 'damaged', title: 'Connector library' })),
  ).toBe('damaged: Connector library');
});

describe('a cause of several rows', () => {
  test.each([
    ['dns', 'DNS does not answer this server: no name can be found', 'DNS does not answer'],
    [
      'dns',
      'The DNS servers of this machine do not know the names that are needed',
      'DNS lacks the names needed',
    ],
    [
      'proxy-refuses',
      'The proxy p.contoso.example:8080 forbids every host that is needed (403)',
      'the proxy forbids every host',
    ],
    ['tls-inspection', 'TLS is opened on the way, by Contoso Inspection CA', 'TLS is opened on the way'],
    ['short', 'two words', 'two words'],
  ])('%s: %s', (id, text, brief) => {
    expect(briefCause({ id, text })).toBe(brief);
  });

  test('each rule of src/causes has a text that fits', () => {
    const long = 'x'.repeat(39);
    const ids = readdirSync(join(import.meta.dirname, '../../src/causes')).flatMap((name) => {
      const text = readFileSync(join(import.meta.dirname, '../../src/causes', name), 'utf8');
      return [...text.matchAll(/joint\(\s*(?:\w+ \? )?'([a-z-]+)'(?: : '([a-z-]+)')?/g)].flatMap(
        ([, ...found]) => found,
      );
    });
    const named = [...new Set(ids.filter((id) => id !== undefined))];
    expect(named.length).toBeGreaterThan(7);
    for (const id of named) {
      const brief = briefCause({ id, text: long });
      expect(brief.length, id).toBeLessThanOrEqual(38);
      expect(brief, id).not.toMatch(/\.\.\./);
    }
  });
});
