import { isIP } from 'node:net';
import { boundedMemo } from '../base/bounded-memo.ts';
import { addressesIn } from './address-or-version.ts';
import { builtIn } from './announced-names.ts';
import { withinEncoded } from './encoded-text.ts';
import { loginsIn, poolsIn, withoutWindows } from './logins.ts';
import type { NameKind } from './name-kind.ts';
import { objectOwners } from './object-owners.ts';
import { withoutPasswords } from './passwords.ts';
import {
  guids,
  isCommonWord,
  isEverybodysUser,
  isPublic,
  isPublicId,
  publicAuthorities,
  sharedDomain,
} from './public-names.ts';
import { spokenNames } from './spoken-names.ts';
import { spacedOut, withoutWrittenLines } from './word-ends.ts';

/** Hears of each name, in the order of the text, also again. */
export type FoundName = (kind: NameKind, name: string) => void;

/** Places (members of settings and facts, labels of evidence) where the whole value is a name of this kind. */
export function kindOfPlace(path: string): 'host' | 'domain' | 'user' | undefined {
  const ofDsn = keywordsOfDsn.exec(path);
  if (ofDsn !== null) return ofDsn[1] === undefined ? 'user' : 'host';
  const place = spaced(path);
  if (
    /(^|\W)(bind ?dn|user ?(name)?|login|account|principal|upn|answer\.by|(asked|looked at) as)$/.test(place)
  )
    return 'user';
  // Who the doctor itself was; a faulty method of a library is told `as` something else.
  if (/(?<!faults)\.as$/.test(place)) return 'user';
  if (/(^|\W)(domain|realm|forest|netbios|workgroup|tree|directorytreename|tenant\.id)( ?name)?$/.test(place))
    return 'domain';
  if (/(^|\W)(host|computer|machine|peer|fqdn|self|tcp|host\.name|(dns|host|server) ?name)$/.test(place))
    return 'host';
  // Elsewhere `server` is as often a product, as in an HTTP header.
  return /^\.?settings\..*\bserver$/.test(place) ? 'host' : undefined;
}

/** Keywords of ODBC, as a file DSN's are told: in capitals. Hosts are those of the group. */
const keywordsOfDsn =
  /\.(?:(SERVER|SERVERNAME|HOSTNAME|HOST|ADDRESS|ADDR|FAILOVER_PARTNER|DBQ|Alias|alias)|UID|USER|USERNAME|USER ID|LOGINID)$/;

/** What goes round a proxy, and the servers of a DSN: with commas, semicolons or spaces between. */
export function isListOfHosts(path: string): boolean {
  return path.endsWith('.bypass') || keywordsOfDsn.exec(path)?.[1] !== undefined;
}

/** `dnsHostName` as `dns host name`. */
function spaced(path: string): string {
  return path
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
    .toLowerCase();
}

