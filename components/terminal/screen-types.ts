/**
 * How the screen was left. `interrupt` and `quit-while-running` waited until what ran had cleaned up,
 * `interrupt-now` (Ctrl+C twice) did not; `closed` came from outside.
 */
export type ScreenResult =
  | { readonly reason: 'quit' | 'quit-while-running' | 'interrupt' | 'interrupt-now' | 'closed' }
  | { readonly reason: 'crashed'; readonly error: unknown };
