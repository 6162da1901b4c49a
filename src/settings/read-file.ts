import { stat } from 'node:fs/promises';
import { cosmiconfig, defaultLoaders, type Loader } from 'cosmiconfig';
import { metaSearchPlaces } from 'cosmiconfig/dist/defaults.js';
import { isNeverRead, searchPlaces } from './find-file.ts';
import { fileErrorText } from './settings-error.ts';

/** Hundreds of connectors fit in. A larger file is something else, and one full of faults takes seconds to read. */
export const largestFile = 64 * 1024;

/** What is known of a settings file before it is read, or in words why it cannot be. */
export async function inspectFile(file: string): Promise<{ mtimeMs: number; mode: number } | string> {
  try {
    const facts = await stat(file);
    if (facts.isDirectory()) return 'is a folder, not a file';
    if (!facts.isFile()) return 'is not a file';
    if (facts.size > largestFile) return `is too large for settings (over ${largestFile / 1024} KiB)`;
    return { mtimeMs: facts.mtimeMs, mode: facts.mode };
  } catch (error) {
    return fileErrorText(error);
  }
}

/**
 * A file's text in a wrapper of ours. cosmiconfig looks for `$import` among the own keys of what a loader gives,
 * and would load (for JavaScript: run) the file named there; in a wrapper it never sees the person's keys.
 */
class Content {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const loadText: Loader = (_path, text) => new Content(text.replace(/^\uFEFF/, ''));

const refuse: Loader = () => {
  throw new UnsupportedFileName();
};

/** The name's ending says that this is code. */
export class UnsupportedFileName extends Error {
  override readonly name = 'UnsupportedFileName';
  override readonly message =
    'is not read: settings are YAML or JSON (.ecmarc, .yaml, .yml or .json), and code is never run';
}

/**
 * The text of a settings file; empty when there is nothing in it. Reads, and decodes UTF-16 with a byte order
 * mark, through cosmiconfig. Throws what the file system says, or UnsupportedFileName.
 */
export async function readSettingsText(file: string): Promise<string> {
  // cosmiconfig takes package.json and package.yaml apart by itself: they give no Content.
  if (isNeverRead(file)) throw new UnsupportedFileName();
  const result = await explorer().load(file);
  if (result === null) throw new UnsupportedFileName();
  if (result.isEmpty) return '';
  const config: unknown = result.config;
  if (config instanceof Content) return config.text;
  throw new UnsupportedFileName();
}

/**
 * cosmiconfig 10 runs JavaScript even when it is told to read only YAML and JSON: what is passed is merged over
 * its defaults, and first of all it looks in the current folder for a configuration of its own
 * (`.config/config.js`, `package.json`). So that list is emptied, and every known ending gets a loader of ours.
 */
function explorer() {
  metaSearchPlaces.length = 0;
  return cosmiconfig('ecma', {
    searchPlaces: [...searchPlaces],
    searchStrategy: 'none',
    cache: false,
    ignoreEmptySearchPlaces: false,
    loaders: {
      ...Object.fromEntries(Object.keys(defaultLoaders).map((ending) => [ending, refuse])),
      noExt: loadText,
      '.json': loadText,
      '.yaml': loadText,
      '.yml': loadText,
      default: loadText,
    },
  });
}
