import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settingsJsonSchema } from '../../src/settings/json-schema.ts';
import { parseYaml } from '../../src/settings/parse-yaml.ts';
import { settingsSchema } from '../../src/settings/schema.ts';
import { exampleText } from '../../src/settings/starter/example.ts';
import { starterText } from '../../src/settings/starter/template.ts';
import { settingsFromText } from '../../src/settings/validate.ts';
import { fitsJsonSchema } from './fits-json-schema.ts';

/** The schema by which editors mark what is wrong, held against the program: what either refuses, the other does. */

const schema = settingsJsonSchema();

function both(settings: unknown): { readonly program: boolean; readonly editor: boolean } {
  return { program: settingsSchema.safeParse(settings).success, editor: fitsJsonSchema(schema, settings) };
}

const connector = (more: object) => ({ connectors: [{ name: 'A', library: 'a.dll', ...more }] });
const ldap = (more: object) => connector({ target: { ldap: { url: 'ldap://h', ...more } } });
const sql = (more: object) =>
  connector({ target: { sql: { server: 's', database: 'd', table: 't', ...more } } });
const proxy = (given: unknown) => ({ network: { proxy: given } });
const tenant = (more: object) => ({ tenant: more });
const tcp = (address: string) => connector({ target: { tcp: address } });
const library = (name: string, target?: object) =>
  connector({ library: name, ...(target === undefined ? {} : { target }) });

const oneLdap = { ldap: { url: 'ldap://h' } };
const oneSql = { sql: { server: 's', database: 'd', table: 't' } };
const oneTcp = { tcp: 'h:1' };

const refused: readonly unknown[] = [
  ...['generic-foo', 'Generic-LDAP', 'a.dllx', '.dll', 'C:\\a\\.dll', 'a\u0007.dll'].map((one) =>
    library(one),
  ),
  ...[
    'http://x',
    'ldap://',
    'ldap:h',
    'ldap://h:65536',
    'ldap://h:x',
    'ldap://u@h',
    'ldap://h/dc=x',
    'ldap://a b',
  ].map((url) => ldap({ url })),
  ...['ldaps://h', 'LDAPS://h:636', ' ldaps://h'].map((url) => ldap({ url, startTls: true })),
  ...[
    'ftp://x',
    'proxy.contoso.com:8080',
    'proxy',
    'http://h:99999',
    'http://u:%zz@h',
    'http://',
    'http:///x',
  ].flatMap((one) => [proxy(one), proxy({ url: one })]),
  proxy({ url: 'http://u@h', user: 'u' }),
  proxy({ url: 'http://u:p@h:1', password: 'p' }),
  ...['http://x.y', 'login.contoso.example', 'https://u:p@h', 'https://h:70000'].flatMap((one) => [
    tenant({ cloud: { signIn: one } }),
    tenant({ cloud: { signIn: 'https://h', graph: one } }),
  ]),
  ...['localhost', 'ftp://h/x', 'https://u:p@h/x', '/scim'].map((tenantUrl) => connector({ tenantUrl })),
  ...['a', 'a:0', 'a:00', 'a:65536', 'a:99999', 'a:000001', 'a:b', '[::1]', 'u@a:1', 'a b:1'].map(tcp),
  ...['PWD=x', 'DSN=a;Pwd = x', 'DSN=a;PASSWORD=x', 'password=x'].map((dsn) => sql({ dsn })),
  ...['common', 'Common', 'ORGANIZATIONS', 'login.live.com', 'onMicrosoft.com', '-a', 'a b'].map((id) =>
    tenant({ id }),
  ),
  sql({ authentication: 'ntlm' }),
  sql({ port: 1433, instance: 'I' }),
  sql({ entra: 'msi' }),
  sql({ authentication: 'sql', entra: 'msi' }),
  sql({ authentication: 'windows', engine: 'mysql' }),
  sql({ authentication: 'entra', engine: 'other' }),
  library('generic-ldap', oneSql),
  library('generic-ldap', oneTcp),
  library('generic-sql', oneLdap),
  library('generic-sql', oneTcp),
  library('a.dll', {}),
  library('a.dll', { ...oneLdap, ...oneTcp }),
];

