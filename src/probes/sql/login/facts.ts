import type { LoginFacts } from '../../../clients/sql/login-facts.ts';
import { factsToken } from '../../token.ts';

export type { LoginFacts };

export const sqlLogin = factsToken<LoginFacts>('sql', 'login');
