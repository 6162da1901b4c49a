import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alternatives } from '../../src/settings/json-schema.ts';
import { describedSettingsSchema, exampleDescriptions } from '../../src/settings/key-descriptions.ts';

/** Every key of the schema that ships, with its description. */
function described(node: unknown, path = ''): readonly (readonly [path: string, text: unknown])[] {
  return alternatives(node).flatMap(({ properties = {}, items }) => [
    ...Object.entries(properties).flatMap(([name, inner]) => [
      [`${path}.${name}`, (inner as { description?: unknown }).description] as const,
      ...described(inner, `${path}.${name}`),
    ]),
    ...described(items, path),
  ]);
}

const all = described(describedSettingsSchema());

/** Every key that takes one of some words, with these and its description. */
function choices(node: unknown, path = ''): readonly (readonly [path: string, string[], text: string])[] {
  return alternatives(node).flatMap(({ properties = {}, items }) => [
    ...Object.entries(properties).flatMap(([name, inner]) => [
      [`${path}.${name}`, wordsOf(inner), String((inner as { description?: unknown }).description)] as const,
      ...choices(inner, `${path}.${name}`),
    ]),
    ...choices(items, path),
  ]);
}

function wordsOf(node: unknown): string[] {
  return alternatives(node).flatMap((one) => {
    const {
      enum: several = [],
      const: single,
      items,
    } = one as { enum?: unknown[]; const?: unknown; items?: unknown };
    const words = [...several, single].filter((word) => typeof word === 'string');
    return [...words, ...wordsOf(items)];
  });
}

test('every key has a description', () => {
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(([, text]) => typeof text !== 'string' || text === '')).toEqual([]);
});

test('each is what the example says above its key', () => {
  const example = readFileSync(join(import.meta.dirname, '../../.ecmarc.example'), 'utf8');
  const words = example
    .split('\n')
    .map((line) => line.replace(/^ *# ?/, '').trim())
    .join(' ')
    .replace(/ {2,}/g, ' ');
  for (const [path, text] of all) expect(words, path).toContain(String(text));
  const texts = new Map(all);
  expect(texts.get('.connectors.target.ldap.bindDn')).toMatch(/^The account that the connector will use/);
  expect(texts.get('.tenant.signIn.certificateFile')).toMatch(/PEM/);
  expect(texts.get('.connectors.target.sql.procedures.add')).toMatch(/^Stored procedures/);
  expect(texts.get('.connectors.target.ldap.password.env')).toBe('from an environment variable');
});

test('each says every choice that its key has', () => {
  const untold = choices(describedSettingsSchema()).flatMap(([path, values, text]) =>
    values.filter((value) => !new RegExp(`\\b${value}\\b`).test(text)).map((value) => `${path}: ${value}`),
  );
  expect(untold).toEqual([]);
});

test('a key whose words stand nowhere has none: those of the key above it are about something else', () => {
  const texts = new Map(all);
  for (const [path, text] of all) {
    const above = texts.get(path.slice(0, path.lastIndexOf('.')));
    if (text === above) expect(text, path).toContain(`${path.slice(path.lastIndexOf('.') + 1)}:`);
  }
});

test('a key that is commented out has the comment above it; one that stands elsewhere too does not count', () => {
  const texts = exampleDescriptions(
    ['# The whole.', 'tenant:', '  # Its name.', '  # id: x', '  # true: no key', '  cloud: public'].join(
      '\n',
    ),
  );
  expect(Object.fromEntries(texts)).toEqual({
    tenant: 'The whole.',
    'tenant.id': 'Its name.',
    'tenant.cloud': 'true: no key',
  });
});
