import { never } from '../base/never.ts';
import type { SkipReason, Status } from '../engine/status.ts';

/** What a reader is to do something about, in the order in which to do it, and the heading over it. */
const kindNames = {
  failed: 'Failed',
  unfinished: 'Not finished',
  question: 'To be settled',
  warning: 'Warnings',
  'not-configured': 'Not configured',
} as const;

export type ProblemKind = keyof typeof kindNames;

export const problemKinds = Object.keys(kindNames) as readonly ProblemKind[];

export function problemKindName(kind: ProblemKind): string {
  return kindNames[kind];
}

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
