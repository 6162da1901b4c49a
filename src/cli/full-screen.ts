import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { ScreenActions } from '../../components/commands/screen-actions.ts';
import { mountScreen } from '../../components/terminal/screen.ts';
import type { MountedScreen, ScreenResult } from '../../components/terminal/screen-types.ts';
import { defined } from '../base/defined.ts';
import { wrapLines } from '../base/wrap.ts';
import type { Doctor, DoctorView } from '../doctor/view.ts';
import type { ReportInput } from '../report/input.ts';
import type { PlainLook } from '../report/plain.ts';
import type { WizardSession } from '../wizard/view.ts';
import type { PreparedConsole } from './open-platform.ts';
import type { Options } from './options.ts';
import type { ReportOutput } from './report-output.ts';
import { screenActions } from './screen-actions.ts';
import { interrupt, onSignals } from './signals.ts';
import type { Sink } from './streams.ts';
import { tellUnwritten } from './unwritten.ts';

export interface ScreenRun {
  readonly doctor: Doctor;
  readonly options: Options;
  readonly input: (view: DoctorView) => ReportInput;
  readonly files: ReportOutput;
  /** Where results are kept; undefined when they cannot be. */
  readonly stateFolder: string | undefined;
  /** The console, made ready; undefined where nobody did that yet, or nothing had to be. */
  readonly console: PreparedConsole | undefined;
  /** The screen with its first picture, where it stands already. */
  readonly mounted?: MountedScreen;
  /** The questions that write an `.ecmarc`; a saved report has none. */
  openWizard?(over: () => void): Promise<WizardSession>;
  readonly out: Sink;
  readonly err: Sink;
}

/** What is shown, and what is said and written once it was left. */
interface ScreenSession
  extends Pick<ScreenRun, 'doctor' | 'options' | 'console' | 'mounted' | 'out' | 'err'> {
  readonly actions: ScreenActions;
  /** The last words in the scrollback. */
  closingText(exitCode: number, look: PlainLook): Promise<string>;
  /** Writes the reports; gives a line for each that could not be written. */
  write(): Promise<readonly string[]>;
  /** What `--redact` replaced, in lines; undefined without it. */
  replacements(): string | undefined;
}

/** The doctor on the full screen, from the first frame to the last words in the scrollback. Gives the exit code. */
export async function runScreen(run: ScreenRun): Promise<number> {
  const { doctor, options, input, files, stateFolder } = run;
  const console = run.console ?? (await ownConsole());
  return showScreen({
    ...run,
    console,
    actions: screenActions({
      systemFolder: () => console?.systemFolder(),
      doctor,
      input,
      folder: process.cwd(),
      copyFolder: stateFolder ?? tmpdir(),
      configFile: resolve(options.config ?? '.ecmarc'),
      ...defined({ openWizard: run.openWizard }),
    }),
    closingText: async (exitCode, look) => {
      const { plainSummary } = await import('../report/plain.ts');
      return plainSummary({ ...input(doctor.view()), exitCode }, look);
    },
    write: async () => (await files.write(input(doctor.view()))).problems,
    replacements: () => files.replacements(),
  });
}

/** Shows a doctor until the person leaves it, and ends with its last words. Gives the exit code. */
export async function showScreen(run: ScreenSession): Promise<number> {
  const { doctor, options, out, err } = run;
  const console = run.console ?? (await ownConsole());
  const closing = new AbortController();
  const stopListening = onSignals(
    (signal) => {
      // A closed window leaves a few seconds: first what was learnt, then the rest.
      doctor.saveNow();
      closing.abort();
      void doctor.cancel(`cancelled by ${signal}`);
    },
    () => {
      console?.restore();
      process.exit(130);
    },
  );
  const look = {
    ascii: options.ascii || console?.signs.ascii === true || plainLocale(process.env),
    color: options.color ?? process.stdout.getColorDepth() > 1,
    calm: options.calm || isRemoteDesktop(process.env),
    wide: console?.signs.wide === true,
  };
  const window = () => console?.window();
  const shown = {
    doctor,
    look,
    actions: run.actions,
    signal: closing.signal,
    ...defined({ window: console && window }),
    onShown: () => doctor.start(),
  };
  const mounted =
    run.mounted ?? (await mountScreen({ terminal: process, color: look.color, onInterrupt: interrupt }));
  const result = await mounted.show(shown).finally(() => console?.restore());
  doctor.saveNow();
  const code = exitCode(result, doctor.view());
  const words = await run.closingText(code, { ascii: look.ascii, color: look.color });
  out.write(`\n${wrapLines(words, (window()?.columns ?? process.stdout.columns) - 1)}`);
  if (result.reason === 'crashed')
    err.write(`ecma-doctor: a fault in the screen: ${faultText(result.error)}\n`);
  const ends = tellUnwritten(err, await run.write(), code);
  err.write(run.replacements() ?? '');
  await doctor.close();
  mounted.unmount();
  stopListening();
  return ends;
}

/** For a saved report's screen, which needs nothing else of this machine. */
export async function ownConsole(): Promise<PreparedConsole | undefined> {
  if (process.platform !== 'win32') return undefined;
  const platform = await import('./open-platform.ts');
  return platform.prepareThisConsole();
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
