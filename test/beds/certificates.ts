import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './program.ts';

const run = promisify(execFile);

/** Files in PEM, and their texts. */
export interface KeyPair {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

export interface IssueOptions {
  readonly names: readonly string[];
  /** Below zero: it has expired already. */
  readonly days: number;
  /** Without the identifier of its authority's key: it then fits every authority of that name. */
  readonly anyKey?: boolean;
  /** As `openssl req -newkey` names it: `rsa:1024`; else an EC key. */
  readonly newKey?: readonly string[];
  /** The common name, where it is not the first of the names. */
  readonly commonName?: string;
  /** `sha1`; else SHA-256. */
  readonly digest?: string;
  /** An authority of its own below this one. */
  readonly isAuthority?: boolean;
  /** More lines of openssl's extensions: `authorityInfoAccess=caIssuers;URI:http://…`. */
  readonly extensions?: readonly string[];
}

export interface Authority extends KeyPair {
  readonly folder: string;
  /** A server's certificate. */
  issue(name: string, options: IssueOptions): Promise<KeyPair>;
  /** Removes its files. */
  stop(): Promise<void>;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** An authority of the test's own, in a folder of its own: made by openssl, valid for a day unless said otherwise. */
export async function makeAuthority(subject: string, days = 1): Promise<Authority> {
  const folder = await temporaryFolder();
  const at = (name: string) => join(folder, name);
  await run('openssl', [
    ...[
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      at('ca.key'),
      '-out',
      at('ca.pem'),
      '-days',
      String(days),
      '-subj',
      subject,
    ],
    ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  ]);
  return authorityOf(folder, await pair(at('ca.pem'), at('ca.key')));
}

function authorityOf(folder: string, own: KeyPair): Authority {
  const at = (name: string) => join(folder, name);
  return {
    folder,
    ...own,
    stop: () => rm(folder, { recursive: true, force: true }),
    async issue(name, { names, days, anyKey, extensions: more = [], ...how }) {
      const [key, request, cert, extensions] = ['key', 'csr', 'pem', 'ext'].map((end) =>
        at(`${name}.${end}`),
      );
      if (!key || !request || !cert || !extensions) throw new Error('no file names');
      const alternatives = names
        .map((one) => (/^[\d.]+$|:/.test(one) ? `IP:${one}` : `DNS:${one}`))
        .join(',');
      await writeFile(
        extensions,
        `${names.length === 0 ? '' : `subjectAltName=${alternatives}\n`}${how.isAuthority ? 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n' : 'extendedKeyUsage=serverAuth\n'}${anyKey === true ? 'authorityKeyIdentifier=none\n' : ''}${more.map((line) => `${line}\n`).join('')}`,
      );
      const subject = ['-subj', `/CN=${how.commonName ?? names[0] ?? name}`];
      const made = how.newKey === undefined ? newKey : [...how.newKey, '-nodes'];
      await run('openssl', ['req', ...made, '-keyout', key, '-out', request, ...subject]);
      await run('openssl', [
        ...['x509', '-req', '-in', request, '-CA', own.certFile, '-CAkey', own.keyFile, '-CAcreateserial'],
        ...['-days', String(days), '-extfile', extensions, '-out', cert, `-${how.digest ?? 'sha256'}`],
      ]);
      return pair(cert, key);
    },
  };
}

async function pair(certFile: string, keyFile: string): Promise<KeyPair> {
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { certFile, keyFile, cert, key };
}

/** Certificate and key in one file that a password opens. */
export async function writePfx({ certFile, keyFile }: KeyPair, out: string, password: string): Promise<void> {
  await run('openssl', [
    ...['pkcs12', '-export', '-in', certFile, '-inkey', keyFile],
    ...['-out', out, '-passout', `pass:${password}`],
  ]);
}

/** An authority below another, as one that issues. */
export async function authorityBelow(above: Authority, name: string): Promise<Authority> {
  const issuing = await above.issue(name, { names: [], commonName: name, days: 400, isAuthority: true });
  return authorityOf(above.folder, issuing);
}
