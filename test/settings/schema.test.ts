import { describe, expect, test } from 'vitest';
import { describedSettingsSchema } from '../../src/settings/key-descriptions.ts';
import { parseYaml } from '../../src/settings/parse-yaml.ts';
import { formatErrors } from '../../src/settings/settings-error.ts';
import { settingsFromText } from '../../src/settings/validate.ts';
import { fitsJsonSchema } from './fits-json-schema.ts';

function errorsOf(text: string): string[] {
  const parsed = settingsFromText(text, 'F');
  return parsed.ok ? [] : formatErrors(parsed.errors);
}

const jsonSchema = describedSettingsSchema();

/** What an editor makes of the file by the schema that ships; undefined where it is no YAML. */
function fitsInEditor(text: string): boolean | undefined {
  const document = parseYaml(text);
  return document.ok ? fitsJsonSchema(jsonSchema, document.value ?? {}) : undefined;
}

/** A whole file with these lines in the ldap target. */
function ldap(...lines: string[]): string {
  return [
    'connectors:',
    '  - name: Directory',
    '    library: generic-ldap',
    '    target:',
    '      ldap:',
    '        url: ldap://h:389',
    ...lines.map((line) => `        ${line}`),
  ].join('\n');
}

function sql(...lines: string[]): string {
  return [
    'connectors:',
    '  - name: HR',
    '    library: generic-sql',
    '    target:',
    '      sql:',
    '        database: D',
    '        table: dbo.T',
    ...lines.map((line) => `        ${line}`),
  ].join('\n');
}

const secretWords = 'expected text, { env: NAME }, { file: PATH } or { prompt: true }';
const controlWords =
  'has a control character in it (in "double quotes" a \\ makes one: write single quotes, or \\\\ for each \\)';
const L = 'F:7:';
const inLdap = 'connectors[0].target.ldap';
const inSql = 'connectors[0].target.sql';

