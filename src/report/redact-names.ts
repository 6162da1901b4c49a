import { isIP } from 'node:net';
import { boundedMemo } from '../base/bounded-memo.ts';
import { requirements } from '../requirements/index.ts';
import { withinEncoded } from './encoded-text.ts';
import { objectOwners } from './object-owners.ts';
import { spokenNames } from './spoken-names.ts';

/** What a name stands for. A host is kept as its first label: what follows it is a domain. */
export type NameKind =
  | 'host'
  | 'domain'
  | 'user'
  | 'owner'
  | 'address'
  | 'tenant'
  | 'authority'
  | 'place'
  | 'sid';

/** Hears of each name, in the order of the text, also again. */
export type FoundName = (kind: NameKind, name: string) => void;

/** Every text in the values of the requirements: Microsoft's own names and ids, which a reader needs. */
function requirementTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(requirementTexts) : [];
}

const known = requirements.flatMap(({ values }) => requirementTexts(values));

const guids = /(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/gi;

const publicIds = new Set(known.flatMap((text) => text.match(guids) ?? []).map((id) => id.toLowerCase()));

/** The domains of the hosts that the requirements name; a tenant's own are below onmicrosoft.com. */
const domainsOfRequirements = known
  .flatMap(
    (text) => text.match(/(?<![\w.@-])(?:\*\.)?(?:[a-z0-9-]+\.)+(?:com|net|us|cn|org)(?![\w-])/gi) ?? [],
  )
  .map((name) => name.toLowerCase().split('.').slice(-2).join('.'))
  .filter((name) => !/^(?:onmicrosoft|contoso|fabrikam|example)\./.test(name));

/** Domains that are the same for everybody: a reader needs them, and they tell nothing of the place. */
const publicDomains = [
  ...new Set(domainsOfRequirements),
  'microsoft.com',
  'microsoftonline.com',
  'microsoftonline.us',
  'microsoftonline-p.com',
  'microsoftonline.cn',
  'partner.microsoftonline.cn',
  'windows.net',
  'windows.com',
  'windowsupdate.com',
  'azure.com',
  'azure.us',
  'azure.cn',
  'chinacloudapi.cn',
  'msappproxy.net',
  'msappproxy.us',
  'servicebus.windows.net',
  'msauth.net',
  'msauthimages.net',
  'msftauth.net',
  'msftauthimages.net',
  'live.com',
  'office.com',
  'visualstudio.com',
  'digicert.com',
  'd-trust.net',
  'mozilla.org',
  'nodejs.org',
];

const keptNames = new Set([
  'localhost',
  'workgroup',
  'nt authority',
  'nt service',
  'builtin',
  'hklm',
  'hkcu',
  'hkcr',
  'hku',
  'software',
  'system',
  'security',
  'sam',
  'c',
]);

/** Places (members of settings and facts, labels of evidence) where the whole value is a name of this kind. */
export function kindOfPlace(path: string): 'host' | 'domain' | 'user' | undefined {
  const place = spaced(path);
  if (
    /(^|\W)(bind ?dn|user ?(name)?|login|account|principal|upn|answer\.by|(asked|looked at) as)$/.test(place)
  )
    return 'user';
  // Who the doctor itself was; a faulty method of a library is told `as` something else.
  if (/(?<!faults)\.as$/.test(place)) return 'user';
  if (/(^|\W)(domain|realm|forest|netbios|tenant\.id)( ?name)?$/.test(place)) return 'domain';
  if (/(^|\W)(host|computer|machine|peer|fqdn|self|tcp|host\.name|(dns|host|server) ?name)$/.test(place))
    return 'host';
  // Elsewhere `server` is as often a product, as in an HTTP header.
  return /^\.?settings\..*\bserver$/.test(place) ? 'host' : undefined;
}

/** `dnsHostName` as `dns host name`. */
function spaced(path: string): string {
  return path
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
    .toLowerCase();
}

/** Microsoft's domains below which each customer has names of its own: databases, machines, stores. */
const customerDomains =
  '(?:database\\.(?:windows\\.net|azure\\.com|usgovcloudapi\\.net|chinacloudapi\\.cn)|(?:cloudapp|core)\\.(?:azure\\.com|windows\\.net|usgovcloudapi\\.net|chinacloudapi\\.cn)|cloudapp\\.net|vault\\.(?:azure\\.net|usgovcloudapi\\.net|azure\\.cn))';

/** Names are not of ASCII alone: Windows has computers and accounts with umlauts and in every script. */
const patterns = {
  /** User and host of an address; an IPv6 host stands in brackets (RFC 3986, 3.2). */
  url: /\b[a-z][a-z0-9+.-]{0,30}:\/\/(?:([^\s/@:]+)(?::[^\s/@]*)?@)?(\[[^\]\s]+\]|[^\s/:?#"'<>,;)\]]+)/gi,
  mail: /(?<![\p{L}\p{N}_.+$-])([\p{L}\p{N}_.+$-]+)@([\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)/gu,
  hostAndPort: /(?<![\w.-])([a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z]{2,}):\d{2,5}\b/gi,
  /** `\\server\share`, `\\?\UNC\server\share`, `\\server@SSL\share`. */
  share: /(?<![\w\\])\\\\(?:[?.]\\UNC\\)?([\p{L}\p{N}_.-]+)(?:@[\w@]+)?\\[\p{L}\p{N}_.$-]/giu,
  /** `CONTOSO\anna`: Windows shows its short names in capitals; in JSON with two strokes. */
  login: /(?<![\w\\/:.-])([A-Z][A-Z0-9-]{1,14})\\{1,2}([\p{L}\p{N}_.$-]{2,64})(?![\\\p{L}\p{N}_])/gu,
  /** Not what stands behind the word version. */
  ipv4: /(?<![\w.-])(?<!(?:version|driver|build|release|agent|v|(?:system|microsoft)(?:\.\w+)+)[\s:="]{0,3})(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/gi,
  ipv6: /(?<![\w:.-])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:]|\.\d)/gi,
  organization: /(?<![\w-])o=([^,+=;"']{2,64})/gi,
  customer: new RegExp(`(?<![\\w.-])[\\w-]+(?:\\.[\\w-]+)*\\.${customerDomains}(?![\\w-])`, 'gi'),
  tenant: /(?<![\w.-])([\w-]+\.onmicrosoft\.(?:com|us|de))(?![\w-])/gi,
  profileFolder: /(?:\\users\\|\\documents and settings\\|\/home\/)([^\\/\s:]+)/gi,
  /** A place in a program: `clock.ts:12`. */
  file: /\.(?:[cm]?[jt]sx?|json|xml|ya?ml|dll|exe|config|cs|ps1|pem|log|txt)$/i,
  guid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
} as const;

/** Looks for names in one text, also in its encoded parts. `path` is the place where it stands. */
export function findNames(text: string, path: string, found: FoundName): void {
  for (const [kind, name] of namesIn(text, path)) found(kind, name);
}

const namesIn = boundedMemo((text, path): readonly (readonly [kind: NameKind, name: string])[] => {
  const names: (readonly [kind: NameKind, name: string])[] = [];
  const found: FoundName = (kind, name) => names.push([kind, name]);
  findIn(text, path, found);
  withinEncoded(text, (plain) => {
    findIn(plain, path, found);
    return plain;
  });
  return names;
});

function findIn(text: string, path: string, found: FoundName): void {
  for (const [, user, name = ''] of text.matchAll(patterns.url)) {
    if (user !== undefined) found('user', user);
    host(name, found);
  }
  for (const [, user = '', name = ''] of text.matchAll(patterns.mail)) {
    if (isPublic(name)) continue;
    found('user', user);
    domain(name, found);
  }
  for (const [, name = ''] of text.matchAll(patterns.hostAndPort)) {
    if (!patterns.file.test(name)) host(name, found);
  }
  for (const [, name = ''] of text.matchAll(patterns.tenant)) domain(name, found);
  for (const [name] of text.matchAll(patterns.customer)) host(name, found);
  for (const [, user = ''] of text.matchAll(patterns.profileFolder)) found('user', user);
  for (const [, name = ''] of text.matchAll(patterns.share)) host(name, found);
  for (const [, of = '', user = ''] of text.matchAll(patterns.login)) {
    if (keptNames.has(of.toLowerCase()) || patterns.file.test(user)) continue;
    domain(of, found);
    if (!everybodysUsers.has(user.toLowerCase())) found('user', user);
  }
  if (!/version|build|release/i.test(path)) {
    for (const [ip] of text.matchAll(patterns.ipv4)) if (isIP(ip) !== 0) address(ip, found);
    for (const [ip] of text.matchAll(patterns.ipv6)) if (isIP(ip) !== 0) address(ip, found);
  }
  for (const [id] of text.matchAll(guids)) if (!publicIds.has(id.toLowerCase())) found('tenant', id);
  for (const [, name = ''] of text.matchAll(patterns.organization))
    if (!publicAuthorities.test(name)) found('authority', name.trim());
  places(text, found);
  authorities(text, path, found);
  distinguishedNames(text, found);
  for (const { kind, name } of spokenNames(text)) {
    if (kind === 'host') host(name, found);
    else if (kind === 'domain') domain(name, found);
    else if (kind !== 'authority' || !publicAuthorities.test(name)) found(kind, name);
  }
  for (const name of objectOwners(text, path)) found('owner', name);
  // A file's version can look like an address.
  if (isIP(text) !== 0 && !/version|build|release/i.test(path)) address(text, found);
  byPlace(text, path, found);
}

/** Makers of public certificates, whose names everybody reads. */
const publicAuthorities =
  /microsoft|digicert|baltimore|globalsign|verisign|symantec|entrust|sectigo|comodo|usertrust|let's encrypt|isrg|internet security research|amazon|google|d-trust|godaddy|go daddy|starfield|geotrust|thawte|certum|quovadis|swisssign|telesec|t-systems|buypass|harica|ssl\.com|identrust/i;

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

/** Accounts that every machine has: a reader needs them, and they tell nothing of the place. */
const everybodysUsers = new Set(['system', 'root', 'administrator']);

function byPlace(text: string, path: string, found: FoundName): void {
  const kind = kindOfPlace(path);
  if (patterns.guid.test(text)) {
    if (/tenant\.? ?id$/.test(spaced(path))) found('tenant', text);
  } else if (kind === 'user') {
    const [, of, user] = /^(?:([\p{L}\p{N}_.-]+)\\)?([\p{L}\p{N}_.$-]+)$/u.exec(text) ?? [];
    if (of !== undefined) domain(of, found);
    if (user !== undefined && !everybodysUsers.has(user.toLowerCase())) found('user', user);
  } else if (kind === 'domain' && /^[\p{L}\p{N}_.-]+$/u.test(text)) domain(text, found);
  else if (kind === 'host') {
    // SQL Server writes HOST\INSTANCE and HOST,PORT; others HOST:PORT.
    const name = /^(?:tcp:)?([\p{L}\p{N}_.-]+|\[[^\]]+\])(?:[\\,:][\w-]+)?$/iu.exec(text)?.[1];
    if (name !== undefined) host(name, found);
  }
}

/** `cn=x,ou=y,dc=contoso,dc=example`: the domain of its end, and whose entry it is when its beginning is a person. */
function distinguishedNames(text: string, found: FoundName): void {
  for (const match of text.matchAll(/\bdc=[\p{L}\p{N}_-]+(?:\s*[,;]\s*dc=[\p{L}\p{N}_-]+)*/giu)) {
    domain(match[0].replace(/\s*[,;]?\s*dc=/gi, '.').slice(1), found);
  }
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

/** A name of a customer's own below a domain of Microsoft's. */
const ofCustomers = new RegExp(`.\\.${customerDomains}$`);

function isPublic(name: string): boolean {
  const lower = name.toLowerCase();
  if (ofCustomers.test(lower)) return false;
  return (
    keptNames.has(lower) || publicDomains.some((known) => lower === known || lower.endsWith(`.${known}`))
  );
}
