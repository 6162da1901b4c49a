import { inspect } from 'node:util';
import { learnSecret } from '../base/hush.ts';

/**
 * A password, token or key. It prints as `[secret]` wherever it lands (string, JSON, inspect), so that no
 * formatter can leak it; only `reveal` gives the text, at the one place that sends it. What a peer sends back of it is
 * hushed (src/base/hush.ts).
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    learnSecret(text);
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** Where `.ecmarc` says a secret is to be had. Clear text is accepted with a warning. */
export type SecretSource =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'prompt' }
  | { readonly kind: 'clear'; readonly secret: Secret };

/** Secrets by shape: nothing else in the settings has a `kind`. */
export function isSecretSource(value: unknown): value is SecretSource {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'kind');
}
