/** See code-cache.mjs. */
export function makeCodeCache(options: {
  readonly node: string;
  readonly folder: string;
  readonly out: string;
  readonly flags: readonly string[];
}): boolean;
