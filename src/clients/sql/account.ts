import type { SqlTarget } from '../../settings/schema.ts';

/** As the server knows it: the login, with its domain where Windows checks it. */
export function accountOf({ user = '', authentication, domain }: SqlTarget): string {
  return authentication === 'ntlm' ? `${domain}\\${user}` : user;
}
