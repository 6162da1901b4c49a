import type { Command } from './bindings.ts';

/** What the bottom line offers: shorter words than the help, the most useful first. */
export interface KeyHint {
  readonly keys: string;
  readonly does: string;
  /** Absent where the keys are not the screen's but the page's own. */
  readonly command?: Command;
}
