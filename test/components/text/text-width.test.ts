import { describe, expect, it } from 'vitest';
import { cut, pad, splitByWidth, textWidth, wrapText } from '../../../components/text/text-width.ts';

describe('pad', () => {
  it.each([
    ['abc', 5, 'abc  '],
    ['abcdef', 5, 'abcd…'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日… '],
    ['', 3, '   '],
    ['abc', 0, ''],
    ['a\u001b[31mb\u0007c', 4, 'abc '],
    ['e\u0301e\u0301', 3, 'e\u0301e\u0301 '],
    ['שלום', 6, 'שלום  '],
  ])('%j in %i cells is %j', (text, width, expected) => {
    expect(pad(text, width, '…')).toBe(expected);
    expect(textWidth(pad(text, width, '…'))).toBe(width);
  });

  it('measures sequences of joined emoji as it draws them', () => {
    const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
    expect(textWidth(cut(family, 20, '…'))).toBe(6);
  });
});

describe('wrapText', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['ab abcdefghij', 4, ['ab', 'abcd', 'efgh', 'ij']],
    ['a\nb', 9, ['a', 'b']],
    ['日本語日本語', 5, ['日本', '語日', '本語']],
    ['', 9, ['']],
  ])('%j at %i', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });
});

describe('splitByWidth', () => {
  it('gives the text again when its pieces are joined', () => {
    const command = 'New-NetFirewallRule -DisplayName "SQL  Server" -Direction Inbound 日本語';
    for (const width of [1, 2, 7, 20, 79]) {
      const pieces = splitByWidth(command, width);
      expect(pieces.join('')).toBe(command);
      if (width > 1) expect(Math.max(...pieces.map(textWidth))).toBeLessThanOrEqual(width);
    }
  });
});
