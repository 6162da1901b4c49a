/** See code-cache.mjs. */
interface Making {
  readonly node: string;
  readonly folder: string;
  readonly out: string;
  readonly flags: readonly string[];
}
export function cacheOfRun(making: Making): boolean;
export function cacheOfText(making: Making): boolean;
