import { defined } from '../../src/base/defined.ts';
import type { Credentials, EcmaProbe, ProbeContext } from '../../src/clients/environment.ts';
import type { Facts } from '../../src/engine/facts.ts';
import { readerFor } from '../../src/engine/facts.ts';
import type { AttemptContext, UserPrompt } from '../../src/engine/probe.ts';
import type { Platform } from '../../src/platform/types.ts';
import type { ProbeDefinition, ProbeOptions } from '../../src/probes/define.ts';
import type { ProfileName } from '../../src/settings/profiles.ts';
import { type Settings, settingsSchema } from '../../src/settings/schema.ts';
import { Secret } from '../../src/settings/secret.ts';
import { readWords } from './words.ts';

export interface ContextOptions {
  readonly platform: Platform;
  readonly settings?: Settings;
  /** Facts of the probes that this one needs, by id. */
  readonly facts?: Readonly<Record<string, Facts>>;
  /** Whose probe it is: whose facts it reads. */
  readonly connector?: string;
  readonly credentials?: Credentials;
  /** Texts of secrets that come from the environment, by variable. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Hears what the attempt waits for. */
  readonly waits?: string[];
  /** Hears what the person is asked to do. */
  readonly prompts?: UserPrompt[];
  readonly deadlineMs?: number;
}

/** What a probe gets from the doctor and the engine, for one attempt in a test. */
export function makeContext(options: ContextOptions): ProbeContext {
  const attempt: AttemptContext = {
    waitingFor: (what) => void options.waits?.push(what),
    prompt: (prompt) => void options.prompts?.push(prompt),
    leaves: () => {},
    facts: readerFor(options.connector, (id) => options.facts?.[id]),
    lease: async (open) => (await open(new AbortController().signal)).value,
    ...defined({ deadlineMs: options.deadlineMs }),
  };
  return {
    ...attempt,
    settings: options.settings ?? settingsFrom({}),
    platform: options.platform,
    credentials: options.credentials ?? rememberingCredentials(),
    async secret(source) {
      if (source.kind === 'clear') return source.secret;
      const text = source.kind === 'env' ? options.secrets?.[source.name] : undefined;
      if (text === undefined) throw new Error('the test gave no such secret');
      return new Secret(text);
    },
  };
}

/** Refusals in memory, as the doctor's state keeps them. */
export function rememberingCredentials(): Credentials & { readonly refusals: string[] } {
  const refusals: string[] = [];
  const key = (target: string, account: string) => `${target} ${account}`;
  return {
    refusals,
    standing: (target, account) =>
      refusals.includes(key(target, account)) ? { at: '2026-01-01T10:00:00.000Z' } : undefined,
    refused: (target, account) => {
      refusals.push(key(target, account));
    },
    accepted: () => {},
  };
}

/** Settings as `.ecmarc` would give them, defaults filled in. */
export function settingsFrom(given: unknown): Settings {
  return settingsSchema.parse(given);
}

/** Facts as they come back from a saved report: JSON and nothing else. */
export async function collectFacts<F extends Facts>(
  probe: EcmaProbe,
  context: ProbeContext,
  signal: AbortSignal = new AbortController().signal,
): Promise<F> {
  if (probe.work === undefined) throw new Error(`${probe.id} is not built`);
  return JSON.parse(JSON.stringify(await probe.work.collect(context, signal))) as F;
}

/** The probe of a definition, for these settings: that of their first connector, where it is one of a connector. */
export function probeFrom(
  definition: ProbeDefinition,
  settings: Settings = settingsFrom({}),
  options: ProbeOptions = { writeTest: false },
  all: readonly ProbeDefinition[] = [definition],
): EcmaProbe {
  return definition.make({ settings, connector: settings.connectors[0], options, all });
}

export function judgeFacts(
  probe: EcmaProbe,
  facts: Facts,
  options: {
    readonly settings?: Settings;
    readonly uses?: Readonly<Record<string, Facts>>;
    readonly profile?: ProfileName;
    readonly observedAt?: string;
  } = {},
) {
  if (probe.work === undefined) throw new Error(`${probe.id} is not built`);
  const input = {
    facts,
    settings: options.settings ?? settingsFrom({}),
    observedAt: options.observedAt ?? '2026-01-01T10:00:00.000Z',
    uses: readerFor(probe.connector, (id) => options.uses?.[id]),
  };
  const profile = options.profile ?? 'preview-2021';
  return readWords(probe.work.judge(input, { profile, severity: 'required' }));
}
