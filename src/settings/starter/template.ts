import { defaultSettings } from '../default-settings.ts';
import { profiles } from '../profiles.ts';
import { engines } from '../schema.ts';
import { modeline, schemaKey } from './editors.ts';
import { engineStarter } from './engines.ts';

export { writeStarter } from './write.ts';

export type StarterKind = 'ldap' | 'sql' | 'custom';

/** Answers by the question's key; one that is absent counts as the question's default. */
export type StarterAnswers = Readonly<Record<string, string>>;

/** What is asked for one line of the starter. An empty default: the line may stay a comment. */
export interface StarterField {
  readonly key: string;
  readonly text: string;
  readonly default: string;
  /** The only answers there are. */
  readonly choices?: readonly string[];
}

const tenant: StarterField = { key: 'tenant', text: 'Tenant, a domain or GUID (empty: later)', default: '' };

type Fields = (answers: StarterAnswers) => readonly StarterField[];

/** The one list behind the questions and the file; some questions and defaults go by the answers before them. */
export const starterFields: Readonly<Record<StarterKind, Fields>> = {
  ldap: () => [
    tenant,
    { key: 'name', text: 'Name of the connector', default: 'Directory' },
    { key: 'url', text: 'Address of the directory', default: 'ldap://ldap.contoso.example:389' },
    { key: 'startTls', text: 'Use StartTLS? (ldaps:// needs none)', default: 'yes', choices: ['yes', 'no'] },
    { key: 'bindDn', text: 'Account to sign in with, its DN (empty: later)', default: '' },
    { key: 'password', text: 'Environment variable with its password', default: 'ECMA_LDAP_PASSWORD' },
    { key: 'users', text: 'Container in which users are made, its DN (empty: later)', default: '' },
    { key: 'objectClass', text: 'Object class of users', default: 'inetOrgPerson' },
  ],
  sql: ({ engine }) => {
    const { server, port, table, inQuotes, account } = engineStarter(engine);
    return [
      tenant,
      { key: 'name', text: 'Name of the connector', default: 'HR' },
      { key: 'engine', text: 'Which database? mysql: MariaDB too', default: 'sqlserver', choices: engines },
      { key: 'server', text: `Host name of the ${server}`, default: 'sql01.contoso.example' },
      { key: 'port', text: 'Port', default: port },
      { key: 'database', text: 'Database', default: 'CONTOSO' },
      { key: 'table', text: `Table or view (in quotes: ${inQuotes})`, default: table },
      { key: 'anchor', text: 'Column that identifies a row (empty: later)', default: '' },
      { key: 'user', text: `${account} (empty: later)`, default: '' },
      { key: 'password', text: 'Environment variable with its password', default: 'ECMA_SQL_PASSWORD' },
      { key: 'dsn', text: 'Path of the file DSN (empty: later)', default: '' },
    ];
  },
  custom: () => [
    tenant,
    { key: 'name', text: 'Name of the connector', default: 'Ticketing' },
    { key: 'library', text: 'Path of the connector', default: 'C:\\connectors\\Contoso.Ticketing.dll' },
    { key: 'tcp', text: 'Host and port of the application (empty: later)', default: '' },
  ],
};

type Value = (key: string) => string;

/** One connector of the file: which kind, and what is said of it. */
export interface StarterConnector {
  readonly kind: StarterKind;
  readonly answers: StarterAnswers;
}

/** A commented `.ecmarc` to start from. What was left empty stands in it as a comment with an example. */
export function starterText(kind: StarterKind, answers: StarterAnswers = {}): string {
  return settingsText(answers.tenant ?? '', [{ kind, answers }], answers.profile);
}

/** The same of several connectors. */
export function settingsText(
  tenantId: string,
  connectors: readonly StarterConnector[],
  profile: string = defaultSettings.profile,
): string {
  const lines = [
    modeline,
    '# Settings of ecma-doctor, in YAML. An unknown key is an error, so a typing error does not go unseen.',
    schemaKey,
    `profile: ${yamlScalar(profile)} # whose requirements judge: ${profiles.join(' or ')}`,
    '',
    yamlLine('', 'tenant:', tenantId === ''),
    yamlEntry('  id:', tenantId, 'contoso.onmicrosoft.com', 'domain or GUID'),
    '',
    'connectors:',
    ...connectors.flatMap(connectorLines),
    '',
    '# What only a person can say: take the # away where it is true.',
    '# attest:',
    '#   testDataOnly: true # only test data is provisioned',
    '#   notASource: true # the target does not feed identities back to this tenant',
    '#   licence: true # the tenant has the licence that provisioning needs',
  ];
  return `${lines.join('\n')}\n`;
}

/** One connector as it stands below `connectors:`. */
export function connectorLines({ kind, answers }: StarterConnector): string[] {
  const fields = starterFields[kind](answers);
  const value: Value = (key) => answers[key] ?? fields.find((one) => one.key === key)?.default ?? '';
  return [`  - name: ${yamlScalar(value('name'))}`, ...connector[kind](value)];
}

