import { areas } from './public-names.ts';

/** What a name in DNS ends with, where nothing else says that it is one. Endings of files are not among them. */
const ends = new Set(
  `com net org edu gov mil int info biz example test invalid local localdomain lan corp internal intern home
  eu de at ch uk fr nl be lu it es pt se no fi dk pl cz us ca au nz jp cn in br mx za ie`.split(/\s+/),
);

/** The same; ids and members of objects end so too: `tenant.id`, `tenant.cloud`, `KLAUS.HR`. */
const endsOfWords = new Set(
  `io dev cloud ai app ru hu kr tr gr ro sk si hr bg ee lv lt sg hk tw th my id ph vn il ae sa ar cl co ua kz li
  tech online group gmbh bank health global company agency services solutions systems network site store xyz swiss wien
  berlin hamburg koeln bayern nrw tirol ads ad dom domain loc intra intranet lokal private priv prod office root ds`.split(
    /\s+/,
  ),
);

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
const dotted =
  /(?<![\p{L}\p{N}_.@\\/-])((?:[\p{L}\p{N}_-]+\.)+[a-z]{2,63})(?:\\([\p{L}\p{N}_.$-]{2,64}))?(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])/giu;

/** All hosts of a domain, as lists of exceptions and certificates have them: `*.adatum.example`, `.adatum.example`. */
const wildcard =
  /(?<![\p{L}\p{N}_.@\\/*-])\*?\.((?:[\p{L}\p{N}_-]+\.)+[a-z]{2,63})(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])/giu;

export interface DnsName {
  readonly kind: 'host' | 'domain' | 'user';
  readonly name: string;
}

/** Names with a domain that nothing but their form tells. */
export function dnsNames(text: string): readonly DnsName[] {
  const found: DnsName[] = [];
  for (const [, name = '', user] of text.matchAll(dotted)) {
    if (!looksLikeDns(name)) continue;
    found.push({ kind: 'host', name });
    if (user !== undefined) found.push({ kind: 'user', name: user });
  }
  for (const [, name = ''] of text.matchAll(wildcard))
    if (looksLikeDns(name)) found.push({ kind: 'domain', name });
  return found;
}

/** `System.Net` is a part of .NET, and `Row.Id` of a program: a name of two labels ends in letters of one case. */
function looksLikeDns(name: string): boolean {
  const lower = name.toLowerCase();
  const labels = lower.split('.');
  const [first = ''] = labels;
  const last = labels.at(-1) ?? '';
  if (products.has(lower)) return false;
  const isMixed = name !== lower && name !== name.toUpperCase();
  if (isMixed && (namespaces.test(first) || (labels.length === 2 && !name.endsWith(`.${last}`))))
    return false;
  if (ends.has(last)) return true;
  // EMPLOYEES.HR is a table.
  const isTable = labels.length === 2 && name === name.toUpperCase();
  return endsOfWords.has(last) && !isTable && !objects.has(first) && !namespaces.test(first);
}
