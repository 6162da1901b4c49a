import type { Step } from '../../../engine/probe.ts';

/** One thing that is wrong with a DSN. The row tells them all, and shows the worst in the list. */
export interface DsnFault {
  readonly status: 'fail' | 'warn' | 'unknown';
  readonly message: string;
  /** More of it, for the list of all that is wrong. */
  readonly found?: string;
  readonly why: string;
  readonly steps: readonly Step[];
}

const fault =
  (status: DsnFault['status']) =>
  (message: string, why: string, ...steps: readonly Step[]): DsnFault => ({ status, message, why, steps });

export const fails = fault('fail');
export const warns = fault('warn');
