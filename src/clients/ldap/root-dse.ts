import type { Directory, Entry } from './directory.ts';
import type { Outcome } from './outcome.ts';

/** What is read of a rootDSE: attribute names in lower case, values as they came. Plain JSON. */
export type RootDse = Readonly<Record<string, readonly string[]>>;

/** All that a judge reads. A rootDSE may hold anything else: it stays out of reports. */
const wanted = [
  'objectClass',
  'structuralObjectClass',
  'vendorName',
  'vendorVersion',
  'fullVendorVersion',
  'supportedLDAPVersion',
  'supportedControl',
  'supportedExtension',
  'supportedFeatures',
  'supportedCapabilities',
  'supportedSASLMechanisms',
  'namingContexts',
  'defaultNamingContext',
  'rootDomainNamingContext',
  'schemaNamingContext',
  'subschemaSubentry',
  'configContext',
  'monitorContext',
  'changelog',
  'firstChangeNumber',
  'lastChangeNumber',
  'highestCommittedUSN',
  'isGlobalCatalogReady',
  'domainFunctionality',
  'ldapServiceName',
  'dsaName',
  'directoryTreeName',
  'ibmdirectoryversion',
  'orcldirectoryversion',
  'ipaTopologyPluginVersion',
  'ipaTopologyIsManaged',
  'ds-private-naming-contexts',
] as const;

const most = 400;

/** `*` and `+` for servers that give all at once, the names for those that do not know `+`. */
export async function readRootDse(
  directory: Directory,
  signal: AbortSignal,
): Promise<Outcome<{ readonly rootDse: RootDse | null }>> {
  const outcome = await directory.read('', ['*', '+', ...wanted], signal);
  if (!outcome.ok) return outcome;
  const [entry] = outcome.entries;
  const read = entry === undefined ? {} : pick(entry);
  return { ok: true, rootDse: Object.keys(read).length === 0 ? null : read, ms: outcome.ms };
}

function pick(entry: Entry): RootDse {
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const values = entry.values(name).slice(0, most);
      return values.length === 0 ? [] : [[name.toLowerCase(), values.map((value) => value.slice(0, 300))]];
    }),
  );
}

export function valuesOf(
  rootDse: RootDse | null | undefined,
  name: (typeof wanted)[number],
): readonly string[] {
  return rootDse?.[name.toLowerCase()] ?? [];
}

export function firstValueOf(
  rootDse: RootDse | null | undefined,
  name: (typeof wanted)[number],
): string | undefined {
  return valuesOf(rootDse, name)[0];
}