/** Names are not of ASCII alone: Windows has computers and accounts with umlauts and in every script. */
const patterns = {
  /** User and host of an address; an IPv6 host stands in brackets (RFC 3986, 3.2). */
  url: /\b[a-z][a-z0-9+.-]{0,30}:\/\/(?:([^\s/:]{1,128}(?=:)|(?:(?!\?\w{1,30}=)[^\s/:]){1,128})(?::(?:(?!"[,:]")[^\s/]){0,128})?@)?(\[[^\]\s]+\]|[^\s/:?#"'<>,;)\]]+)/gi,
  mail: /(?<![\p{L}\p{N}_.+$-])([\p{L}\p{N}_.+$-]+)@([\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)/gu,
  hostAndPort: /(?<![\w.-])([a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z]{2,}):\d{2,5}\b/gi,
  /** `\\server\share`, `\\?\UNC\server\share`, `\\server@SSL\share`; in JSON with strokes twice. */
  share:
    /(?<![\w\\])(?:\\\\(?:[?.]\\UNC\\)?([\p{L}\p{N}_.-]+)(?:@[\w@]+)?\\|\\{4}([\p{L}\p{N}_.-]+)\\\\)[\p{L}\p{N}_.$-]/giu,
  /** Also in quotes, as Windows writes one with a comma, and before the next part in OpenSSL's way: O=x/CN=y. */
  organization:
    /(?<![\w-])o=(?:\\?"([^"\\]{2,64})\\?"|((?:\\[,+"]|(?![/ ][\w.]{1,20}=)[^,+=;"'\\]){2,64}))/gi,
  /** A part of a company or a place of it, in words with capitals; in one word it could be anything. */
  unit: /(?<![\w-])[Oo][Uu]=(?:\\?"([^"\\]{3,64})\\?"|(\p{Lu}[\p{L}\p{N}.&-]{0,40}(?: (?:(?:&|and|of|und|der|für|di|de|la) )?[\p{Lu}\d][\p{L}\p{N}.&-]{0,40}){1,5})(?![\p{L}\p{N}=]))/gu,
  tenant: /(?<![\p{L}\p{N}_.-])([\p{L}\p{N}_-]+\.onmicrosoft\.(?:com|us|de))(?![\p{L}\p{N}_-])/giu,
  /** Also one with spaces, where a folder below it tells its end. */
  profileFolder:
    /(?:\\{1,2}users\\{1,2}|\\{1,2}documents and settings\\{1,2}|\/home\/)((?:[^\\/\s:"'<>|,;]+(?: [^\\/\s:"'<>|,;]+){1,3}(?=\\))|(?![\w.-]+\.(?:log|txt|json|xml|dll|exe|ps1)(?![\\/\w]))[^\\/\s:]+)/gi,
  /** A place in a program: `clock.ts:12`. */
  file: /\.(?:[cm]?[jt]sx?|json|xml|ya?ml|dll|exe|config|cs|ps1|pem|log|txt)$/i,
  guid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
} as const;

/** Mailboxes and accounts of a provider's own. */
const everybodysMailboxes =
  /^(?:no-?reply|support|info|postmaster|abuse|security|secure|hostmaster|webmaster|admin|git|sales|help|contact|feedback|msonlineservicesteam|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Looks for names in one text, also in its encoded parts. `path` is the place where it stands. */
export function findNames(text: string, path: string, found: FoundName): void {
  for (const [kind, name] of namesIn(text, path)) found(kind, name);
}

const namesIn = boundedMemo((given, path): readonly (readonly [kind: NameKind, name: string])[] => {
  const names: (readonly [kind: NameKind, name: string])[] = [];
  const found: FoundName = (kind, name) => names.push([kind, name]);
  const text = withoutPasswords(given);
  const findAlso = (written: string): void => {
    const plain = withoutWrittenLines(written);
    findIn(plain, path, found);
    const spaced = spacedOut(plain);
    if (spaced !== undefined) findIn(spaced, path, found);
  };
  findAlso(text);
  withinEncoded(text, (plain) => {
    findAlso(plain);
    // What stands in a query is no path.
    if (plain.includes('/')) findIn(plain.replaceAll('/', ' '), path, found);
    return plain;
  });
  return names;
});

function findIn(text: string, path: string, given: FoundName): void {
  const found: FoundName = (kind, name) => {
    given(kind, name);
    const [, bare] = (kind === 'user' && /^([\p{L}\p{N}_.-]*\p{L}[\p{L}\p{N}_.-]*)\$$/u.exec(name)) || [];
    // NAME$ is the account of the machine NAME; a service's has small letters or says what it is.
    if (bare !== undefined) given(/\p{Ll}|^(?:SVC|G?MSA)/u.test(bare) ? 'user' : 'host', bare);
  };
  for (const [, user, name = ''] of text.matchAll(patterns.url)) {
    // One in escapes is looked for in plain, and one with a domain as mail is.
    if (user !== undefined && !/%[0-9a-f]{2}|@.+\./i.test(user)) found('user', user);
    host(name, found);
  }
  for (const [, user = '', name = ''] of text.matchAll(patterns.mail)) {
    // A person's also at a domain of everybody's.
    if (!isPublic(name) || !everybodysMailboxes.test(user)) found('user', user);
    domain(name, found);
  }
  for (const [, name = ''] of text.matchAll(patterns.hostAndPort)) {
    if (!patterns.file.test(name)) host(name, found);
  }
  for (const [, name = ''] of text.matchAll(patterns.tenant)) domain(name, found);
  for (const [, user = ''] of text.matchAll(patterns.profileFolder))
    if (!isEverybodysUser(user) && !/^(?:public|default|all users|default user)$/i.test(user))
      found('user', user);
  for (const [, name, twice = ''] of text.matchAll(patterns.share)) host(name ?? twice, found);
  for (const name of poolsIn(text)) found('user', name);
  const bare = withoutWindows(text);
  for (const login of loginsIn(bare)) {
    domain(login.domain, found);
    if (login.user !== '') found('user', login.user);
  }
  for (const ip of addressesIn(text, path)) address(ip, found);
  for (const [id] of text.matchAll(guids)) if (!isPublicId(id)) found('tenant', id);
  // OpenSSL puts spaces around the sign: O = x, CN = y.
  const x500 = text.includes(' = ') ? text.replace(spacedPart, '$1=') : text;
  for (const [, quoted, bare = ''] of x500.matchAll(patterns.organization)) {
    const name = (quoted ?? bare).trim();
    if (!publicAuthorities.test(name)) found('authority', name);
  }
  for (const [, quoted, bare = ''] of x500.matchAll(patterns.unit)) {
    const name = (quoted ?? bare).trim();
    if (!publicAuthorities.test(name) && isOwnUnit(name)) found('place', name);
  }
  places(x500, found);
  authorities(text, path, found);
  distinguishedNames(x500, found);
  for (const { kind, name } of spokenNames(bare)) {
    if (kind === 'user' && isEverybodysUser(name)) continue;
    if (kind === 'host') host(name, found);
    else if (kind === 'domain') domain(name, found);
    else if (kind !== 'authority' || !publicAuthorities.test(name)) found(kind, name);
  }
  for (const name of objectOwners(text, path)) found('owner', name);
  byPlace(text, path, found);
}

const spacedPart = /(?<![\w-])(CN|OU?|L|ST?|STREET|C|DC|UID) = /gi;

/** What units are called everywhere. */
const everybodysUnits = new Set(
  `domain controllers users user computers computer servers server service services accounts account managed groups group
  privileged access tier admins admin administrators disabled security microsoft exchange foreign principals people
  persons employees external externals staff test lab program data keys ntds quotas lost and found of the for all default
  clients workstations laptops desktops contacts resources distribution sync synced cloud only web pki public trust
  certification authority root issuing copyright authorized use only terms https www see
  benutzer gruppen mitarbeiter dienstkonten computerkonten personal externe`.split(/\s+/),
);

/** Of more words than one, one of them nobody else's. */
function isOwnUnit(name: string): boolean {
  const words = name.toLowerCase().match(/[\p{L}\p{M}]{2,}/gu) ?? [];
  return words.length > 1 && words.some((word) => !everybodysUnits.has(word) && !isCommonWord(word));
}

/** Whose certificate it is and who made it: the names of a company's own authority. */
function authorities(text: string, path: string, found: FoundName): void {
  // What a row is about is a target or a library.
  if (path === '.rows.subject') return;
  const place = spaced(path);
  if (!/(^|\W)(issuer|issued by|signed by|authority|root|subject|trusted by)( ?(name|cn))?$/.test(place))
    return;
  if (publicAuthorities.test(text) || text.length > 200) return;
  const [, name = text] = /(?:^|[,/]\s*)cn=([^,+/]+)/i.exec(text) ?? [];
  const bare = name.trim();
  // A host's certificate has its name, which is found as one.
  if (/^(?:[\w*-]+\.)+[a-z]{2,}$/i.test(bare)) host(bare, found);
  else if (/\p{L}{3}/u.test(bare) && !/[\\/:]/.test(bare) && bare.length <= 64) found('authority', bare);
}

/** Parts of a name of X.500, as far as they are simple ones: `C=AT, L=Linz, CN=x`. */
const nameOfX500 = /(?<![\w.])[\w.]{1,40}=[^,+=;"'/()]*(?:[,+;/] ?[\w.]{1,40}=[^,+=;"'/()]*)*/g;

/** `ST`, `L` and `street` (RFC 4519, 2.33, 2.16 and 2.34); Windows writes `S` for `ST`. */
const placePart = /(?:^|[\s,;+/])(?:[Ll]|[Ss][Tt]|S|street|STREET)=(\p{Lu}[^,+=;"'/()]{1,63})(?=$|[,+;/])/gu;

/** Where a company's own authority is. */
function places(text: string, found: FoundName): void {
  for (const [name] of text.matchAll(nameOfX500)) {
    if (publicAuthorities.test(name)) continue;
    for (const [, place = ''] of name.matchAll(placePart)) found('place', place.trim());
  }
}

function byPlace(text: string, path: string, found: FoundName): void {
  const kind = kindOfPlace(path);
  if (patterns.guid.test(text)) {
    if (/tenant\.? ?id$/.test(spaced(path))) found('tenant', text);
  } else if (kind === 'user') {
    const name = keywordsOfDsn.test(path) ? text.replace(/^\{(.*)\}$/, '$1').replace(/[[/].*$/, '') : text;
    const [, of, user] = /^(?:([\p{L}\p{N}_.-]+)\\)?([\p{L}\p{N}_.$-]+)$/u.exec(name) ?? [];
    if (of !== undefined) domain(of, found);
    if (user !== undefined && !isEverybodysUser(user) && !builtIn.test(user)) found('user', user);
  } else if (kind === 'domain' && /^[\p{L}\p{N}_.-]+$/u.test(text)) domain(text, found);
  else if (kind === 'host') {
    // Oracle's DBQ is a name of a file of its own where it says no host.
    if (path.endsWith('.DBQ') && !/[/:]/.test(text)) return;
    // SQL Server writes HOST\INSTANCE and HOST,PORT, also with the way before it; others HOST:PORT, and //HOST:PORT/SERVICE.
    const [, account, place = text] =
      (path.endsWith('.DBQ') && /^([\p{L}\p{N}_$#]+)[/:][^@]*@(.+)$/u.exec(text)) || [];
    if (account !== undefined) found('user', account);
    for (const part of place.replace(/^(?:(?:tcp|np|lpc|admin):|dbmssocn,|\/\/)/i, '').split(/[,;]/)) {
      const name =
        /^([\p{L}\p{N}_.-]+|\[[^\]]+\]|[0-9a-f:.]+)(?:\\[\p{L}\p{N}_$-]+)?(?::\d{1,5})?(?:\/[^/\\]*)?$/iu.exec(
          part.trim(),
        )?.[1];
      if (name !== undefined) host(name, found);
    }
  } else if (isListOfHosts(path))
    for (const name of text.split(/[\s,;]+/)) if (!isCommonWord(name)) host(name, found);
}

/** The end of a distinguished name: `dc=contoso,dc=example`. */
export const domainParts = /\bdc=[\p{L}\p{N}_-]+(?:\s*[,;]\s*dc=[\p{L}\p{N}_-]+)*/giu;

/** `dc=contoso,dc=example` as `contoso.example`. */
export function domainOfDn(parts: string): string {
  return parts.replace(/\s*[,;]?\s*dc=/gi, '.').slice(1);
}

/** `cn=x,ou=y,dc=contoso,dc=example`: the domain of its end, and whose entry it is when its beginning is a person. */
function distinguishedNames(text: string, found: FoundName): void {
  for (const [parts] of text.matchAll(domainParts)) domain(domainOfDn(parts), found);
  for (const match of text.matchAll(
    /\b(cn|uid|samaccountname)=(?:"([^"]{1,64})"|([^,+=;"]{1,64}))(?=\s*[,;+]\s*(?:ou|cn|dc|o|uid|mail)=)/gi,
  )) {
    const name = (match[2] ?? match[3] ?? '').trim();
    if (/^[\w-]+(\.[\w-]+)+$/.test(name)) host(name, found);
    else if (!containers.has(name.toLowerCase()) && !/\bca\b|\broot\b|authority/i.test(name))
      found('user', name);
  }
}

/** Entries of the directory itself, the same in every directory. */
const containers = new Set([
  'users',
  'computers',
  'builtin',
  'configuration',
  'schema',
  'services',
  'sites',
  'monitor',
]);

function host(name: string, found: FoundName): void {
  const bare = name.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const [first, ...rest] = bare.split('.');
  if (isIP(bare) !== 0) address(bare, found);
  else if (isPublic(bare) || !/^[\p{L}\p{N}_.*-]*\p{L}[\p{L}\p{N}_.*-]*$/u.test(bare) || bare.includes('..'))
    return;
  // A customer's at a provider: the provider's part stays.
  else if (first !== '*' && sharedDomain.test(bare)) found('domain', bare);
  // Two labels are a domain itself: contoso.example.
  else if (rest.length === 1) domain(bare, found);
  else {
    if (first !== undefined && first !== '*') found('host', first);
    if (rest.length > 0) domain(rest.join('.'), found);
  }
}

function domain(name: string, found: FoundName): void {
  if (!isPublic(name)) found('domain', name);
}

/** Loopback, link-local and "any" are the same everywhere and tell a reader what is wrong. */
function address(ip: string, found: FoundName): void {
  if (!/^(127\.|169\.254\.|0\.0\.0\.0$|::1?$|fe80:)/i.test(ip)) found('address', ip);
}
