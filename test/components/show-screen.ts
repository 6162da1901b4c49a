import type { ScreenActions } from '../../components/commands/screen-actions.ts';
import { mountScreen } from '../../components/terminal/screen.ts';
// Loaded before any screen is waited for: on a busy machine that takes long, and is no part of what is tested.
import '../../components/app.tsx';
import '../../components/side-by-side/app.tsx';
import '../../components/terminal/mount.tsx';
import type { WindowSize } from '../../components/terminal/screen-output.ts';
import type {
  MountOptions,
  ScreenResult,
  ShowOptions as ShowDoctorOptions,
} from '../../components/terminal/screen-types.ts';
import type { Look } from '../../components/theme/theme.ts';
import { defined } from '../../src/base/defined.ts';
import type { Doctor } from '../../src/doctor/view.ts';
import { FakeTerminal } from '../terminal/fake-terminal.ts';
import { FakeDoctor, type FakeOptions } from './fake-doctor.ts';

/** A screen open in a terminal in memory, for one test. */
export interface ShownScreen {
  readonly terminal: FakeTerminal;
  readonly doctor: FakeDoctor;
  readonly left: Promise<ScreenResult>;
  close(): Promise<ScreenResult>;
}

export interface ShowOptions extends FakeOptions {
  readonly columns?: number;
  readonly lines?: number;
  readonly look?: Partial<Look>;
  readonly actions?: Partial<ScreenActions>;
  /** Absent: no. Undefined: as the environment says. */
  readonly screenReader?: boolean | undefined;
  readonly doctor?: FakeDoctor;
  /** The window's own size, where the stream tells another. */
  readonly window?: () => WindowSize;
}

type OpenOptions = Omit<MountOptions, 'color' | 'onInterrupt'> & ShowDoctorOptions;

async function openScreen(options: OpenOptions): Promise<ScreenResult> {
  const mounted = await mountScreen({ ...options, color: options.look.color, onInterrupt: () => {} });
  return mounted.show(options).finally(() => mounted.unmount());
}

const open = new Set<Pick<ShownScreen, 'close'>>();

export async function showScreen(options: ShowOptions): Promise<ShownScreen> {
  const doctor = options.doctor ?? new FakeDoctor(options);
  return { ...(await showDoctor(doctor, options)), doctor };
}

/** The same for any doctor. */
export async function showDoctor(
  doctor: Doctor,
  options: Omit<ShowOptions, 'doctor' | 'rows'>,
): Promise<Omit<ShownScreen, 'doctor'>> {
  const terminal = new FakeTerminal(options.columns ?? 80, options.lines ?? 25);
  const stop = new AbortController();
  const left = openScreen({
    doctor,
    terminal: { stdin: terminal.stdin, stdout: terminal.stdout, stderr: terminal.stdout },
    look: { ascii: false, color: true, calm: false, ...options.look },
    actions: { exportFormats: [], ...options.actions },
    signal: stop.signal,
    ...defined({ screenReader: 'screenReader' in options ? options.screenReader : false }),
    ...defined({ window: options.window }),
  });
  const shown = {
    terminal,
    left,
    close: async () => {
      stop.abort();
      open.delete(shown);
      return left;
    },
  };
  open.add(shown);
  await terminal.waitFor(({ bytes }) => bytes > 50);
  return shown;
}

/** To be called after each test: a screen left open has timers and listeners. */
export async function closeScreens(): Promise<void> {
  await Promise.all([...open].map((shown) => shown.close()));
}

/** The row under the cursor, without its `>`; empty when there is none. */
export function cursorLine(terminal: FakeTerminal): string {
  return (terminal.screen().find((line) => line.startsWith('>')) ?? '').slice(1).trim();
}
