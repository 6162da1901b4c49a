import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { defined } from '../base/defined.ts';
import { clean } from '../base/text.ts';
import { isNeverRead, isSearched } from '../settings/find-file.ts';
import { schemaWords, writeSchemaBeside } from '../settings/starter/editors.ts';
import { exampleText } from '../settings/starter/example.ts';
import {
  kindQuestion,
  nextStarterQuestion,
  profileQuestion,
  type StarterQuestion,
} from '../settings/starter/questions.ts';
import { type StarterAnswers, type StarterKind, starterText } from '../settings/starter/template.ts';
import { liesThere, whatLies, writeStarter } from '../settings/starter/write.ts';
import { isInteractive } from './interactive.ts';
import type { Options } from './options.ts';
import { leaveOnSignals } from './signals.ts';
import type { Sink } from './streams.ts';

/** What `--init example` writes: never found by the search, so that it is no setting before it is copied. */
const exampleFile = '.ecmarc.example';

/** `--init`: writes a starter `.ecmarc` here, by questions on a terminal, without when a kind is named. */
export async function runInit(
  { init = 'ask', config, profile }: Options,
  out: Sink,
  err: Sink,
): Promise<number> {
  if (init === 'ask' && !isInteractive()) {
    err.write(
      'ecma-doctor: --init asks questions on a terminal; here name a kind: --init ldap, sql, custom or example\n',
    );
    return 2;
  }
  leaveOnSignals();
  if (config !== undefined && (/\.json$/i.test(config) || isNeverRead(config))) {
    const why = isNeverRead(config) ? 'writes no file of a name that is never read' : 'writes YAML';
    err.write(`ecma-doctor: --init ${why}: name another file than ${clean(config)}\n`);
    return 2;
  }
  if (init === 'example') return writeExample(resolve(config ?? exampleFile), out, err);
  const told = defined({ profile });
  const answered = init === 'ask' ? await ask(told) : { kind: init, answers: told };
  if (answered === undefined) {
    err.write('ecma-doctor: nothing was written\n');
    return 130;
  }
  const file = resolve(config ?? '.ecmarc');
  const written = await writeStarter(file, starterText(answered.kind, answered.answers));
  if (!written.ok) {
    err.write(`ecma-doctor: ${written.message}\n`);
    return 2;
  }
  out.write(`Wrote ${file}. Look it over, then ${startWith(file)}.\n`);
  await schemaBeside(file, out);
  return 0;
}

/** Every key explained, in a file of its own: what is known of a site stands in `.ecmarc`, with or without it. */
async function writeExample(file: string, out: Sink, err: Sink): Promise<number> {
  const isThere = await liesThere(file, exampleText);
  const written = isThere ? { ok: true as const } : await writeStarter(file, exampleText);
  if (!written.ok) {
    const advice = whatLies(file) === undefined ? '' : '; move it away, or name another file: --config FILE';
    err.write(`ecma-doctor: ${written.message}${advice}\n`);
    return 2;
  }
  out.write(
    `${isThere ? `${file} is there already, and` : `Wrote ${file}: it`} explains every key. ${nextOf(file)}\n`,
  );
  await schemaBeside(file, out);
  return 0;
}

function nextOf(file: string): string {
  if (isSearched(basename(file))) return `Keep what you need, change the values, then ${startWith(file)}.`;
  const own = join(dirname(file), '.ecmarc');
  const there = whatLies(own);
  return there === undefined
    ? `Copy it to .ecmarc, keep what you need, change the values, then ${startWith(own)}.`
    : `Copy what you need into the ${basename(there)} that is there.`;
}

/** How a run begins that uses this file. */
function startWith(file: string): string {
  return isSearched(basename(file)) && dirname(file) === process.cwd()
    ? 'start ecma-doctor in this folder'
    : `start ecma-doctor --config "${file}"`;
}

async function schemaBeside(file: string, out: Sink): Promise<void> {
  const words = schemaWords(await writeSchemaBeside(file));
  if (words !== undefined) out.write(`${words}\n`);
}

/** Asks one question after the other, but for what was told; Ctrl+C or Ctrl+D ends without an answer. */
async function ask(
  told: StarterAnswers,
): Promise<{ kind: StarterKind; answers: StarterAnswers } | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new AbortController();
  lines.once('close', () => closed.abort());
  try {
    const kind = await one(lines, kindQuestion, closed.signal);
    const answers: Record<string, string> = { ...told };
    answers.profile ??= await one(lines, profileQuestion, closed.signal);
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