const wrong: readonly (readonly [string, string, readonly string[]])[] = [
  // unknown keys
  [
    'a misspelt key',
    'connectors:\n  - name: A\n    tagret: {}\n    library: generic-ldap',
    ['F:3:5 connectors[0].tagret: unknown key, did you mean target?'],
  ],
  ['a misspelt key at the top', 'conectors: []', ['F:1:1 conectors: unknown key, did you mean connectors?']],
  [
    'a misspelt key in a target',
    ldap('usres: x'),
    [`${L}9 ${inLdap}.usres: unknown key, did you mean users?`],
  ],
  ['an unknown key like none', 'zebra: 1', ['F:1:1 zebra: unknown key']],
  ['$import', '$import: ./other.yaml', ['F:1:1 $import: unknown key: nothing is imported into .ecmarc']],
  ['__proto__', '__proto__: { profile: ga }', ['F:1:1 __proto__: unknown key']],
  // every key has its own place, and its name unless it may be a secret
  ...[
    ['$env:X', '["$env:X"]'],
    [`$\{X}`, `["$\{X}"]`],
    ['$a.b', '["$a.b"]'],
    ['$ä', '$ä'],
    ['$', '$'],
    ['x y', '["x y"]'],
    ['größe', 'größe'],
    ['"$\\e[31mx\\u202e"', '$x'],
  ].map(
    ([key = '', told = '']) =>
      [`the key ${key}`, `profile: ga\n${key}: 1\n`, [`F:2:1 ${told}: unknown key`]] as const,
  ),
  ...['$P@ss!w0rd', '"$2b$10$N9qo8uLO/ickgx"', `$${'a'.repeat(40)}`].map(
    (key) =>
      [
        `the key ${key}, which may be a secret`,
        `profile: ga\n${key}: 1\n`,
        ['F:2:1 a key in here is unknown'],
      ] as const,
  ),
  ['an unknown key in JSON', '{\n  "profile": "ga",\n  "$env:X": 1\n}', ['F:3:3 ["$env:X"]: unknown key']],
  [
    'unknown keys that may be secrets',
    'network:\n  proxy:\n    http://svc:hunter2@proxy: 8080\n    hunter2:\n    svc:hunter2: x',
    [
      'F:3:5 network.proxy.url: is missing',
      'F:3:5 network.proxy: a key in here is unknown',
      'F:4:5 network.proxy: a key in here is unknown',
      'F:5:5 network.proxy: a key in here is unknown',
    ],
  ],
  ['a merge key', '<<: { profile: ga }', ['F:1:1 ["<<"]: unknown key: mappings are not merged here']],
  [
    'a misspelt key in a union',
    'network: { proxy: { url: "http://p:1", usr: x } }',
    ['F:1:40 network.proxy.usr: unknown key, did you mean user?'],
  ],
  [
    'a misspelt key in a cloud',
    'tenant: { cloud: { signin: "https://a" } }',
    ['F:1:20 tenant.cloud.signin: unknown key, did you mean signIn?'],
  ],
  [
    'a misspelt key in signIn',
    'tenant: { signIn: { method: device-code, clientid: x } }',
    ['F:1:42 tenant.signIn.clientid: unknown key, did you mean clientId?'],
  ],
  // types
  ['a list at the top', '- a', ['F:1:1 expected keys and values (key: value)']],
  ['text at the top', 'hello', ['F:1:1 expected keys and values (key: value)']],
  [
    'nothing behind a key',
    'connectors:',
    ['F:1:1 connectors: has no value: give it one, or leave the key out'],
  ],
  ['a number for text', 'tenant: { id: 12345 }', ['F:1:15 tenant.id: expected text: put quotes around it']],
  ['text for a number', 'host: { port: "8585" }', ['F:1:15 host.port: expected a number, without quotes']],
  [
    'text for a flag',
    ldap('startTls: yes'),
    [`${L}19 ${inLdap}.startTls: expected true or false, without quotes`],
  ],
  [
    'text for a list',
    ldap('attributes: cn'),
    [`${L}21 ${inLdap}.attributes: expected a list: [a, b], or lines that begin with "- "`],
  ],
  ['a list for text', ldap('users: [a]'), [`${L}16 ${inLdap}.users: expected text`]],
  ['a port too large', 'host: { port: 70000 }', ['F:1:15 host.port: expected a port from 1 to 65535']],
  ['half a port', 'host: { port: 1.5 }', ['F:1:15 host.port: expected a whole number']],
  [
    'a control character',
    'tenant: {}\nhost: { folder: "a\\x1b[2Jb" }',
    [`F:2:17 host.folder: ${controlWords}`],
  ],
  [
    'a path that YAML reads as an escape',
    'host: { folder: "C:\\Program Files" }',
    [`F:1:17 host.folder: ${controlWords}`],
  ],
  // choices
  [
    'a misspelt choice',
    'profile: preview-2012',
    ['F:1:10 profile: expected preview-2021 or ga, did you mean preview-2021?'],
  ],
  [
    'a wrong cloud',
    'tenant: { cloud: mars }',
    ['F:1:18 tenant.cloud: expected public, usgov, china or { signIn: https://..., graph: https://... }'],
  ],
  [
    'a wrong sign-in',
    'tenant: { signIn: magic }',
    [
      'F:1:19 tenant.signIn: expected none, or { method: ... } with none, device-code, client-secret or client-certificate',
    ],
  ],
  [
    'a wrong method',
    'tenant: { signIn: { method: magic } }',
    ['F:1:29 tenant.signIn.method: expected none, device-code, client-secret or client-certificate'],
  ],
  ['no method', 'tenant: { signIn: { clientId: x } }', ['F:1:19 tenant.signIn.method: is missing']],
  ...[
    'adfs',
    'login.windows.net',
    'STS.windows.net',
    'live.com',
    'b2clogin.com',
    'login.chinacloudapi.cn',
  ].map((id): [string, string, string[]] => [
    `a tenant that stands for all: ${id}`,
    `tenant: { id: ${id} }`,
    ['F:1:15 tenant.id: expected the domain or GUID of one tenant: this address belongs to no single one'],
  ]),
  [
    'a tenant that stands for all: common',
    'tenant: { id: common }',
    ['F:1:15 tenant.id: expected the domain or GUID of one tenant: this address belongs to no single one'],
  ],
  [
    'a tenant that stands for all: Organizations',
    'tenant: { id: Organizations }',
    ['F:1:15 tenant.id: expected the domain or GUID of one tenant: this address belongs to no single one'],
  ],
  [
    'a tenant that stands for all: consumers',
    'tenant: { id: consumers }',
    ['F:1:15 tenant.id: expected the domain or GUID of one tenant: this address belongs to no single one'],
  ],
  [
    'a tenant that stands for all: 9188040D-6C67-4C5B-B112-36A304B66DAD',
    'tenant: { id: 9188040D-6C67-4C5B-B112-36A304B66DAD }',
    ['F:1:15 tenant.id: expected the domain or GUID of one tenant: this address belongs to no single one'],
  ],
  [
    'a tenant that stands for all: onmicrosoft.com',
    'tenant: { id: onmicrosoft.com }',
    ['F:1:15 tenant.id: expected the domain or GUID of one tenant: this address belongs to no single one'],
  ],
  [
    'a tenant that stands for all: login.microsoftonline.com',
    'tenant: { id: login.microsoftonline.com }',
    ['F:1:15 tenant.id: expected the domain or GUID of one tenant: this address belongs to no single one'],
  ],
  [
    'no GUID',
    'tenant: { signIn: { method: device-code, clientId: x } }',
    ['F:1:52 tenant.signIn.clientId: expected a GUID such as 00000000-0000-0000-0000-000000000000'],
  ],
  [
    'a wrong writeTest',
    'connectors: [{ name: A, library: a.dll, writeTest: maybe }]',
    [
      'F:1:52 connectors[0].writeTest: expected true, false or { despite: [triggers, temporal, cdc, size, consumers, children] }',
    ],
  ],
  [
    'a wrong despite',
    'connectors: [{ name: A, library: a.dll, writeTest: { despite: [sise] } }]',
    [
      'F:1:64 connectors[0].writeTest.despite[0]: expected triggers, temporal, cdc, size, consumers or children, did you mean size?',
    ],
  ],
  [
    'a wrong encrypt',
    sql('server: s', 'encrypt: maybe'),
    [`F:9:18 ${inSql}.encrypt: expected true, false or strict`],
  ],
  [
    'a wrong day',
    'probes: { waive: [{ id: a, reason: b, until: 2027-02-30 }] }',
    ['F:1:46 probes.waive[0].until: expected a day such as 2027-01-31'],
  ],
  [
    'no seconds',
    'probes: { deadlines: { ldap.bind: 0 } }',
    ['F:1:35 probes.deadlines["ldap.bind"]: expected seconds above 0, at most 3600'],
  ],
  // addresses
  [
    'an ldap address with http',
    ldap().replace('ldap://h:389', 'http://h'),
    [`F:6:14 ${inLdap}.url: expected an address such as ldap://ldap.contoso.example:389`],
  ],
  [
    'an ldap address without host',
    ldap().replace('ldap://h:389', 'ldap:h'),
    [`F:6:14 ${inLdap}.url: expected an address such as ldap://ldap.contoso.example:389`],
  ],
  [
    'an ldap address with a DN',
    ldap().replace('ldap://h:389', 'ldap://h/dc=x'),
    [
      `F:6:14 ${inLdap}.url: expected an address such as ldap://ldap.contoso.example:389: nothing may follow the host and port`,
    ],
  ],
  [
    'an address with a password',
    ldap().replace('ldap://h:389', 'ldap://u:hunter2@h'),
    [`F:6:14 ${inLdap}.url: a user or password does not belong into an address`],
  ],
  [
    'a wrong proxy',
    'network: { proxy: "proxy:8080" }',
    ['F:1:19 network.proxy: expected an address such as http://proxy.contoso.example:8080'],
  ],
  [
    'a proxy password twice',
    'network: { proxy: { url: "http://u:hunter2@p:1", password: x } }',
    [
      'F:1:26 network.proxy.url: has a user or password in it although user or password stands beside it: keep one',
    ],
  ],
  [
    'a proxy password that cannot be decoded',
    'network: { proxy: "http://u:100%25%hunter2@p:1" }',
    [
      'F:1:19 network.proxy: has a user or password in it that is not percent-encoded: write user and password beside it',
    ],
  ],
  [
    'a tcp target without port',
    'connectors: [{ name: A, library: a.dll, target: { tcp: h } }]',
    ['F:1:56 connectors[0].target.tcp: expected host:port, such as api.contoso.example:443'],
  ],
  [
    'a tcp target with port 0',
    'connectors: [{ name: A, library: a.dll, target: { tcp: "h:0" } }]',
    ['F:1:56 connectors[0].target.tcp: expected a port from 1 to 65535 after the colon'],
  ],
  [
    'an instance in the server',
    sql('server: sql01\\X'),
    [
      `F:8:17 ${inSql}.server: expected the host name alone: the port belongs into port, an instance into instance`,
    ],
  ],
  [
    'an address of IPv6 as the server',
    sql("server: 'fd12::77'"),
    [`F:8:17 ${inSql}.server: expected a host name or an IPv4 address: an address of IPv6 is not taken here`],
  ],
  [
    'a connection string as DSN',
    sql('server: s', 'dsn: DSN=a;UID=sa;PWD=hunter2'),
    [`F:9:14 ${inSql}.dsn: expected the path of a file DSN, not a connection string`],
  ],
  // secrets
  [
    'a number as password',
    ldap('password: 12345'),
    [`${L}19 ${inLdap}.password: expected text: put quotes around it`],
  ],
  ['a misspelt source', ldap('password: { evn: hunter2 }'), [`${L}19 ${inLdap}.password: ${secretWords}`]],
  ['a password in braces', ldap('password: { hunter2 }'), [`${L}19 ${inLdap}.password: ${secretWords}`]],
  ['a password as a list', ldap('password: [hunter2]'), [`${L}19 ${inLdap}.password: ${secretWords}`]],
  [
    'a password as a variable',
    ldap('password: { env: "hunter2!" }'),
    [`${L}26 ${inLdap}.password.env: expected the name of an environment variable`],
  ],
  ['prompt: false', ldap('password: { prompt: false }'), [`${L}19 ${inLdap}.password: ${secretWords}`]],
  [
    'an empty password',
    ldap('password: ""'),
    [`${L}19 ${inLdap}.password: is empty: give it a value, or leave the key out`],
  ],
  [
    'no password',
    ldap('password:'),
    [`${L}9 ${inLdap}.password: has no value: give it one, or leave the key out`],
  ],
  [
    'no colon',
    ldap().replace('{}', '').replace('url: ldap://h:389', '{ url: "ldap://h:389", password hunter2 }'),
    [`F:6:32 ${inLdap}: a key in here is unknown`],
  ],
  // across keys
  [
    'a name twice',
    'connectors: [{ name: HR, library: a.dll }, { name: hr, library: a.dll }]',
    ['F:1:52 connectors[1].name: another connector has this name already'],
  ],
  [
    'a name that fits no id',
    'connectors: [{ name: "A@B", library: a.dll }]',
    ['F:1:22 connectors[0].name: expected letters, digits, space, - and _, with no space at either end'],
  ],
  ['no library', 'connectors: [{ name: A }]', ['F:1:14 connectors[0].library: is missing']],
  [
    'a misspelt library',
    'connectors: [{ name: A, library: generic-ldpa }]',
    [
      'F:1:34 connectors[0].library: expected generic-ldap, generic-sql, generic-powershell, web-services or the path of a custom ECMA2 .dll',
    ],
  ],
  [
    'generic-ldap with sql',
    sql('server: s').replace('generic-sql', 'generic-ldap'),
    ['F:3:14 connectors[0].library: generic-ldap does not fit target: sql (it needs target: ldap)'],
  ],
  [
    'generic-sql with ldap',
    ldap().replace('generic-ldap', 'generic-sql'),
    ['F:3:14 connectors[0].library: generic-sql does not fit target: ldap (it needs target: sql)'],
  ],
  [
    'generic-sql with tcp',
    'connectors: [{ name: A, library: generic-sql, target: { tcp: "h:1" } }]',
    ['F:1:34 connectors[0].library: generic-sql does not fit target: tcp (it needs target: sql)'],
  ],
  [
    'two targets',
    'connectors: [{ name: A, library: a.dll, target: { tcp: "h:1", ldap: { url: "ldap://h" } } }]',
    ['F:1:49 connectors[0].target: expected exactly one of ldap, sql and tcp'],
  ],
  [
    'an empty target',
    'connectors: [{ name: A, library: a.dll, target: {} }]',
    ['F:1:49 connectors[0].target: expected exactly one of ldap, sql and tcp'],
  ],
  [
    'StartTLS with ldaps',
    ldap('startTls: true').replace('ldap://h:389', 'ldaps://h'),
    [
      `${L}19 ${inLdap}.startTls: does not go with ldaps:// (TLS from the start): write ldap://, or leave it out`,
    ],
  ],
  [
    'instance and port',
    sql('server: s', 'instance: I', 'port: 1433'),
    [`F:9:19 ${inSql}.instance: does not go with port: keep the one that the connector will use`],
  ],
  [
    'ntlm without domain',
    sql('server: s', 'authentication: ntlm'),
    [`F:6:9 ${inSql}.domain: is missing: authentication: ntlm needs it`],
  ],
  [
    'a kind of Entra log-in without Entra',
    sql('server: s', 'entra: msi'),
    [`F:9:16 ${inSql}.entra: goes with authentication: entra only`],
  ],
  [
    'Entra with another engine',
    sql('server: s', 'authentication: entra', 'engine: mysql'),
    [`F:9:25 ${inSql}.authentication: entra goes with engine: sqlserver only`],
  ],
  [
    'targetWritable without connector',
    'attest: { targetWritable: [Nobody] }',
    ['F:1:28 attest.targetWritable[0]: no connector of this file has this name'],
  ],
  // several at once, in the order of the file
  [
    'several',
    'profile: x\nzebra: 1\nhost: { port: 0 }\nconnectors: [{ name: A }]',
    [
      'F:1:10 profile: expected preview-2021 or ga',
      'F:2:1 zebra: unknown key',
      'F:3:15 host.port: expected a port from 1 to 65535',
      'F:4:14 connectors[0].library: is missing',
    ],
  ],
];

