import { settingsFromText } from '../validate.ts';
import { type StarterField, type StarterKind, starterFields, starterText } from './template.ts';

/** One question of `i` and `--init`. */
export interface StarterQuestion extends StarterField {
  /** What is wrong with an answer, in words for the line below it; undefined when it will do. */
  validate(answer: string): string | undefined;
}

const kinds: readonly string[] = ['ldap', 'sql', 'custom'] satisfies readonly StarterKind[];

export function isStarterKind(text: string): text is StarterKind {
  return kinds.includes(text);
}

/** Which starter is wanted: the question before all others. */
export const kindQuestion: StarterQuestion = {
  key: 'kind',
  text: 'What shall be connected? ldap: a directory, sql: a database, custom: an own ECMA2 connector',
  default: 'ldap',
  choices: kinds,
  validate: (answer) => (isStarterKind(answer) ? undefined : 'expected ldap, sql or custom'),
};

/** The questions for one kind, in the order in which they are asked. */
export function starterQuestions(kind: StarterKind): StarterQuestion[] {
  return starterFields[kind].map((field) => ({
    ...field,
    validate: (answer) => answerFault(kind, field, answer),
  }));
}

/** Without an account the starter leaves the password's line out, and its variable would go untested. */
const account = { bindDn: 'cn=ecma', user: 'ecma' };

/** The answer is tried in a whole file: one truth for the questions and for what is read later. */
function answerFault(kind: StarterKind, field: StarterField, answer: string): string | undefined {
  if (field.choices !== undefined && !field.choices.includes(answer)) {
    return `expected ${field.choices.join(' or ')}`;
  }
  const parsed = settingsFromText(starterText(kind, { ...account, [field.key]: answer }), '.ecmarc');
  return parsed.ok ? undefined : parsed.errors[0]?.message;
}
