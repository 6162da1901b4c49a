import { engineStarter } from '../settings/starter/engines.ts';
import type { Asked } from './choice-questions.ts';
import { type Answers, engineOf } from './draft.ts';
import { isNobody, logInOf, logInsOf } from './log-ins.ts';

/** The account, and where its password is kept: Tab turns both. */

/** Where a password is kept; Tab goes from one to the next. */
export const keepings = ['prompt', 'env', 'file'] as const;
export type Keeping = (typeof keepings)[number];

export function keepingOf({ kept }: Answers): Keeping {
  return keepings.find((one) => one === kept) ?? 'prompt';
}

export function accountQuestion(current: Answers): Asked {
  const chosen = logInOf(current);
  const all = logInsOf(current);
  const hint = chosen?.hint ?? engineStarter(current.kind).account.toLowerCase();
  return {
    label: 'Account',
    hint: isNobody(current) ? hint : `${hint}; empty: later`,
    placeholder: chosen?.placeholder ?? 'ecma',
    ...(isNobody(current) ? { enter: 'try it' } : {}),
    ...(all.length < 2 ? {} : { tab: 'another log-in' }),
  };
}

export function passwordQuestion(current: Answers): Asked {
  const variable = engineOf(current) === undefined ? 'ECMA_LDAP_PASSWORD' : 'ECMA_SQL_PASSWORD';
  const rest = { enter: 'try it', tab: 'kept elsewhere' };
  switch (keepingOf(current)) {
    case 'prompt':
      return {
        ...rest,
        label: 'Password',
        hint: 'typed at each start, kept nowhere; Tab: a variable, a file',
        input: 'secret',
        before: '',
      };
    case 'env':
      return {
        ...rest,
        label: 'Password',
        hint: 'name of the variable that holds it; Tab: a file, typed',
        placeholder: variable,
      };
    case 'file':
      return {
        ...rest,
        label: 'Password',
        hint: 'a file that few may read; Tab: typed, a variable',
        placeholder: 'password.txt',
      };
  }
}
