import { type ServerKind, serverKindOf } from '../../clients/ldap/server-kinds.ts';
import type { FactsReader } from '../../engine/facts.ts';
import type { ConnectorSettings, Settings } from '../../settings/schema.ts';
import type { BindFacts } from '../ldap/bind/facts.ts';
import type { ServerKindFacts } from '../ldap/server-kind/facts.ts';

/** Which directory a connector of the host works on, as its own rows saw it. */

const rows = ['ldap.server-kind', 'ldap.bind'] as const;

/** The rows whose facts tell it: asked as a stranger, and as the connector's account. */
export function directoryProbes({ connectors }: Settings): readonly string[] {
  return connectors.filter(isGenericLdap).flatMap(({ name }) => rows.map((row) => `${row}@${name}`));
}

/** Undefined for other connectors, and where the directory was not asked or says nothing of itself. */
export function directoryOf(
  connector: ConnectorSettings | undefined,
  uses: FactsReader,
): ServerKind | undefined {
  if (connector === undefined || !isGenericLdap(connector)) return undefined;
  const [stranger, account] = rows.map((row) => uses(`${row}@${connector.name}`));
  const seen = [
    (stranger as ServerKindFacts | undefined)?.rootDse,
    (account as BindFacts | undefined)?.rootDse,
  ];
  const rootDse = Object.assign({}, ...seen.map((one) => one ?? {}));
  return Object.keys(rootDse).length === 0 ? undefined : serverKindOf(rootDse);
}

/** Only Microsoft's own connector takes an anchor by the rules of its documents. */
function isGenericLdap({ library, target }: ConnectorSettings): boolean {
  return library === 'generic-ldap' && target !== undefined && 'ldap' in target;
}
