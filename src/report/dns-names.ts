import { areas, isCommonWord } from './public-names.ts';
import { notEscaped } from './word-ends.ts';

/** What a name in DNS ends with, where nothing else says that it is one. Endings of files are not among them. */
const ends = new Set(
  `com net org edu gov mil biz example test local localdomain lan corp internal intern eu de ch uk fr nl be lu it pt se
  fi dk pl cz ca au nz jp cn br mx za ie`.split(/\s+/),
);

/** The same; members of objects, columns and ids end so too: `tenant.id`, `dbo.store`, `rows.at`, `KLAUS.HR`. */
const endsOfWords = new Set(
  `io dev cloud ai app ru hu kr tr gr ro sk si hr bg ee lv lt sg hk tw th my id ph vn il ae sa ar cl co ua kz li
  cc tv eus by uz kg tj az np lk pk kw qa om bh jo lb eg tn dz ke ng gh zm zw bw uy bo pe ec ve cr hn ni sv jm tt gl mt
  cy lu mc ie gg nu energy care club shop shopping schule clinic hospital dental academy wine beer immo immobilien
  versicherung haus reisen kaufen saarland ruhr london paris amsterdam brussels zuerich cologne moscow istanbul tokyo
  consulting engineering industries international ltd llc inc sarl srl ventures attorney aero rail
  tech online group gmbh bank health global company agency services solutions systems network site store xyz swiss wien
  berlin hamburg koeln bayern nrw tirol ads ad dom domain loc intra intranet lokal private priv prod office root ds
  at in es no us int info home invalid`.split(/\s+/),
);

/** Endings that parts of programs have too, where they begin with a capital: `SAP.Connector.Net`. */
const endsOfPrograms = new Set(['com', 'net', 'internal', 'test', ...endsOfWords]);

/** Schemas that every database has: `dbo.store.id`. */
const schemas = new Set(['dbo', 'sys', 'public', 'information_schema', 'pg_catalog']);

/** Products, and a section of .NET's files, that are written like a name. */
const products = new Set(['asp.net', 'ado.net', 'vb.net', 'ml.net', 'system.net', 'system.io', 'socket.io']);

/** What names of .NET begin with, and what members of our own objects do. */
const namespaces = /^(?:system|microsoft|windows|mscorlib|newtonsoft|npgsql|mysql|oracle|azure)$/i;
const objects = new Set([
  ...areas,
  ...`app attributes bind certificate client config connectors connection credential csv database device dn entry error
  event facts file group image item java javax key ldif library log mapping member message object options order org
  outcome owner path policy probes process profile query record request response result role row rows schema secret
  service session settings signin source state status step subject table target task this thread tool trace type user
  users value values version view web window`.split(/\s+/),
]);

/** Names of hosts with their domains, and accounts as DOMAIN\user with a domain in dots. */
const dotted = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.@\\/-])${notEscaped}((?:[\p{L}\p{N}_-]+\.)+[a-z]{2,63})(?:\\([\p{L}\p{N}_.$-]{2,64}))?(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`,
  'giu',
);

/** All hosts of a domain, as lists of exceptions and certificates have them: `*.adatum.example`, `.adatum.example`. */
const wildcard =
  /(?<![\p{L}\p{N}_.@\\/*-])\*?\.((?:[\p{L}\p{N}_-]+\.)+[a-z]{2,63})(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])/giu;

/** Behind strokes: `//web7.adatum.example`. */
const behindStrokes =
  /(?<![\w:/])\/\/((?:[\p{L}\p{N}_-]+\.)+[a-z]{2,63})(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])/giu;

export interface DnsName {
  readonly kind: 'host' | 'domain' | 'user';
  readonly name: string;
}

/** Names with a domain that nothing but their form tells. */
export function dnsNames(text: string): readonly DnsName[] {
  const found: DnsName[] = [];
  for (const [, name = '', user] of text.matchAll(dotted)) {
    if (!looksLikeDns(name, user !== undefined)) continue;
    found.push({ kind: 'host', name });
    if (user !== undefined) found.push({ kind: 'user', name: user });
  }
  for (const [, name = ''] of text.matchAll(wildcard))
    if (looksLikeDns(name, true)) found.push({ kind: 'domain', name });
  for (const [, name = ''] of text.matchAll(behindStrokes))
    if (looksLikeDns(name, false)) found.push({ kind: 'host', name });
  return found;
}

/**
 * `System.Net` is a part of .NET, and `Row.Id` of a program: a name of two labels ends in letters of one case. `hasSign`:
 * what stands beside it says that it is one.
 */
