import { describe, expect, it } from 'vitest';
import { exceptionsIn, goesRound, proxyIn } from '../../../src/formats/dotnet-config/exceptions.ts';
import { expressionFault } from '../../../src/formats/dotnet-config/expressions.ts';

const https = (host: string, port = 443) => ({ scheme: 'https' as const, host, port });

describe('exceptions of .NET', () => {
  it.each<[string, string, number, boolean]>([
    ['contoso\\.com', 'www.contoso.com', 443, true],
    // Unanchored: the end is anybody's.
    ['contoso\\.com', 'contoso.com.evil.example', 443, true],
    ['CONTOSO', 'www.contoso.com', 443, true],
    ['^https://contoso\\.com$', 'contoso.com', 443, true],
    // The port only where it is not the usual one; never a slash behind the host.
    ['contoso\\.com:443', 'contoso.com', 443, false],
    ['contoso\\.com:8443$', 'contoso.com', 8443, true],
    ['contoso\\.com/', 'contoso.com', 443, false],
    ['contoso\\.com\\Z', 'contoso.com', 443, true],
    ['(?i)contoso', 'CONTOSO.com', 443, true],
    ['^*contoso\\.com$*', 'www.contoso.com', 443, true],
    ['^+contoso', 'www.contoso.com', 443, false],
  ])('%s for %s:%i is %s', (expression, host, port, round) =>
    expect(goesRound({ local: false, expressions: [expression] }, https(host, port))).toBe(round),
  );

  it("cannot tell of what is only .NET's, or goes on for ever", () => {
    expect(goesRound({ local: false, expressions: ['(?>a)'] }, https('a'))).toBeUndefined();
    expect(
      goesRound({ local: false, expressions: ['(?:(?:[a-z]+)+)+!'] }, https('a'.repeat(60))),
    ).toBeUndefined();
  });

  it.each<[string, boolean]>([
    ['intranet', true],
    ['web.corp.example', true],
    ['a.b.corp.example', false],
    ['10.1.2.3', true],
    ['10.1.2.4', false],
    ['[fd00::1]', true],
  ])('bypassonlocal for %s: %s', (host, round) =>
    expect(
      goesRound({ local: true, expressions: [] }, https(host), {
        suffix: 'Corp.example',
        addresses: ['10.1.2.3', 'fd00::1'],
      }),
    ).toBe(round),
  );

  it.each([
    '*.contoso.com',
    '(a',
    'a)',
    '[a',
    'a**',
    '+',
    'a|*b',
    'x\\',
    '\\y',
    '[z-a]',
    '\\portal',
    '\\u12',
    '\\x1',
    '\\k',
  ])('%s is none', (one) => expect(expressionFault(one)).toBeTypeOf('string'));

  it.each([
    '',
    'a',
    '10\\..*',
    '^*a',
    '^+a',
    'contoso\\.com$*',
    '\\b+a',
    '\\x41\\u0041\\cA',
    'a\\\\portal',
    '(?<n>a)\\k<n>',
    "(?'n'a)",
    '(?>a)',
    '(?#x)a',
    '\\p{L}+',
    '\\Aa\\z',
    '[a-z-[m]]',
  ])('%s is one', (one) => expect(expressionFault(one)).toBeUndefined());
});

describe("Windows' text of exceptions", () => {
  it.each<[string, string, number, boolean]>([
    ['<local>', 'intranet', 443, true],
    ['contoso.com', 'contoso.com', 443, true],
    // Anchored, and no suffix of anything.
    ['contoso.com', 'www.contoso.com', 443, false],
    ['*.contoso.com', 'www.contoso.com', 443, true],
    ['*.contoso.com', 'www.contoso.com.evil', 443, false],
    ['a.example;b.example', 'b.example', 443, true],
    ['a.example,b.example', 'b.example', 443, false],
    ['a.example b.example', 'b.example', 443, false],
    ['10.0.0.0/8', '10.1.2.3', 443, false],
    ['10.*', '10.1.2.3', 443, true],
    ['contoso.com:8443', 'contoso.com', 8443, true],
    ['contoso.com:8443', 'contoso.com', 443, false],
    ['http://contoso.com', 'contoso.com', 443, false],
    ['https://contoso.com', 'contoso.com', 443, true],
    ['contosoXcom', 'contoso.com', 443, false],
    ['[fd00::1]', '[fd00::1]', 443, true],
    ['fd00::1', '[fd00::1]', 443, false],
    [':443', 'contoso.com', 443, false],
  ])('%s for %s:%i is %s', (text, host, port, round) =>
    expect(goesRound(exceptionsIn(text), https(host, port))).toBe(round),
  );
});

describe("Windows' text of a proxy", () => {
  it.each<[string, object]>([
    ['p:8080', { kind: 'proxy', host: 'p', port: 8080 }],
    ['p', { kind: 'proxy', host: 'p', port: 80 }],
    ['http://p:8080', { kind: 'proxy', host: 'p', port: 8080 }],
    ['http=a:1;https=b:2', { kind: 'proxy', host: 'b', port: 2 }],
    ['HTTPS=b:2', { kind: 'proxy', host: 'b' }],
    ['https=http://b:2', { kind: 'proxy', host: 'b' }],
    ['http=a:1;ftp=b:2', { kind: 'none' }],
    ['socks=s:1', { kind: 'none' }],
    ['https://p:8080', { kind: 'throws' }],
    ['https=https://p:8080', { kind: 'throws' }],
    ['http=a:1 https=b:2', { kind: 'throws' }],
    ['http=a:1;b:2', { kind: 'throws' }],
    ['p:99999', { kind: 'throws' }],
    ['', { kind: 'throws' }],
  ])('%s', (text, expected) => expect(proxyIn(text)).toMatchObject(expected));
});
