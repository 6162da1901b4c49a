import { defined } from '../../base/defined.ts';
import { requirement } from '../../requirements/index.ts';
import { all, one, type RootDse } from './root-dse.ts';

export type KindName =
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
  | 'radiantone'
  | 'isode'
  | 'unknown';

/** How the connector follows changes of this kind (LDAP-08). */
export type DeltaMethod = 'usn' | 'changelog' | 'accesslog' | 'timestamp' | 'none';

export interface Kind {
  readonly name: KindName;
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

interface Maker {
  readonly name: KindName;
  readonly label: string;
  readonly fits: (rootDse: RootDse, vendor: string, version: string) => boolean;
  readonly delta: DeltaMethod;
}

const isTrue = (rootDse: RootDse, name: Parameters<typeof all>[1]) => all(rootDse, name).length > 0;

/** In this order: the first that fits. Vendors' names as servers are known to give them (facts of the makers). */
const makers: readonly Maker[] = [
  {
    name: 'oid',
    label: 'Oracle Internet Directory',
    fits: (r, _v, version) =>
      isTrue(r, 'orcldirectoryversion') || /\bOID\b|Internet Directory/i.test(version),
    delta: 'none',
  },
  {
    name: 'radiantone',
    label: 'RadiantOne',
    fits: (_r, vendor, version) => /radiant/i.test(`${vendor} ${version}`),
    delta: 'changelog',
  },
  {
    name: 'freeipa',
    label: 'FreeIPA',
    fits: (r) =>
      isTrue(r, 'ipaTopologyPluginVersion') ||
      isTrue(r, 'ipaTopologyIsManaged') ||
      all(r, 'namingContexts').some((dn) => /^o=ipaca$/i.test(dn)) ||
      all(r, 'supportedExtension').some((oid) => oid.startsWith('2.16.840.1.113730.3.8.10.')),
    delta: 'changelog',
  },
  {
    name: '389',
    label: '389 Directory Server',
    fits: (_r, vendor, version) => /389[ -]|red ?hat|fedora/i.test(`${vendor} ${version}`),
    delta: 'changelog',
  },
  {
    name: 'edirectory',
    label: 'NetIQ eDirectory',
    fits: (r, vendor, version) =>
      /edirectory/i.test(version) || (/novell|netiq/i.test(vendor) && isTrue(r, 'directoryTreeName')),
    delta: 'timestamp',
  },
  {
    name: 'apacheds',
    label: 'Apache Directory Server',
    fits: (_r, vendor) => /apache software foundation/i.test(vendor),
    delta: 'none',
  },
  {
    name: 'oud',
    label: 'Oracle Unified Directory',
    fits: (_r, _vendor, version) => /unified directory/i.test(version),
    delta: 'changelog',
  },
  {
    name: 'opends',
    label: 'OpenDS',
    fits: (_r, _vendor, version) => /opends/i.test(version),
    delta: 'changelog',
  },
  {
    name: 'pingdirectory',
    label: 'PingDirectory',
    fits: (_r, vendor, version) => /ping ?directory|unboundid|ping identity/i.test(`${vendor} ${version}`),
    delta: 'changelog',
  },
  {
    name: 'opendj',
    label: 'OpenDJ',
    fits: (_r, vendor, version) => /opendj|forgerock|open identity platform/i.test(`${vendor} ${version}`),
    delta: 'changelog',
  },
  {
    name: 'ibm',
    label: 'IBM directory server',
    fits: (r, vendor) =>
      isTrue(r, 'ibmdirectoryversion') || /international business machines|\bIBM\b/i.test(vendor),
    delta: 'changelog',
  },
  {
    name: 'dsee',
    label: 'Oracle Directory Server EE',
    fits: (_r, vendor, version) =>
      /sun[- ]?(java|one|directory)|directory server enterprise|dsee/i.test(version) ||
      /sun microsystems|netscape|iplanet/i.test(vendor),
    delta: 'changelog',
  },
  {
    name: 'isode',
    label: 'Isode M-Vault',
    fits: (_r, vendor, version) => /isode|m-vault/i.test(`${vendor} ${version}`),
    delta: 'changelog',
  },
  {
    name: 'openldap',
    label: 'OpenLDAP',
    fits: (r, vendor) =>
      [...all(r, 'objectClass'), ...all(r, 'structuralObjectClass')].some((one) =>
        /^openldaprootdse$/i.test(one),
      ) ||
      /openldap/i.test(vendor) ||
      (isTrue(r, 'configContext') && isTrue(r, 'monitorContext')),
    delta: 'accesslog',
  },
];

/** Which server a rootDSE is of. AD LDS is looked for first: it shows the capability of Active Directory too. */
export function kindOf(rootDse: RootDse): Kind {
  const { lds, activeDirectory } = requirement('LDAP-01').values;
  const capabilities = all(rootDse, 'supportedCapabilities');
  const vendor = one(rootDse, 'vendorName') ?? '';
  const version = one(rootDse, 'fullVendorVersion') ?? one(rootDse, 'vendorVersion') ?? '';
  const anchors = requirement('LDAP-09').values;
  if (capabilities.includes(lds)) {
    return { name: 'ad-lds', label: 'AD LDS', activeDirectory: false, anchor: anchors.lds, delta: 'usn' };
  }
  const samba = /samba/i.test(vendor);
  const shows = capabilities.includes(activeDirectory) || looksLikeActiveDirectory(rootDse);
  const maker = samba ? undefined : makers.find(({ fits }) => fits(rootDse, vendor, version));
  const said = [vendor, version].filter((text) => text !== '').join(' ');
  const vendorText = said === '' ? {} : { vendor: said.slice(0, 120) };
  if (maker === undefined) {
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
      delta: shows ? 'usn' : 'none',
    };
  }
  const number = versionOf(rootDse, maker.name, version);
  return {
    name: maker.name,
    label: maker.label,
    ...defined({ version: number }),
    ...vendorText,
    activeDirectory: shows,
    anchor: maker.name === 'edirectory' ? anchors.eDirectory : anchors.others,
    delta: maker.delta,
  };
}

/** Domain controllers that hide their capabilities still show these; not confirmed by Microsoft's documents. */
function looksLikeActiveDirectory(rootDse: RootDse): boolean {
  return isTrue(rootDse, 'isGlobalCatalogReady') && isTrue(rootDse, 'domainFunctionality');
}

function versionOf(rootDse: RootDse, name: KindName, text: string): string | undefined {
  const from = name === 'ibm' ? (one(rootDse, 'ibmdirectoryversion') ?? text) : text;
  const source = name === 'oid' ? (one(rootDse, 'orcldirectoryversion') ?? text) : from;
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
