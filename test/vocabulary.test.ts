import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bindings } from '../components/keys/bindings.ts';
import { helpText } from '../src/cli/help.ts';
import { statuses } from '../src/engine/status.ts';
import { catalogue } from '../src/probes/index.ts';
import { statusWord } from '../src/results/status-words.ts';
import { defaultSettings } from '../src/settings/default-settings.ts';

/**
 * One vocabulary: what a thing is called on the screen, it is called everywhere. Each word that is not ours, and the word
 * that is.
 */
const others: readonly (readonly [RegExp, string])[] = [
  [/\bprobes?\b(?!\.)/i, 'check, or row where its line is meant'],
  [/\b(?:test cases?|checkpoints?)\b/i, 'check'],
  [
    /\b(?:sys|net|db|domain|network|server|database|directory|entra) ?admins?\b(?! center)|\bDBAs?\b/i,
    'administrator',
  ],
  [/\b(?:network|server|database|identity|IT) (?:team|department|people)\b|\bhelp ?desk\b/i, 'administrator'],
  [/\bre-?(?:run|check|test|scan|try again)\b/i, 'look again, or retry'],
  [
    /\b\d+ (?:failed|failures|passed|pending|manual|not configured|timeouts)\b/i,
    'FAIL, pass, warn, waiting, confirm, not set, timed out',
  ],
  [
    /\b(?:\d+|more|other) checks?\b/i,
    'rows, where they are counted: a check is what asks, a row what stands there',
  ],
  [/\b(?:suppress(?:ed)?|muted?|whitelist(?:ed)?)\b/i, 'set aside'],
  [/\b(?:management agents?|data stores?)\b/i, 'connector, target'],
  [/\b(?:click(?:s|ed)?|hit) (?:on|the)\b/i, 'press, choose'],
  [/\b(?:successful(?:ly)?|N\/A|e\.g\.|i\.e\.)/i, 'plain words'],
  [/\b(?:time-?outs?|timedout)\b (?!in|of)(?=state|row)/i, 'timed out'],
];

/** What somebody else says stands in quotes, or is a command. */
function ours(text: string): string {
  return text.replaceAll(/\\?"[^"]*"|`[^`]*`|'[^']*'|“[^”]*”/g, '');
}

function faultsIn(texts: Iterable<string>): string[] {
  return [...new Set(texts)].flatMap((text) =>
    others.flatMap(([other, own]) => {
      const found = other.exec(ours(text));
      return found === null ? [] : [`"${found[0]}" (say: ${own}) in: ${text}`];
    }),
  );
}

/** The sentences of a verdict that are ours: what a peer said stands in `found` and the evidence's values. */
function* verdictTexts(): Generator<string> {
  const folder = join(import.meta.dirname, 'fixtures', 'verdicts');
  // An error of a peer is quoted behind a colon.
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.golden.txt')))
    for (const [, key, text] of readFileSync(join(folder, name), 'utf8').matchAll(
      /^ *"(expected|message|why|text|label|title)": "((?:[^"\\]|\\.)*)"/gm,
    ))
      if (text !== undefined) yield key === 'message' ? (text.split(': ')[0] ?? '') : text;
}

test('the words of every recorded verdict', () => {
  const texts = [...verdictTexts()];
  expect(texts.length).toBeGreaterThan(5000);
  expect(faultsIn(texts)).toEqual([]);
});

test('the titles of the rows, the keys, --help and the key table of the README', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  const keys = /## Keys\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
  expect(keys).toContain('do first');
  const texts = [
    ...catalogue(defaultSettings).map(({ title }) => title),
    ...bindings.map(({ does }) => does),
    ...helpText.split('\n'),
    ...keys.split('\n'),
  ];
  expect(faultsIn(texts)).toEqual([]);
});

/** What is counted is called as in the header: "203 rows", "12 FAIL, 1 unknown, 2 confirm". */
test('counts in the sources of the screen, of reports and of sentences', () => {
  const root = join(import.meta.dirname, '..');
  const texts = ['components', 'src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => ({ name, text: readFileSync(join(root, folder, name), 'utf8') })),
  );
  expect(texts.length).toBeGreaterThan(500);
  const counted =
    /plural\([^()]*(?:\([^()]*\))?[^()]*, '[^']*\bchecks?\b|\$\{[^}]*\} checks?\b|\? '(?:other )?checks?\b/;
  expect(
    texts.flatMap(({ name, text }) => (counted.test(text) ? [`${name}: ${counted.exec(text)?.[0]}`] : [])),
  ).toEqual([]);
});

test('a status has one word, and no two have the same', () => {
  const words = statuses.map(statusWord);
  expect(new Set(words).size).toBe(words.length);
  expect(words).toContain('confirm');
});