function looksLikeDns(name: string, hasSign: boolean): boolean {
  const lower = name.toLowerCase();
  const labels = lower.split('.');
  const [first = ''] = labels;
  const last = labels.at(-1) ?? '';
  if (products.has(lower)) return false;
  const isMixed = name !== lower && name !== name.toUpperCase();
  const isLastMixed = isMixed && !name.endsWith(`.${last}`);
  if (isMixed && namespaces.test(first)) return false;
  if (
    isLastMixed &&
    (labels.length === 2 || (endsOfPrograms.has(last) && /^(?:\p{Lu}\p{L}*\.)+\p{L}+$/u.test(name)))
  )
    return false;
  if (ends.has(last)) return true;
  if (objects.has(first) || namespaces.test(first)) return false;
  if (!endsOfWords.has(last)) return isHostBelow(labels);
  // EMPLOYEES.HR is a table.
  if (labels.length === 2) return name !== name.toUpperCase() && (hasSign || isNumbered(first));
  if (labels.some((label) => schemas.has(label) || !/\p{L}/u.test(label))) return false;
  return last !== 'id' || hasSign || isNumbered(first) || secondLevels.test(labels.at(-2) ?? '');
}

/**
 * The endings of names are too many for a list: with three labels or more, whose first looks like a host's, it is one
 * whatever it ends with. What columns, files and keys end with it is not.
 */
function isHostBelow(labels: readonly string[]): boolean {
  const [first = '', ...rest] = labels;
  const last = rest.at(-1) ?? '';
  if (labels.length < 3 || labels.length > 8 || !looksLikeHost(first)) return false;
  if (objects.has(last) || isCommonWord(last) || isColumnOrFile.test(last)) return false;
  return rest.every((label) => /\p{L}/u.test(label) && !label.includes('_') && !schemas.has(label));
}

/** `srv7`, `dc-linz`, `linz-dc`; not what numbers are a part of: `sha256`, `http2`, `log4j`. */
function looksLikeHost(label: string): boolean {
  if (!/^\p{L}[\p{L}\p{N}-]{1,62}$/u.test(label) || technical.test(label)) return false;
  if (/\d/.test(label)) return shortRoles.test(label) || isNumbered(label);
  return roles.test(label);
}

const technical =
  /^(?:(?:sha|md|ipv?|oauth|https?|tlsv?|ssl|x|utf|ucs|base|win|pkcs|net|python|java|jdk|jre|node|es|xml|smb|ntlmv?|krb|aes|rsa|des|rc|crc|int|uint|float|char|n?varchar|bit|odbc|ecma|level|step|test|row|col|column|item|part|phase|version|[vptf])\d{1,4}[a-z]?|h2|s3|k8s|w3c|w3svc|i18n|l10n|log4j2?|log4net|db2|pkcs\d+)(?:-\d+)?$|^ecma2?-/;
const shortRoles = /^(?:ad|db|dc|ex|fs|gw|mx|ns|pc|ts|vm)\d{1,2}$/;
const roles =
  /^(?:srv|server|dc|sql|db|fs|file|web|app|mail|mx|ldap|ad|ns|vpn|gw|ex|adfs|print|ts|rds|vm|pc|nas|esx|dns|dhcp|wsus|ora|pg)-\p{L}[\p{L}-]*$|^[\p{L}-]*\p{L}-(?:srv|server|dc|sql|db|fs|vm|pc|nas|ldap|ad)$/u;

/** Endings of files, and what columns, members and settings end with. */
const isColumnOrFile =
  /^(?:[cm]?[jt]sx?|json|xml|xsd|xslt?|ya?ml|dll|exe|config|conf|cfg|cs|vb|ps1|psm1|psd1|pem|cer|crt|key|pfx|p12|log|txt|csv|tsv|md|ini|dat|dsn|sys|cmd|bat|msi|cab|zip|gz|tgz|bz2|xz|7z|rar|tar|jar|war|class|so|dylib|lib|obj|pdb|evtx|html?|css|scss|map|sqlite|bak|tmp|old|new|orig|lock|pid|sock|socket|service|timer|target|mount|sh|sql|ddl|ldif|schema|docx?|xlsx?|pptx?|pdf|png|jpe?g|gif|svg|ico|wav|mp[34]|rdp|reg|lnk|url|ora|dmp|trc|etl|cat|inf|resx?|resources|tt|props|targets|nuspec|nupkg|csproj|sln|d|(?:first|last|full|given|user|display|sur|file|host|domain|class|type|group)?names?|department|dept|title|salary|email|phone|mobile|fax|city|street|country|zip|code|codes|date|time|created|updated|changed|deleted|active|enabled|disabled|count|total|amount|number|num|text|description|comment|notes?|manager|mgr|location|office|birth|start|end|begin|size|length|width|height|level|kind|parent|child|children|index|idx|pk|fk|uid|guid|uuid|hash|token|secret|settings?|options?|params?|args?|properties|property|default|required|timeout|port|ports|address|addresses|uri|path|paths|url|urls|list|items?|data|info|debug|warn|trace|appender|logger|layout|handler|listener|factory|provider|builder|exceptions?|failed|failure|success|min|max|avg|sum|enabled|left|right|top|bottom)$/;

/** Machines have numbers and hyphens in their names, and so do domains; `t1.id` has the short name of a table. */
function isNumbered(label: string): boolean {
  return /[\d-]/.test(label) && !/^\p{L}{1,2}\d{1,2}$/u.test(label);
}

/** Below these Indonesia has its domains; elsewhere `hr.employees.id` is a column. */
const secondLevels = /^(?:ac|biz|co|go|mil|my|net|or|sch|web)$/;
