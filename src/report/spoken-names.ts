/** Names by the words and signs around them, in sentences of peers and persons and in connection strings. */

export interface SpokenName {
  /** `host`: whole, with its domain where it has one. */
  readonly kind: 'host' | 'domain' | 'user' | 'authority' | 'tenant' | 'sid';
  readonly name: string;
}

/** Accounts and roles that every database has. */
const builtIn =
  /^(?:sa|dbo|sys|system|public|guest|root|postgres|mysql|admin|administrator|nobody|anonymous|information_schema|db_\w+|sysadmin)$/i;

/** What a name in DNS ends with, where nothing else says that it is one. Endings of files and of ids are not among them. */
const ends = new Set(
  `com net org edu gov mil int info biz example test invalid local localdomain lan corp internal intern home
  eu de at ch uk fr nl be lu it es pt se no fi dk pl cz us ca au nz jp cn in br mx za ie`.split(/\s+/),
);
/** Products, and a section of .NET's files, that are written like a name. */
const products = new Set(['asp.net', 'ado.net', 'vb.net', 'ml.net', 'system.net']);

const sharedDomains =
  '(?:mail\\.)?onmicrosoft\\.(?:com|us|de)|database\\.(?:windows|usgovcloudapi|chinacloudapi)\\.(?:net|cn)|(?:blob|file|vault)\\.(?:core\\.windows|azure)\\.net|(?:b2clogin|ciamlogin|sharepoint)\\.com|azurewebsites\\.net';
/** Shared domains below which each customer has a name: it goes, they stay. */
export const sharedDomain = new RegExp(`\\.(?:${sharedDomains})$`, 'i');
const shared = new RegExp(
  `(?<![\\p{L}\\p{N}_.-])()([\\p{L}\\p{N}_-]+\\.(?:${sharedDomains}))(?![\\p{L}\\p{N}-])`,
  'giu',
);

