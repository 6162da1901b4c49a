import { describe, expect, test } from 'vitest';
import { allKeywords } from '../../src/clients/odbc/file-keywords.ts';
import { mayBeClear } from '../../src/clients/odbc/keywords.ts';
import { objectName } from '../../src/clients/sql/sqlserver/names.ts';
import { type Engine, engines } from '../../src/settings/schema.ts';
import { settingsFromText } from '../../src/settings/validate.ts';
import { faultOfAnswer } from '../../src/wizard/answers.ts';
import { type Draft, draftText, faultOf, serverParts, stepsOf, tableText } from '../../src/wizard/draft.ts';
import { fileDsnText } from '../../src/wizard/file-dsn.ts';
import { triesOf } from '../../src/wizard/tries.ts';
import { waysOf } from '../../src/wizard/ways.ts';

const draft = (current: Draft['current'], more: Partial<Draft> = {}): Draft => ({
  done: [],
  current,
  ...more,
});

function targetOf(given: Draft) {
  const parsed = settingsFromText(draftText(given), '.ecmarc');
  if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  return parsed.settings.connectors.map(({ target }) => target);
}

describe('a draft', () => {
  test.each(['ldap', 'custom', ...engines])('of %s reads as .ecmarc from the first answer on', (kind) => {
    expect(faultOf(draft({ kind }))).toBeUndefined();
    expect(faultOf(draft({ kind, name: 'A', anchor: 'x', bindDn: 'cn=x', user: 'u' }))).toBeUndefined();
  });

  test('of several connectors has them all, each with its own password', () => {
    const targets = targetOf(
      draft(
        {
          kind: 'postgresql',
          name: 'HR',
          server: 'db:5433',
          database: 'D',
          user: 'u',
          kept: 'file',
          password: 'p.txt',
        },
        {
          tenant: 'contoso.onmicrosoft.com',
          done: [{ kind: 'ldap', name: 'Dir', url: 'ldap://l', bindDn: 'cn=x' }],
        },
      ),
    );
    expect(targets).toMatchObject([
      { ldap: { password: { kind: 'prompt' } } },
      { sql: { server: 'db', port: 5433, password: { kind: 'file', path: 'p.txt' } } },
    ]);
  });

  test('asks for the roles of procedures only where they are used, and drops them where they are not', () => {
    const roles = { read: 'hr.r', add: 'hr.a', update: 'hr.u', delete: 'hr.d' };
    const sql = {
      kind: 'sqlserver',
      name: 'HR',
      server: 's',
      database: 'D',
      user: 'u',
      procedures: 'some',
      ...roles,
    };
    expect(stepsOf(draft({ ...sql, method: 'procedures' }))).toContain('update');
    expect(stepsOf(draft({ ...sql, method: 'table' }))).not.toContain('update');
    expect(targetOf(draft({ ...sql, method: 'procedures' }))).toMatchObject([{ sql: { procedures: roles } }]);
    expect(targetOf(draft({ ...sql, method: 'table' }))).toMatchObject([{ sql: { procedures: [] } }]);
  });

  test('without an account asks for no password', () => {
    expect(stepsOf(draft({ kind: 'ldap', bindDn: '' }))).not.toContain('password');
    expect(stepsOf(draft({ kind: 'mysql', user: '' }))).not.toContain('password');
  });
});

