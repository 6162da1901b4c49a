/** See code-cache.mjs. */
interface Making {
  readonly node: string;
  readonly folder: string;
  readonly out: string;
}
export function cacheOfRun(making: Making & { readonly flags: readonly string[] }): boolean;
export function cacheOfText(making: Making): boolean;
