import type { SignInOutcome } from '../../../clients/sign-in/outcome.ts';
import type { Facts } from '../../../engine/facts.ts';
import { factsToken } from '../../token.ts';

export interface SignInFacts extends SignInOutcome, Facts {}

export const tenantSignIn = factsToken<SignInFacts>('tenant', 'sign-in');
