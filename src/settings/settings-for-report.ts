import type { JsonObject } from '../base/json.ts';
import { never } from '../base/never.ts';
import { mapLeaves } from './map-leaves.ts';
import type { Settings } from './schema.ts';
import { isSecretSource, type SecretSource } from './secret.ts';

/**
 * The settings as a report holds them: secrets left out, their sources kept. What comes out can be read by
 * `settingsSchema` again, so that a saved report is judged with its own settings.
 */
export function settingsForReport(settings: Settings): JsonObject {
  const described = mapLeaves(settings, (leaf) => {
    if (isSecretSource(leaf)) return describeSource(leaf);
    return typeof leaf === 'string' ? withoutCredentials(leaf) : leaf;
  });
  // Settings are plain data but for the secrets, which were just replaced.
  return described as JsonObject;
}

/** The texts of the settings that every report holds. */
export function namesIn(settings: Settings): readonly string[] {
  const texts: string[] = [];
  mapLeaves(settings, (leaf) => {
    if (typeof leaf === 'string') texts.push(withoutCredentials(leaf));
    return leaf;
  });
  return texts;
}

function describeSource(source: SecretSource): JsonObject | string {
  switch (source.kind) {
    case 'env':
      return { env: source.name };
    case 'file':
      return { file: source.path };
    case 'prompt':
      return { prompt: true };
    case 'clear':
      return '[secret]';
    default:
      return never(source);
  }
}

/** A second lock: the schema lets no address with user and password through. */
function withoutCredentials(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#\s]*@/i, '$1');
}
