import type { RefusalReason } from '../../../clients/ldap/sub-codes.ts';
import type { Step, Verdict } from '../../../engine/probe.ts';
import { by, fix } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';

type Words = Pick<Verdict, 'message' | 'remedy'>;

export const correctPassword: Step = {
  text: 'Correct the password where .ecmarc says it is kept, or bindDn in .ecmarc',
};
const notRepeated: Step = {
  text: 'The refused password is not sent again by itself: repeating it could lock the account',
};
export const newPassword: readonly Step[] = [
  by.directory('Give the account a new password, best one that does not expire'),
  { text: 'Put the new password where .ecmarc says it is kept, and later into the connector' },
];

const nameOrPassword: Words = {
  message: 'name or password refused',
  remedy: fix(
    'The server does not say which of the two is wrong.',
    'Compare bindDn in .ecmarc with the full name of the account in the directory',
    correctPassword,
    notRepeated,
  ),
};

/** What it means where the server says why it refused the account. */
export const byReason: Readonly<Record<RefusalReason, Words>> = {
  password: {
    message: 'wrong password',
    remedy: fix('The server knows the account and refuses the password.', correctPassword, notRepeated),
  },
  credentials: nameOrPassword,
  'no-account': {
    message: 'no such account',
    remedy: fix(
      'The server does not know bindDn.',
      'Correct bindDn in .ecmarc: the full name of the account as the directory has it',
      notRepeated,
    ),
  },
  hours: {
    message: 'not allowed at this hour',
    remedy: fix(
      'The account may sign in at certain hours only.',
      by.directory('Lift the logon hours from the account'),
      pressR,
    ),
  },
  workstation: {
    message: 'not allowed from this server',
    remedy: fix(
      'The account may sign in from certain machines only.',
      by.directory('Allow the account on this server'),
      pressR,
    ),
  },
  expired: {
    message: 'the password has expired',
    remedy: fix('The password is right or was, but its time is over.', ...newPassword),
  },
  disabled: {
    message: 'the account is disabled',
    remedy: fix('The directory has this account turned off.', by.directory('Enable the account'), pressR),
  },
  'account-expired': {
    message: 'the account has expired',
    remedy: fix('The time of the account itself is over.', by.directory('Extend the account'), pressR),
  },
  'must-change': {
    message: 'the password must be changed first',
    remedy: fix(
      'The account was given a password that has to be changed at the first sign-in.',
      ...newPassword,
    ),
  },
  locked: {
    message: 'the account is locked',
    remedy: fix(
      'Too many wrong passwords were sent for this account.',
      by.directory('Unlock the account, and find out who sent the wrong passwords'),
      pressR,
    ),
  },
};

const stronger: Words = {
  message: 'stronger sign-in required',
  remedy: fix(
    'The server does not take a name and password this way.',
    { text: 'In .ecmarc, at the target, use TLS', command: 'startTls: true' },
    by.directory('Or allow simple binds over TLS at the directory'),
  ),
};
const busy: Words = {
  message: 'the directory is busy',
  remedy: fix(
    'The server cannot sign anybody in just now.',
    'Wait a minute',
    by.directory('If it stays so, look into load and log of the directory server'),
    pressR,
  ),
};

/** What a result code alone means for a sign-in (RFC 4511, appendix A). */
export const byResultCode: Readonly<Record<number, Words>> = {
  7: stronger,
  8: stronger,
  10: {
    message: 'sent to another server',
    remedy: fix(
      'The account is on another server, and the connector does not follow referrals.',
      'Use an account that this server holds, or the address of the other server',
    ),
  },
  13: {
    message: 'encryption required',
    remedy: fix('The server takes passwords over TLS only.', {
      text: 'In .ecmarc, at the target, turn StartTLS on, or use ldaps://',
      command: 'startTls: true',
    }),
  },
  19: {
    message: 'too many wrong passwords',
    remedy: fix(
      'The server takes no more sign-ins of this account for now.',
      by.directory('Unlock the account, or wait until the server does'),
      notRepeated,
    ),
  },
  32: {
    message: 'no such account',
    remedy: fix('The server does not know bindDn.', 'Correct bindDn in .ecmarc', pressR),
  },
  34: {
    message: 'bindDn is not a DN',
    remedy: fix(
      'The server wants the full name, such as cn=ecma,ou=services,dc=contoso,dc=example.',
      'Correct bindDn in .ecmarc',
      pressR,
    ),
  },
  48: {
    message: 'the account has no password',
    remedy: fix(
      'The entry of the account holds no password to compare with.',
      by.directory('Give the account a password'),
      pressR,
    ),
  },
  49: nameOrPassword,
  51: busy,
  52: busy,
  53: {
    message: 'the server will not let it in',
    remedy: fix(
      'The server refuses to sign this account in; often the account is turned off.',
      by.directory('Enable the account, and look into the log of the directory for the reason'),
      pressR,
    ),
  },
};
