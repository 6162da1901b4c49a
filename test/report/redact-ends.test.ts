import { describe, expect, test } from 'vitest';
import { factsWords } from '../../src/probes/facts-shapes.ts';
import { redact } from '../../src/report/redact.ts';
import { madeUp } from './made-up.ts';

/** Whoever finds a name and whoever replaces it must agree on where it ends, whatever stands beside it. */

const names = [
  'dirsrv9.adatum.com',
  'https://dirsrv9/x',
  '10.77.4.9',
  '10.77.4.9:389',
  'fd12:3456:789a::77',
  '[fd12:3456:789a::77]:636',
  'klaus7@adatum.com',
  'ADATUM\\klaus7',
  '\\\\filer77\\x$',
  'S-1-5-21-1004336348-1177238915-682003330-1110',
  '7e3c2f0a-1b2c-4d5e-8f90-a1b2c3d4e5f6',
  'uid=jdoe7,ou=people,dc=adatum,dc=com',
  '[klaus7].[T]',
  "user 'klaus7'",
  "schema 'klaus7'",
  "object 'klaus7.T'",
  '00-1A-2B-3C-4D-5E',
  '00:1A:2B:3C:4D:5E',
  'SRV77$',
  'WIN-8K3J2LQ9ABC',
  'O=Adatum Works',
  'adw7.database.windows.net',
  'adw7.onmicrosoft.com',
  'C:\\Users\\klaus7\\x',
  '/home/klaus7/x',
  'issued by Adatum Issuing 7',
  'Server=dbsrv9;',
  'user=klaus7;',
  'ldap/dcq9',
  'DNS:dbsrv9',
  'dbsrv9:1433',
];

const signs = [
  ...'.,;:!?()[]{}<>"\'`/\\|-_=+*&#@$%~^xX7\tüの用에ー',
  ...['\u00a0', '\u200b', '“', '”', '‘', '»', '–', '—', '\u00ad', '\u202e'],
  ...['\\n', '\\t', '%20', '&amp;', 'of ', ' of'],
];

const [like] = madeUp.rows;

function listedIn(message: string): readonly string[] {
  if (like === undefined) throw new Error('no row');
  const row = { ...like, message, evidence: [], facts: { usable: true } };
  const given = { ...madeUp, causes: [], rows: [row], settings: {} };
  const { input, replaced } = redact(given, [], factsWords);
  const told = input.rows[0]?.message.toLowerCase() ?? '';
  return replaced
    .map(({ name }) => name.toLowerCase())
    .filter((name) => message.toLowerCase().includes(name) && told.includes(name));
}

describe.each(names)('%s', (name) => {
  test('is found', () => {
    expect(listedIn(`it is ${name} here`)).toEqual([]);
    expect(JSON.stringify(redact({ ...madeUp, words: `it is ${name} here` }, []).input.words)).not.toContain(
      name,
    );
  });

  test('is replaced wherever it is told to be', () => {
    const stay = signs
      .flatMap((sign) => [`${sign}${name}`, `${name}${sign}`, `${sign}${name}${sign}`, `の${name}${sign}`])
      .filter((text) => listedIn(`a ${text} b`).length > 0);
    expect(stay).toEqual([]);
  });
});
