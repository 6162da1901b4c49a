import { defined } from '../../base/defined.ts';
import { profiles } from '../profiles.ts';
import { settingsFromText } from '../validate.ts';
import {
  type StarterAnswers,
  type StarterField,
  type StarterKind,
  starterFields,
  starterText,
} from './template.ts';

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

/** Which release's requirements judge. Without an answer that of a run without `.ecmarc` holds. */
export const profileQuestion: StarterQuestion = {
  key: 'profile',
  text: 'Which release will be installed? ga: general availability, preview-2021: the preview of 28 May 2021',
  default: 'ga',
  choices: profiles,
  validate: (answer) => (profiles.some((one) => one === answer) ? undefined : `expected ${listed(profiles)}`),
};

/** The questions for one kind, in the order in which they are asked; some go by the answers before them. */
export function starterQuestions(kind: StarterKind, answers: StarterAnswers = {}): StarterQuestion[] {
  return starterFields[kind](answers).map((field) => ({
    ...field,
    validate: (answer) => answerFault(kind, field, answer, answers),
  }));
}

/** The first question that has no answer yet. */
export function nextStarterQuestion(kind: StarterKind, answers: StarterAnswers): StarterQuestion | undefined {
  return starterQuestions(kind, answers).find(({ key }) => !(key in answers));
}

/** Without an account the starter leaves the password's line out, and its variable would go untested. */
const account = { bindDn: 'cn=ecma', user: 'ecma' };

/** Of an engine that nobody listed no port is known: that is a fault of its own question only. */
const anyPort = { port: '1433' };

/** The answer is tried in a whole file: one truth for the questions and for what is read later. */
function answerFault(
  kind: StarterKind,
  field: StarterField,
  answer: string,
  { engine }: StarterAnswers,
): string | undefined {
  if (field.choices !== undefined && !field.choices.includes(answer)) {
    return `expected ${listed(field.choices)}`;
  }
  const answers = { ...account, ...anyPort, ...defined({ engine }), [field.key]: answer };
  const parsed = settingsFromText(starterText(kind, answers), '.ecmarc');
  return parsed.ok ? undefined : parsed.errors[0]?.message;
}

/** "yes or no", "a, b or c". */
function listed(choices: readonly string[]): string {
  return [choices.slice(0, -1).join(', '), ...choices.slice(-1)].join(' or ');
}
