/** Is that longer ago than so many milliseconds, or as far in a time to come, since the clock went back? */
export function isLongAgo(atMs: number, ms: number): boolean {
  return Math.abs(Date.now() - atMs) > ms;
}
