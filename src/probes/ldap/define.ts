import {
  type BindFacts,
  type BoundConnection,
  type LostFacts,
  leaseConnection,
  lostTo,
} from '../../clients/ldap/connection.ts';
import type { Directory } from '../../clients/ldap/directory.ts';
import type { Facts, FactsToken } from '../../engine/facts.ts';
import type { SecretUse } from '../../engine/probe.ts';
import type { ConnectorSettings, LdapTarget } from '../../settings/schema.ts';
import {
  defineTargetProbe,
  type TargetContext,
  type TargetDescription,
  type TargetInput,
  type TargetScope,
} from '../common/define-target.ts';
import type { ProbeDefinition } from '../define.ts';
import { ldapBind } from './bind/facts.ts';
import { ldapServerKind } from './server-kind/facts.ts';

export type LdapScope = TargetScope<LdapTarget>;
export type LdapContext = TargetContext<LdapTarget>;
export type LdapInput<F extends Facts> = TargetInput<F, LdapTarget>;

/** A probe of a directory. Where nothing else is said, its facts depend on the server's address and protection. */
export function defineLdapProbe<F extends Facts>(
  token: FactsToken<F>,
  description: TargetDescription<F, LdapTarget>,
): ProbeDefinition {
  return defineTargetProbe(token, ldapTargetOf, {
    dependsOn: ({ target }) => serverOf(target),
    ...description,
  });
}

/** What it takes to use the one bound connection of a connector. */
export const overConnection = {
  needs: [ldapBind],
  share: ({ connector }: LdapScope) => `ldap@${connector.name}`,
  dependsOn: ({ target }: LdapScope): unknown => target,
};

/** The bound connection; opened and bound by the first probe that asks. */
export function connectionOf(context: LdapContext): Promise<BoundConnection> {
  return leaseConnection(context, context.scope.target, context.facts.of(ldapServerKind)?.rootDse);
}

/** What is at hand where the connection stands. */
export interface BoundContext extends LdapContext {
  readonly bind: BindFacts;
  readonly directory: Directory;
}

interface BoundDescription<F extends Facts>
  extends Omit<TargetDescription<F | LostFacts, LdapTarget>, 'collect'> {
  collect(context: BoundContext, signal: AbortSignal): Promise<F>;
}

/** A probe that asks over the bound connection. Where there is none, its facts say so in `lost`. */
export function defineBoundProbe<F extends Facts>(
  token: FactsToken<F>,
  { collect, ...description }: BoundDescription<F>,
): ProbeDefinition {
  return defineLdapProbe<F | LostFacts>(token, {
    ...overConnection,
    ...description,
    async collect(context, signal) {
      const { bind, directory } = await connectionOf(context);
      return directory === undefined ? lostTo(bind) : collect({ ...context, bind, directory }, signal);
    },
  });
}

function ldapTargetOf({ target }: ConnectorSettings): LdapTarget | undefined {
  return target !== undefined && 'ldap' in target ? target.ldap : undefined;
}

/** The password of our own certificate, which every handshake may need. */
export function certificateSecret({ connector, target }: LdapScope): readonly SecretUse[] {
  if (target.clientCertificateFile === undefined || target.clientCertificatePassword === undefined) return [];
  const key = `connectors.${connector.name}.target.ldap.clientCertificatePassword`;
  return [{ key, label: `the password of the certificate file of ${connector.name}` }];
}

/** What the settings say of the server itself. */
export function serverOf({ url, startTls, caFile, clientCertificateFile }: LdapTarget) {
  return { url, startTls, caFile, clientCertificateFile };
}
