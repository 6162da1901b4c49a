import { keepingOf } from './account-questions.ts';
import type { Answers, Draft, StepKey } from './draft.ts';
import { beginConnector, faultOf } from './draft.ts';
import { accountFault, isNobody, logInOf } from './log-ins.ts';
import { kindText } from './questions.ts';
import type { WizardQuestion } from './view.ts';
import { connectorsOf, waysOf } from './ways.ts';

/** What an answer does to the draft, and whether it is one: no I/O. */

export function set(draft: Draft, more: Answers): Draft {
  return { ...draft, current: { ...draft.current, ...more } };
}

/** The draft with this answer to this question. */
export function withAnswer(draft: Draft, step: StepKey, value: string): Draft {
  switch (step) {
    case 'tenant':
      return { ...draft, tenant: value };
    case 'kind':
      // Another kind has other questions: its answers begin anew.
      return draft.current.kind === value ? draft : { ...draft, current: beginConnector(draft, value) };
    case 'address': {
      if (draft.current.address === value) return draft;
      const { trust: _trust, caFile: _caFile, ...current } = draft.current;
      return { ...draft, current: { ...current, address: value } };
    }
    case 'trust':
      return set(draft, { caFile: value });
    default:
      return set(draft, { [step]: value });
  }
}

/** Answers that nobody can do without. */
const needed: ReadonlySet<StepKey> = new Set([
  'address',
  'server',
  'database',
  'table',
  'library',
  'read',
  'add',
  'update',
  'delete',
]);

/** What is wrong with an answer, by the reader of `.ecmarc` itself where it can tell. */
export function faultOfAnswer(draft: Draft, step: StepKey, value: string): string | undefined {
  if (value === '' && needed.has(step)) return 'Nothing is typed yet.';
  if (step === 'server' && draft.current.kind === 'other' && !/[:,]\d+$/.test(value))
    return 'Its port is not known here: name:port';
  if (step === 'server' && /[:,](?!\s*\d{1,5}\s*$)/.test(value))
    return 'Behind the name stands its port, a number: name:port';
  if (step === 'user' || step === 'bindDn') {
    const fault = accountFault(draft.current, value);
    if (fault !== undefined) return fault;
  }
  if (step !== 'address') return faultOf(withAnswer(draft, step, value));
  const [way] = waysOf(value);
  return way && faultOf({ done: connectorsOf([way]), current: {} });
}

/** An answer of nothing: a choice takes its first, a name its usual one, an optional text stays empty. */
export function defaultOf({ key, input, choices, placeholder, before }: WizardQuestion): string {
  if (input === 'choice') return (choices.find(({ value }) => value === before) ?? choices[0])?.value ?? '';
  if (key === 'name' || key === 'dsn' || key === 'password') return placeholder;
  return key === 'objectClass' ? (choices[0]?.value ?? 'inetOrgPerson') : '';
}

/** Is there an answer to it in the draft? */
export function isAnswered({ tenant, current }: Draft, step: StepKey): boolean {
  if (step === 'tenant') return tenant !== undefined;
  return step !== 'finish' && current[step === 'trust' ? 'caFile' : step] !== undefined;
}

/** Steps with which the password that was typed is none for this account any more. */
export const ofAccount: ReadonlySet<StepKey> = new Set([
  'kind',
  'name',
  'address',
  'server',
  'bindDn',
  'user',
]);

/** The answer as it stands in its line. */
export function answerText(step: StepKey, { current, tenant }: Draft): string {
  const value = current[step] ?? '';
  switch (step) {
    case 'kind':
      return kindText(current.kind);
    case 'tenant':
      return tenant === undefined || tenant === '' ? 'later' : tenant;
    case 'address':
      return current.url === undefined
        ? value
        : `${current.url}${current.startTls === 'yes' ? ', StartTLS' : ''}`;
    case 'trust':
      return current.caFile === undefined || current.caFile === ''
        ? 'to be imported into the machine'
        : current.caFile;
    case 'password':
      return passwordText(current);
    case 'bindDn':
    case 'user':
      return accountText(current, value);
    default:
      return value === '' ? 'later' : value;
  }
}

function accountText(current: Answers, value: string): string {
  const chosen = logInOf(current);
  if (isNobody(current)) return chosen?.text ?? '';
  const isUsual = current.logIn === undefined || current.kind === 'ldap';
  return value === '' ? 'later' : isUsual ? value : `${value}, ${chosen?.text ?? ''}`;
}

function passwordText(current: Answers): string {
  switch (keepingOf(current)) {
    case 'prompt':
      return 'typed at each start';
    case 'env':
      return `variable ${current.password ?? ''}`;
    case 'file':
      return `file ${current.password ?? ''}`;
  }
}
