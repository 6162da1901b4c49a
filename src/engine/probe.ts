import type { Facts, FactsReader } from './facts.ts';
import type { JudgedStatus, Level, Profile, Severity } from './status.ts';

export interface Evidence {
  readonly label: string;
  readonly value: string;
}

/** Whose hands a fix step needs. */
export type Owner = 'server' | 'network' | 'directory' | 'database' | 'entra' | 'connector';

/** One thing a person can do; `command` stands alone, whole, ready to paste. */
export interface Step {
  readonly text: string;
  readonly command?: string;
  readonly owner?: Owner;
  /** It names a key of the screen: what is read elsewhere leaves it out. */
  readonly screen?: true;
}

export interface Remedy {
  readonly why: string;
  readonly steps: readonly Step[];
  readonly links: readonly string[];
}

/**
 * A judgement. `message` is the finding in a few words (the list's middle column: the fact itself, not "OK");
 * `found` and `expected` may say more. Peer text may be in any of them: it is cleaned where a row is made
 * (src/results/judge.ts).
 */
export interface Verdict {
  readonly status: JudgedStatus;
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly evidence?: readonly Evidence[];
  readonly remedy?: Remedy;
}

/** Why a probe is not run, in a sentence, and what would change that. */
export interface NotRun {
  readonly message: string;
  readonly remedy?: Remedy;
}

/** An answer that a person gave beforehand; `fails` says why this answer means "no". */
export interface Attested {
  readonly value: string;
  readonly where: string;
  readonly fails?: string;
}

export interface JudgeInput<S, F extends Facts = Facts> {
  readonly facts: F;
  readonly settings: S;
  /** When the facts were seen, ISO 8601. Dates are judged against it, never against now. */
  readonly observedAt: string;
  /** Facts of the probes in `needs` and `uses`, where they have come. */
  readonly uses: FactsReader;
}

/** A secret that a probe sends: its key in the settings, and what it is, in words: "the password for the proxy". */
export interface SecretUse {
  readonly key: string;
  readonly label: string;
  /** The environment variable in whose place it is typed, since it is not set. */
  readonly variable?: string;
}

/** What a person must agree to before a probe runs: what it does, in a sentence, and its effects one by one. */
export interface Consent {
  readonly text: string;
  readonly effects: readonly string[];
}

/** Whose rules judge. */
export interface Rules {
  readonly profile: Profile;
  readonly severity: Severity;
}

/** A connection (or that there is none) that several probes of one target share. */
export interface Leased<T> {
  readonly value: T;
  close(): void | Promise<void>;
}

/**
 * What a person must do elsewhere while the attempt waits for it: enter a code at an address, until `expiresAt`
 * (ISO 8601). A secret while it lives: it is shown on the screen, and stands in no report, state or event.
 */
export interface UserPrompt {
  readonly code: string;
  readonly address: string;
  readonly expiresAt: string;
}

/** What the engine gives each attempt, beside the caller's own environment. */
export interface AttemptContext {
  /** The attempt's upper bound: the steps in it must be shorter. */
  readonly deadlineMs?: number;
  /** Says what the attempt waits for ("ldap01:636"): shown after 2 s, and in the message of a time-out. */
  waitingFor(what: string): void;
  /** Shows it to the person at once, and until the attempt ends; a later one takes its place. */
  prompt(prompt: UserPrompt): void;
  /**
   * Says what would be left behind if the attempt ended now; undefined: nothing. While there is something, an end from
   * outside (deadline, `--timeout`, cancel) waits up to `undoMs` after the signal for the work to undo it, and the
   * last words stand in the row.
   */
  leaves(what: string | undefined): void;
  /** Facts of the needs, settled and usable. */
  readonly facts: FactsReader;
  /**
   * The shared connection of this probe's `share`: opened by the first that asks, closed after the last probe
   * with that key has ended. `open`'s signal ends with the connection, not with this attempt.
   */
  lease<T>(open: (signal: AbortSignal) => Promise<Leased<T>>): Promise<T>;
}

/**
 * One question. S: the settings it reads; E: the environment its I/O goes through; F: its facts.
 *
 * `collect` does I/O and returns facts; an expected failure (refused, not found) is a fact, only a bug throws.
 * `judge` is pure: same input, same verdict; `fail` becomes `warn` (src/results/judge.ts) where the severity
 * does not carry a failure.
 */
export interface Probe<S, E, F extends Facts = Facts> {
  /** `AREA.NAME`, with `@CONNECTOR` behind it for one connector's probes. */
  readonly id: string;
  /** What is asked, in the administrator's words, 30 characters at most. */
  readonly title: string;
  readonly area: string;
  readonly connector?: string;
  /** What the area's heading names beside it: the target's address. */
  readonly subject?: string;
  readonly levels: Readonly<Record<Profile, Level>>;
  readonly requirements: readonly string[];
  readonly source: string;
  /** Ids whose facts must be usable before this can run. */
  readonly needs: readonly string[];
  /** Ids whose facts `judge` also reads, when they come. They never block. */
  readonly uses: readonly string[];
  /** Upper bound of one attempt's work in milliseconds; a frozen event loop does not count. */
  readonly deadlineMs: number;
  /** Remote `host:port` that the attempt loads: at most four attempts a lane at once. */
  readonly lane?: string;
  /** Key of the connection that it leases. */
  readonly share?: string;
  /** The name of its facts' schema, by which those of a file are looked at. */
  readonly schema?: string;
  /** The settings it depends on, as text without secrets: when it changes, old facts are of something else. */
  readonly fingerprint?: string;
  /** Secrets of the settings that it sends to a peer, and what a person is asked for where one is to be typed. */
  readonly sends?: readonly SecretUse[];
  /** True when another try could count towards locking an account: never repeated by itself. */
  readonly lockout?: boolean;
  /** What it changes, to be agreed to by a person before it runs. */
  readonly asks?: Consent;
  notApplicable?(settings: S, facts: FactsReader): string | undefined;
  notAllowed?(settings: S): NotRun | undefined;
  notConfigured?(settings: S): NotRun | undefined;
  attested?(settings: S, rules: Rules): Attested | undefined;
  /** True when a person's `y` can answer it. */
  readonly answerable?: boolean;
  /** Absent while the probe is not built yet. */
  readonly work?: Work<S, E, F>;
}

export interface Work<S, E, F extends Facts = Facts> {
  collect(context: E & AttemptContext, signal: AbortSignal): Promise<F>;
  judge(input: JudgeInput<S, F>, rules: Rules): Verdict;
}
