import { expect, test } from 'vitest';
import { settingsJsonSchema } from '../../src/settings/json-schema.ts';
import { settingsFromText } from '../../src/settings/validate.ts';

test('$schema is for editors; another key that begins so is an error with its line', () => {
  expect(settingsFromText('$schema: ./ecmarc.schema.json\nprofile: ga\n', '.ecmarc')).toMatchObject({
    ok: true,
    settings: { profile: 'ga' },
  });
  expect(settingsFromText('{ "$schema": "./x.json" }', '.ecmarc')).toMatchObject({ ok: true });
  expect(settingsFromText('profile: ga\n$schem: x\n', '.ecmarc')).toMatchObject({
    ok: false,
    errors: [{ key: '$schem', line: 2 }],
  });
  expect(settingsFromText('$schema: 5\n', '.ecmarc')).toMatchObject({ ok: false });
  expect(settingsJsonSchema()).toMatchObject({
    patternProperties: { '^\\$schema$': { type: 'string' } },
  });
});
