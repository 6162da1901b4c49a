import { defined } from '../../base/defined.ts';
import { never } from '../../base/never.ts';
import type { Verdict } from '../../engine/probe.ts';
import type {
  RegistryKey,
  RegistryValue,
  WindowsAnswer,
  WindowsReader,
} from '../../platform/windows/types.ts';
import { by, fix } from './fix.ts';
import { notAllowed } from './refusals.ts';
import {
  type AnswersOf,
  type KeyQuestion,
  type KeyValues,
  type Question,
  type Questions,
  readKey,
  type ValueType,
  type ValueTypes,
} from './windows-questions.ts';

/**
 * Windows' answers, opened: a judge gets the values, or the verdict that there are none. What was refused, what failed,
 * what is not there and a value of the wrong type are four things, and none can be taken for another by mistake.
 *
 *     const asked = {
 *       client: registryKey('TLS 1.2, outgoing', clientKey, { Enabled: 'number' }),
 *       service: question('the service Credential Manager', (windows) => windows.service('VaultSvc')),
 *     };
 *     // collect: the answers become members of the facts; what was refused is noted by the platform
 *     return { usable: true, ...(await askAll(await windowsOf(context), asked)) };
 *     // judge
 *     return judgeOpened(asked, facts, { expected, evidence }, ({ client, service }) => ...);
 *     // client.Enabled: number | undefined; service: Service | undefined. Undefined is "not there", and only that.
 *
 * Where the facts hold answers that were asked in another way, a label stands for the question:
 *
 *     const answers = opened({ file: "the agent's version" }, facts);
 *     if (!answers.ok) return { expected, ...answers.verdict };
 */

/** What answers are of: a question, or only its label. */
export type Asked = string | Question<unknown> | KeyQuestion<ValueTypes>;
type AskedByName = Readonly<Record<string, Asked>>;

/** Answers to such questions, under the same names: members of the facts of the probe that asked. */
type AnswersTo<Q extends AskedByName> = {
  readonly [K in keyof Q]: Q[K] extends KeyQuestion<ValueTypes>
    ? WindowsAnswer<RegistryKey>
    : WindowsAnswer<unknown>;
};

type SeenIn<A> = Extract<A, { readonly state: 'seen' }> extends { readonly value: infer T } ? T : never;

/** What is not there is undefined. */
type ValueOf<Q extends Asked, A> = Q extends KeyQuestion<infer V> ? KeyValues<V> : SeenIn<A> | undefined;

/** The values of answers, under the same names. */
export type OpenedValues<Q extends AskedByName, A> = {
  readonly [K in keyof Q]: K extends keyof A ? ValueOf<Q[K], A[K]> : never;
};

export type Opened<T> =
  | { readonly ok: true; readonly values: T }
  /** `wrongType`: Windows answered, but with a value of a type that its own readers pass over. */
  | { readonly ok: false; readonly wrongType: boolean; readonly verdict: Verdict };

/**
 * The values of these answers, or the verdict: "not allowed to look", "Windows gave no answer", "... is of another
 * type". The first answer that cannot be opened decides, a refusal before a wrong type.
 */
export function opened<const Q extends AskedByName, A extends AnswersTo<Q>>(
  asked: Q,
  answers: A,
): Opened<OpenedValues<Q, A>> {
  for (const [name, one] of Object.entries(asked)) {
    const verdict = unanswered(labelOf(one), answerTo(name, answers));
    if (verdict !== undefined) return { ok: false, wrongType: false, verdict };
  }
  const values: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(asked)) {
    const answer = answerTo(name, answers);
    if (!isKeyQuestion(one)) {
      values[name] = answer.state === 'seen' ? answer.value : undefined;
      continue;
    }
    const read = readKey(one, answer as WindowsAnswer<RegistryKey>);
    if (!read.ok) return { ok: false, wrongType: true, verdict: wrongType(one, read.name, read.type) };
    values[name] = read.values;
  }
  // Made under the same names, one by one, which the compiler cannot follow.
  return { ok: true, values: values as OpenedValues<Q, A> };
}

