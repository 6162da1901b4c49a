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
