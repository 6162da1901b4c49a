import type { SignInSettings } from '../../clients/sign-in/outcome.ts';
import type { Step } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { by } from '../common/fix.ts';
import { signInAgain } from '../common/steps.ts';

/** Least permissions of Microsoft Graph for each row, delegated and of an application alike. */
export const least = {
  licence: requirement('CLD-01').values.scope,
  organization: requirement('CLD-02').values.scope,
  roles: 'User.Read',
} as const;

/**
 * Who can give a permission. That an Application Administrator cannot consent to application permissions of Graph is
 * Microsoft's rule; the least permission for an organization's country is not the same in all documents.
 */
export function consentSteps(
  permission: string,
  method: SignInSettings['method'] | undefined,
): readonly Step[] {
  const person = method === 'device-code';
  const kind = person ? 'delegated' : 'application';
  const { scope, higher } = requirement('CLD-01').values;
  const also = permission === scope ? ` (${higher}, a higher one, serves too)` : '';
  const who = person
    ? 'a Cloud Application Administrator or Application Administrator'
    : 'a Privileged Role Administrator';
  return [
    by.entra(
      `In the Microsoft Entra admin center, App registrations, API permissions: add the ${kind} permission ${permission} of Microsoft Graph${also}`,
    ),
    by.entra(`Let ${who} grant admin consent there`),
    // A person is asked for a role beside the application's permission.
    ...(person && permission === scope
      ? [by.entra('Or sign in as a person who has the role Global Reader or Directory Readers')]
      : []),
    signInAgain,
  ];
}
