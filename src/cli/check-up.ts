import type { Options } from './options.ts';
import type { Sink } from './streams.ts';

/** Runs the doctor: on the screen where a person sits, unattended elsewhere. Gives the exit code. */
export async function checkUp(options: Options, out: Sink, err: Sink): Promise<number> {
  const { report, from, baseline, redact } = options;
  if (report.length > 0 || from.length > 0 || baseline !== undefined || redact) {
    const { runWithFiles } = await import('./run-with-files.ts');
    return runWithFiles(options, out, err);
  }
  const { startLive } = await import('./start-live.ts');
  return startLive(options, out, err, {
    prepare: (input) => input,
    write: async () => [],
    preview: () => undefined,
  });
}
