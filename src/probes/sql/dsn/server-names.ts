import { portNumberOf } from '../../../base/whole-number.ts';

/** A server as a DSN or `.ecmarc` names it, in parts (SQLDriverConnect: SERVER=tcp:host\instance,port). */

export interface ServerName {
  readonly host: string;
  readonly instance?: string;
  readonly port?: number;
}

export function parseServer(written: string, alias: string | undefined, self: string): ServerName {
  const plain = (alias === undefined ? written : aliasTarget(alias))
    .trim()
    .replace(/^(tcp|np|lpc|admin):/i, '')
    // A pipe by its whole path: \\\\host\\pipe\\sql\\query.
    .replace(/^\\\\([^\\]+)\\pipe\\.*$/i, '$1');
  const [before = '', port] = plain.split(',');
  const [host = '', instance] = before.split('\\');
  const local = host === '' || host === '.' || /^\(local\)$|^localhost$|^127\.|^::1$/i.test(host.trim());
  return {
    host: (local ? self : host.trim()).toLowerCase().replace(/\.$/, ''),
    ...(instance === undefined || instance === '' ? {} : { instance: instance.trim().toLowerCase() }),
    // What is no number leads to no port, and so to no server that anybody named.
    ...(port === undefined ? {} : { port: portNumberOf(port) ?? 0 }),
  };
}

/** Microsoft's drivers take Address over Server, unless it is empty. */
export function writtenServer(keys: Readonly<Record<string, string | undefined>>): string {
  return [keys.ADDRESS, keys.ADDR, keys.SERVER].find((one) => one !== undefined && one !== '') ?? '';
}

/** The host as it stands there, without transport, instance and port; none for a name of this machine itself. */
export function hostOf(written: string): string | undefined {
  const { host } = parseServer(written, undefined, '');
  return host === '' || host.startsWith('(localdb)') ? undefined : host;
}

export type Transport = 'named-pipes' | 'shared-memory' | 'administrator' | 'local-db';

/** A transport other than TCP, by the alias, the prefix of the name, its form, or the keyword Network; undefined: TCP. */
export function transportOf(
  written: string,
  network: string | undefined,
  alias?: string,
): Transport | undefined {
  if (alias !== undefined) return byLibrary(alias.split(',')[0]);
  const name = written.trim();
  if (/^np:|^\\\\/i.test(name)) return 'named-pipes';
  if (/^lpc:/i.test(name)) return 'shared-memory';
  if (/^admin:/i.test(name)) return 'administrator';
  if (/^\(localdb\)/i.test(name)) return 'local-db';
  return byLibrary(network);
}

function byLibrary(name: string | undefined): Transport | undefined {
  const library = name?.trim().toLowerCase() ?? '';
  if (library === 'dbnmpntw' || library === 'np') return 'named-pipes';
  return library === 'dbmslpcn' || library === 'lpc' ? 'shared-memory' : undefined;
}

/** An alias of the client configuration: `DBMSSOCN,host,1433`. */
function aliasTarget(alias: string): string {
  const [, host = '', port] = alias.split(',');
  return port === undefined ? host : `${host},${port}`;
}

/** A short name and the full one that begins with it are the same machine, as far as names can tell. */
export function sameServer(a: ServerName, b: ServerName): boolean {
  return sameHost(a.host, b.host) && portOf(a) === portOf(b) && (a.instance ?? '') === (b.instance ?? '');
}

function sameHost(a: string, b: string): boolean {
  if (a === b) return true;
  const short = (name: string, full: string) => !name.includes('.') && full.startsWith(`${name}.`);
  return short(a, b) || short(b, a);
}

/** A port counts over an instance's name; without either it is 1433. */
function portOf({ port, instance }: ServerName): number | undefined {
  return port ?? (instance === undefined ? 1433 : undefined);
}
