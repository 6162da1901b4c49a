import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { decodeText } from '../base/decode-text.ts';
import { never } from '../base/never.ts';
import { mapLeaves } from './map-leaves.ts';
import type { Settings } from './schema.ts';
import { isSecretSource, Secret, type SecretSource } from './secret.ts';
import { fileErrorText } from './settings-error.ts';

/** A secret that the settings ask for; `key` names it as people do: `connectors.Directory.target.ldap.password`. */
export interface KeyedSource {
  readonly key: string;
  readonly source: SecretSource;
}

/** Why a secret cannot be had. The message names variable, path or key, never the secret. */
export interface MissingSecret {
  readonly key: string;
  readonly message: string;
}

/** Thrown by `resolve` when a secret cannot be had after all. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

/** A password file that is longer is most likely another file. */
const largestFile = 64 * 1024;

/** Every secret of the settings, in the order of the file. */
export function secretSources(settings: Settings): KeyedSource[] {
  const found: KeyedSource[] = [];
  mapLeaves(settings, (leaf, path) => {
    if (isSecretSource(leaf)) found.push({ key: path.join('.'), source: leaf });
    return leaf;
  });
  return found;
}

interface Typed {
  readonly secret: Secret;
  readonly at: number;
}

/** How a store goes about what it cannot have. */
export interface SecretStoreOptions {
  /** The store of the reading before: what was typed for a key is kept. */
  readonly before?: SecretStore | undefined;
  /** A person sits there: a variable that is not set is typed in its place. */
  readonly asks?: boolean;
}

/** Gets the secrets of one reading of `.ecmarc`. Files are read anew each time, so that a fix counts. */
export class SecretStore {
  readonly #sources: readonly KeyedSource[];
  readonly #keys: ReadonlyMap<SecretSource, string>;
  readonly #env: NodeJS.ProcessEnv;
  readonly #typed: Map<string, Typed>;
  readonly #asks: boolean;

  constructor(settings: Settings, env: NodeJS.ProcessEnv, { before, asks = false }: SecretStoreOptions = {}) {
    this.#sources = secretSources(settings);
    this.#keys = new Map(this.#sources.map(({ key, source }) => [source, key]));
    this.#env = env;
    this.#asks = asks;
    this.#typed = new Map(before === undefined ? [] : before.#typed);
  }

  /** What cannot be had now, of these keys or of all: for exit 2 before a run. */
  async missing(keys?: readonly string[]): Promise<MissingSecret[]> {
    const gaps = await Promise.all(
      this.#chosen(keys).map(async ({ key, source }) => {
        const got = await this.#get(source);
        return got instanceof Secret ? undefined : { key, message: got };
      }),
    );
    return gaps.filter((gap) => gap !== undefined);
  }

  /** Keys of the secrets that are still to be typed, of these keys or of all. */
  prompts(keys?: readonly string[]): string[] {
    return this.#chosen(keys)
      .filter(({ key, source }) => this.#isTyped(source) && !this.#typed.has(key))
      .map(({ key }) => key);
  }

  /** The variable in whose place this secret is typed; undefined: none is. */
  unsetVariable(key: string): string | undefined {
    const source = this.#sources.find((one) => one.key === key)?.source;
    return source?.kind === 'env' && this.#isTyped(source) ? source.name : undefined;
  }

  /**
   * Takes what a person typed; empty text takes it back. Tells whether that is news: the same text again is not.
   */
  give(key: string, text: string): boolean {
    if (text === '') return this.#typed.delete(key);
    if (this.#typed.get(key)?.secret.reveal() === text) return false;
    this.#typed.set(key, { secret: new Secret(text), at: Date.now() });
    return true;
  }

  async resolve(source: SecretSource): Promise<Secret> {
    const got = await this.#get(source);
    if (got instanceof Secret) return got;
    throw new SecretError(got);
  }

  /**
   * When this secret last became another one, in ms since 1970: its file's time of change, or when it was typed.
   * Undefined where only `.ecmarc`'s own time tells (variable, clear text) or where there is none yet.
   */
  async changedAt(source: SecretSource): Promise<number | undefined> {
    if (this.#isTyped(source)) return this.#typed.get(this.#keys.get(source) ?? '')?.at;
    if (source.kind !== 'file') return undefined;
    const file = await readSecretFile(source.path);
    return typeof file === 'string' ? undefined : file.changedAt;
  }

  /** Is it to be typed, here and now? */
  #isTyped(source: SecretSource): boolean {
    if (source.kind === 'prompt') return true;
    return source.kind === 'env' && this.#asks && (this.#env[source.name] ?? '') === '';
  }

  #chosen(keys: readonly string[] | undefined): readonly KeyedSource[] {
    return keys === undefined ? this.#sources : this.#sources.filter(({ key }) => keys.includes(key));
  }

  /** The secret, or in words why not. */
  async #get(source: SecretSource): Promise<Secret | string> {
    switch (source.kind) {
      case 'clear':
        return source.secret;
      case 'env': {
        const text = this.#env[source.name];
        const typed = this.#isTyped(source) ? this.#typed.get(this.#keys.get(source) ?? '') : undefined;
        if (typed !== undefined) return typed.secret;
        if (text === undefined) return `the environment variable ${source.name} is not set`;
        return text === '' ? `the environment variable ${source.name} is empty` : new Secret(text);
      }
      case 'prompt':
        return this.#typed.get(this.#keys.get(source) ?? '')?.secret ?? 'needs to be typed';
      case 'file': {
        const file = await readSecretFile(source.path);
        return typeof file === 'string' ? file : file.secret;
      }
      default:
        return never(source);
    }
  }
}

/** A file's one line as a secret, or in words why not. */
async function readSecretFile(path: string): Promise<{ secret: Secret; changedAt: number } | string> {
  try {
    // Non-blocking, where there is such a thing: a named pipe in its place must not hold the doctor up.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const facts = await handle.stat();
      if (!facts.isFile()) return `${path} is not a file`;
      if (facts.size > largestFile) return `${path} is too large for a secret`;
      const text = decodeText(await handle.readFile())?.replace(/[\r\n]+$/, '');
      if (text === undefined) return `${path} is not text in UTF-8 or UTF-16`;
      if (text === '') return `${path} is empty`;
      if (/[\r\n]/.test(text)) return `${path} has more than one line`;
      return { secret: new Secret(text), changedAt: facts.mtimeMs };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return `${path} ${fileErrorText(error)}`;
  }
}
