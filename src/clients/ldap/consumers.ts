import { never } from '../../base/never.ts';
import type { Directory, Entry, Search } from './directory.ts';
import { escapeFilter, plainDn } from './names.ts';
import { type RootDse, valuesOf } from './root-dse.ts';
import { serverKindOf } from './server-kinds.ts';

/**
 * Who acts on a new user at once, seen by the server's own marks (decisions: Consumers): classes and settings are the
 * makers' own names, from their manuals.
 */
export type ConsumerKind =
  /** NetIQ Identity Manager and its like: they make accounts in other systems. */
  | 'identity-drivers'
  /** Entries join groups by a rule: 389's automember, OpenLDAP's autogroup. */
  | 'automatic-groups'
  /** A second entry is made beside each: a private group. */
  | 'managed-entries'
  | 'linked-attributes'
  /** Numbers are given out and used up. */
  | 'assigned-numbers'
  /** Users are made in another directory too. */
  | 'other-directory'
  /** A change log with subscribers of its own. */
  | 'subscribers'
  /** Programs beside the server: homes, mails. */
  | 'programs';

export type Consumer = { readonly kind: ConsumerKind; readonly at: string };

/** Plain JSON. */
export type Consumers = {
  readonly acting: readonly Consumer[];
  /** Who sees the changes without acting by itself: logs, replicas. */
  readonly listening: readonly string[];
  /** Settings that the account is not shown, so that nobody knows what they say. */
  readonly hidden: readonly string[];
};

/** Extensions of the engine that runs eDirectory's drivers. */
const driverEngine = '2.16.840.1.113719.1.14.100.';
const syncRequest = '1.3.6.1.4.1.4203.1.9.1.1';

/** Classes of entries among the users' own that are such a rule. */
const ruleClasses: readonly (readonly [string, ConsumerKind])[] = [
  ['DirXML-Driver', 'identity-drivers'],
  ['autoMemberDefinition', 'automatic-groups'],
  ['mepTemplateEntry', 'managed-entries'],
  ['nsDSWindowsReplicationAgreement', 'other-directory'],
  ['orclODIProfile', 'subscribers'],
];

/** Overlays of OpenLDAP, as its monitor lists them (slapd.overlays(5) and its contributed ones). */
const overlays: Readonly<Record<string, ConsumerKind>> = {
  autogroup: 'automatic-groups',
  homedir: 'programs',
  sock: 'programs',
};
const listeningOverlays = ['auditlog', 'syncprov'];

const bounds = { sizeLimit: 50, timeLimit: 3 } as const;

/** Looks for those that would act on a user made in `container`. What cannot be read is `hidden`, never a failure. */
export async function findConsumers(
  directory: Directory,
  rootDse: RootDse,
  container: string,
  signal: AbortSignal,
): Promise<Consumers> {
  const { name } = serverKindOf(rootDse);
  const tree = await inTree(directory, rootDse, container, signal);
  const acting: Consumer[] = [...tree.found];
  const listening = logsOf(rootDse);
  const hidden: string[] = [...tree.hidden];
  if (name === '389' || name === 'freeipa') {
    const seen = await inConfiguration(directory, container, signal);
    if (seen === undefined) hidden.push('cn=plugins,cn=config');
    else acting.push(...seen);
  }
  if (name === 'openldap') {
    const seen = await inMonitor(directory, rootDse, container, signal);
    if (seen === undefined) hidden.push('cn=Databases,cn=Monitor');
    else {
      acting.push(...seen.acting);
      listening.push(...seen.listening);
    }
  }
  const engine = valuesOf(rootDse, 'supportedExtension').some((oid) => oid.startsWith(driverEngine));
  if (engine && acting.every(({ kind }) => kind !== 'identity-drivers'))
    acting.push({ kind: 'identity-drivers', at: 'their engine runs; the account is not shown its drivers' });
  return { acting: unique(acting), listening: [...new Set(listening)], hidden };
}

