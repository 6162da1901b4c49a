import type { FaultKind } from './faults.ts';
import type { Case } from './run-cases.ts';

export const told = ({ probe, call, kind, status, message }: Case) =>
  `${probe} | ${call.replaceAll(/\s+/g, ' ').slice(0, 90)} | ${kind}: ${status} ${message.slice(0, 90)}`;

/** What was asked was not seen. That there is nothing is an answer, and so is what a peer says. */
export const unseen: readonly FaultKind[] = [
  ...(['denied', 'failed', 'thrown', 'late'] as const),
  ...(['not-started', 'dead', 'silent', 'nonsense', 'cut-off'] as const),
];
