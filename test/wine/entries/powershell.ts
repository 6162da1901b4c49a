import { appendFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Stands in for powershell.exe in the folder of Windows' own programs: it takes questions as PowerShell does, and answers as
 * `script.json` beside it says. What it was given is written down beside it.
 */
interface Script {
  /** Milliseconds until it takes questions; null: never. */
  readonly readyAfter: number | null;
  /** Milliseconds from a question to its answer; null: none comes. */
  readonly answerAfter: number | null;
  readonly answer: unknown;
  /** Constrained Language: of a question nothing but an error comes. */
  readonly constrained?: boolean;
}

const folder = dirname(process.execPath);
const { readyAfter, answerAfter, answer, constrained } = JSON.parse(
  readFileSync(join(folder, 'script.json'), 'utf8'),
) as Script;
const heard = join(folder, 'heard.txt');
appendFileSync(heard, `${JSON.stringify({ args: process.argv.slice(2), env: process.env })}\n`);

const lines: string[] = [];
let ready = false;
let busy = false;
createInterface({ input: process.stdin }).on('line', (line) => {
  appendFileSync(heard, `${line}\n`);
  lines.push(line);
  if (ready) work();
});
if (readyAfter !== null)
  setTimeout(() => {
    ready = true;
    work();
  }, readyAfter);

/** One line after the other: what comes behind a question waits for its answer. */
function work(): void {
  if (busy) return;
  const line = lines.shift();
  if (line === undefined) return;
  const [, bare] = /^'doctor-answer (\d+)'$/.exec(line) ?? [];
  const [, question] = /'doctor-answer (\d+) '/.exec(line) ?? [];
  if (question === undefined || constrained === true) {
    if (bare !== undefined) process.stdout.write(`doctor-answer ${bare}\r\n`);
    work();
    return;
  }
  busy = true;
  if (answerAfter === null) return;
  setTimeout(() => {
    const json = Buffer.from(JSON.stringify(answer)).toString('base64');
    process.stdout.write(`doctor-answer ${question} ${json}\r\n`);
    busy = false;
    work();
  }, answerAfter);
}
