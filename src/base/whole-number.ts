/** A whole number within these bounds, as a peer's JSON may give it; what else stands there (1e999, -1, 0.5, a text) is none. */
export function wholeNumberIn(value: unknown, least = 0, most = Number.MAX_SAFE_INTEGER): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
    ? value
    : undefined;
}

/** The same written as a text, in decimal digits alone: what JavaScript takes for a number beside them (0x10, 1e3, '') is none. */
export function wholeNumberOf(
  text: string | null | undefined,
  least = 0,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const digits = text?.trim() ?? '';
  return /^\d{1,16}$/.test(digits) ? wholeNumberIn(Number(digits), least, most) : undefined;
}

/** A port of TCP in decimal digits. */
export function portNumberOf(text: string | null | undefined): number | undefined {
  return wholeNumberOf(text, 1, 65_535);
}
