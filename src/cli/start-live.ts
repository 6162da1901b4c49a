import type { MountedScreen } from '../../components/terminal/screen-types.ts';

import { wantsScreen } from './interactive.ts';
import type { Options } from './options.ts';
import type { ReportOutput } from './report-output.ts';
import { interrupt, onSignals } from './signals.ts';
import type { Sink } from './streams.ts';

/**
 * A run on this machine. Where a person sits, the screen stands before what is slow to load is loaded: the readers of
 * `.ecmarc`, the checks, the doctor itself.
 */
export async function startLive(
  options: Options,
  out: Sink,
  err: Sink,
  files: ReportOutput,
): Promise<number> {
  const mounted = wantsScreen(options) ? await mountFirstFrame(options) : undefined;
  try {
    const { runLive } = await import('./run-live.ts');
    return await runLive({ options, out, err, files, mounted });
  } finally {
    mounted?.unmount();
  }
}

async function mountFirstFrame({ color }: Options): Promise<MountedScreen> {
  const { mountScreen } = await import('../../components/terminal/screen.ts');
  const screen = await mountScreen({
    terminal: process,
    color: color ?? process.stdout.getColorDepth() > 1,
    onInterrupt: interrupt,
  });
  const leave = (): never => {
    screen.unmount();
    process.exit(130);
  };
  // Until the doctor is shown: from then on there is something to save first.
  const stopListening = onSignals(leave, leave);
  return {
    show: (options) => {
      stopListening();
      return screen.show(options);
    },
    unmount: () => {
      stopListening();
      screen.unmount();
    },
  };
}
