import { type KnownError, rowsError } from './known-error.ts';

/** What a connector throws when its target does not answer; where the text says which kind of target, that speaks first. */
export const serverDownError: KnownError = rowsError(
  'NET-05',
  'the target was not reached',
  'The connector got no answer from it.',
  ['ldap.reach', 'sql.reach', 'tcp.reach'],
  ({ exceptions }) => exceptions.has('ServerDownException') || exceptions.has('FailedConnectionException'),
);
