import { defined } from '../base/defined.ts';
import { formatErrors, type LoadOptions, loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import type { SecretSource } from '../settings/secret.ts';
import { SecretStore, type SecretStoreOptions, secretSources } from '../settings/secret-store.ts';

/** Settings as they were read, their secrets, and where they stand. */
export interface Configuration {
  readonly settings: Settings;
  readonly path?: string;
  readonly mtimeMs?: number;
  readonly warnings: readonly string[];
  readonly secrets: SecretStore;
  /** When a secret's own file last changed, in ms since 1970: a refusal that is older no longer stands. */
  readonly secretsChanged: ReadonlyMap<SecretSource, number>;
}

/** A configuration, or why it cannot be used, a line each. */
export type Reading =
  | { readonly ok: true; readonly configuration: Configuration }
  | { readonly ok: false; readonly lines: readonly string[] };

/** Reads `.ecmarc`. Never throws. */
export async function readConfiguration(
  options: LoadOptions,
  env: NodeJS.ProcessEnv,
  secrets: SecretStoreOptions = {},
): Promise<Reading> {
  const loaded = await loadSettings(options);
  if (!loaded.ok) return { ok: false, lines: formatErrors(loaded.errors) };
  return { ok: true, configuration: await configurationOf(loaded, env, secrets) };
}

/** Settings with their secrets. */
export async function configurationOf(
  { settings, path, mtimeMs, warnings }: Omit<Configuration, 'secrets' | 'secretsChanged'>,
  env: NodeJS.ProcessEnv,
  options: SecretStoreOptions = {},
): Promise<Configuration> {
  const secrets = new SecretStore(settings, env, options);
  const changed = await Promise.all(
    secretSources(settings).map(async ({ source }) => [source, await secrets.changedAt(source)] as const),
  );
  return {
    settings,
    ...defined({ path, mtimeMs }),
    warnings,
    secrets,
    secretsChanged: new Map(
      changed.flatMap(([source, at]) => (at === undefined ? [] : [[source, at] as const])),
    ),
  };
}

/**
 * The configuration with a secret typed at `now` (ms since 1970): what was refused before is another secret, unless
 * it is the same text again.
 */
export function withTyped(
  configuration: Configuration,
  key: string,
  text: string,
  now: number,
): Configuration {
  if (!configuration.secrets.give(key, text)) return configuration;
  const typed = secretSources(configuration.settings).find((secret) => secret.key === key);
  if (typed === undefined) return configuration;
  const secretsChanged = new Map(configuration.secretsChanged).set(typed.source, now);
  return { ...configuration, secretsChanged };
}
