/** A whole number within these bounds, as a peer's JSON may give it; what else stands there (1e999, -1, 0.5, a text) is none. */
export function wholeNumberIn(value: unknown, least = 0, most = Number.MAX_SAFE_INTEGER): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
    ? value
    : undefined;
}
