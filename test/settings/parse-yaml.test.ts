import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatErrors } from '../../src/settings/settings-error.ts';
import { settingsFromText } from '../../src/settings/validate.ts';

function errorsOf(text: string): string[] {
  const parsed = settingsFromText(text, 'F');
  return parsed.ok ? [] : formatErrors(parsed.errors);
}

const broken: readonly (readonly [string, string, string])[] = [
  [
    'a second colon',
    'tenant:\n  id: hunter2: x',
    'F:2:7 a second ": " on this line: put quotes around the text, or begin a new line',
  ],
  ['a key twice', 'profile: ga\nprofile: ga', 'F:2:1 profile: this key stands here twice: keep one'],
  ['$schema twice', '$schema: x\n$schema: x', 'F:2:1 $schema: this key stands here twice: keep one'],
  ['a key twice, empty', 'profile:\nprofile:', 'F:2:1 profile: this key stands here twice: keep one'],
  [
    'a key twice, deep in JSON',
    '{ "connectors": [{}, { "name": "A",\n "name": "B" }] }',
    'F:2:2 connectors[1].name: this key stands here twice: keep one',
  ],
  [
    'an unknown key twice',
    'tenant:\n  $x: 1\n  $x: 2',
    'F:3:3 tenant.$x: this key stands here twice: keep one',
  ],
  [
    'what may be a secret, twice',
    'host: { a: 1, hunter2, hunter2 }',
    'F:1:24 host: this key stands here twice: keep one',
  ],
  [
    'a key twice below what may be a secret',
    'connectors:\n  - P@ss!w0rd: { a: 1, a: 2 }',
    'F:2:24 connectors[0]: this key stands here twice: keep one',
  ],
  ['an open quote', 'profile: "hunter2', 'F:1:18 a quote, bracket, comma or colon is missing here'],
  ['a tab', 'host:\n\tport: 1', 'F:2:1 a tab at the start of the line: YAML wants spaces'],
  ['no colon', 'profile: ga\nhunter2\nhost: {}', 'F:2:1 a key without ": " behind it'],
  [
    'wrong indentation',
    'host:\n    port: 1\n  folder: x',
    'F:3:1 the indentation does not fit the lines above',
  ],
  [
    'a Windows path in double quotes',
    'host: { folder: "C:\\ECMA" }',
    'F:1:20 this escape is unknown: in "double quotes" write \\\\ for each \\, or use single quotes',
  ],
  ['a tag', 'profile: !!js/function hunter2', 'F:1:10 tags (!...) are not known here'],
  [
    'two documents',
    'profile: ga\n---\nprofile: ga',
    'F:2:1 a second document (---) begins here: only one is read',
  ],
  ['an unknown alias', 'profile: *hunter2', 'F:1:10 no anchor (&name) stands before this alias (*name)'],
  [
    'an unknown alias behind a known one',
    'host: &a {}\ntenant: *a\nprofile: *hunter2',
    'F:3:10 no anchor (&name) stands before this alias (*name)',
  ],
  [
    'an unknown alias that is merged',
    '<<: *hunter2',
    'F:1:5 no anchor (&name) stands before this alias (*name)',
  ],
  ['a mapping as key', '? [hunter2]\n: x', 'F:1:3 a key must be plain text'],
  ['a NUL byte', 'profile: ga\nhost: \0', 'F:2:7 a NUL byte stands here: save the file as text in UTF-8'],
  [
    'bytes that are not UTF-8',
    'profile: ga\n# M\uFFFDller',
    'F:2:4 a character here is not UTF-8: save the file as UTF-8',
  ],
];

describe('what is no YAML is named by its place, without quoting it', () => {
  test.each(broken)('%s', (_name, text, line) => {
    expect(errorsOf(text)[0]).toBe(line);
    expect(errorsOf(text).join()).not.toContain('hunter2');
  });
});

test('a bomb of aliases does not unfold', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [key, inner] of [...'bcdefghi'].map((one, index) => [one, 'abcdefghi'[index]])) {
    bomb.push(`${key}: &${key} [${Array.from({ length: 9 }, () => `*${inner}`).join(', ')}]`);
  }
  expect(errorsOf(bomb.join('\n'))).toEqual(['F:2:8 aliases (*name) are used too often, from here on']);
});

test.each([
  [
    'many unknown keys',
    Array.from({ length: 100 }, (_, at) => `zzzzz${at}: 1`).join('\n'),
    21,
    /^F has 80 more of these$/,
  ],
  ['a comment of JSON', '{ // hunter2\n "profile": "ga" }', 1, /^F:1:3 a comment begins with #$/],
  ['a merged mapping', '<<: { a: 1 }', 1, /^F:1:1 \["<<"\]: unknown key: mappings are not merged here$/],
])('%s', (_, text, count, last) => {
  const errors = errorsOf(text);
  expect([errors.length, errors.at(-1)]).toEqual([count, expect.stringMatching(last)]);
});

test.each(['[', '{a: ', '- ', 'a:\n '])('%j thousands of times over is refused in a few lines', (piece) => {
  const errors = errorsOf(piece.repeat(4_000));
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.length).toBeLessThanOrEqual(5);
});

test('a file of something else altogether is told in a screenful', () => {
  const list = Array.from({ length: 4000 }, (_, index) => `key${index}: 1`).join('\n');
  const keys = errorsOf(list);
  expect(keys).toHaveLength(21);
  expect(keys[20]).toBe('F has 3980 more of these');
  const connectors = errorsOf(`connectors: [${'{ a: 1 }, '.repeat(40)}]`);
  expect(connectors).toHaveLength(21);
  expect(connectors[20]).toBe('F has 100 more of these');
});

test('a mapping that contains itself is refused', () => {
  expect(errorsOf('host: &a { port: *a }')).toEqual(['F:1:18 host.port: expected a number']);
});

describe('whatever is in the file, an answer comes back', () => {
  const example = readFileSync(path.join(import.meta.dirname, '../../.ecmarc.example'), 'utf8');

  /** Numbers that are the same in every run (a linear congruence), so that a failure can be found again. */
  function numbers(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * below);
    };
  }

  test('cut off anywhere', () => {
    for (let end = 0; end < example.length; end += 37) {
      const parsed = settingsFromText(example.slice(0, end), 'F');
      expect(parsed.ok || parsed.errors.length > 0).toBe(true);
    }
  });

  test('with random changes, and no clear secret in what is said', () => {
    const next = numbers(7);
    const signs = ':{}[]-#&*!|>\'"%@`,? \t\n\0\u001b\u2028\ud800$.,0';
    const secret = example.replaceAll(/\{ env: \w+ \}/g, 'hunter2');
    for (let round = 0; round < 400; round += 1) {
      let text = secret;
      for (let change = 0; change <= next(4); change += 1) {
        const at = next(text.length);
        text = text.slice(0, at) + (signs[next(signs.length)] ?? '') + text.slice(at + next(3));
      }
      const parsed = settingsFromText(text, 'F');
      const said = parsed.ok ? [] : formatErrors(parsed.errors);
      expect(parsed.ok || said.length > 0).toBe(true);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      expect(said.join('')).not.toMatch(/hunter2|[\u0000-\u001f]/);
    }
  });

  test('random bytes', () => {
    const next = numbers(11);
    for (let round = 0; round < 300; round += 1) {
      const bytes = Uint8Array.from({ length: next(200) }, () => next(256));
      const parsed = settingsFromText(new TextDecoder('latin1').decode(bytes), 'F');
      expect(parsed.ok || parsed.errors.length > 0).toBe(true);
    }
  });
});