const allowed: readonly unknown[] = [
  {},
  ...['generic-ldap', 'generic-sql', 'generic-powershell', 'web-services', 'C:\\a\\b.DLL', '.\\x.dLl'].map(
    (one) => library(one),
  ),
  ...[
    'ldap://h',
    'ldaps://h',
    'LDAP://H:389',
    'ldap://h/',
    'ldap://[::1]:1389',
    ' ldap://10.0.0.1:65535 ',
  ].map((url) => ldap({ url })),
  ldap({ startTls: true }),
  ldap({ url: 'ldaps://h', startTls: false }),
  ...['http://p', 'HTTPS://p:8080/', 'http://u@p', 'http://u:p%40ss@p:1', 'http://u:p@ss@p:1'].flatMap(
    (one) => [proxy(one), proxy({ url: one })],
  ),
  proxy({ url: 'http://p:8080/a@b', user: 'u', password: { env: 'P' } }),
  tenant({ cloud: { signIn: 'https://login.contoso.example' } }),
  tenant({ cloud: { signIn: 'HTTPS://h:8443/x?y#z', graph: 'https://[::1]/' } }),
  ...['https://localhost:8585/ecma2host_Directory/scim', 'http://h/@x'].map((tenantUrl) =>
    connector({ tenantUrl }),
  ),
  ...['a:1', 'a:65535', 'a:00080', '[::1]:443', '10.0.0.1:9'].map(tcp),
  ...['contoso.dsn', 'C:\\pwd\\password.dsn', 'C:\\mypwd=1.dsn'].map((dsn) => sql({ dsn })),
  ...['contoso.onmicrosoft.com', 'commons', 'common.example', 'x.live.com', 'größe.example'].map((id) =>
    tenant({ id }),
  ),
  sql({ authentication: 'ntlm', domain: 'D' }),
  sql({ instance: 'I' }),
  sql({ port: 1433 }),
  sql({ authentication: 'windows' }),
  sql({ authentication: 'windows', engine: 'sqlserver' }),
  sql({ authentication: 'entra', entra: 'msi' }),
  library('generic-ldap', oneLdap),
  library('generic-sql', oneSql),
  ...[oneLdap, oneSql, oneTcp].map((target) => library('web-services', target)),
];

test.each(refused.map((one) => [JSON.stringify(one), one] as const))('refused by both: %s', (_, settings) => {
  expect(both(settings)).toEqual({ program: false, editor: false });
});

test.each(allowed.map((one) => [JSON.stringify(one), one] as const))('allowed by both: %s', (_, settings) => {
  expect(both(settings)).toEqual({ program: true, editor: true });
});

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const [, inAMinute = ''] = /^## `\.ecmarc` in a minute\n.*?^```yaml\n(.*?)^```$/ms.exec(readme) ?? [];

test.each<readonly [string, string]>([
  ['.ecmarc.example', exampleText],
  ['.ecmarc in a minute, of README', inAMinute],
  ...(['ldap', 'sql', 'custom'] as const).map((kind) => [`--init ${kind}`, starterText(kind)] as const),
])('%s is taken by both', (_, text) => {
  const document = parseYaml(text);
  if (!document.ok) throw new Error('no YAML');
  expect(document.value).toHaveProperty('connectors');
  expect(settingsFromText(text, '.ecmarc')).toMatchObject({ ok: true });
  expect(fitsJsonSchema(schema, document.value)).toBe(true);
});

describe('addresses of every shape', () => {
  const schemes = ['ldap://', 'LDAPS://', 'http://', 'https://', 'ftp://', ''];
  const who = ['', 'u:%40@', ':@', '@', '%@'];
  const hosts = ['h', 'h.example', '10.0.0.1', '[::1]', '', 'a<b', 'a b'];
  const ports = ['', ':', ':0', ':65535', ':65536', ':x'];
  const ends = ['', '/', '/?#', '/x', '?x', '#x', ' '];
  const addresses = schemes.flatMap((a) =>
    who.flatMap((b) => hosts.flatMap((c) => ports.flatMap((d) => ends.map((e) => `${a}${b}${c}${d}${e}`)))),
  );

  test.each<readonly [string, (address: string) => unknown]>([
    ['ldap.url', (url) => ldap({ url })],
    ['network.proxy', proxy],
    ['cloud.signIn', (signIn) => tenant({ cloud: { signIn } })],
    ['tenantUrl', (tenantUrl) => connector({ tenantUrl })],
  ])('%s: the schema says what the program says', (_, settings) => {
    const told = addresses.map((address) => ({ address, ...both(settings(address)) }));
    expect(told.filter(({ program }) => program).length).toBeGreaterThan(100);
    expect(told.filter(({ program, editor }) => program !== editor)).toEqual([]);
  });
});
