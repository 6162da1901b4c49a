import type { Sink } from './streams.ts';

/** Words for stderr before exit 2. */
export function usageError(err: Sink, lines: readonly string[]): 2 {
  err.write(lines.map((line) => `ecma-doctor: ${line}\n`).join(''));
  return 2;
}

/** `--baseline` beside what is shown side by side. */
export const baselineOfSeveral =
  '--baseline compares one run with an earlier report: name one file with --from, or leave --baseline out';
