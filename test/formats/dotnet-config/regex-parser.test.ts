import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goesRound } from '../../../src/formats/dotnet-config/exceptions.ts';
import { parseDotnetRegex } from '../../../src/formats/dotnet-config/regex-parser.ts';
import { compileProgram, monoInstalled } from '../../beds/mono.ts';

/** Where .NET's rules differ from JavaScript's, or are easily got wrong. */
describe('what .NET parses', () => {
  it.each([
    '[]',
    '[^]',
    '[a-\\d]',
    '[\\w-\\d-a]x[b-\\s]',
    '\\1',
    '(a)\\2',
    '\\9',
    '\\k<n>',
    "\\k'n'",
    '(?<0>a)',
    '(?<n-m>a)',
    '(?<a',
    '(?(1)a)',
    '(?(a)b|c|d)',
    '(?(?#x)a)',
    '(?P<n>a)',
    '(?#x',
    '(?r)a',
    '(?',
    'a{2,1}',
    'a{1}{2}',
    'a*+',
    '\\p{Nope}',
    '\\pL',
    '\\p{L',
    '[a-z-[m]b]',
    '[\\y]',
    '\\_',
    '\\c',
    '\\c1',
    '\\x4',
    '\\u004',
    '\\89',
    'a{3,2147483648}',
    '(?<-1>a)b',
    '\\',
    '(',
    ')',
    '?a',
    '|+',
    '(*a)',
    '(?:*)',
    '.*.*contoso.com;*.fabrikam.com[',
  ])('not %s', (one) => expect(parseDotnetRegex(one).ok).toBe(false));

  it.each([
    '[]a]',
    '[^]a]',
    '[a-]',
    '[-a]',
    '[\\d-a]',
    '[a\\-z]',
    '\\01',
    '\\10',
    '\\377',
    '(a)\\1',
    '(?<n>a)\\1\\k<n>\\<n>',
    '(?<2>a)\\2',
    'a{',
    'a{,2}',
    'a{x}',
    '}a]',
    '^*$+',
    '(?x) a # b',
    '(?n)(a)',
    '(?i-s:a)',
    '(?(1)a|b)(c)',
    '(?(a)b|c)',
    '\\p{IsGreek}\\P{Lu}',
    '[[:alpha:]]',
    '\\/\\-\\.\\@',
    '(?<a-b>x)(?<b>y)',
    '()',
    '(?:)',
    '|',
    '',
  ])('%s', (one) => expect(parseDotnetRegex(one).ok).toBe(true));

  it.each<[string, string, boolean | undefined]>([
    // A class that begins with ], which JavaScript takes for an empty one.
    ['[]c]ontoso', 'contoso.com', true],
    ['[^]a]$', 'contoso.com', true],
    ['contoso\\056com', 'contoso.com', true],
    ['{contoso}', 'contoso.com', false],
    ['contoso{1}\\.com$+', 'contoso.com', true],
    // Only .NET can follow these.
    ['(?<n>c)\\k<n>', 'contoso.com', undefined],
    ['[a-z-[c]]ontoso', 'contoso.com', undefined],
    ['(?x)con toso', 'contoso.com', undefined],
  ])('%s for %s: %s', (expression, host, round) =>
    expect(goesRound({ local: false, expressions: [expression] }, { scheme: 'https', host, port: 443 })).toBe(
      round,
    ),
  );
});

/** Mono has Microsoft's own parser, from the reference source. */
describe.skipIf(!monoInstalled())('as .NET itself', () => {
  let folder = '';
  let ask: (text: string) => string = () => '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ecma-expressions-'));
    ask = await compileProgram('expressions', folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('takes and refuses the same of 4,000 expressions put together at random, and matches the same hosts', () => {
    const expressions = Array.from({ length: 4000 }, (_, seed) => madeUp(seed));
    const asked = ask(`${expressions.map((one) => [one, ...subjects].join('\t')).join('\n')}\n`);
    const differ = asked
      .trimEnd()
      .split('\n')
      .flatMap((answer, at) => {
        const expression = expressions[at] ?? '';
        const read = parseDotnetRegex(expression);
        if (read.ok !== answer.startsWith('ok')) return [{ expression, answer, read }];
        if (!read.ok || read.js === undefined) return [];
        const matcher = new RegExp(read.js, 'i');
        const matched = subjects.map((one) => (matcher.test(one) ? '1' : '0')).join('');
        return matched === answer.slice(3) ? [] : [{ expression, answer, read, matched }];
      });
    expect(differ).toEqual([]);
  });
});

const subjects = [
  'https://login.microsoftonline.com',
  'https://www.contoso.com',
  'http://aab:8080',
  'https://a-b.c',
];

const pieces =
  'a b c z contoso . \\. * + ? {2} {2,} {2,1} {,2} { } ( ) (?: (?= (?! (?<= (?<! (?> (?<n> (?<n-n> (?<-n> (?<1> (?<0> (?(1) (?(n) (?(a) (?#x) (?i) (?x) (?n) (?s-i: (?r) (?- | [ ] [^ [] - \\d \\w \\s \\S \\b \\B \\A \\Z \\z \\G \\1 \\2 \\9 \\10 \\01 \\k<n> \\k \\<n> \\x41 \\x4 \\u0041 \\u00 \\cA \\c1 \\c \\a \\e \\_ \\- \\/ \\y \\p{L} \\p{IsGreek} \\P{Lu} \\p{X} \\pL ^ $ # \\ [:alpha:] [a-z-[m]] [a-\\d] 0 1 : / = ! < >'.split(
    ' ',
  );

/** Up to seven pieces, always the same ones for a seed (mulberry32). */
function madeUp(seed: number): string {
  let state = seed * 7919 + 1;
  const random = (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  return Array.from({ length: 1 + random(7) }, () => pieces[random(pieces.length)] ?? '').join('');
}
