import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/clients/child/environment.ts';
import { keptValue, readFileDsn } from '../../src/formats/dsn/file-dsn.ts';
import { readProject } from '../../src/formats/wsconfig/project.ts';
import { fileTargets } from '../fuzz/file-targets.ts';
import { zipOf } from './wsconfig/project-file.ts';

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

const address = 'https://hr.contoso.example:8443';
/** The parts of a project that are read, as the connector's tool and .NET write them. */
const parts: Readonly<Record<string, string>> = {
  'app.config': `<?xml version="1.0"?><configuration><connectionStrings/><system.serviceModel><bindings><basicHttpBinding><binding name="b"><security mode="Transport"><transport clientCredentialType="Basic"/></security></binding></basicHttpBinding></bindings><client><endpoint address="${address}/x" binding="basicHttpBinding" contract="IUsers"/></client></system.serviceModel></configuration>`,
  'discovery.xml': `<Discovery><Service Name="x"><ServiceEndpoint>${address}/v1</ServiceEndpoint><Credential User="a"/></Service></Discovery>`,
  'a/service.wsdl': `<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"><w:service><w:port><s:address location="${address}/a"/></w:port></w:service></w:definitions>`,
};
const its = { ok: true, services: [{ host: 'hr.contoso.example', port: 8443, tls: true }] };

/** What stands before, behind and beside the parts of an archive, and in parts that are not read (APPNOTE 6.3, 4.3). */
function plantedInArchive(): readonly (readonly [place: string, archive: Buffer])[] {
  const whole = zipOf(parts);
  const commented = Buffer.concat([whole, Buffer.from(canary)]);
  commented.writeUInt16LE(canary.length, whole.length - 2);
  const others = [
    'workflow.xaml',
    'generated.dll',
    'note.txt',
    'app.config.bak',
    'password',
    'x.json',
    'x.pfx',
  ];
  return [
    ['comment of the archive', commented],
    ['name of a part', zipOf({ ...parts, [`${canary}.config`]: '<a/>' })],
    ['name of a folder', zipOf({ ...parts, [`${canary}/`]: '' })],
    ['name of a part that cannot be read', zipOf({ ...parts, [`${canary}.xml`]: '<a' })],
    ...others.map(
      (name) => [`part ${name}`, zipOf({ ...parts, [name]: `${address}/?p=${canary}` })] as const,
    ),
  ];
}

describe('a project of the web services connector', () => {
  const cases = [
    ...Object.entries(parts).flatMap(([part, xml]) =>
      planted(xml).map(
        ([place, changed]) => [`${place} of ${part}`, zipOf({ ...parts, [part]: changed })] as const,
      ),
    ),
    ...plantedInArchive(),
    // Where an address is kept, its host and port are.
    ...['ServiceEndpoint', 'Address', 'Url', 'x:BaseAddress'].flatMap((name) =>
      [`https://${canary}@`, `https://user:${canary}@`, `https://${canary}:x@`].map((start) => {
        const xml = `<D xmlns:x="y"><${name}>${start}hr.contoso.example:8443/${canary}/?${canary}#${canary}</${name}></D>`;
        return [`address in ${name}, ${start}`, zipOf({ 'discovery.xml': xml })] as const;
      }),
    ),
    ...[`Server=${canary}`, canary, `ftp://${canary}`, `https:${canary}`, `https://[${canary}`].map(
      (text) =>
        [
          `address that is none, ${text}`,
          zipOf({ ...parts, 'x.config': `<a address="${text}"><Url>${text}</Url></a>` }),
        ] as const,
    ),
  ];
  it(`keeps host and port alone, of secrets in ${cases.length} places none`, async () => {
    expect(cases.length).toBeGreaterThan(120);
    for (const [place, archive] of cases) {
      const read = await readProject(archive, new AbortController().signal);
      expect.soft(read, place).toEqual(its);
    }
  });
});

/** A connection string, or what else carries a secret, where one value is meant. */
const carriers: readonly string[] = [
  ...[`x;PWD=${canary}`, `x;Password={${canary}}`, `x; PWD = '${canary}'`, `x;PWD={a}}${canary}}`],
  ...[
    `x;Kennwort=${canary}`,
    `x;Пароль=${canary}`,
    `x;"PWD"=${canary}`,
    `x;{PWD}=${canary}`,
    `x;PWD==${canary}`,
  ],
  ...[`(local);Kennwort=${canary}`, `x|Kennwort=${canary}`, `x Kennwort=${canary}`, `x\tPWD=${canary}`],
  ...[`x;PWD\u00a0=${canary}`, `x;P\u200bWD=${canary}`, `x,pwd:${canary}`, `x;PWD:${canary}`, `x=${canary}`],
  ...[`user:${canary}@host`, `//user:${canary}@host`, `user/${canary}@alias`, `https://u:${canary}@h`],
  ...[`x?password=${canary}`, `x&token=${canary}`, `x;Access Key=${canary}`, `x;SharedAccessKey=${canary}`],
  ...[`jdbc:oracle:thin:u/${canary}@//h:1/x`, `ldap://x/????bindname=a,X-BINDPW=${canary}`, `=${canary}`],
  ...[
    `(DESCRIPTION=(PASSWORD=${canary})(HOST=a))`,
    `(DESCRIPTION=(HOST=a)(KENNWORT=${canary}))`,
    `(DESCRIPTION=(ADDRESS=(HOST=a)(PORT=1))(SECURITY=(MY_WALLET_DIRECTORY=${canary})))`,
    `(DESCRIPTION=(HOST=a));Kennwort=${canary}`,
  ],
];
const judged =
  `DRIVER DSN FILEDSN SERVER ADDRESS ADDR DATABASE ATTACHDBFILENAME APPLICATIONINTENT SERVERNAME HOST HOSTNAME PORT DB DBQ
  DBALIAS SERVICENAME SID PROTOCOL SCHEMA CURRENTSCHEMA SOCKET NAMEDPIPE LOCATION UID USER USERNAME TRUSTED_CONNECTION
  AUTHENTICATION SERVERSPN ENCRYPT TRUSTSERVERCERTIFICATE HOSTNAMEINCERTIFICATE SSLMODE SSLVERIFY LANGUAGE OPTION CHARSET
  COMMLOG DEBUG TRACE TRACELEVEL TIMEOUT B2 B3 LOG_QUERY SSLCA TRACEFILE CONNSETTINGS INITSTMT CLIENTCERTIFICATE`.split(
    /\s+/,
  );

describe('a connection string in the place of one value', () => {
  it.each(carriers)('%s: its secret is kept under none of the keywords', (carrier) => {
    for (const keyword of judged) {
      for (const value of [carrier, `{${carrier}}`, `"${carrier}"`]) {
        const file = Buffer.from(`[ODBC]\r\n${keyword}=${value}\r\n`);
        expect.soft(JSON.stringify(readFileDsn(file)), `${keyword} of a file`).not.toContain(canary);
        expect.soft(keptValue(keyword, value) ?? '', `${keyword} of a data source`).not.toContain(canary);
      }
    }
  });

  it('leaves of an Oracle server what names it', () => {
    const server =
      '(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=db)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=hr)))';
    expect(keptValue('SERVERNAME', server)).toBe(server);
  });

  it('that goes on and on is read in no time to speak of', () => {
    const lines = Array.from(
      { length: 100 },
      () => `UID=${'Pwd'.repeat(600)}\r\nSERVER=${'(a='.repeat(600)}`,
    );
    expect(readFileDsn(Buffer.from(`[ODBC]\r\n${lines.join('\r\n')}`)).hasSection).toBe(true);
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
