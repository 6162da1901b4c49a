import type { BindFacts } from '../../../clients/ldap/connection.ts';
import { factsToken } from '../../token.ts';

export type { BindFacts };

export const ldapBind = factsToken<BindFacts>('ldap', 'bind');
