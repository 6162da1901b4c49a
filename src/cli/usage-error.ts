import type { Options } from './options.ts';
import type { Sink } from './streams.ts';

/** Words for stderr before exit 2. */
export function usageError(err: Sink, lines: readonly string[]): 2 {
  err.write(lines.map((line) => `ecma-doctor: ${line}\n`).join(''));
  return 2;
}

/** `--baseline` beside several reports. */
export const baselineOfSeveral =
  '--baseline compares one run with an earlier report: give --from once, or leave --baseline out';

/** For globs that leave nothing to run: exit 2. */
export function noCheckChosen({ only, skip }: Pick<Options, 'only' | 'skip'>): string {
  const globs = only.length > 0 ? `--only ${only.join(',')}` : `--skip ${skip.join(',')}`;
  return `${globs} leaves no check to run (--list shows their names)`;
}
