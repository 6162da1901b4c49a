import type { RaisedScreen } from '../../components/terminal/screen.ts';
import { wantsScreen } from './interactive.ts';
import type { Options } from './options.ts';
import type { FileWork } from './report-output.ts';
import { onSignals } from './signals.ts';
import type { Sink } from './streams.ts';

/**
 * A run on this machine. Where a person sits, the screen stands before what is slow to load is loaded: the readers of
 * `.ecmarc`, the checks, the doctor itself.
 */
export async function live(options: Options, out: Sink, err: Sink, files: FileWork): Promise<number> {
  const raised = wantsScreen(options) ? await raise(options) : undefined;
  try {
    const { runLive } = await import('./run-live.ts');
    return await runLive({ options, out, err, files, raised });
  } finally {
    raised?.lower();
  }
}

async function raise({ color }: Options): Promise<RaisedScreen> {
  const { raiseScreen } = await import('../../components/terminal/screen.ts');
  const screen = await raiseScreen({
    terminal: process,
    color: color ?? process.stdout.getColorDepth() > 1,
    onInterrupt: () => process.kill(process.pid, 'SIGINT'),
  });
  const leave = (): never => {
    screen.lower();
    process.exit(130);
  };
  // Until the doctor is shown: from then on there is something to save first.
  const quiet = onSignals(leave, leave);
  return {
    show: (options) => {
      quiet();
      return screen.show(options);
    },
    lower: () => {
      quiet();
      screen.lower();
    },
  };
}
