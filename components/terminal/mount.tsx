import chalk from 'chalk';
import { render } from 'ink';
import { Loading } from '../frame/loading.tsx';
import { setAmbiguousWide } from '../text/text-width.ts';
import { makeTheme } from '../theme/theme.ts';
import { ThemeContext } from '../theme/theme-context.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { bufferKeys, keepKeys } from './key-buffer.ts';
import { ScreenOutput } from './screen-output.ts';
import type { MountedScreen, MountOptions, ScreenResult, ShowOptions } from './screen-types.ts';

/** `ACCESSIBLE` is what command lines have agreed on, `INK_SCREEN_READER` Ink's own. */
function wantsReader({ ACCESSIBLE, INK_SCREEN_READER }: NodeJS.ProcessEnv): boolean {
  const accessible = ACCESSIBLE ?? '';
  return INK_SCREEN_READER === 'true' || !['', '0', 'false'].includes(accessible.toLowerCase());
}

/** Draws the first picture, and then the doctor until it is left; the terminal is in order then, whatever happened. */
export function mount(options: MountOptions): MountedScreen {
  const { terminal, color, onInterrupt, screenReader = wantsReader(process.env) } = options;
  const output = new ScreenOutput(terminal.stdout, () => instance.clear());
  // Ink colours through this object, and the look is decided already: 16 colours, or none but reverse and bold.
  const colourLevel = chalk.level;
  chalk.level = 1;
  let open = true;
  const close = (): void => {
    open = false;
    output.close();
    chalk.level = colourLevel;
  };
  // ASCII: what the console's font can draw is not known yet.
  const opening = makeTheme({ ascii: true, color, calm: true });
  const instance = render(
    <ThemeContext value={opening}>
      <Loading width={output.columns - 1} />
    </ThemeContext>,
    {
      stdout: output,
      stdin: terminal.stdin,
      stderr: terminal.stderr,
      incrementalRendering: true,
      // None is kept back: a key press is drawn at once, and nothing else changes often. Ink's timer for it would come
      // late where much else waits for its turn.
      maxFps: 0,
      exitOnCtrlC: false,
      patchConsole: false,
      interactive: true,
      isScreenReaderEnabled: screenReader,
    },
  );
  output.open();
  const keyBuffer = bufferKeys(terminal.stdin, onInterrupt);
  /** Gives back the keyboard that was kept for the last words. */
  let giveBack: (() => void) | undefined;

  const show = async ({
    doctor,
    look,
    actions,
    signal,
    window,
    onShown,
  }: ShowOptions): Promise<ScreenResult> => {
    let crash: { readonly error: unknown } | undefined;
    const onCrash = (error: unknown): void => {
      crash ??= { error };
      instance.unmount();
    };
    const onLeave = (): void => {
      giveBack ??= keepKeys(terminal.stdin, onInterrupt);
    };
    if (window !== undefined) output.followWindow(window);
    setAmbiguousWide(look.wide === true);
    try {
      const sideBySide = doctor.view().compared !== undefined;
      const { App } = await (sideBySide ? import('../side-by-side/app.tsx') : import('../app.tsx'));
      keyBuffer.release();
      instance.rerender(
        <ThemeContext value={makeTheme(look)}>
          <ErrorBoundary onCrash={onCrash}>
            <App
              doctor={doctor}
              actions={actions}
              signal={signal}
              bell={() => output.bell()}
              redraw={() => output.redraw()}
              onResized={() => output.resume()}
              onLeave={onLeave}
              onCrash={onCrash}
            />
          </ErrorBoundary>
        </ThemeContext>,
      );
      // What was pressed while the picture was made goes before.
      if (onShown !== undefined) setImmediate(() => setImmediate(onShown));
      const result = (await instance.waitUntilExit()) as ScreenResult | undefined;
      return crash === undefined
        ? (result ?? { reason: 'closed' })
        : { reason: 'crashed', error: crash.error };
    } catch (error) {
      keyBuffer.discard();
      instance.unmount();
      return { reason: 'crashed', error: crash?.error ?? error };
    } finally {
      close();
    }
  };

  const unmount = (): void => {
    giveBack?.();
    if (!open) return;
    keyBuffer.discard();
    instance.rerender(null);
    instance.unmount();
    close();
  };
  return { show, unmount };
}
