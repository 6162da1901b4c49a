import { addressOf } from '../probes/common/target.ts';
import type { ConnectorSettings, Settings } from '../settings/schema.ts';

/**
 * What a person's answer to a row is about, in words without secrets: the target and account of the row's connector,
 * the tenant, or all of these where the row asks about the whole site. An answer counts only while this stays the
 * same.
 */
export function aboutOf(
  row: { readonly area: string; readonly connector?: string },
  settings: Settings,
): string {
  const { connectors, tenant } = settings;
  const own = connectors.find(({ name }) => name === row.connector);
  if (own !== undefined) return listed([addressOf(own), ...placesIn(own)]);
  if (row.area === 'tenant') return listed([tenant.id]);
  return listed([tenant.id, ...connectors.map(addressOf).toSorted()]);
}

/** Where in the target, and as whom: rights in one place say nothing of another. */
function placesIn({ target }: ConnectorSettings): readonly (string | undefined)[] {
  if (target === undefined || 'tcp' in target) return [];
  if ('ldap' in target) return [target.ldap.users, target.ldap.bindDn];
  const { database, table, user } = target.sql;
  return [database, table, user];
}

function listed(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(', ');
}