const patterns: readonly (readonly [kind: SpokenName['kind'], pattern: RegExp])[] = [
  // user "anna", user 'anna'@'host', role "anna"; not what merely stands in quotes.
  ['user', /\b(?:user|login|role|account|principal)(?: ?name)?[ :=]{1,3}(["'`])([^"'`\s]{2,64})\1/gi],
  // "Berg, Anna" <anna@...>, Anna Berg <anna@...>
  ['user', /(")([^"]{3,60})" ?<[^<>\s@]+@/g],
  ['user', /(?<![\p{L}'.-])()((?:\p{Lu}[\p{L}'.-]+ ){1,3}\p{Lu}[\p{L}'.-]+) <[^<>\s@]+@/gu],
  ['user', /\bfor user ()([A-Z][A-Z0-9_$#]{2,30})(?![\w.])/g],
  ['user', /(?<![\w-])(?:uid|user ?id|user ?name|user)=()([^;,\s"'&)]{2,64})/gi],
  ['user', /(?<=\/Users\/)()([^/\s:]+)/g],
  [
    'host',
    /(?<![\w-])(?:(?:server|host|hostname|data source|address)=|dns:) ?(?:tcp:)?()([\p{L}\p{N}_*.-]+)/giu,
  ],
  ['host', /(?<![\w:/])\/\/()([\p{L}\p{N}_.-]+)\/[\p{L}\p{N}_.$-]/gu],
  // server at "dbsrv9", 'anna'@'dbsrv9', "host":"dbsrv9"
  ['host', /\b(?:host|server|machine|computer)(?: ?name)?(?: at)? (["'`])([\p{L}\p{N}_.-]{2,64})\1/giu],
  ['host', /["'`]@(["'`])([\p{L}\p{N}_.-]{2,64})\1/gu],
  ['host', /"(?:host|server|machine|computer|address)(?:[ _]?name)?"\s*:\s*(")([\p{L}\p{N}_.-]{2,64})"/giu],
  ['user', /"(?:user|login|account|principal|upn|uid)(?:[ _]?name)?"\s*:\s*(")([^"\\\s]{2,64})"/giu],
  // A resolver's and a socket's error: getaddrinfo ENOTFOUND dirsrv9.
  [
    'host',
    /\b(?:ENOTFOUND|ESERVFAIL|ENODATA|EREFUSED|ETIMEOUT|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT) ()([\p{L}\p{N}_.-]{2,64})/gu,
  ],
  // A service's principal: HTTP/websrv9.
  [
    'host',
    /(?<![\w/.-])(?:MSSQLSvc|HTTP|LDAP|HOST|CIFS|TERMSRV|WSMAN|RestrictedKrbHost)\/()(?!(?:https?|ldaps?|tls|s|HTTPS?|LDAPS?|TLS)\b)([\p{L}\p{N}_.-]{2,64})/gu,
  ],
  // Oracle's short form: anna@//orasrv9:1521/xe, jdbc:oracle:thin:@orasrv9:1521:XE.
  ['host', /@(?:\/\/)?()([\p{L}\p{N}_.-]{2,64}):\d{2,5}(?!\d)/gu],
  ['user', /(?<![\p{L}\p{N}_.$-])()([\p{L}\p{N}_.$-]{2,64})(?:\/[^\s@/]*)?@\/\//gu],
  // The account of a machine; not a share that every machine has.
  ['user', /(?<![\p{L}\p{N}_$.\\-])()(?!(?:ADMIN|IPC|PRINT)\$)([A-Z][A-Z0-9-]{1,14}\$)(?![\w$])/gu],
  ['authority', /\b(?:issued|signed) by ()(\p{Lu}[^,;:()"]{3,60}?)(?=$|[,;:()"]|\. |\.$)/gu],
  ['authority', /(?<![\w-])cn=()((?:\\.|[^,+=;\\/"]){1,64})/gi],
  ['user', /(?<![\w-])(?:cn|uid)=()((?:[^,+=;\\]|\\[^,])*\\,(?:\\.|[^,+=;\\]){1,40})(?=,)/gi],
  ['sid', /\b()(S-1-5-21-\d+-\d+-\d+(?:-\d+)?)(?!\d)/gi],
  ['tenant', /(?<![\w-])()([0-9a-f]{32})(?![\w-])/gi],
  ['domain', shared],
];

/** Names of hosts with their domains, and accounts as DOMAIN\user with a domain in dots. */
const dotted =
  /(?<![\p{L}\p{N}_.@\\/-])((?:[\p{L}\p{N}_-]+\.)+[a-z]{2,63})(?:\\([\p{L}\p{N}_.$-]{2,64}))?(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])/giu;

export function spokenNames(text: string): readonly SpokenName[] {
  // Far longer than any sentence: what a hostile peer invents must not cost.
  if (text.length > 20_000) return [];
  const found: SpokenName[] = [];
  for (const [kind, pattern] of patterns)
    for (const match of text.matchAll(pattern)) {
      const name = match[2]?.trim() ?? '';
      if (kind === 'user' && builtIn.test(name)) continue;
      // Other entries are persons and places; an authority says that it is one.
      if (kind === 'authority' && /^cn=/i.test(match[0]) && !/\bca\b|\broot\b|authority|issuing/i.test(name))
        continue;
      found.push({ kind, name });
    }
  for (const [, name = '', user] of text.matchAll(dotted)) {
    if (!looksLikeDns(name) || sharedDomain.test(name)) continue;
    found.push({ kind: 'host', name });
    if (user !== undefined) found.push({ kind: 'user', name: user });
  }
  return found;
}

/** `System.Net` is a part of .NET: names in DNS are written in small letters or in capitals. */
function looksLikeDns(name: string): boolean {
  const lower = name.toLowerCase();
  const last = lower.slice(lower.lastIndexOf('.') + 1);
  return (name === lower || name === name.toUpperCase()) && ends.has(last) && !products.has(lower);
}