const connector: Readonly<Record<StarterKind, (value: Value) => string[]>> = {
  ldap: (value) => [
    '    library: generic-ldap',
    '    writeTest: false # true: makes, changes and deletes one test user, after asking',
    '    target:',
    '      ldap:',
    yamlEntry('        url:', value('url')),
    // ldaps:// is TLS from the start: the two together would be an error.
    `        startTls: ${value('startTls') === 'yes' && !/^ldaps:/i.test(value('url'))}`,
    ...given('        caFile:', value('caFile'), 'its authority'),
    ...given('        authentication:', value('authentication'), "by Windows' own client"),
    ...given('        realm:', value('realm')),
    yamlEntry(
      '        bindDn:',
      value('bindDn'),
      'cn=ecma,ou=services,dc=contoso,dc=example',
      'account to sign in with',
    ),
    password(value('bindDn'), value),
    yamlEntry(
      '        users:',
      value('users'),
      'ou=people,dc=contoso,dc=example',
      'container in which users are made',
    ),
    yamlEntry('        objectClass:', value('objectClass')),
    ...given('        anchor:', value('anchor')),
  ],
  sql: (value) => {
    const { inQuotes, anchor, account } = engineStarter(value('engine'));
    const others = engines.filter((one) => one !== value('engine')).join(', ');
    const sqlServer = value('engine') === 'sqlserver';
    return [
      '    library: generic-sql',
      '    writeTest: false # true: inserts, updates and deletes one test row, after asking',
      '    target:',
      '      sql:',
      yamlEntry(
        '        engine:',
        value('engine'),
        undefined,
        `or ${others}${sqlServer ? ': these need a dsn' : ''}`,
      ),
      yamlEntry('        server:', value('server')),
      value('instance') === ''
        ? `        port: ${/^\d+$/.test(value('port')) ? value('port') : yamlScalar(value('port'))}`
        : yamlEntry('        instance:', value('instance')),
      yamlEntry('        database:', value('database')),
      yamlEntry('        table:', value('table'), undefined, `in quotes: ${inQuotes}`),
      yamlEntry('        anchor:', value('anchor'), anchor, 'column that identifies a row'),
      ...given('        authentication:', value('authentication'), 'sql, ntlm, windows or entra'),
      ...given('        entra:', value('entra')),
      ...given('        domain:', value('domain')),
      yamlEntry('        user:', value('user'), 'ecma', account),
      password(value('user'), value),
      // The other engines are asked through their driver, and the file DSN says whether that encrypts.
      ...(sqlServer ? ['        encrypt: true # true, false or strict'] : []),
      ...given('        caFile:', value('caFile'), 'its authority'),
      ...procedures(value),
      yamlEntry(
        '        dsn:',
        value('dsn'),
        'contoso.dsn',
        sqlServer
          ? 'the file DSN that the Generic SQL connector will use'
          : 'the file DSN of the Generic SQL connector: by it the driver is asked',
      ),
    ];
  },
  custom: (value) => [
    yamlEntry('    library:', value('library')),
    yamlLine('    ', 'target:', value('tcp') === ''),
    yamlEntry(
      '      tcp:',
      value('tcp'),
      'api.contoso.example:443',
      'only whether its port answers is tried',
    ),
  ],
};

/** A key and its value; an empty value with an example makes it a comment. */
function yamlEntry(key: string, value: string, example?: string, why?: string): string {
  const missing = value === '' && example !== undefined;
  const indent = key.slice(0, key.search(/\S/));
  const text = `${key.trimStart()} ${missing ? example : yamlScalar(value)}${why === undefined ? '' : ` # ${why}`}`;
  return yamlLine(indent, text, missing);
}

function yamlLine(indent: string, text: string, asComment: boolean): string {
  return `${indent}${asComment ? '# ' : ''}${text}`;
}

/** A line only where there is something to say. */
function given(key: string, value: string, why?: string): string[] {
  return value === '' ? [] : [yamlEntry(key, value, undefined, why)];
}

/** Where the password is to be had: `kept` is `prompt`, `file`, or else the name of a variable. */
function password(account: string, value: Value): string {
  const name = value('password');
  const at = /^\w+$/.test(name) ? name : quoted(name);
  const text =
    value('kept') === 'prompt'
      ? 'password: { prompt: true } # typed at each start; or { env: NAME } or { file: PATH }'
      : value('kept') === 'file'
        ? `password: { file: ${quoted(name)} } # or { env: NAME } or { prompt: true }`
        : `password: { env: ${at} } # or { file: PATH } or { prompt: true }`;
  return yamlLine('        ', text, account === '');
}

/** The stored-procedure method: which does what. */
function procedures(value: Value): string[] {
  const roles = ['read', 'add', 'update', 'delete'];
  if (roles.some((role) => value(role) === '')) return [];
  return ['        procedures:', ...roles.map((role) => `          ${role}: ${yamlScalar(value(role))}`)];
}

/** Text as YAML that reads back as the same text: in quotes unless it is plainly a word. */
function yamlScalar(text: string): string {
  const plain = /^[A-Za-z][A-Za-z0-9._=,/-]*(:\/\/[A-Za-z0-9.-]+)?(:\d+)?$/.test(text);
  return plain && !/^(?:true|false|null)$/i.test(text) ? text : quoted(text);
}

/** Single quotes leave backslashes (paths) as they are; what they cannot hold goes into JSON's escapes. */
function quoted(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}
