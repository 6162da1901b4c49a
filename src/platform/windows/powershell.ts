import { ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { failed, seen } from './answer.ts';
import { neededEnvironment } from './needed-environment.ts';
import type { PowerShell, WindowsAnswer } from './types.ts';

/** Stands before each answer's number, so that prompts and warnings in between do not matter. */
const mark = 'doctor-answer';

/** Longest line, in bytes: all processes of a large server take a tenth of it. Longer ones, and what comes behind, nobody reads. */
const longestLine = 16 * 1024 * 1024;

/**
 * A question as one plain line for PowerShell's input: endpoint protection stops what is put together out of encoded
 * pieces. Its answer comes back in base64 of UTF-8, so that neither the console's code page nor the language of Windows
 * matter.
 */
function question(id: number, script: string): string {
  const json = 'ConvertTo-Json -InputObject $answer -Compress -Depth 6';
  return [
    "$ErrorActionPreference = 'Stop'",
    "$ProgressPreference = 'SilentlyContinue'",
    `try { $answer = @{ value = (& { ${oneLine(script)} }) } } catch { $answer = @{ error = [string]$_.Exception.Message } }`,
    `[Console]::Out.WriteLine('${mark} ${id} ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((${json}))))`,
  ].join('; ');
}

/** Statements that stand below each other, after each other; no text in our scripts has a line break. */
function oneLine(script: string): string {
  return script
    .trim()
    .replace(/\s*\n\s*/g, '\n')
    .replace(/\n(?=\}|else\b|catch\b|finally\b)/g, ' ')
    .replace(/(?<=\{)\n/g, ' ')
    .replaceAll('\n', '; ');
}

/** Sent behind a question: a PowerShell in constrained language mode does this much, and what it was asked it cannot. */
function bareAnswer(id: number): string {
  return `'${mark} ${id}'`;
}

const answered = new RegExp(`${mark} (\\d+)(?: ([A-Za-z0-9+/=]*))?$`);

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Variables of its own, before those of this environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Windows PowerShell 5.1 by its full path: PATH and the current folder are not asked. It reads commands from its input
 * (about_PowerShell_exe, -Command -); no policy is set aside. Modules come from Windows' own folder, before which it puts
 * that of Program Files (about_PSModulePath), and not from where this environment leads.
 */
export function windowsPowerShell(systemFolder: string): Command {
  return {
    file: `${systemFolder}\\WindowsPowerShell\\v1.0\\powershell.exe`,
    args: ['-NoLogo', '-NoProfile', '-InputFormat', 'Text', '-NoExit', '-Command', '-'],
    env: { PSModulePath: `${systemFolder}\\WindowsPowerShell\\v1.0\\Modules` },
  };
}

/** Where Windows cannot be asked where its programs lie, none is started. */
export function noPowerShell(reason: WindowsAnswer<never>): PowerShell {
  return { ask: async () => reason };
}

/** The one PowerShell of a run: started by the first question, kept for the next ones, ended by `close`. */
export class OnePowerShell implements PowerShell {
  readonly #command: Command;
  readonly #env: NodeJS.ProcessEnv;
  /** Called when it takes questions, by the question that waits; undefined once it does. */
  #untilReady: Map<number, () => void> | undefined = new Map();
  readonly #waiting = new Map<number, (answer: WindowsAnswer<unknown>) => void>();
  #child: ChildProcess | undefined;
  #last = 0;
  /** What came of the line that has not ended. */
  #line: Buffer[] = [];
  #held = 0;
  #tooMuch = false;
  /** Set once it has ended: it is not started a second time. */
  #over: WindowsAnswer<never> | undefined;

  constructor(command: Command, env: NodeJS.ProcessEnv = process.env) {
    this.#command = command;
    this.#env = env;
  }

  ask(script: string, signal: AbortSignal, ready?: () => void): Promise<WindowsAnswer<unknown>> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const stdin = this.#start()?.stdin;
    if (this.#over || !stdin)
      return Promise.resolve(this.#over ?? failed(new Error('PowerShell did not start')));
    this.#last += 1;
    const id = this.#last;
    if (ready !== undefined) {
      if (this.#untilReady === undefined) ready();
      else this.#untilReady.set(id, ready);
    }
    this.#keepAlive(true);
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#forget(id);
        reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { once: true });
      this.#waiting.set(id, (answer) => {
        signal.removeEventListener('abort', stop);
        resolve(answer);
      });
      stdin.write(`${question(id, script)}\n${bareAnswer(id)}\n`);
    });
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#end(failed(new Error('PowerShell was closed')));
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    this.#keepAlive(true);
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill();
    await gone;
  }

  #start(): ChildProcess | undefined {
    if (this.#child || this.#over) return this.#child;
    const child = this.#spawn();
    if (!child) return undefined;
    this.#child = child;
    child.once('error', (error) => this.#end(failed(error)));
    child.stdin?.on('error', () => undefined);
    const noAnswer = () => this.#end(failed(new Error('PowerShell ended without an answer')));
    child.stdout?.on('data', (part: Buffer) => this.#heard(part));
    child.once('close', noAnswer);
    child.stdin?.write(`${bareAnswer(0)}\n`);
    return child;
  }

  /** Of some errors `spawn` throws instead of telling them later: of "blocked by group policy" (1260) too. */
  #spawn(): ChildProcess | undefined {
    try {
      return spawn(this.#command.file, [...this.#command.args], {
        stdio: ['pipe', 'pipe', 'ignore'],
        windowsHide: true,
        env: { ...neededEnvironment(this.#env), ...this.#command.env },
      });
    } catch (error) {
      const { code = 'ERROR' } = error as NodeJS.ErrnoException;
      const text = 'PowerShell could not be started, a policy for programs may forbid it';
      this.#end(failed(Object.assign(new Error(text), { code })));
      return undefined;
    }
  }

  /** Each byte is looked at once, however long its line. */
  #heard(part: Buffer): void {
    if (this.#tooMuch) return;
    let from = 0;
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, from)) {
      this.#answer(Buffer.concat([...this.#line, part.subarray(from, at)]).toString('utf8'));
      this.#line = [];
      this.#held = 0;
      from = at + 1;
    }
    if (from === part.length) return;
    this.#line.push(part.subarray(from));
    this.#held += part.length - from;
    if (this.#held <= longestLine) return;
    this.#line = [];
    this.#tooMuch = true;
    this.#end(failed(new Error('PowerShell wrote without end')));
    this.#child?.kill();
  }

  #answer(line: string): void {
    const [, id = '', json = ''] = answered.exec(line.trimEnd()) ?? [];
    if (id !== '') this.#isReady();
    const resolve = this.#waiting.get(Number(id));
    if (!resolve) return;
    this.#forget(Number(id));
    resolve(answerOf(json));
  }

  /** Whatever it says first: it has started, and takes questions. */
  #isReady(): void {
    const waiting = this.#untilReady?.values() ?? [];
    this.#untilReady = undefined;
    for (const ready of waiting) ready();
  }

  #forget(id: number): void {
    this.#waiting.delete(id);
    this.#untilReady?.delete(id);
    if (this.#waiting.size === 0) this.#keepAlive(false);
  }

  /** Only an open question keeps the program running; an idle PowerShell ends with it, when its input closes. */
  #keepAlive(alive: boolean): void {
    for (const part of [this.#child, this.#child?.stdin, this.#child?.stdout])
      if (part instanceof Socket || part instanceof ChildProcess) alive ? part.ref() : part.unref();
  }

  #end(answer: WindowsAnswer<never>): void {
    this.#over ??= answer;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const resolve of waiting) resolve(this.#over);
  }
}

function answerOf(base64: string): WindowsAnswer<unknown> {
  if (base64 === '')
    return failed(
      new Error(
        'PowerShell gave no answer: a policy for programs (AppLocker, App Control) may constrain its language',
      ),
    );
  try {
    const answer: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
    if (typeof answer !== 'object' || answer === null) return failed(new Error('PowerShell gave no answer'));
    if ('error' in answer) return failed(new Error(String(answer.error)));
    return 'value' in answer && answer.value !== null && answer.value !== undefined
      ? seen(answer.value)
      : failed(new Error('PowerShell gave an empty answer'));
  } catch (error) {
    return failed(error);
  }
}
