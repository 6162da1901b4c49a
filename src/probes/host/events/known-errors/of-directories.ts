import { by } from '../../../common/fix.ts';
import { type KnownError, rowsError, seeRow } from './known-error.ts';
import { type ErrorMarks, some } from './marks.ts';

/** Errors of directories: LDAP result codes (RFC 4511, appendix A; winldap.h from 81 on), and Windows' of the same kind. */

const ldap =
  (...codes: readonly number[]) =>
  ({ ldap: found }: ErrorMarks): boolean =>
    some(found, ...codes);

/** A directory's client speaks, not a text about one. */
const inDirectory = ({ exceptions }: ErrorMarks): boolean =>
  [...exceptions].some((name) => /^(?:Ldap|Directory)\w*Exception$/.test(name));

/** The sub-codes are those of Microsoft's directories, in every language. */
const refusedAccount = /\bdata (?:52e|525|530|531|532|533|701|773|775)\b/;

export const directoryErrors: readonly KnownError[] = [
  {
    id: 'ERR-20',
    title: 'the directory refused the account',
    fits: (marks) =>
      // ERROR_LOGON_FAILURE of ADSI.
      ((ldap(49)(marks) || refusedAccount.test(marks.text) || some(marks.windows, 0x8007_052e)) &&
        inDirectory(marks)) ||
      /\bLDAP:? error code:? 49\b/i.test(marks.text),
    why: "The connector's account is disabled, locked, expired, or its password is another.",
    steps: () => [seeRow('ldap.bind')],
  },
  {
    id: 'ERR-20',
    title: 'the target refused the account',
    fits: ({ exceptions }) => some(exceptions, 'BadServerCredentialsException', 'InvalidCredentialException'),
    why: "The connector's account is disabled, locked, expired, or its password is another.",
    steps: () => [seeRow('ldap.bind'), seeRow('sql.login')],
  },
  rowsError(
    'LDAP-02',
    'the directory was not reached',
    'Windows tells a server that is down, a closed port and a certificate that it does not accept by the same error (81).',
    ['ldap.reach', 'ldap.tls'],
    (marks) => ldap(81, 85, 91, 51, 52)(marks) || marks.exceptions.has('PrincipalServerDownException'),
  ),
  rowsError(
    'LDAP-02',
    'StartTLS did not come about',
    'The directory refused it, or its certificate was not accepted.',
    ['ldap.tls'],
    ({ exceptions }) => exceptions.has('TlsOperationException'),
  ),
  rowsError(
    'LDAP-02',
    'the directory was not reached',
    'Its port refused the connection, or did not answer.',
    ['ldap.reach'],
    ({ sockets, text }) =>
      some(sockets, 10_060, 10_061) && /(?::|\bport )(?:389|636|3268|3269)\b/i.test(text),
  ),
  rowsError(
    'LDAP-02',
    'the directory wants encryption',
    'It takes names and passwords over TLS only.',
    ['ldap.tls', 'ldap.bind'],
    ldap(13, 8),
  ),
  rowsError(
    'LDAP-10',
    'the directory was asked by nobody who signed in',
    'It answers only to an account, and the connector asked without: anonymous, or with an empty password.',
    ['ldap.bind'],
    // Windows' 1244, "not authenticated": a bind must be completed before this operation.
    (marks) => inDirectory(marks) && /\b000004DC: /i.test(marks.text),
  ),
  rowsError(
    'LDAP-10',
    'the directory does not take this kind of sign-in',
    'The method of the connector is not among those that the server offers, or not for this account.',
    ['ldap.bind'],
    ldap(7, 48),
  ),
  rowsError(
    'LDAP-11',
    'a container or a user is not in the directory',
    'What the connector names is not there, or is hidden from its account.',
    ['ldap.users'],
    ldap(32, 33),
  ),
  rowsError(
    'LDAP-06',
    'the directory cut an answer off',
    'It gives fewer entries, or less time, than the connector asks for: paging must be on, or the limits higher.',
    ['ldap.features', 'ldap.users'],
    ldap(3, 4, 11),
  ),
  rowsError(
    'LDAP-06',
    'the directory lacks a control',
    'The connector asked with a control that the server does not have.',
    ['ldap.features'],
    ldap(12),
  ),
  rowsError(
    'LDAP-11',
    "the connector's account lacks rights in the directory",
    'It may not do what was asked of it there.',
    ['ldap.rights', 'ldap.write'],
    (marks) =>
      ldap(50)(marks) ||
      (some(marks.windows, 0x8007_0005) && /\bSystem\.DirectoryServices\./.test(marks.text)),
  ),
  rowsError(
    'LDAP-12',
    'what the mapping sends does not fit the schema of the directory',
    'An attribute, a value or a class is not as the schema wants it.',
    ['ldap.schema', 'ldap.write'],
    ldap(16, 17, 18, 19, 21, 64, 65, 67, 69),
  ),
  rowsError(
    'LDAP-12',
    'an attribute has this value already',
    'The mapping sends a value twice, or adds one that is there: an attribute that the schema or the mapping takes for single-valued or for another than it is.',
    ['ldap.schema', 'ldap.write'],
    ldap(20),
  ),
  rowsError(
    'LDAP-13',
    'a user has entries below it',
    'The directory deletes and moves only entries with nothing below them.',
    ['ldap.write', 'ldap.users'],
    ldap(66),
  ),
  rowsError(
    'LDAP-13',
    'the directory refused to do it',
    'It refuses by a rule of its own: a password policy, a read-only copy, an encryption that it asks for.',
    ['ldap.write', 'ldap.bind'],
    // 0000052D is Windows' "password restriction", which stands in front of what a directory of Microsoft says.
    (marks) => ldap(53)(marks) || (inDirectory(marks) && /\b0000052D: /i.test(marks.text)),
  ),
  {
    id: 'LDAP-11',
    title: 'the directory pointed to another server',
    fits: ldap(10),
    why: 'The connector does not follow referrals between servers.',
    steps: () => [
      seeRow('ldap.users'),
      seeRow('ldap.write'),
      by.directory('Let the connector ask the server that holds these users, and holds them for writing'),
    ],
  },
  {
    id: 'LDAP-11',
    title: 'an entry of this name was there already',
    // ERROR_OBJECT_ALREADY_EXISTS of ADSI.
    fits: (marks) => ldap(68)(marks) || some(marks.windows, 0x8007_1392),
    why: 'The directory has an entry with the name that the new user was to get.',
    steps: () => [
      seeRow('ldap.users'),
      by.entra('See that the matching attribute finds users that are there already'),
    ],
  },
  rowsError(
    'LDAP-12',
    "a name is not in the directory's form",
    'The mapping gives a distinguished name that the server cannot read.',
    ['host.settings', 'ldap.users'],
    ldap(34),
  ),
];
