import { never } from '../base/never.ts';
import { clean } from '../base/text.ts';
import type { SkipReason, Status } from '../engine/status.ts';
import type { Row } from './row.ts';

/** What rows are compared by, whether with an earlier run's or with another server's. */

/** 0 well, 1 a warning, 2 a problem; undefined: says nothing of how things are. */
export type Weight = 0 | 1 | 2 | undefined;

export function weightOf(status: Status, reason: SkipReason | undefined): Weight {
  switch (status) {
    case 'pass':
    case 'attested':
      return 0;
    case 'warn':
      return 1;
    case 'fail':
    case 'unknown':
    case 'manual':
    case 'blocked':
    case 'timed-out':
    case 'crashed':
      return 2;
    case 'skipped':
      return reason === 'not-configured' || reason === 'not-built' ? 2 : undefined;
    case 'waived':
    case 'cancelled':
    case 'pending':
    case 'running':
      return undefined;
    default:
      return never(status);
  }
}

/** What was seen, without what differs between any two looks: durations and times. */
export function seenText(row: Pick<Row, 'message' | 'found' | 'evidence'>): string {
  const evidence = row.evidence.map(({ label, value }) => `${label}=${value}`);
  return [row.message, row.found ?? '', ...evidence].map(withoutTimes).join('\n');
}

/** A text with every time and duration replaced by one word. */
export function withoutTimes(text: string): string {
  return clean(text)
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?UTC|Z|[+-]\d\d:\d\d)?/g, 'TIME')
    .replace(/\b\d\d:\d\d:\d\d\b/g, 'TIME')
    .replace(/\b\d+([.,]\d+)? ?(ms|s|seconds|min|minutes|h|hours|days)\b/g, 'TIME');
}