/** Asks several things at once: members of facts. */
export async function askAll<const Q extends Questions>(
  windows: WindowsReader,
  asked: Q,
): Promise<AnswersOf<Q>> {
  const names = Object.keys(asked);
  const all = await Promise.all(Object.values(asked).map((one) => one.ask(windows)));
  // As above: made under the same names.
  return Object.fromEntries(all.map((answer, at) => [names[at], answer])) as AnswersOf<Q>;
}

/**
 * The outline of a judgement about Windows' answers: what cannot be opened says so, a wrong type beside the evidence; all
 * else is for `judge`, whose verdicts begin with `base`.
 */
export function judgeOpened<const Q extends AskedByName, A extends AnswersTo<Q>>(
  asked: Q,
  answers: A,
  base: Pick<Verdict, 'expected' | 'evidence'>,
  judge: (values: OpenedValues<Q, A>) => Verdict,
): Verdict {
  const read = opened(asked, answers);
  if (read.ok) return judge(read.values);
  return read.wrongType
    ? { ...base, ...read.verdict }
    : { ...read.verdict, ...defined({ expected: base.expected }) };
}

/** For answers that count as refused though Windows said something else: the platform notes all others by itself. */
export function refusals<const Q extends AskedByName>(
  asked: Q,
  answers: Readonly<Record<keyof Q, WindowsAnswer<unknown>>>,
): { notSeen?: readonly string[] } {
  const labels = Object.entries(asked)
    .filter(([name]) => answerTo(name, answers).state === 'denied')
    .map(([, one]) => labelOf(one));
  return labels.length === 0 ? {} : { notSeen: labels };
}

/** The verdict about something that was refused. */
export function refusedVerdict(label: string): Verdict {
  return {
    status: 'unknown',
    message: notAllowed,
    found: `Windows refused: ${label}`,
    remedy: fix('Windows shows this to administrators only.', elevate),
  };
}

/** The verdict where Windows did not let itself be asked; undefined where it answered (also "not there"). */
function unanswered(label: string, answer: WindowsAnswer<unknown>): Verdict | undefined {
  switch (answer.state) {
    case 'seen':
    case 'absent':
      return undefined;
    case 'denied':
      return refusedVerdict(label);
    case 'failed':
      return {
        status: 'unknown',
        message: 'Windows gave no answer',
        found: `${label}: ${answer.problem.text}`,
        remedy: fix('The doctor could not ask Windows, so this stays open.'),
      };
    default:
      return never(answer);
  }
}

export const elevate = by.server(
  'Start the doctor in a console that was opened with "Run as administrator"',
  'powershell -Command "Start-Process cmd -Verb RunAs"',
);

function labelOf(asked: Asked): string {
  return typeof asked === 'string' ? asked : asked.label;
}

function isKeyQuestion(asked: Asked): asked is KeyQuestion<ValueTypes> {
  return typeof asked !== 'string' && 'values' in asked;
}

function answerTo(name: string, answers: Readonly<Record<string, WindowsAnswer<unknown>>>) {
  const answer = answers[name];
  if (answer === undefined) throw new Error(`not asked: ${name}`);
  return answer;
}

const typeNames: Readonly<Record<RegistryValue['type'], string>> = {
  dword: 'REG_DWORD',
  qword: 'REG_QWORD',
  sz: 'REG_SZ',
  'expand-sz': 'REG_EXPAND_SZ',
  'multi-sz': 'REG_MULTI_SZ',
  binary: 'REG_BINARY',
  other: 'a type of its own',
};

const rightTypes: Readonly<Record<ValueType, string>> = {
  number: 'REG_DWORD',
  text: 'REG_SZ',
  list: 'REG_MULTI_SZ',
};

/** Neither absent nor right (decisions: Wrong types in the registry). */
function wrongType(
  { label, path, values }: KeyQuestion<ValueTypes>,
  name: string,
  type: RegistryValue['type'],
): Verdict {
  const right = rightTypes[values[name] ?? 'text'];
  return {
    status: 'unknown',
    message: `${name} is of another type`,
    found: `${label}: ${name} is ${typeNames[type]}, not ${right}`,
    remedy: fix(
      'What Windows makes of a value of another type than it expects is not known, and whoever set it meant something by it.',
      by.server('See the value', `reg.exe query "${path}" /v ${name}`),
      by.server(`Set it anew as ${right}, or repair the program that it belongs to`),
    ),
  };
}
