import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { settingsJsonSchema } from '../../src/settings/json-schema.ts';
import { describedSettingsSchema } from '../../src/settings/key-descriptions.ts';
import { renewSchemaBeside, schemaWords, writeSchemaBeside } from '../../src/settings/starter/editors.ts';
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

describe('the schema beside it', () => {
  const schemaText = (): string => `${JSON.stringify(describedSettingsSchema(), null, 2)}\n`;
  const older = JSON.stringify({ title: '.ecmarc of ecma-doctor', properties: { profile: {} } });

  test.each([
    ['nothing', undefined, 'written', 'not-written'],
    ['one of an earlier version', older, 'renewed', 'renewed'],
    ['a foreign one', JSON.stringify({ title: 'mine', properties: {} }), 'foreign', 'foreign'],
    ['something else', 'mine', 'foreign', 'foreign'],
    ['a list', '[]', 'foreign', 'foreign'],
    ['the same', schemaText(), 'up-to-date', 'up-to-date'],
  ] as const)('where there is %s', async (_, there, written, renewed) => {
    for (const [put, outcome, made] of [
      [writeSchemaBeside, written, schemaText()],
      [renewSchemaBeside, renewed, undefined],
    ] as const) {
      const folder = freshFolder();
      const file = path.join(folder, 'ecmarc.schema.json');
      if (there !== undefined) writeFileSync(file, there);
      expect(await put(path.join(folder, '.ecmarc'))).toBe(outcome);
      const left = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      expect(left).toBe(outcome === 'foreign' ? there : there === undefined ? made : schemaText());
      expect(readdirSync(folder)).toEqual(left === undefined ? [] : ['ecmarc.schema.json']);
    }
  });

  test.skipIf(process.platform === 'win32')('a link is not followed, whatever it leads to', async () => {
    const folder = freshFolder();
    writeFileSync(path.join(folder, 'elsewhere.json'), older);
    symlinkSync('elsewhere.json', path.join(folder, 'ecmarc.schema.json'));
    expect(await writeSchemaBeside(path.join(folder, '.ecmarc'))).toBe('foreign');
    expect(readFileSync(path.join(folder, 'elsewhere.json'), 'utf8')).toBe(older);
  });

  test('describes the keys', () => {
    expect(JSON.parse(schemaText())).toMatchObject({
      title: '.ecmarc of ecma-doctor',
      properties: { profile: { description: expect.stringContaining('preview-2021') } },
    });
  });

  test.each(['written', 'renewed', 'foreign', 'not-written', 'up-to-date'] as const)(
    'words for %s',
    (outcome) => {
      const words = schemaWords(outcome);
      if (outcome === 'up-to-date') expect(words).toBeUndefined();
      else expect(words).toMatch(/^ecmarc\.schema\.json .*\.$/);
    },
  );
});
