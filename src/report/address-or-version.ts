import { isIP } from 'node:net';

/** Four numbers with points between are an address or a version: only what stands right beside them tells which. */

const four = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
/** 10.77.1.3-10.77.1.9, 10.77.1.3-9 */
const range =
  /(?<![\w.-])((?:\d{1,3}\.){3}\d{1,3}) ?[-\u2013] ?((?:\d{1,3}\.){3}\d{1,3}|\d{1,3})(?![\w-]|\.\d)/g;
const ipv6 = /(?<![\w:.-])(?:[0-9a-f]{0,4}:){2,8}[0-9a-f]{0,5}(?![\w:]|\.\d)/gi;
/** Behind what it is, without a space: `IP Address:FD12:...`, `tcp:fd12:...,1433`. */
const labelled =
  /(?<![\w:.-])(?:ip(?:v[46])?|inet6?|addr(?:ess)?|tcp|udp|host|server|peer|local|remote|client|source|destination):((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?![\w:]|\.\d)/gi;
/** Node writes the port behind it as if it were a part: `connect ECONNREFUSED fd12::77:389`. */
const beforePort = /\bE[A-Z]{4,20} $/;

/** RFC 1918, and RFC 6598 for what carriers have. */
const isPrivate =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;

/** No product has come further in its first two numbers; most addresses that everybody reaches have. */
const isLow = /^(?:[0-9]|[12]\d)\.(?:[0-9]|[12]\d|30)\./;

/** Nobody's machine: an assembly's 4.0.0.0. */
const isRound = /\.0\.0$/;

/** What says version, in the languages of Windows; as a label or a member too. */
const version =
  /(?:(?<!con|di|in|re|per|sub)versi[oóeã]\p{L}{0,3}|(?<![\p{L}\p{N}])(?:vers?\.?|v))["']?(?: (?:is|was|of|number|no\.?))?[\s:="'(]{0,4}$/iu;
const versionPlace = /version/i;

/** What says it of numbers that cannot be an address within a company. */
const release =
  /(?:build|release|revision|(?<![\p{L}])rev|patch|hotfix|update|service ?pack|fix ?pack)(?: (?:level|number|no\.?))?["']?[\s:="'(]{0,4}$/iu;

const beside = '["\']?[\\s/:="\'(,]{0,3}$';
/** Products as they and their libraries name themselves before a version: `slapd 2.4.44.1`, `ODBC 3.1 Driver 3.1.17.0`. */
const products = `(?:mariadb|mysql|percona|postgres(?:ql)?|psqlodbc|oracle|sql ?server|mssql|sqlite|db2|informix|sybase|firebird|hana|odbc|jdbc|ole ?db|openldap|slapd|389[- ]d(?:s|irectory)|ping ?directory|ping ?ds|opendj|edirectory|apacheds|unboundid|dirsrv|openssl|libressl|gnutls|samba|free ?ipa|node(?:\\.?js)?|\\.net(?: framework| core)?|powershell|iis|apache|nginx|tomcat|java|jdk|jre|edge|windows|ubuntu|(?:connect|provisioning) agent|ecma2?host|ecma-doctor|easysoft|devart|datadirect|simba|freetds|iodbc|unixodbc)`;
const fillers =
  '(?:[ -](?:\\d{1,3}(?:\\.\\d{1,3}){0,2}|x64|64-bit|for|driver|client|server|database|directory|connector|odbc|jdbc|library|runtime|provider|enterprise|standard|community|edition|unicode|ansi)){0,4}';
const product = new RegExp(`(?<![\\p{L}\\p{N}.-])${products}${fillers}${beside}`, 'iu');

/** Those that have a version 10, right beside it: `MariaDB 10.11.6.1`. */
const ten: readonly (readonly [before: RegExp, numbers: RegExp])[] = [
  [new RegExp(`(?<![\\p{L}\\p{N}.-])(?:mariadb|percona)${beside}`, 'iu'), /^10\.(?:[0-9]|1[01])\./],
  [new RegExp(`(?<![\\p{L}\\p{N}.-])oracle${beside}`, 'iu'), /^10\.[12]\.0\./],
  [new RegExp(`(?<![\\p{L}\\p{N}.-])db2${beside}`, 'iu'), /^10\.[15]\./],
];

/** `System.Management.Automation 1.2.3.4` */
const dotnet = new RegExp(
  `(?<![\\p{L}\\p{N}.-])(?:system|microsoft|windows|newtonsoft|npgsql|oracle|mysql)(?:\\.\\w{1,60}){1,8}${beside}`,
  'iu',
);

/** `Contoso.Ticketing 1.2.3.4`: an assembly of somebody's, and no host in letters of both cases. */
const assembly =
  /(?<![\p{L}\p{N}_.-])(?:\p{Lu}[\p{L}\p{N}]{0,60}\.){1,8}(?!(?:Com|Net|Org|Local|Lan|Corp|Int|Eu|At|De|Ch)[^\p{L}])\p{Lu}[\p{L}\p{N}]{0,60}[\s,]{1,2}$/u;

/** Attributes and extensions of X.500, and all that companies register: the same everywhere. */
const isObjectId = /^(?:2\.5\.(?:4|29)|1\.3\.6)\./;

/** `before`: what stands before it, the label of its place too. */
function isVersion(ip: string, before: string): boolean {
  if (isObjectId.test(ip) || version.test(before)) return true;
  if (isPrivate.test(ip))
    return (
      (isRound.test(ip) && dotnet.test(before)) ||
      ten.some(([pattern, numbers]) => numbers.test(ip) && pattern.test(before))
    );
  if (!isLow.test(ip)) return dotnet.test(before);
  return [release, product, dotnet, assembly].some((pattern) => pattern.test(before)) || isRound.test(ip);
}

/** What stands before a place of a text: where nothing but numbers does, the label of the place. */
function beforeIn(text: string, index: number, path: string): string {
  const before = text.slice(Math.max(0, index - 120), index);
  if (index > 120 || /[^\d.,;\s()]/.test(before)) return before;
  // A label may have points itself: `MariaDB ODBC 3.1 Driver`.
  const evidence = path.indexOf('.evidence.');
  return `${evidence < 0 ? path.slice(path.lastIndexOf('.') + 1) : path.slice(evidence + '.evidence.'.length)} `;
}

/** The addresses in a text; `path` is the place where it stands. */
export function addressesIn(text: string, path: string): readonly string[] {
  if (versionPlace.test(path)) return [];
  const found: string[] = [];
  for (const { 0: ip, index } of text.matchAll(four))
    if (isIP(ip) !== 0 && !isVersion(ip, beforeIn(text, index, path))) found.push(ip);
  for (const { 1: from = '', 2: to = '', index } of text.matchAll(range))
    if (!isVersion(from, beforeIn(text, index, path)))
      for (const ip of [from, to]) if (isIP(ip) !== 0) found.push(ip);
  for (const { 0: ip, index } of text.matchAll(ipv6)) {
    const [, bare = ''] = /^(.*[^:]):\d{1,5}$/.exec(ip) ?? [];
    const hasPort =
      isIP(bare) !== 0 && (isIP(ip) === 0 || beforePort.test(text.slice(Math.max(0, index - 24), index)));
    if (hasPort || isIP(ip) !== 0) found.push(hasPort ? bare : ip);
  }
  for (const [, ip = ''] of text.matchAll(labelled)) if (isIP(ip) !== 0) found.push(ip);
  return found;
}

/** Nothing but numbers with points between, as versions are written. */
export const onlyNumbers = /^\d{1,5}(?:\.\d{1,6}){1,4}$/;