/** What one part of a file says of another is no schema's to compare. */
const notInSchema = ['a name twice', 'targetWritable without connector'];

describe('what is wrong is named by place, key and expectation', () => {
  test.each(wrong)('%s', (_name, text, lines) => {
    expect(errorsOf(text)).toEqual(lines);
    expect(errorsOf(text).join()).not.toContain('hunter2');
  });

  test.each(wrong)('and marked by the JSON Schema in an editor: %s', (name, text) => {
    expect(fitsInEditor(text)).toBe(notInSchema.includes(name));
  });
});

const right: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['only comments', '# later\n'],
  ['an account without password', ldap('bindDn: cn=x')],
  ['a password without account', ldap('password: x')],
  ['signIn: none', 'tenant: { signIn: none }'],
  [
    'a GUID of zeros',
    'tenant: { signIn: { method: device-code, clientId: 00000000-0000-0000-0000-000000000000 } }',
  ],
  ['a custom library with sql', sql('server: s').replace('generic-sql', 'C:\\a\\b.DLL')],
  ['powershell with ldap', ldap().replace('generic-ldap', 'generic-powershell')],
  ['web-services with tcp', 'connectors: [{ name: A, library: web-services, target: { tcp: "[::1]:443" } }]'],
  ['an IPv6 directory', ldap().replace('ldap://h:389', 'ldap://[::1]:1389')],
  ['JSON with tabs', '{\n\t"profile": "ga",\n\t"host": {\n\t\t"port": 1\n\t}\n}'],
  ['an alias', 'host: &a { port: 1 }\nnetwork: {}\nprobes: { deadlines: *a }'],
];

