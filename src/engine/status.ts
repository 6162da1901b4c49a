/** Every status a probe can have (decisions: Statuses). The order is the order of the counts. */
export const statuses = [
  'pass',
  'warn',
  'fail',
  'unknown',
  'manual',
  'blocked',
  'skipped',
  'timed-out',
  'crashed',
  'cancelled',
  'waived',
  'attested',
  'pending',
  'running',
] as const;

export type Status = (typeof statuses)[number];

/** It waits for its turn, or is being looked at: it has no answer of its own yet. */
export function isUnderWay(status: Status): boolean {
  return status === 'pending' || status === 'running';
}

/** What a probe's own judgement can say; all others come of how it ran, or of a person's answer. */
export type JudgedStatus = 'pass' | 'warn' | 'fail' | 'unknown' | 'manual';

/** Why a row was skipped. When several hold, the first of this order counts (`not-built` comes after blocked). */
export const skipReasons = [
  'not-chosen',
  'not-applicable',
  'not-allowed',
  'not-configured',
  'not-built',
] as const;

export type SkipReason = (typeof skipReasons)[number];

/** How much a probe's verdict weighs under a profile. */
export type Severity = 'required' | 'restricted' | 'recommended' | 'info';

/** A severity, or that the profile does not ask the question at all. */
export type Level = Severity | 'not-applicable';

/** Name of a release's set of rules. The engine only compares it. */
export type Profile = string;

/** Heaviest first: a root cause takes the heaviest severity of what it blocks. */
export const severities: readonly Severity[] = ['restricted', 'required', 'recommended', 'info'];

/** Required and restricted probes decide readiness; the others never do. */
export function decides(level: Level): boolean {
  return level === 'required' || level === 'restricted';
}
