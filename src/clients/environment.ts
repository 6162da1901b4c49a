import type { Json } from '../base/json.ts';
import type { Facts } from '../engine/facts.ts';
import type { AttemptContext, Probe } from '../engine/probe.ts';
import type { Platform, Problem } from '../platform/types.ts';
import type { Settings } from '../settings/schema.ts';
import type { Secret, SecretSource } from '../settings/secret.ts';

/**
 * Credentials that a peer refused are remembered (target, account, time; nothing made from the secret), so that
 * no account is locked by repeating a wrong password (decisions: Lock-out).
 */
export interface Credentials {
  /**
   * The refusal that still stands: then the secret must not be sent, and the facts tell of it in a member
   * `refusal: { target, account, at }`. `source` is where the secret comes from: a newer file ends a refusal.
   */
  standing(target: string, account: string, source?: SecretSource): { readonly at: string } | undefined;
  /** To be called the moment a peer refuses this account's secret. */
  refused(target: string, account: string): void;
  /** To be called when a peer accepted this account. */
  accepted(target: string, account: string): void;
}

/** Something that a write test was about to make; `what` finds it again and proves that it is ours. */
export interface WritePlan {
  readonly connector: string;
  readonly target: string;
  readonly what: Json;
}

export interface PlannedWrite extends WritePlan {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * The write tests' journal: what is about to be made is on disk before it is made, so that a later run cleans up
 * after a kill at any instant.
 */
export interface WriteJournal {
  /** Only after `ok: true` may the thing be made. */
  plan(
    entry: WritePlan,
  ): { readonly ok: true; readonly id: string } | { readonly ok: false; readonly problem: Problem };
  /** Nothing is left of it. */
  settle(id: string): Problem | undefined;
  /** What was planned and is not settled, oldest first. */
  open():
    | { readonly ok: true; readonly entries: readonly PlannedWrite[] }
    | { readonly ok: false; readonly problem: Problem };
}

/** What a probe's I/O goes through. */
export interface ProbeEnvironment {
  readonly settings: Settings;
  readonly platform: Platform;
  readonly credentials: Credentials;
  /** Absent where no state can be kept: then no write test writes. */
  readonly journal?: WriteJournal | undefined;
  /** The secret's text holder; it was checked before the run that it can be had. */
  secret(source: SecretSource): Promise<Secret>;
}

export type ProbeContext = ProbeEnvironment & AttemptContext;
export type EcmaProbe<F extends Facts = Facts> = Probe<Settings, ProbeEnvironment, F>;
