import { type Answers, engineOf } from './kinds.ts';

/** How an account signs in, as `.ecmarc` writes it: Tab at the account goes from one to the next. */
export interface LogIn {
  /** What the draft keeps. */
  readonly key: string;
  /** "a SQL login", as it stands behind the account. */
  readonly text: string;
  /** What is to be typed. */
  readonly hint: string;
  readonly placeholder: string;
  /** Nobody is named: who runs the doctor, or a certificate, or the machine signs in. */
  readonly nobody?: true;
  /** What it adds to `.ecmarc`. */
  readonly keys: Answers;
  /** The line by which a file DSN of SQL Server does the same. */
  readonly dsn?: string;
}

const ofSqlServer: readonly LogIn[] = [
  { key: 'sql', text: 'a SQL login', hint: 'SQL login', placeholder: 'ecma', keys: {} },
  {
    key: 'ntlm',
    text: 'a Windows account (NTLM)',
    hint: 'Windows account with its password (NTLM), DOMAIN\\name',
    placeholder: 'CONTOSO\\ecma',
    keys: { authentication: 'ntlm' },
    dsn: 'Trusted_Connection=Yes',
  },
  {
    key: 'windows',
    text: 'the Windows account that runs it',
    hint: 'the Windows account that runs the doctor, later that of the service: nothing is typed',
    placeholder: '',
    nobody: true,
    keys: { authentication: 'windows' },
    dsn: 'Trusted_Connection=Yes',
  },
  {
    key: 'entra-password',
    text: 'an Entra account',
    hint: 'Entra account with its password, name@domain',
    placeholder: 'ecma@contoso.onmicrosoft.com',
    keys: { authentication: 'entra', entra: 'password' },
    dsn: 'Authentication=ActiveDirectoryPassword',
  },
  {
    key: 'entra-service-principal',
    text: 'an application of Entra',
    hint: 'application of Entra: its client id, then its secret',
    placeholder: '00000000-0000-0000-0000-000000000000',
    keys: { authentication: 'entra', entra: 'service-principal' },
    dsn: 'Authentication=ActiveDirectoryServicePrincipal',
  },
  {
    key: 'entra-msi',
    text: 'the managed identity of this server',
    hint: 'managed identity of this server (Azure): nothing is typed',
    placeholder: '',
    nobody: true,
    keys: { authentication: 'entra', entra: 'msi' },
    dsn: 'Authentication=ActiveDirectoryMsi',
  },
  {
    key: 'entra-integrated',
    text: 'who runs it, through Entra',
    hint: 'who runs the doctor, through Entra: nothing is typed',
    placeholder: '',
    nobody: true,
    keys: { authentication: 'entra', entra: 'integrated' },
    dsn: 'Authentication=ActiveDirectoryIntegrated',
  },
];

const ofDirectory: readonly LogIn[] = [
  {
    key: 'simple',
    text: 'name and password',
    hint: 'the DN that the connector signs in with',
    placeholder: 'cn=ecma,ou=services,dc=contoso,dc=example',
    keys: {},
  },
  {
    key: 'kerberos',
    text: "Kerberos, by Windows' own client",
    hint: "Kerberos, by Windows' own client: name@REALM",
    placeholder: 'ecma@CONTOSO.EXAMPLE',
    keys: { authentication: 'kerberos' },
  },
  {
    key: 'external',
    text: "a client certificate, by Windows' own client",
    hint: "client certificate of the user's store, by Windows' own client: nothing is typed",
    placeholder: '',
    nobody: true,
    keys: { authentication: 'external' },
  },
];

/** All that this kind of target knows; one alone: there is nothing to choose. */
export function logInsOf(answers: Answers): readonly LogIn[] {
  const engine = engineOf(answers);
  if (answers.kind === 'ldap') return ofDirectory;
  return engine === 'sqlserver' ? ofSqlServer : [];
}

/** The one that is chosen; undefined where the target knows but one. */
export function logInOf(answers: Answers): LogIn | undefined {
  const all = logInsOf(answers);
  return all.find(({ key }) => key === answers.logIn) ?? all[0];
}

export function nextLogIn(answers: Answers): LogIn | undefined {
  const all = logInsOf(answers);
  const at = all.findIndex(({ key }) => key === logInOf(answers)?.key);
  return all[(at + 1) % all.length];
}

/** The account's place in the order is named after what the target calls it. */
export function accountKey(answers: Answers): 'bindDn' | 'user' {
  return engineOf(answers) === undefined ? 'bindDn' : 'user';
}

/** Nobody has to be named for it, so nothing typed is an answer. */
export function isNobody(answers: Answers): boolean {
  return logInOf(answers)?.nobody === true;
}

/** It goes through the driver alone, which finds the server by the file DSN. */
export function needsDsn(answers: Answers): boolean {
  return ['windows', 'entra'].includes(logInOf(answers)?.keys.authentication ?? '');
}

/** What is wrong with an account as it was typed, beyond what the reader of `.ecmarc` says. */
export function accountFault(answers: Answers, value: string): string | undefined {
  if (value === '') return undefined;
  if (isNobody(answers)) return 'Nobody is named for this log-in: clear the field, or press Tab for another.';
  switch (logInOf(answers)?.key) {
    case 'ntlm':
      return /^[^\\]+\\[^\\]+$/.test(value) ? undefined : 'expected DOMAIN\\name';
    case 'kerberos':
      return /^[^@]+@[^@]+$/.test(value) ? undefined : 'expected name@REALM';
    default:
      return undefined;
  }
}

/** What the chosen log-in and the account make of the file's keys. */
export function accountKeys(answers: Answers): Answers {
  const chosen = logInOf(answers);
  const { user = '', bindDn = '' } = answers;
  switch (chosen?.key) {
    case 'ntlm': {
      const [domain = '', name = ''] = user.split('\\');
      return { ...chosen.keys, ...(user === '' ? { domain: 'CONTOSO' } : { domain, user: name }) };
    }
    case 'kerberos': {
      const [name = '', realm = ''] = bindDn.split('@');
      return { ...chosen.keys, ...(bindDn === '' ? {} : { bindDn: name, realm }) };
    }
    default:
      return chosen?.keys ?? {};
  }
}
