import { expect, test } from 'vitest';
import { wrapLines } from '../../src/base/wrap.ts';

test('breaks between words; commands and colours stay whole', () => {
  const red = '\u001b[91mNOT READY\u001b[39m';
  expect(
    wrapLines(`${red}  one two three four five\n    a command that is longer than the window\nend`, 20),
  ).toBe(`${red}  one two\nthree four five\n    a command that is longer than the window\nend`);
  expect(wrapLines('a-word-that-is-longer-than-the-window x', 20)).toBe(
    'a-word-that-is-longer-than-the-window\nx',
  );
  expect(wrapLines('unknown width stays as it is, whatever its length', Number.NaN)).toContain(
    'is, whatever',
  );
});
