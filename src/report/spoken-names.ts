import { announcedNames, builtIn } from './announced-names.ts';
import { dnsNames } from './dns-names.ts';
import type { SpokenName } from './name-kind.ts';
import { sharedDomain, sharedDomains } from './public-names.ts';

/** Names by the words and signs around them, in sentences of peers and persons and in connection strings. */

const shared = new RegExp(
  `(?<![\\p{L}\\p{N}_.-])()([\\p{L}\\p{N}_-]+\\.(?:${sharedDomains}))(?![\\p{L}\\p{N}-])`,
  'giu',
);

const patterns: readonly (readonly [kind: SpokenName['kind'], pattern: RegExp])[] = [
  // "Berg, Anna" <anna@...>, Anna Berg <anna@...>
  ['user', /(")([^"]{3,60})" ?<[^<>\s@]+@/g],
  ['user', /(?<![\p{L}'.-])()((?:\p{Lu}[\p{L}'.-]+ ){1,3}\p{Lu}[\p{L}'.-]+) <[^<>\s@]+@/gu],
  // Db2's SQL0551N "ANNA" does not have the required authorization.
  ['user', /\bSQL055[12]N {1,3}(")([^"\s]{2,64})"/g],
  ['user', /\bfor user ()([A-Z][A-Z0-9_$#]{2,30})(?![\w.])/g],
  [
    'user',
    /(?<![\w-])(?:uid|user ?id|user ?name|user|login|account|upn|samaccountname|userprincipalname)=()(?!\{\d*\}|%[a-z](?![\w%])|\$\{|(?:success|failed|ok|true|false|yes|no|null)\b)([^;,\s"'&)]{2,64})/gi,
  ],
  ['user', /(?<=\/Users\/)()([^/\s:]+)/g],
  [
    'host',
    /(?<![\w-])(?:(?:server|servername|host|hostname|data source|address)=|dns:) ?(?:(?:tcp|np|lpc|admin):)?()([\p{L}\p{N}_*.-]+)/giu,
  ],
  ['host', /(?<![\w:/])\/\/()([\p{L}\p{N}_.-]+)(?::\d{2,5})?\/[\p{L}\p{N}_.$-]/gu],
  [
    'host',
    /(?<=^|[\s(])\\\\()(?![xu][0-9a-f]|[nrt]\d)(?=\p{L}{2}[\p{L}_-]{0,60}\d)(\p{L}[\p{L}\p{N}_-]{2,62})(?![\p{L}\p{N}_\\-])/gu,
  ],
  // As SQL Server's clients write one: tcp:SQL01,1433.
  [
    'host',
    /(?<![\p{L}\p{N}])(?:tcp|admin):()(?!(?:server|any|host|admin|localhost)(?![\p{L}\p{N}_.-]))(?=[\d.]{0,60}\p{L})([\p{L}\p{N}_.-]{2,64})(?=,\d{4,5}(?!\d)|\\[\p{L}\p{N}_$])/giu,
  ],
  ['user', /\bWinNT:\/\/[\p{L}\p{N}_.-]{1,64}\/()([\p{L}\p{N}_.$-]{2,64})/giu],
  // AADSTS700016: ... was not found in the directory 'Adatum GmbH'; AADSTS50020: ... does not exist in tenant 'Adatum GmbH'.
  ['authority', /\bAADSTS\d{5,7}\b.{0,300}? in (?:the )?(?:directory|tenant) (["'])([^"'\n\\/:]{2,64})\1/g],
  // 'anna'@'dbsrv9', "host":"dbsrv9"
  ['host', /["'`]@(["'`])([\p{L}\p{N}_.-]{2,64})\1/gu],
  ['host', /"(?:host|server|machine|computer|address)(?:[ _]?name)?"\s*:\s*(")([\p{L}\p{N}_.-]{2,64})"/giu],
  ['user', /"(?:user|login|account|principal|upn|uid)(?:[ _]?name)?"\s*:\s*(")([^"\\\s]{2,64})"/giu],
  // A resolver's and a socket's error: getaddrinfo ENOTFOUND dirsrv9.
  [
    'host',
    /\b(?:ENOTFOUND|ESERVFAIL|ENODATA|EREFUSED|ETIMEOUT|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT) ()(?![0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6}::|[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7})([\p{L}\p{N}_.-]{2,64})/giu,
  ],
  // A service's principal: HTTP/websrv9.
  [
    'host',
    /(?<![\w/.-])(?:MSSQLSvc|HTTP|LDAP|HOST|CIFS|TERMSRV|WSMAN|RestrictedKrbHost)\/()(?!(?:https?|ldaps?|tls|s|HTTPS?|LDAPS?|TLS)\b)([\p{L}\p{N}_.-]{2,64})/gu,
  ],
  [
    'host',
    /(?<![\w/.-])(?:ldaps?|host|https?|cifs|gc|termsrv|wsman)\/()((?:[\p{L}\p{N}_-]{1,63}\.)+\p{L}{2,63})(?![\p{L}\p{N}_-])/giu,
  ],
  // Without its domain, by a sign that words do not have.
  [
    'host',
    /(?<![\p{L}\p{N}_/.\\-])(?:ldaps?|host|https?|cifs|gc|termsrv|wsman|mssqlsvc)\/()(?=\p{L})(?=[\p{L}_-]{0,60}\d)([\p{L}\p{N}_-]{3,63})(?![\p{L}\p{N}_.-])/giu,
  ],
  // A way out, as Windows and scripts for it write one: PROXY way7:8080, http=way7:8080.
  ['host', /\b(?:PROXY|SOCKS[45]?|HTTPS?) ()([\p{L}\p{N}_-]{2,64}):\d{2,5}(?!\d)/gu],
  ['host', /(?<![\w-])(?:https?|ftp|socks)=()([\p{L}\p{N}_-]{2,64}):\d{2,5}(?!\d)/giu],
  // A host without its domain: by a sign that words do not have, or by the port of what is asked here.
  [
    'host',
    /(?<![\p{L}\p{N}_.:@/\\=-])()(?=[\p{L}_-]*[\d-])(\p{L}[\p{L}\p{N}_-]{1,62}):\d{2,5}(?![\p{L}\p{N}_:.])/gu,
  ],
  [
    'host',
    /(?<![\p{L}\p{N}_.:@/\\=-])()(?!(?:port|localhost|https?|ldaps?|tcp|tls|status|code|error|line)\b)(\p{L}[\p{L}_]{1,62}):(?:80|443|389|636|326[89]|143[34]|1521|3306|5432|50000|3128|8080|8443|8585)(?![\p{L}\p{N}_:.])/giu,
  ],
  // A machine's name as Windows' set-up and Amazon make one up: it is the machine's for ever, or its address.
  [
    'host',
    /(?<![\p{L}\p{N}_.-])()((?:WIN-[A-Z0-9]{11}|DESKTOP-[A-Z0-9]{7}|LAPTOP-[A-Z0-9]{8}|EC2AMAZ-[A-Z0-9]{7}|ip(?:-\d{1,3}){4}))(?![\p{L}\p{N}_-])/giu,
  ],
  // The subject of a certificate, where it is no entry of a directory.
  [
    'host',
    /(?<![\w-])cn=()(?=[\p{L}_-]{1,60}\d)(\p{L}[\p{L}\p{N}-]{2,62})(?=$|["')\]]|[\s.,;/+](?!\s*(?:ou|cn|dc|o|uid|mail)=))(?! )/giu,
  ],
  ['host', /\bhost ()([\p{L}\p{N}_-]{2,64})(?= port \d)/giu],
  ['host', /\bHost: ()([\p{L}\p{N}_-]{2,64})(?=\. is not in)/gu],
  ['host', /\bno such name: ()([\p{L}\p{N}_-]{2,64})(?![\p{L}\p{N}_.-])/gu],
  [
    'user',
    /\buser account ()(?!(?:in|of|is|was|that|which|and|or|for|with|to)\b)([^\s'"`,;]{2,64})(?= (?:does|is|was|has)\b)/gi,
  ],
  ['user', /(?<![\w-])(?:uid|samaccountname|userprincipalname): ()(?=\S*\p{L})([^\s,;'"]{2,64})/giu],
  ['tenant', /\btenant (["'])([\w-]{2,64})\1/gi],
  // The tenant's domain in an address of the sign-in host.
  [
    'domain',
    /\blogin\.(?:microsoftonline\.(?:com|us)|windows\.net|partner\.microsoftonline\.cn|chinacloudapi\.cn)\/()((?:[\p{L}\p{N}_-]+\.)+[a-z]{2,63})(?![\p{L}\p{N}_.-])/giu,
  ],
  // Whose the projects are in Azure DevOps.
  [
    'domain',
    /(?<![\w-])(?:[\w-]{1,63}\.)?dev\.azure\.com\/(?:v3\/)?()(?!v3\/)([\p{L}\p{N}][\p{L}\p{N}-]{1,63})(?![\p{L}\p{N}_.-])/giu,
  ],
  // As Cisco's devices write the address of a card.
  [
    'card',
    /(?<![\w.-])()(?=[\d.]{0,13}[a-f])(?=[a-f.]{0,13}\d)([0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})(?![\w-]|\.\w)/gi,
  ],
  // The address of a network card; a fingerprint is longer.
  [
    'card',
    /(?<![\w-]|(?<!mac|address):)()((?:[0-9a-f]{2}:){5}[0-9a-f]{2}|(?:[0-9a-f]{2}-){5}[0-9a-f]{2})(?![\w:-])/gi,
  ],
  // Of a list of exceptions: 10.77.*; ranges that every company has tell nothing.
  [
    'address',
    /(?<![\w.-])()(?!(?:127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.)(\d{1,3}(?:\.\d{1,3}){1,2}\.\*)/g,
  ],
  // Oracle's short form: anna@//orasrv9:1521/xe, jdbc:oracle:thin:@orasrv9:1521:XE.
  ['host', /@(?:\/\/)?()([\p{L}\p{N}_.-]{2,64}):\d{2,5}(?!\d)/gu],
  ['user', /(?<![\p{L}\p{N}_.$-])()([\p{L}\p{N}_.$-]{2,64})(?:\/[^\s@/]*)?@\/\//gu],
  // As Oracle's tools take account, password and database, the password gone by now: hr/***@db01:1521.
  [
    'user',
    /(?:(?<![\p{L}\p{N}_.$/:@\\-])|(?<=\b(?:thin|oci8?):))()(?!(?:ldaps?|https?|host|cifs|gc|termsrv|wsman|mssqlsvc)\/)(\p{L}[\p{L}\p{N}_$#]{1,63})\/\*{3}@/giu,
  ],
  // The account of a machine; not a share that every machine has.
  ['user', /(?<![\p{L}\p{N}_$.\\-])()(?!(?:ADMIN|IPC|PRINT)\$)([A-Z][A-Z0-9-]{1,14}\$)(?![\w$])/gu],
  // Of a service, by its hyphen: svc-ecma$.
  [
    'user',
    /(?<![\p{L}\p{N}_$.\\^()[\]|*+-])()(\p{L}[\p{L}\p{N}_]{1,15}(?:-[\p{L}\p{N}_]{1,15}){1,3}\$)(?![\w$])/gu,
  ],
  ['authority', /\b(?:issued|signed) by ()(\p{Lu}[^,;:()"]{3,60}?)(?=$|[,;:()"]|\. |\.$)/gu],
  ['authority', /(?<![\w-])cn=()((?:\\.|[^,+=;\\/"]){1,64})/gi],
  ['user', /(?<![\w-])(?:cn|uid)=()((?:[^,+=;\\]|\\[^,])*\\,(?:\\.|[^,+=;\\]){1,40})(?=,)/gi],
  // Of a domain or a machine; of Entra, made of an object's id; of a virtual machine, of its id.
  ['sid', /\b()(S-1-(?:5-21-\d+-\d+-\d+(?:-\d+)?|12-1(?:-\d+){2,8}|5-83-1(?:-\d+){2,8}))(?!-?\d)/gi],
  ['tenant', /(?<![\w-])()([0-9a-f]{32})(?![\w-])/gi],
  ['domain', shared],
];

/** Far longer than any sentence: what a hostile peer invents must not cost more than its length. */
const longest = 20_000;

export function spokenNames(text: string): readonly SpokenName[] {
  const found: SpokenName[] = [];
  for (let start = 0; start < text.length; ) {
    const space = text.length - start > longest ? text.lastIndexOf(' ', start + longest) : text.length;
    const end = space > start ? space : start + longest;
    found.push(...spokenIn(text.slice(start, end)));
    start = end;
  }
  return found;
}

function spokenIn(text: string): readonly SpokenName[] {
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
  found.push(...announcedNames(text));
  for (const spoken of dnsNames(text)) if (!sharedDomain.test(`.${spoken.name}`)) found.push(spoken);
  return found;
}
