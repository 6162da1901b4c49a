import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { ScreenResult } from '../../components/result.ts';
import { openScreen } from '../../components/screen.tsx';
import type { Doctor, DoctorView } from '../doctor/view.ts';
import type { ReportInput } from '../report/input.ts';
import type { FileWork } from './live.ts';
import type { Options } from './options.ts';
import type { HeldConsole } from './platform.ts';
import { screenActions } from './screen-actions.ts';
import { onSignals } from './signals.ts';
import type { Sink } from './streams.ts';
import { wrapWords } from './wrap-words.ts';

export interface ScreenRun {
  readonly doctor: Doctor;
  readonly options: Options;
  readonly input: (view: DoctorView) => ReportInput;
  readonly files: FileWork;
  /** Where results are kept; undefined when they cannot be. */
  readonly stateFolder: string | undefined;
  /** The console, made ready; undefined where nothing had to be. */
  readonly console: HeldConsole | undefined;
  readonly out: Sink;
  readonly err: Sink;
}

/** The doctor on the full screen, from the first frame to the last words in the scrollback. Gives the exit code. */
export async function runScreen(run: ScreenRun): Promise<number> {
  const { doctor, options, input, files, out, err } = run;
  const closing = new AbortController();
  const quiet = onSignals(
    (signal) => {
      // A closed window leaves a few seconds: first what was learnt, then the rest.
      doctor.saveNow();
      closing.abort();
      void doctor.cancel(`cancelled by ${signal}`);
    },
    () => {
      run.console?.restore();
      process.exit(130);
    },
  );
  const look = {
    ascii: options.ascii || run.console?.ascii === true || plainLocale(process.env),
    color: options.color ?? process.stdout.getColorDepth() > 1,
    calm: options.calm || isRemoteDesktop(process.env),
  };
  const result = await openScreen({
    doctor,
    terminal: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    look,
    actions: screenActions({
      doctor,
      input,
      folder: process.cwd(),
      copyFolder: run.stateFolder ?? tmpdir(),
      configFile: resolve(options.config ?? '.ecmarc'),
    }),
    signal: closing.signal,
    onShown: () => doctor.start(),
  }).finally(() => run.console?.restore());
  doctor.saveNow();
  const view = doctor.view();
  const code = exitCode(result, view);
  const { plainSummary } = await import('../report/plain.ts');
  const words = plainSummary({ ...input(view), exitCode: code }, { ascii: look.ascii, color: look.color });
  out.write(`\n${wrapWords(words, process.stdout.columns - 1)}`);
  if (result.reason === 'crashed')
    err.write(`ecma-doctor: a fault in the screen: ${faultText(result.error)}\n`);
  const problems = await files.write(input(view));
  for (const problem of problems) err.write(`ecma-doctor: ${problem}\n`);
  err.write(files.preview() ?? '');
  await doctor.close();
  quiet();
  return problems.length > 0 && code === 0 ? 3 : code;
}

function exitCode(result: ScreenResult, view: DoctorView): number {
  switch (result.reason) {
    case 'quit':
      return view.exitCode;
    case 'quit-while-running':
    case 'interrupt':
    case 'interrupt-now':
    case 'closed':
      return 130;
    case 'crashed':
      return 3;
  }
}

function faultText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A locale that says it is not UTF-8: its terminal shows our glyphs as pieces. */
function plainLocale({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'win32') return false;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  return locale !== undefined && !/utf-?8/i.test(locale);
}

/** Remote desktop sends every moving glyph over the network (Windows names such a session `RDP-Tcp#7`). */
function isRemoteDesktop({ SESSIONNAME }: NodeJS.ProcessEnv): boolean {
  return SESSIONNAME?.toUpperCase().startsWith('RDP-') ?? false;
}
