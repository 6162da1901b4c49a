import type { SqlTarget } from '../../settings/schema.ts';

/** As the server knows it: the login, with its domain where Windows checks it. */
export function accountOf({ user = '', authentication, domain }: SqlTarget): string {
  return authentication === 'ntlm' ? `${domain}\\${user}` : user;
}

/** Logins that the driver makes by itself, and that the doctor's own client does not know. */
export function byDriverAlone({ authentication }: Pick<SqlTarget, 'authentication'>): boolean {
  return authentication === 'windows' || authentication === 'entra';
}

/** Does a person give the password? Windows and some log-ins of Entra take none (SQL-15). */
export function needsPassword({
  authentication,
  entra,
}: Pick<SqlTarget, 'authentication' | 'entra'>): boolean {
  if (authentication === 'windows') return false;
  return entra === undefined || entra === 'password' || entra === 'service-principal';
}

/** Logins as whoever runs the program: for the doctor its person, for the connector the account of its service. */
export function asWhoRuns({ authentication, entra }: Pick<SqlTarget, 'authentication' | 'entra'>): boolean {
  return authentication === 'windows' || entra === 'integrated';
}
