import { describe, expect, it } from 'vitest';
import { hush, hushJson, keepNames, learnSecret } from '../../src/base/hush.ts';
import { Secret } from '../../src/settings/secret.ts';

const secret = 'Blau%Pause7 "x"&<{ü}';
learnSecret(secret);
learnSecret('hunter');
learnSecret('letter7even');

const bytes = Buffer.from(secret);
const spellings: readonly (readonly [string, string])[] = [
  ['as it is', secret],
  ['in capitals', secret.toUpperCase()],
  ['JSON', JSON.stringify(secret).slice(1, -1)],
  ['JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(1, -1)],
  ['JSON in ASCII', JSON.stringify(secret).slice(1, -1).replace('ü', '\\u00fc')],
  ['an address', encodeURIComponent(secret)],
  ['an address in an address', encodeURIComponent(encodeURIComponent(secret))],
  ['every byte for an address', [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')],
  ['a form', new URLSearchParams({ a: secret }).toString().slice(2)],
  ['XML', secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')],
  ['XML by numbers', [...secret].map((one) => `&#${one.codePointAt(0)};`).join('')],
  ['a connection string', secret.replaceAll('}', '}}')],
  ['SQL', secret.replaceAll('"', '""')],
  ['a filter', [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')],
  ['base64', bytes.toString('base64')],
  ['base64 for addresses', bytes.toString('base64url')],
  ['base64 of UTF-16', Buffer.from(secret, 'utf16le').toString('base64')],
  ['hexadecimal', bytes.toString('hex')],
  ['hexadecimal with blanks', [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')],
  ['UTF-16 read as ASCII', [...secret].join('\u0000')],
  ['with what nobody sees', [...secret].join('\u200b')],
  ['two lines', `${secret.slice(0, 8)}\r\n ${secret.slice(8)}`],
  ['a line a character', [...secret].join('\n')],
  ['in colours', [...secret].join('\u001b[31m')],
  ['with titles of a window', [...secret].join('\u001b]0;x\u0007')],
  ['with fillers', [...secret].join('\u3164')],
  ['with tags', [...secret].join('\u{e0041}')],
  ['with its blanks as other blanks', secret.replaceAll(' ', '\t')],
  ['with its blanks as broken lines', secret.replaceAll(' ', '\r\n')],
  ['with its blanks as broken lines of JSON', secret.replaceAll(' ', '\\r\\n')],
  ['cut off', secret.slice(0, 12)],
];

describe('a secret', () => {
  it.each(spellings)('is nowhere: %s', (_, spelling) => {
    const text = hush(`the peer said: ${spelling}`);
    expect(text).toMatch(/^the peer said: (?:\\")?\[secret\](?:\w?=*|\\")$/);
    expect(hush(text)).toBe(text);
  });

  it('is nowhere beside what travels with it', () => {
    for (const user of ['a', 'ab', 'abc', 'abcd']) {
      const basic = Buffer.from(`${user}:${secret}`).toString('base64');
      expect(hush(`Authorization: Basic ${basic}`)).toMatch(
        /^Authorization: Basic [\w+/]{0,8}\[secret\]\w?=*$/,
      );
    }
    expect(hush('pwd=letter7even;uid=x')).toBe('pwd=[secret];uid=x');
    expect(hush('xletter7evenx')).toBe('x[secret]x');
  });

  it('that is a plain word cuts no other word', () => {
    expect(hush('hunters of a hunter, hunter2, %20hunter')).toBe(
      'hunters of a [secret], hunter2, %20[secret]',
    );
  });

  it('that is long is known by its pieces, the last one too', () => {
    const token = Array.from({ length: 400 }, (_, at) => `${at * 7919}`).join('');
    learnSecret(token);
    expect(hush(`Bearer ${token}`)).toMatch(/^Bearer (?:\[secret\])+\d{0,47}$/);
    expect(hush(`the end: ${token.slice(-48)}.`)).toBe('the end: [secret].');
    expect(hush(Buffer.from(`Bearer ${token}`).toString('base64'))).not.toMatch(/[A-Za-z\d]{80}/);
  });

  it('that is a word of our own texts is cut only where it is given', () => {
    learnSecret('wrong');
    expect(hush("a wrong password: pwd=wrong; 'wrong' is wrong")).toBe(
      "a wrong password: pwd=[secret]; '[secret]' is wrong",
    );
  });

  it('too short to be told from chance stays', () => {
    learnSecret('abc');
    expect(hush('the abc of it')).toBe('the abc of it');
  });

  it('is known from when it is held on', () => {
    const held = new Secret('kept-Away-4');
    expect(hush(`a server repeats kept-Away-4 of ${held}`)).toBe('a server repeats [secret] of [secret]');
  });

  it('in a name that the settings hold in clear stays there, and only there', () => {
    learnSecret('ecma-Host1');
    keepNames(['cn=ecma-Host1,dc=example']);
    expect(hush('CN=ecma-host1,DC=example is refused with ecma-Host1')).toBe(
      'CN=ecma-host1,DC=example is refused with [secret]',
    );
    keepNames([]);
    expect(hush('cn=ecma-Host1,dc=example')).toBe('cn=[secret],dc=example');
  });
});

/** Each begins as a secret begins, or as one that is escaped, and goes on without end. */
const endless = [
  'B\r\n',
  'B\n ',
  'B =\r\n',
  'B\\r\\n',
  'B\u200b',
  'B\u001b[m',
  '\\',
  'B\\',
  'B\\x',
  '%',
  'B%25',
  '&amp;',
  'B&#0',
  ' ',
  'a ',
  'a \n',
  'QmxhdS\\r\\n',
  '42 ',
];

describe('a text of a peer', () => {
  learnSecret('a b  c\\\\d');
  learnSecret(' \\x y');
  learnSecret('nightly-r');
  learnSecret('n x y z');
  learnSecret('r\\n-9');
  it.each(endless)('of %j over and over holds up nothing', (part) => {
    for (const text of [part, part.slice(1)])
      expect(hush(`${part}${text.repeat(30_000)}hunter`).length).toBeGreaterThan(8);
  });

  it.each([
    ['as it is', 'a b  c\\\\d'],
    ['in JSON', 'a b  c\\\\\\\\d'],
    ['in an address', 'a+b%20%20c%5C%5Cd'],
    ['over lines', 'a\n b\r\n  c\\\\\n d'],
    ['in a filter', 'a\\20b\\20\\20c\\5c\\5cd'],
    ['in XML', 'a&#32;b&#x20;&#x20;c&#92;&#x5c;d'],
  ])('has none with blanks and backslashes %s', (_, text) => {
    expect(hush(`x=${text}.`)).toBe('x=[secret].');
  });
});

describe('facts', () => {
  it('keep their shape and lose the secret', () => {
    const facts = {
      usable: true,
      outcome: 'hunter',
      problem: { code: 'x', text: 'hunter' },
      list: ['not hunter', 3, null],
      [`of ${secret}`]: secret,
    };
    expect(hushJson(facts)).toEqual({
      usable: true,
      outcome: 'hunter',
      problem: { code: 'x', text: '[secret]' },
      list: ['not [secret]', 3, null],
      'of [secret]': '[secret]',
    });
  });

  it('of great length are looked through in no time to speak of', () => {
    const facts = {
      usable: true,
      lines: Array.from({ length: 20_000 }, (_, at) => `Line ${at} of what a peer sent`),
    };
    expect(hushJson(facts)).toEqual(facts);
  });
});
