import type { Remedy } from '../../../engine/probe.ts';

/** What one number of the server means at a login. */
export interface LoginError {
  /** A few words. */
  readonly message: string;
  readonly remedy: Remedy;
}
