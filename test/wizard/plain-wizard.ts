import type { EcmaProbe } from '../../src/clients/environment.ts';
import { createPlatform } from '../../src/platform/node.ts';
import type { Platform } from '../../src/platform/types.ts';
import type { Settings } from '../../src/settings/schema.ts';
import { settingsFromText } from '../../src/settings/validate.ts';
import { RefusalStore } from '../../src/state/refusal-store.ts';
import type { Draft } from '../../src/wizard/draft.ts';
import { type TypedSecret, Wizard } from '../../src/wizard/wizard.ts';
import { freshFolder } from '../settings/scratch-folders.ts';

export interface PlainWizard {
  readonly wizard: Wizard;
  /** What was written, and the passwords that went with it. */
  readonly written: { text: string; typed: readonly TypedSecret[] }[];
  /** The draft that is kept. */
  kept(): Draft | undefined;
  readonly folder: string;
}

export interface PlainOptions {
  readonly probesFor?: (settings: Settings) => readonly EcmaProbe[];
  readonly draft?: Draft | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: Platform;
  readonly folder?: string;
  /** The `.ecmarc` that is there. */
  readonly into?: string;
  /** Whose requirements judge on the screen. */
  readonly profile?: string;
}

/** A wizard with a state of its own; without `probesFor` nothing can be tried, so every answer is taken at once. */
export function plainWizard({
  probesFor = () => [],
  draft,
  env = {},
  platform = createPlatform({}),
  folder = freshFolder(),
  into,
  profile,
}: PlainOptions = {}): PlainWizard {
  let kept = draft;
  const written: PlainWizard['written'] = [];
  const wizard = new Wizard({
    file: `${folder}/.ecmarc`,
    platform,
    env,
    ...(into === undefined ? {} : { into: existing(into) }),
    ...(profile === undefined ? {} : { profile: () => profile }),
    refusals: new RefusalStore(
      `${folder}/refusals`,
      () => Date.now(),
      () => {},
    ),
    probesFor,
    store: {
      load: () => kept,
      save: (next) => {
        kept = next;
      },
      forget: () => {
        kept = undefined;
      },
    },
    write: async (text, typed) => {
      written.push({ text, typed });
      return 'Wrote it.';
    },
  });
  return { wizard, written, kept: () => kept, folder };
}

function existing(text: string) {
  const parsed = settingsFromText(text, '.ecmarc');
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  return { text, names: parsed.settings.connectors.map(({ name }) => name) };
}
