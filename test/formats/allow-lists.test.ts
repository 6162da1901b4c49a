import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/clients/child/environment.ts';
import { readFileDsn } from '../../src/formats/dsn/file-dsn.ts';
import { fileTargets } from '../fuzz/file-targets.ts';

/**
 * Readers keep what is judged and nothing else: what stands in a place that they do not know never leaves them, whatever it
 * is called. Each place of each document in turn.
 */

const canary = 'C4n4ry-that-nobody-may-repeat';

/** The document with something unknown in each of its places, one at a time. */
function planted(xml: string): readonly (readonly [place: string, xml: string])[] {
  const tags = [...xml.matchAll(/<([A-Za-z][\w.:-]*)((?:"[^"]*"|'[^']*'|[^>"'])*?)(\/?)>/g)];
  return tags.flatMap(({ 0: whole, 1: name = '', 2: attributes = '', 3: alone, index }) => {
    const at = (text: string) => `${xml.slice(0, index)}${text}${xml.slice(index + whole.length)}`;
    const close = alone === '/' ? '/>' : '>';
    const within = (inner: string) =>
      at(alone === '/' ? `<${name}${attributes}>${inner}</${name}>` : `${whole}${inner}`);
    return [
      [`attribute of ${name}`, at(`<${name}${attributes} unheard="${canary}"${close}`)],
      [`attribute of ${name} that is a secret`, at(`<${name}${attributes} password="${canary}"${close}`)],
      [`element in ${name}`, within(`<unheard a="${canary}">${canary}</unheard>`)],
      [
        `connection string in ${name}`,
        within(
          `<connectionStrings><add name="x" connectionString="Server=a;Pwd=${canary}"/></connectionStrings>`,
        ),
      ],
      [`comment in ${name}`, within(`<!-- ${canary} -->`)],
      [`instruction in ${name}`, within(`<?${name} ${canary}?>`)],
    ] as const;
  });
}

const configurations = fileTargets.filter(({ name }) => /^xml-(agent|machine|host|exe)$/.test(name));

describe.each(configurations)('$name', (target) => {
  const cases = target.seeds.flatMap((seed) => planted(seed.toString()));
  it(`keeps none of what stands in ${cases.length} places that it does not know`, async () => {
    expect(cases.length).toBeGreaterThan(20);
    for (const [place, xml] of cases) {
      const { value } = await target.read(Buffer.from(xml));
      expect.soft(JSON.stringify(value), place).not.toContain(canary);
    }
  });
});

/** As makers call them, as people write them, and as nobody does. */
const unheard = [
  'X',
  'PWD ',
  'PASSWORD',
  'AccessToken',
  'Wallet Passphrase',
  'SSLKEYPASS',
  'Trusted_Certificate_Store_Pwd',
  'Kennwort',
  'Пароль',
  'Description',
  'LoginPassword2',
  'ConnectionString',
  'Extended Properties',
  'APIKEY',
  '\u0000',
  '__proto__',
  'constructor',
];

describe('a file DSN', () => {
  it.each(unheard)('with the keyword %j keeps nothing of its value', (keyword) => {
    for (const value of [canary, `{${canary}}`, `"${canary}"`, `a=b;c=${canary}`]) {
      const file = `[ODBC]\r\nDRIVER=ODBC Driver 18 for SQL Server\r\n${keyword}=${value}\r\nSERVER=db01\r\n`;
      const read = readFileDsn(Buffer.from(file));
      expect(JSON.stringify(read)).not.toContain(canary);
      expect(read.keys.SERVER).toBe('db01');
    }
  });

  it('keeps nothing of other sections, comments and lines that are none', () => {
    const file = `${canary}=1\r\n[Other]\r\nSERVER=${canary}\r\n[ODBC]\r\nSERVER=db01\r\n;SERVER=${canary}\r\n${canary}\r\n=${canary}\r\n[ODBC Other]\r\nDATABASE=${canary}\r\n`;
    expect(JSON.stringify(readFileDsn(Buffer.from(file)))).not.toContain(canary);
  });
});

describe('the environment of a child', () => {
  it.each([
    'PGPASSWORD',
    'MYSQL_PWD',
    'ECMA_PASSWORD',
    'AZURE_CLIENT_SECRET',
    'NODE_OPTIONS',
    'DEBUG',
    'HTTPS_PROXY',
    'https_proxy',
    'SSLKEYLOGFILE',
    'LD_PRELOAD',
    'PATHX',
    'XPATH',
    'ODBCINI',
    '__proto__',
    'path\n',
  ])('has nothing of %j', (name) => {
    const given = Object.defineProperty({ PATH: '/bin' }, name, { value: canary, enumerable: true });
    expect(JSON.stringify(childEnvironment(given))).toBe('{"PATH":"/bin"}');
  });
});