export function consumerText(kind: ConsumerKind): string {
  switch (kind) {
    case 'identity-drivers':
      return 'identity drivers';
    case 'automatic-groups':
      return 'automatic group membership';
    case 'managed-entries':
      return 'managed entries';
    case 'linked-attributes':
      return 'linked attributes';
    case 'assigned-numbers':
      return 'numbers that are given out';
    case 'other-directory':
      return 'synchronisation with another directory';
    case 'subscribers':
      return 'subscribers of the change log';
    case 'programs':
      return 'programs beside the server';
    default:
      return never(kind);
  }
}

/** Contexts that hold users, not what the server keeps for itself. */
export function userContexts(rootDse: RootDse): readonly string[] {
  const own =
    /^(cn=(schema|configuration|config|monitor|changelog|accesslog|sync)\b|o=netscaperoot|o=ipaca)/i;
  const contexts = valuesOf(rootDse, 'namingContexts').filter((dn) => !own.test(dn.trim()));
  return contexts.length === 0 ? [''] : contexts.slice(0, 5);
}

/** Attributes that name other entries (RFC 4519, 4524; NetIQ's and 389's own). */
const references = [
  'member',
  'uniqueMember',
  'owner',
  'manager',
  'secretary',
  'roleOccupant',
  'seeAlso',
  'equivalentToMe',
  'mepManagedBy',
];

/** What the server itself writes into a user that something acted on: the names of groups and of entries beside it. */
export const actedOn: readonly string[] = [
  'memberOf',
  'groupMembership',
  'mepManagedEntry',
  'DirXML-Associations',
];

/** Entries that name this one; `untold` where a server would not look, as its own text. */
export async function findReferences(
  directory: Directory,
  rootDse: RootDse,
  dn: string,
  signal: AbortSignal,
): Promise<{ readonly found: readonly string[]; readonly whole: boolean }> {
  const filter = `(|${references.map((name) => `(${name}=${escapeFilter(dn)})`).join('')})`;
  const found: string[] = [];
  let whole = true;
  for (const base of userContexts(rootDse)) {
    const search: Search = { base, scope: 'sub', filter, attributes: ['1.1'], ...bounds };
    const outcome = await directory.search(search, signal);
    if (outcome.ok) found.push(...outcome.entries.map((one) => one.dn.slice(0, 300)));
    else whole = false;
  }
  return { found: [...new Set(found)].slice(0, 20), whole };
}

async function inTree(
  directory: Directory,
  rootDse: RootDse,
  container: string,
  signal: AbortSignal,
): Promise<{ readonly found: readonly Consumer[]; readonly hidden: readonly string[] }> {
  const filter = `(|${ruleClasses.map(([name]) => `(objectClass=${name})`).join('')})`;
  const attributes = [
    'objectClass',
    'autoMemberScope',
    'DirXML-DriverStartOption',
    'nsds7DirectoryReplicaSubtree',
  ];
  const found: Consumer[] = [];
  const hidden: string[] = [];
  for (const base of userContexts(rootDse)) {
    const outcome = await directory.search({ base, scope: 'sub', filter, attributes, ...bounds }, signal);
    if (!outcome.ok)
      hidden.push(base === '' ? 'rules in the whole tree' : `rules below ${base.slice(0, 100)}`);
    for (const entry of outcome.ok ? outcome.entries : []) {
      const classes = entry.values('objectClass').map((name) => name.toLowerCase());
      const kind = ruleClasses.find(([name]) => classes.includes(name.toLowerCase()))?.[1];
      const off = entry.values('DirXML-DriverStartOption').includes('0');
      if (kind !== undefined && !off && reaches(entry, container)) found.push({ kind, at: entry.dn });
    }
  }
  return { found, hidden };
}

