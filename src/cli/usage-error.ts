import type { Sink } from './streams.ts';

/** Words for stderr before exit 2. */
export function usageError(err: Sink, lines: readonly string[]): 2 {
  err.write(lines.map((line) => `ecma-doctor: ${line}\n`).join(''));
  return 2;
}

/** `--baseline` beside several reports. */
export const baselineOfSeveral =
  '--baseline compares one run with an earlier report: give --from once, or leave --baseline out';
