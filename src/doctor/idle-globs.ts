import { baseId, idMatcher } from '../engine/glob.ts';
import { didYouMean, suggest } from '../settings/suggest.ts';
import type { Choice } from './options.ts';

/**
 * Globs of `--only` and `--skip` that fit none of these checks, a line each: one command line for several servers may well
 * name what only some of them have. A kind that is not there (`--skip "sql.*"`) was left out as it was asked.
 */
export function idleGlobs({ only, skip }: Choice, ids: readonly string[]): readonly string[] {
  const fits = (glob: string): boolean => ids.some(idMatcher([glob]));
  const lines = [
    ...only.filter((glob) => !fits(glob)).map((glob) => `--only ${glob}`),
    ...skip.filter((glob) => glob.includes('@') && !fits(glob)).map((glob) => `--skip ${glob}`),
  ];
  return lines.map((given) => `${given}: fits no check of this run`);
}

/**
 * Globs that no check is called by, here or in any `.ecmarc`, a line each. Beside others that fit, one that is mistyped
 * would leave out a check that was asked for, or do what was to be left out. `anywhere`: all checks that there are,
 * without a connector behind them (decisions: Exit codes).
 */
export function strangeGlobs(
  { only, skip }: Choice,
  ids: readonly string[],
  anywhere: readonly string[],
): readonly string[] {
  const all = [...ids, ...anywhere];
  const fits = (glob: string, some: readonly string[]): boolean => some.some(idMatcher([glob]));
  const hint = (glob: string): string => {
    const close = /[*?]/.test(glob) ? undefined : suggest(glob, all);
    return didYouMean(close);
  };
  return [
    // Of a connector that there is not nothing would be looked at, and the rest would be called ready.
    ...only
      .filter((glob) => !fits(glob, glob.includes('@') ? ids : all))
      .map((glob) => `--only ${glob}: fits no check${hint(glob)} (--list shows their names)`),
    ...skip
      .filter((glob) => !fits(glob, ids) && !fits(baseId(glob), all))
      .map((glob) => `--skip ${glob}: fits no check${hint(glob)} (--list shows their names)`),
  ];
}
