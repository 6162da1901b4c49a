import { type ServerKind, serverKindOf } from '../../../clients/ldap/server-kinds.ts';
import type { FactsReader } from '../../../engine/facts.ts';
import type { ConnectorSettings } from '../../../settings/schema.ts';
import { ldapBind } from '../../ldap/bind/facts.ts';
import { ldapServerKind } from '../../ldap/server-kind/facts.ts';

/** Which directory a connector of the host works on, as its own rows saw it. */

/** The rows whose facts tell it: asked as a stranger, and as the connector's account. */
export const directoryFacts = [ldapServerKind, ldapBind];

/** Undefined for other connectors, and where the directory was not asked or says nothing of itself. */
export function directoryOf(
  connector: ConnectorSettings | undefined,
  uses: FactsReader,
): ServerKind | undefined {
  if (connector === undefined || !isGenericLdap(connector)) return undefined;
  const rootDse = {
    ...uses.of(ldapServerKind, connector.name)?.rootDse,
    ...uses.of(ldapBind, connector.name)?.rootDse,
  };
  return Object.keys(rootDse).length === 0 ? undefined : serverKindOf(rootDse);
}

/** Only Microsoft's own connector takes an anchor by the rules of its documents. */
function isGenericLdap({ library, target }: ConnectorSettings): boolean {
  return library === 'generic-ldap' && target !== undefined && 'ldap' in target;
}
