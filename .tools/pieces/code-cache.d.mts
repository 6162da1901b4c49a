/** See code-cache.mjs. */
interface Making {
  readonly node: string;
  readonly folder: string;
  readonly out: string;
  readonly flags?: readonly string[];
  readonly laterFlags?: readonly string[];
}
export function makeCodeCache(making: Making): boolean;
