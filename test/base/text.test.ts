import { expect, test } from 'vitest';
import { clean, faultText } from '../../src/base/text.ts';
import { random } from '../engine/kit.ts';

test.each<[what: string, text: string, cleaned: string]>([
  ['plain', 'Windows Server 2019', 'Windows Server 2019'],
  ['umlauts and CJK', 'Müller 東京 \u{1f600}', 'Müller 東京 \u{1f600}'],
  ['colour', '\u001b[31mred\u001b[0m', 'red'],
  ['cursor with parameters', 'a\u001b[?25l\u001b[2;5Hb', 'ab'],
  ['title (BEL)', '\u001b]0;owned\u0007rest', 'rest'],
  ['title (ST)', '\u001b]0;owned\u001b\\rest', 'rest'],
  ['title that never ends', 'said: \u001b]0;no end. What we say.', 'said: 0;no end. What we say.'],
  ['link', '\u001b]8;;http://x\u001b\\text\u001b]8;;\u001b\\', 'text'],
  ['two-byte sequence', 'a\u001bMb', 'ab'],
  ['reset', 'a\u001bcb', 'acb'],
  ['doubled escape', '\u001b\u001b[31mx', 'x'],
  ['escape split by a control', '\u001b\u0000[31mx', '[31mx'],
  ['eight-bit CSI', '\u009b31mx', '31mx'],
  ['NUL, BEL, backspace, DEL', 'a\u0000b\u0007c\u0008d\u007fe', 'abcde'],
  ['C1', 'a\u0080\u0085\u009fb', 'ab'],
  ['line breaks', 'a\r\nb\nc\rd', 'a b c d'],
  ['tabs', 'a\t\tb', 'a b'],
  ['line and paragraph separators', 'a\u2028b\u2029c', 'a b c'],
  ['overrides', 'a\u202etxt.exe\u202cb', 'atxt.exeb'],
  ['isolates', '\u2066a\u2067b\u2068c\u2069', 'abc'],
  ['marks', '\u200ea\u200fb\u061cc', 'abc'],
  ['old format characters', 'a\u206ab\u206fc', 'abc'],
  ['byte order mark', '\ufeffa', 'a'],
  ['lone surrogates', 'a\ud800b\udc00c', 'a\ufffdb\ufffdc'],
  ['lone surrogate beside a control', 'a\ud800\u0007', 'a\ufffd'],
])('%s', (_what, text, cleaned) => {
  expect(clean(text)).toBe(cleaned);
});

test('lines can be kept; tabs and carriage returns cannot', () => {
  expect(clean('one\r\ntwo\rthree\n\tfour\u001b[1m', true)).toBe('one\ntwo\nthree\n four');
});

test('whatever comes, nothing dangerous is left, and cleaning twice changes nothing', () => {
  const next = random(7);
  const pool = [
    '\u001b',
    '[',
    ']',
    '0',
    ';',
    'm',
    '\u0007',
    '\\',
    '\u009b',
    '\u202e',
    '\n',
    'x',
    '\ud83d',
    '\ude00',
  ];
  for (let round = 0; round < 3_000; round += 1) {
    const text = Array.from({ length: 12 }, () => pool[Math.floor(next() * pool.length)] ?? '').join('');
    const once = clean(text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be gone
    expect(once).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u061c\u202a-\u202e\u2066-\u2069]/);
    expect(once.isWellFormed()).toBe(true);
    expect(clean(once)).toBe(once);
  }
});

test('nothing that is not seen is left, whatever it is', () => {
  const unseen = /^[\p{Default_Ignorable_Code_Point}\u2028-\u202e\ufff9-\ufffb]$/u;
  for (let point = 0x7f; point < 0x110000; point += 1) {
    if (point >= 0xd800 && point < 0xe000) continue;
    const character = String.fromCodePoint(point);
    if (unseen.test(character)) expect(clean(`a${character}b`), point.toString(16)).toMatch(/^a ?b$/);
  }
});

test('anything that is thrown has words', () => {
  expect(faultText('text')).toBe('text');
  expect(faultText(undefined)).toBe('undefined');
  expect(faultText(new TypeError('bad'))).toBe('TypeError: bad');
  expect(faultText(Object.create(null))).toBe('something that has no text');
});
