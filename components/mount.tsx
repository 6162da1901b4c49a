import chalk from 'chalk';
import { render } from 'ink';
import { App } from './app.tsx';
import { Boundary } from './boundary.tsx';
import { ThemeContext } from './context.ts';
import type { ScreenResult } from './result.ts';
import type { ScreenOptions } from './screen.tsx';
import { ScreenOutput } from './terminal.ts';
import { makeTheme } from './theme.ts';

/** Draws the screen and waits until it is left; the terminal is in order then, whatever happened. */
export async function mount({
  doctor,
  terminal,
  look,
  actions,
  signal,
  onShown,
  screenReader,
}: ScreenOptions): Promise<ScreenResult> {
  const output = new ScreenOutput(terminal.stdout, () => instance.clear());
  // Ink colours through this object, and the look is decided already: 16 colours, or none but reverse and bold.
  const colourLevel = chalk.level;
  chalk.level = 1;
  let crash: { readonly error: unknown } | undefined;
  const instance = render(null, {
    stdout: output,
    stdin: terminal.stdin,
    stderr: terminal.stderr,
    incrementalRendering: true,
    maxFps: 30,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    ...(screenReader !== undefined && { isScreenReaderEnabled: screenReader }),
  });
  output.open();
  try {
    const onCrash = (error: unknown) => {
      crash ??= { error };
      instance.unmount();
    };
    instance.rerender(
      <ThemeContext value={makeTheme(look)}>
        <Boundary onCrash={onCrash}>
          <App
            doctor={doctor}
            actions={actions}
            signal={signal}
            bell={() => output.bell()}
            redraw={() => output.redraw()}
            resized={() => output.settle()}
            onCrash={onCrash}
          />
        </Boundary>
      </ThemeContext>,
    );
    if (onShown !== undefined) setImmediate(onShown);
    const result = (await instance.waitUntilExit()) as ScreenResult | undefined;
    return crash === undefined ? (result ?? { reason: 'closed' }) : { reason: 'crashed', error: crash.error };
  } catch (error) {
    return { reason: 'crashed', error: crash?.error ?? error };
  } finally {
    output.close();
    chalk.level = colourLevel;
  }
}