test.each(right)('accepted, and by the JSON Schema too: %s', (_name, text) => {
  expect(errorsOf(text)).toEqual([]);
  expect(fitsInEditor(text)).toBe(true);
});

function settingsOf(text: string) {
  const parsed = settingsFromText(text, 'F');
  if (!parsed.ok) throw new Error(formatErrors(parsed.errors).join('\n'));
  return parsed.settings;
}

test('defaults are those of the contract', () => {
  expect(settingsOf('')).toEqual({
    profile: 'preview-2021',
    tenant: { cloud: 'public', signIn: { method: 'none' } },
    network: {},
    host: { folder: 'C:\\Program Files\\Microsoft ECMA2Host', port: 8585 },
    connectors: [],
    probes: { deadlines: {}, waive: [] },
    attest: { testDataOnly: false, notASource: false, licence: false, targetWritable: [] },
  });
  expect(settingsOf(ldap()).connectors[0]?.target).toEqual({
    ldap: {
      url: 'ldap://h:389',
      startTls: false,
      objectClass: 'inetOrgPerson',
      auxiliaryClasses: [],
      anchor: 'dn',
      authentication: 'simple',
      allowClearPassword: false,
    },
  });
  expect(settingsOf(sql('server: s')).connectors[0]?.target).toMatchObject({
    sql: { port: 1433, encrypt: true },
  });
});

test('an instance leaves the port open', () => {
  expect(settingsOf(sql('server: s', 'instance: I')).connectors[0]?.target).not.toHaveProperty('sql.port');
});

test('user and password are split off a proxy address', () => {
  const { proxy } = settingsOf('network: { proxy: "http://svc:p%40ss@p.example:8080" }').network;
  expect(proxy?.url).toBe('http://p.example:8080/');
  expect(proxy?.user).toBe('svc');
  expect(proxy?.password?.kind === 'clear' && proxy.password.secret.reveal()).toBe('p@ss');
});
