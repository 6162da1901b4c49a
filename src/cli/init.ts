import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { schemaFile, writeSchemaBeside } from '../settings/starter/editors.ts';
import { exampleText } from '../settings/starter/example.ts';
import { kindQuestion, nextStarterQuestion, type StarterQuestion } from '../settings/starter/questions.ts';
import {
  type StarterAnswers,
  type StarterKind,
  starterText,
  writeStarter,
} from '../settings/starter/template.ts';
import { isInteractive } from './interactive.ts';
import type { InitKind, Options } from './options.ts';
import { leaveOnSignals } from './signals.ts';
import type { Sink } from './streams.ts';

/** `--init`: writes a starter `.ecmarc` here, by questions on a terminal, without when a kind is named. */
export async function runInit(options: Options, out: Sink, err: Sink): Promise<number> {
  const { init } = options;
  if (init === 'ask' && !isInteractive()) {
    err.write(
      'ecma-doctor: --init asks questions on a terminal; here name a kind: --init ldap, sql, custom or example\n',
    );
    return 2;
  }
  leaveOnSignals();
  const answered = init === 'ask' ? await ask() : { kind: init as InitKind, answers: undefined };
  if (answered === undefined) {
    err.write('ecma-doctor: nothing was written\n');
    return 130;
  }
  const file = resolve(options.config ?? '.ecmarc');
  const text = answered.kind === 'example' ? exampleText : starterText(answered.kind, answered.answers);
  const written = await writeStarter(file, text);
  if (!written.ok) {
    err.write(`ecma-doctor: ${written.message}\n`);
    return 2;
  }
  out.write(`Wrote ${file}. Look it over, then start ecma-doctor in this folder.\n`);
  if (await writeSchemaBeside(file))
    out.write(`${schemaFile} beside it tells editors what each key is for; the doctor does not need it.\n`);
  return 0;
}

/** Asks one question after the other; Ctrl+C or Ctrl+D ends without an answer. */
async function ask(): Promise<{ kind: StarterKind; answers: StarterAnswers } | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new AbortController();
  lines.once('close', () => closed.abort());
  try {
    const kind = await one(lines, kindQuestion, closed.signal);
    const answers: Record<string, string> = {};
    for (;;) {
      const question = nextStarterQuestion(kind as StarterKind, answers);
      if (question === undefined) break;
      answers[question.key] = await one(lines, question, closed.signal);
    }
    return { kind: kind as StarterKind, answers };
  } catch (error) {
    if (closed.signal.aborted) return undefined;
    throw error;
  } finally {
    lines.close();
  }
}

async function one(
  lines: ReturnType<typeof createInterface>,
  question: StarterQuestion,
  signal: AbortSignal,
): Promise<string> {
  const preset = question.default === '' ? '' : ` [${question.default}]`;
  for (;;) {
    const typed = (await lines.question(`${question.text}${preset}: `, { signal })).trim();
    const answer = typed === '' ? question.default : typed;
    const fault = question.validate(answer);
    if (fault === undefined) return answer;
    process.stdout.write(`  ${fault}\n`);
  }
}