/** Plug-ins of 389 with the attribute that each of their definitions has. */
const plugins: readonly (readonly [string, string, ConsumerKind])[] = [
  ['cn=auto membership plugin,cn=plugins,cn=config', 'autoMemberFilter', 'automatic-groups'],
  ['cn=managed entries,cn=plugins,cn=config', 'originFilter', 'managed-entries'],
  ['cn=linked attributes,cn=plugins,cn=config', 'linkType', 'linked-attributes'],
  ['cn=distributed numeric assignment plugin,cn=plugins,cn=config', 'dnaType', 'assigned-numbers'],
  ['cn=mapping tree,cn=config', 'nsds7DirectoryReplicaSubtree', 'other-directory'],
];
const scopes = ['autoMemberScope', 'originScope', 'linkScope', 'dnaScope', 'nsds7DirectoryReplicaSubtree'];

/** Undefined where the account is shown none of the plug-ins. */
async function inConfiguration(
  directory: Directory,
  container: string,
  signal: AbortSignal,
): Promise<readonly Consumer[] | undefined> {
  const wanted = [...plugins.map(([, name]) => name), 'nsslapd-pluginEnabled'];
  const search: Search = {
    base: 'cn=config',
    scope: 'sub',
    filter: `(|${wanted.map((name) => `(${name}=*)`).join('')})`,
    attributes: [...wanted, ...scopes],
    timeLimit: bounds.timeLimit,
  };
  const outcome = await directory.search(search, signal);
  const entries = outcome.ok ? outcome.entries : [];
  if (entries.length === 0) return undefined;
  const off = entries.flatMap((one) =>
    one.values('nsslapd-pluginEnabled').some((value) => /^off$/i.test(value)) ? [plainDn(one.dn)] : [],
  );
  return entries.flatMap((one) => {
    const dn = plainDn(one.dn);
    const of = plugins.find(([base, name]) => dn.endsWith(`,${base}`) && one.values(name).length > 0);
    if (of === undefined || off.includes(of[0]) || !reaches(one, container)) return [];
    return [{ kind: of[2], at: one.dn }];
  });
}

/** Does the rule's scope hold the container? One without a scope counts. */
function reaches(rule: Entry, container: string): boolean {
  const given = scopes.flatMap((name) => rule.values(name)).map(plainDn);
  const at = plainDn(container);
  return given.length === 0 || given.some((dn) => dn === '' || at === dn || at.endsWith(`,${dn}`));
}

async function inMonitor(
  directory: Directory,
  rootDse: RootDse,
  container: string,
  signal: AbortSignal,
): Promise<Pick<Consumers, 'acting' | 'listening'> | undefined> {
  const [monitor] = valuesOf(rootDse, 'monitorContext');
  if (monitor === undefined) return undefined;
  const search: Search = {
    base: `cn=Databases,${monitor}`,
    scope: 'one',
    filter: '(objectClass=*)',
    attributes: ['namingContexts', 'monitorOverlay'],
    ...bounds,
  };
  const outcome = await directory.search(search, signal);
  if (!outcome.ok || outcome.entries.length === 0) return undefined;
  const at = plainDn(container);
  const loaded = outcome.entries.flatMap((one) => {
    const suffixes = one.values('namingContexts').map(plainDn);
    // The front end's hold for every database.
    const ours = suffixes.length === 0 || suffixes.some((dn) => at === dn || at.endsWith(`,${dn}`));
    return ours ? one.values('monitorOverlay').map((name) => name.toLowerCase()) : [];
  });
  return {
    acting: loaded.flatMap((name) => {
      const kind = overlays[name];
      return kind === undefined ? [] : [{ kind, at: `overlay ${name}` }];
    }),
    listening: loaded.filter((name) => listeningOverlays.includes(name)).map((name) => `overlay ${name}`),
  };
}

function logsOf(rootDse: RootDse): string[] {
  const logs = [
    ...valuesOf(rootDse, 'changelog'),
    ...valuesOf(rootDse, 'namingContexts').filter((dn) => /^cn=accesslog$/i.test(dn.trim())),
  ];
  const followed = valuesOf(rootDse, 'supportedControl').includes(syncRequest);
  return [...logs, ...(followed ? ['replicas and programs that follow by syncrepl'] : [])];
}

function unique(list: readonly Consumer[]): readonly Consumer[] {
  return [...new Map(list.map((one) => [`${one.kind} ${plainDn(one.at)}`, one])).values()].slice(0, 20);
}
