import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { alternatives, keysAt, settingsJsonSchema } from '../../src/settings/json-schema.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { largestFile } from '../../src/settings/read-file.ts';
import { suggest } from '../../src/settings/suggest.ts';

const root = path.join(import.meta.dirname, '../..');
const example = readFileSync(path.join(root, '.ecmarc.example'), 'utf8');

/** Every key that the schema knows, wherever it stands. */
function allKeys(node: unknown): string[] {
  return alternatives(node).flatMap((one) => [
    ...Object.entries(one.properties ?? {}).flatMap(([key, inner]) => [key, ...allKeys(inner)]),
    ...allKeys(one.items),
  ]);
}

test('the example is valid and needs no warning', async () => {
  const loaded = await loadSettings({
    configFile: '.ecmarc.example',
    cwd: root,
    now: new Date('2026-01-01'),
  });
  expect(loaded).toMatchObject({ ok: true, warnings: [] });
});

test('the example says how large a file may be', () => {
  expect(example).toContain(`The whole file has ${largestFile / 1024} KiB at most.`);
});

test('the example has every key of the schema', () => {
  const keys = new Set(allKeys(settingsJsonSchema()));
  expect(keys.size).toBeGreaterThan(60);
  const absent = [...keys].filter((key) => !new RegExp(`(^|[\\s{])${key}:`, 'm').test(example));
  expect(absent).toEqual([]);
});

test('the JSON Schema is of what may be written, not of what is read out of it', () => {
  const schema = settingsJsonSchema();
  expect(schema.required).toBeUndefined();
  expect(schema.additionalProperties).toBe(false);
  expect(keysAt(['connectors', 0])).toContain('writeTest');
  expect(keysAt(['connectors', 3, 'target', 'ldap'])).toContain('bindDn');
  expect(keysAt(['tenant', 'signIn'])).toContain('certificateFile');
  expect(keysAt(['nowhere', 'at', 0])).toEqual([]);
});

test.each([
  ['tagret', ['target', 'tenantUrl'], 'target'],
  ['PROFILE', ['profile'], 'profile'],
  ['conectors', ['connectors'], 'connectors'],
  ['--onyl', ['--only', '--json'], '--only'],
  ['x', ['url'], undefined],
  ['zebra', ['attest', 'host'], undefined],
  ['', ['a'], undefined],
  ['a'.repeat(1000), ['a'.repeat(1000)], undefined],
  ['host', [], undefined],
])('did you mean: %s', (word, candidates, meant) => {
  expect(suggest(word, candidates)).toBe(meant);
});
