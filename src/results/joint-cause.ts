/** One cause behind several rows, in a sentence. */
export interface JointCause {
  readonly id: string;
  readonly text: string;
  /** Ids of the rows that it explains, the root cause first. */
  readonly probes: readonly string[];
}
