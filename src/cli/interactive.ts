import type { Options } from './options.ts';

/** The full screen wants a person and a terminal that can move its cursor. */
export function wantsScreen({ plain, json, events, waitMs }: Options): boolean {
  return isInteractive() && process.env.TERM !== 'dumb' && !plain && !json && !events && waitMs === undefined;
}

/**
 * Is a person at both ends: terminals, and no CI? Ink goes by the same rule for CI (set, even when empty, unless it
 * says 0 or false).
 */
export function isInteractive(): boolean {
  const { CI } = process.env;
  const ci = CI !== undefined && CI !== '0' && CI !== 'false';
  return process.stdin.isTTY === true && process.stdout.isTTY === true && !ci;
}
