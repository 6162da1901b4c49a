import { never } from '../base/never.ts';
import type { SkipReason, Status } from './status.ts';

/** What a reader is to do something about, in the order in which to do it. */
export type ProblemKind = 'failed' | 'unfinished' | 'question' | 'warning' | 'not-configured';

interface Judged {
  readonly status: Status;
  readonly reason?: SkipReason | undefined;
}

/** Undefined: nothing to do here. Blocked rows are echoes of the row they wait for. */
export function problemKindOf({ status, reason }: Judged): ProblemKind | undefined {
  switch (status) {
    case 'fail':
      return 'failed';
    case 'crashed':
    case 'timed-out':
    case 'cancelled':
      return 'unfinished';
    case 'unknown':
    case 'manual':
      return 'question';
    case 'warn':
      return 'warning';
    case 'skipped':
      return reason === 'not-configured' || reason === 'not-built' ? 'not-configured' : undefined;
    case 'pass':
    case 'blocked':
    case 'waived':
    case 'attested':
    case 'pending':
    case 'running':
      return undefined;
    default:
      return never(status);
  }
}
