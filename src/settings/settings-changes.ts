import { clean } from '../base/text.ts';
import { mapLeaves } from './map-leaves.ts';
import type { Settings } from './schema.ts';

/** Settings whose values are told: addresses, kinds and switches. Of all others (accounts, secrets, places) only the name. */
const told: ReadonlySet<string> = new Set([
  ...['url', 'server', 'port', 'instance', 'database', 'engine', 'encrypt', 'trustServerCertificate', 'dsn'],
  ...['startTls', 'authentication', 'allowClearPassword', 'table', 'anchor', 'objectClass', 'tcp', 'library'],
  ...['writeTest', 'delta', 'cloud', 'method', 'proxy', 'caFile', 'profile', 'tenantUrl', 'folder'],
]);

/** Changes that are named; more are a number. */
const most = 3;
/** Longest value that is told, in characters. */
const longest = 60;

/**
 * What of the settings is another thing now, for the rows of one connector or of the server: "port, was 14330, now 1433;
 * password". Undefined where nothing is. No secret and nobody's name is told.
 */
export function settingsChanges(
  before: Settings,
  after: Settings,
  connector: string | undefined,
): string | undefined {
  const [was, now] = [leavesOf(before, connector), leavesOf(after, connector)];
  if (connector !== undefined && was.size === 0 && now.size > 0) return 'the connector is new';
  const names = [...new Set([...was.keys(), ...now.keys()])].filter(
    (name) => was.get(name) !== now.get(name),
  );
  const words = names.map((name) => {
    const key = name.split('.').findLast((part) => !/^\d+$/.test(part)) ?? name;
    return told.has(key) || name === 'tenant.id'
      ? `${key}, was ${toldValue(was.get(name))}, now ${toldValue(now.get(name))}`
      : key;
  });
  const distinct = [...new Set(words)];
  const more = distinct.length - most;
  if (distinct.length === 0) return undefined;
  return clean([...distinct.slice(0, most), ...(more > 0 ? [`${more} more`] : [])].join('; '));
}

function toldValue(text: string | undefined): string {
  if (text === undefined || text === '') return 'not set';
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}

/** Each leaf as text, by the names down to it; a secret by its source alone. */
function leavesOf(settings: Settings, connector: string | undefined): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const { tenant, network, host, profile, connectors } = settings;
  const part =
    connector === undefined
      ? { tenant, network, host, profile }
      : connectors.find(({ name }) => name === connector);
  if (part === undefined) return leaves;
  mapLeaves(part, (leaf, path) => {
    if (leaf !== undefined)
      leaves.set(path.join('.'), typeof leaf === 'string' ? leaf : JSON.stringify(leaf));
    return leaf;
  });
  return leaves;
}
