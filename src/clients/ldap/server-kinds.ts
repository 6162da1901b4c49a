import { defined } from '../../base/defined.ts';
import { requirement } from '../../requirements/index.ts';
import { firstValueOf, type RootDse, valuesOf } from './root-dse.ts';

export type ServerKindName =
  | 'ad-lds'
  | 'active-directory'
  | 'openldap'
  | '389'
  | 'freeipa'
  | 'apacheds'
  | 'opendj'
  | 'opends'
  | 'pingdirectory'
  | 'edirectory'
  | 'ibm'
  | 'dsee'
  | 'oud'
  | 'oid'
  /** A virtual directory or a proxy of one of these makers, in front of others. */
  | 'front-end'
  | 'radiantone'
  | 'isode'
  | 'unknown';

/** How the connector follows changes of this kind (LDAP-08). */
export type DeltaMethod = 'usn' | 'changelog' | 'accesslog' | 'timestamp' | 'none';

export interface ServerKind {
  readonly name: ServerKindName;
  readonly label: string;
  readonly version?: string;
  /** The vendor's own words, for servers that relay Active Directory. */
  readonly vendor?: string;
  /** It shows the capability of Active Directory. */
  readonly activeDirectory: boolean;
  readonly samba?: boolean;
  readonly anchor: string;
  readonly delta: DeltaMethod;
}

interface Product {
  readonly name: ServerKindName;
  readonly label: string;
  readonly fits: (rootDse: RootDse, vendor: string, version: string) => boolean;
  readonly delta: DeltaMethod;
}

const has = (rootDse: RootDse, name: Parameters<typeof valuesOf>[1]) => valuesOf(rootDse, name).length > 0;

/**
 * In this order: the first that fits. Each by a mark of its own: an attribute, or how its vendor or version begins. A
 * maker's name somewhere in a text is none (decisions: Kinds of directories).
 */
const products: readonly Product[] = [
  {
    name: 'oid',
    label: 'Oracle Internet Directory',
    fits: (r, _v, version) =>
      /^(OID\b|\d)/i.test(firstValueOf(r, 'orcldirectoryversion') ?? '') ||
      /^(OID\b|Oracle Internet Directory)/i.test(version),
    delta: 'none',
  },
  {
    name: 'front-end',
    label: 'Oracle Virtual Directory',
    fits: (r, _v, version) =>
      /^OVD\b/i.test(firstValueOf(r, 'orcldirectoryversion') ?? '') ||
      /^(OVD\b|Oracle Virtual Directory)/i.test(version),
    delta: 'timestamp',
  },
  {
    name: 'front-end',
    label: 'a directory proxy',
    fits: (_r, _v, version) =>
      /^(Ping ?Directory ?Proxy|UnboundID (Identity )?Proxy|Sun[- ]?(Java System )?Directory[- ]Proxy|Oracle[- ]Directory[- ]Proxy)/i.test(
        version,
      ),
    delta: 'timestamp',
  },
  {
    name: 'radiantone',
    label: 'RadiantOne',
    fits: (_r, vendor, version) => /^radiant/i.test(vendor) || /^radiantone/i.test(version),
    delta: 'changelog',
  },
  {
    name: 'freeipa',
    label: 'FreeIPA',
    fits: (r) =>
      has(r, 'ipaTopologyPluginVersion') ||
      has(r, 'ipaTopologyIsManaged') ||
      valuesOf(r, 'namingContexts').some((dn) => /^o=ipaca$/i.test(dn)) ||
      valuesOf(r, 'supportedExtension').some((oid) => oid.startsWith('2.16.840.1.113730.3.8.10.')),
    delta: 'changelog',
  },
  {
    name: '389',
    label: '389 Directory Server',
    fits: (_r, vendor, version) => [vendor, version].some((text) => /^(389[ -]|red ?hat|fedora)/i.test(text)),
    delta: 'changelog',
  },
  {
    name: 'edirectory',
    label: 'NetIQ eDirectory',
    fits: (r, vendor, version) =>
      /^(LDAP Agent for )?((Novell|NetIQ|OpenText|Micro Focus) )?eDirectory\b/i.test(version) ||
      (/^(novell|netiq)/i.test(vendor) && has(r, 'directoryTreeName')),
    delta: 'timestamp',
  },
  {
    name: 'apacheds',
    label: 'Apache Directory Server',
    fits: (_r, vendor) => /^(the )?apache software foundation/i.test(vendor),
    delta: 'none',
  },
  {
    name: 'oud',
    label: 'Oracle Unified Directory',
    fits: (_r, _vendor, version) => /^oracle unified directory/i.test(version),
    delta: 'changelog',
  },
  {
    name: 'opends',
    label: 'OpenDS',
    fits: (_r, _vendor, version) => /^opends/i.test(version),
    delta: 'changelog',
  },
  {
    name: 'pingdirectory',
    label: 'PingDirectory',
    fits: (_r, vendor, version) =>
      /^(unboundid|ping identity)/i.test(vendor) || /^(ping ?directory|unboundid)/i.test(version),
    delta: 'changelog',
  },
  {
    name: 'opendj',
    label: 'OpenDJ',
    fits: (_r, vendor, version) =>
      /^(forgerock|open identity platform)/i.test(vendor) || /^(opendj|forgerock)/i.test(version),
    delta: 'changelog',
  },
  {
    name: 'ibm',
    label: 'IBM directory server',
    fits: (r, vendor) =>
      has(r, 'ibmdirectoryversion') || /^(international business machines|IBM\b)/i.test(vendor),
    delta: 'changelog',
  },
  {
    name: 'dsee',
    label: 'Oracle Directory Server EE',
    fits: (_r, vendor, version) =>
      /^(sun[- ]?(java|one|directory)|(oracle|netscape|iplanet)[- ]directory[- /]|odsee|dsee|(oracle )?directory server enterprise)/i.test(
        version,
      ) || /^(sun microsystems|netscape|iplanet)/i.test(vendor),
    delta: 'changelog',
  },
  {
    name: 'isode',
    label: 'Isode M-Vault',
    fits: (_r, vendor, version) => /^isode/i.test(vendor) || /^(isode )?m-vault/i.test(version),
    delta: 'changelog',
  },
  {
    name: 'openldap',
    label: 'OpenLDAP',
    fits: (r, vendor) =>
      [...valuesOf(r, 'objectClass'), ...valuesOf(r, 'structuralObjectClass')].some((one) =>
        /^openldaprootdse$/i.test(one),
      ) ||
      /^(the )?openldap/i.test(vendor) ||
      (has(r, 'configContext') && has(r, 'monitorContext')),
    delta: 'accesslog',
  },
];