describe('a log-in', () => {
  const sql = { kind: 'sqlserver', name: 'HR', server: 's', database: 'D' };
  const directory = { kind: 'ldap', name: 'Dir', url: 'ldap://l' };

  test.each([
    [sql, undefined, 'ecma', { authentication: 'sql', user: 'ecma' }],
    [sql, 'ntlm', 'CONTOSO\\ecma', { authentication: 'ntlm', domain: 'CONTOSO', user: 'ecma' }],
    [sql, 'windows', '', { authentication: 'windows' }],
    [
      sql,
      'entra-password',
      'a@b.example',
      { authentication: 'entra', entra: 'password', user: 'a@b.example' },
    ],
    [
      sql,
      'entra-service-principal',
      'id',
      { authentication: 'entra', entra: 'service-principal', user: 'id' },
    ],
    [sql, 'entra-msi', '', { authentication: 'entra', entra: 'msi' }],
    [sql, 'entra-integrated', '', { authentication: 'entra', entra: 'integrated' }],
    [directory, undefined, 'cn=e', { authentication: 'simple', bindDn: 'cn=e' }],
    [
      directory,
      'kerberos',
      'ecma@R.EXAMPLE',
      { authentication: 'kerberos', bindDn: 'ecma', realm: 'R.EXAMPLE' },
    ],
    [directory, 'external', '', { authentication: 'external' }],
  ])('of %j by %s is written as .ecmarc has it', (target, logIn, account, keys) => {
    const at = target.kind === 'ldap' ? 'bindDn' : 'user';
    const current = { ...target, ...(logIn === undefined ? {} : { logIn }), [at]: account };
    const kind = target.kind === 'ldap' ? 'ldap' : 'sql';
    const [written] = targetOf(draft(current));
    expect(written).toMatchObject({ [kind]: keys });
    const named = account !== '';
    expect(stepsOf(draft(current)).includes('password')).toBe(named);
    expect(JSON.stringify(written).includes('"password":{')).toBe(named);
    expect(triesOf(at, draft(current)).ids.length > 0).toBe(!named);
    if (kind === 'sql')
      expect(fileDsnText(current, 'D')).toContain(
        { sql: 'Encrypt=yes', ntlm: 'Trusted_Connection=Yes', windows: 'Trusted_Connection=Yes' }[
          logIn ?? 'sql'
        ] ?? 'Authentication=ActiveDirectory',
      );
  });

  test('that is typed otherwise than it wants is refused', () => {
    expect(faultOfAnswer(draft({ ...sql, logIn: 'ntlm' }), 'user', 'ecma')).toBe('expected DOMAIN\\name');
    expect(faultOfAnswer(draft({ ...directory, logIn: 'kerberos' }), 'bindDn', 'ecma')).toBe(
      'expected name@REALM',
    );
    expect(faultOfAnswer(draft({ ...sql, logIn: 'windows' }), 'user', 'ecma')).toContain('Nobody is named');
  });
});

test.each([
  ['sql01', { server: 'sql01', port: '1433', instance: '' }],
  ['sql01:1500', { server: 'sql01', port: '1500', instance: '' }],
  ['sql01,1500', { server: 'sql01', port: '1500', instance: '' }],
  ['sql01\\HR', { server: 'sql01', port: '', instance: 'HR' }],
])('a server written %s', (text, parts) => {
  expect(serverParts(text, 'sqlserver')).toEqual(parts);
});

test.each(
  engines.flatMap((engine) =>
    [
      ['hr', 'employees'],
      ['HR', 'EMPLOYEES'],
      ['hr data', 'A.b'],
      ['', 'x"y'],
      ['s]', '`t`'],
    ].map((names): [Engine, string, string] => [engine, names[0] ?? '', names[1] ?? '']),
  ),
)('%s: a table of the list reads back as what it is (%s, %s)', (engine, schema, name) => {
  const back = objectName(tableText(engine, schema, name), 'D');
  expect(back).toEqual(engine === 'mysql' || schema === '' ? { name } : { schema, name });
});

test.each([
  [
    'ldap.contoso.example',
    [
      'ldap://ldap.contoso.example:389 tls',
      'ldaps://ldap.contoso.example:636',
      'ldap://ldap.contoso.example:389',
    ],
  ],
  ['l:3389', ['ldap://l:3389 tls', 'ldaps://l:3389', 'ldap://l:3389']],
  ['l:636', ['ldaps://l:636']],
  ['ldaps://l', ['ldaps://l:636']],
  ['ldap://l:389/', ['ldap://l:389 tls', 'ldap://l:389']],
])('the ways that %s leaves open, the protected ones first', (text, ways) => {
  expect(waysOf(text).map(({ url, startTls }) => `${url}${startTls ? ' tls' : ''}`)).toEqual(ways);
});

test.each(engines)('a file DSN for %s holds no password, and lets none cross in clear', (engine) => {
  const text = fileDsnText(
    { kind: engine, server: 'db.contoso.example', database: 'D', user: 'u' },
    'Driver 1',
  );
  expect(text).not.toMatch(/pwd|password|uid/i);
  expect(text).toContain('DRIVER=Driver 1');
  expect(mayBeClear(allKeywords(new TextEncoder().encode(text)), engine)).toBe(false);
});
