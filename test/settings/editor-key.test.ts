import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { settingsJsonSchema } from '../../src/settings/json-schema.ts';
import { writeSchemaBeside } from '../../src/settings/starter/editors.ts';
import { exampleText } from '../../src/settings/starter/example.ts';
import { starterText } from '../../src/settings/starter/template.ts';
import { settingsFromText } from '../../src/settings/validate.ts';
import { cleanUpFolders, freshFolder } from './scratch-folders.ts';

cleanUpFolders();

test('$schema is for editors; another key that begins so is an error with its line', () => {
  expect(settingsFromText('$schema: ./ecmarc.schema.json\nprofile: ga\n', '.ecmarc')).toMatchObject({
    ok: true,
    settings: { profile: 'ga' },
  });
  expect(settingsFromText('{ "$schema": "./x.json" }', '.ecmarc')).toMatchObject({ ok: true });
  expect(settingsFromText('profile: ga\n$schem: x\n', '.ecmarc')).toMatchObject({
    ok: false,
    errors: [{ key: '$schem', line: 2, message: 'unknown key, did you mean $schema?' }],
  });
  for (const value of ['5', '[1]', '{ a: 1 }'])
    expect(settingsFromText(`$schema: ${value}\n`, '.ecmarc')).toMatchObject({
      ok: false,
      errors: [{ key: '$schema', line: 1, message: 'expected text: where the schema is' }],
    });
  expect(settingsJsonSchema()).toMatchObject({
    patternProperties: { '^\\$schema$': { type: 'string' } },
  });
});

test.each([...(['ldap', 'sql', 'custom'] as const).map((kind) => starterText(kind)), exampleText])(
  'what --init writes leads editors to the schema beside it (%#)',
  (text) => {
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/ecmarc\.schema\.json\n/);
    expect(text).toMatch(/^\$schema: \.\/ecmarc\.schema\.json/m);
    expect(settingsFromText(text, '.ecmarc')).toMatchObject({ ok: true });
  },
);

test('the schema is written there once, and never over another file', async () => {
  const folder = freshFolder();
  const file = path.join(folder, 'ecmarc.schema.json');
  expect(await writeSchemaBeside(path.join(folder, '.ecmarc'))).toBe(true);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    title: '.ecmarc of ecma-doctor',
    properties: { profile: { description: expect.stringContaining('preview-2021') } },
  });
  writeFileSync(file, 'mine');
  expect(await writeSchemaBeside(path.join(folder, '.ecmarc'))).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe('mine');
});