/** Which server a rootDSE is of. AD LDS is looked for first: it shows the capability of Active Directory too. */
export function serverKindOf(rootDse: RootDse): ServerKind {
  const { lds, activeDirectory } = requirement('LDAP-01').values;
  const capabilities = valuesOf(rootDse, 'supportedCapabilities');
  const vendor = firstValueOf(rootDse, 'vendorName') ?? '';
  const version = firstValueOf(rootDse, 'fullVendorVersion') ?? firstValueOf(rootDse, 'vendorVersion') ?? '';
  const anchors = requirement('LDAP-09').values;
  // AD LDS names no vendor: who does stands in front of one.
  if (capabilities.includes(lds) && vendor === '' && version === '') {
    return { name: 'ad-lds', label: 'AD LDS', activeDirectory: false, anchor: anchors.lds, delta: 'usn' };
  }
  const samba = /^samba/i.test(vendor);
  const shows = capabilities.includes(activeDirectory) || looksLikeActiveDirectory(rootDse);
  const product = samba ? undefined : products.find(({ fits }) => fits(rootDse, vendor, version));
  const said = [vendor, version].filter((text) => text !== '').join(' ');
  const vendorText = said === '' ? {} : { vendor: said.slice(0, 120) };
  if (product === undefined) {
    const label = shows
      ? 'Active Directory Domain Services'
      : said === ''
        ? 'unknown server'
        : said.slice(0, 80);
    return {
      name: shows || samba ? 'active-directory' : 'unknown',
      label: samba ? 'Samba, as an Active Directory domain controller' : label,
      activeDirectory: shows || samba,
      ...(samba ? { samba } : {}),
      ...vendorText,
      anchor: anchors.others,
      // Time stamps are what the connector can use where it knows no other way.
      delta: shows ? 'usn' : samba ? 'none' : 'timestamp',
    };
  }
  const number = versionOf(rootDse, product.name, version);
  return {
    name: product.name,
    label: product.label,
    ...defined({ version: number }),
    ...vendorText,
    activeDirectory: shows,
    anchor: product.name === 'edirectory' ? anchors.eDirectory : anchors.others,
    delta: product.delta,
  };
}

/** Active Directory itself: the account must not be tried there. A virtual directory that relays one may be. */
export function isActiveDirectory(rootDse: RootDse): boolean {
  return serverKindOf(rootDse).name === 'active-directory';
}

/** Domain controllers that hide their capabilities still show these; not confirmed by Microsoft's documents. */
function looksLikeActiveDirectory(rootDse: RootDse): boolean {
  return has(rootDse, 'isGlobalCatalogReady') && has(rootDse, 'domainFunctionality');
}

function versionOf(rootDse: RootDse, name: ServerKindName, text: string): string | undefined {
  const from = name === 'ibm' ? (firstValueOf(rootDse, 'ibmdirectoryversion') ?? text) : text;
  const source = name === 'oid' ? (firstValueOf(rootDse, 'orcldirectoryversion') ?? text) : from;
  return (
    /\d+(?:\.\d+)+(?:-[A-Za-z0-9.]+)?/.exec(source)?.[0] ?? (source === '' ? undefined : source.slice(0, 60))
  );
}

/** Is `version` older than `least`? Both in numbers and dots. */
export function isOlder(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) =>
    text.split('.').map((part) => Number.parseInt(part, 10) || 0),
  );
  for (let at = 0; at < Math.max(a?.length ?? 0, b?.length ?? 0); at += 1) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
