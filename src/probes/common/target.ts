import type { NotRun } from '../../engine/probe.ts';
import type { ConnectorSettings } from '../../settings/schema.ts';
import { type Description, describeProbe, idIn, idsIn, type MakeProbe, type Scope } from '../describe.ts';
import { addLines, inConnector, notSet } from './not-run.ts';

/** The areas that look at a connector's target: one of them for each connector. */
export type TargetKind = 'ldap' | 'sql' | 'tcp';

/** The kind of a connector's target; without one, the kind that its library works on. */
export function kindOf({ target, library }: ConnectorSettings): TargetKind {
  if (target === undefined)
    return library === 'generic-ldap' ? 'ldap' : library === 'generic-sql' ? 'sql' : 'tcp';
  if ('ldap' in target) return 'ldap';
  return 'sql' in target ? 'sql' : 'tcp';
}

/** `host:port` of the target, `server\instance` where the port is not known yet. */
export function addressOf({ target }: ConnectorSettings): string | undefined {
  if (target === undefined) return undefined;
  if ('tcp' in target) return target.tcp;
  if ('ldap' in target) {
    const { protocol, hostname, port } = new URL(target.ldap.url);
    return `${hostname}:${port === '' ? (protocol === 'ldaps:' ? 636 : 389) : port}`;
  }
  const { server, port, instance } = target.sql;
  return instance === undefined ? `${server}:${port}` : `${server}\\${instance}`;
}

export interface TargetRow extends Omit<Description, 'connector' | 'subject' | 'lane'> {
  /** What the facts depend on, without secrets: members that are undefined vanish. */
  readonly about?: Readonly<Record<string, unknown>> | undefined;
}

/** A row about a connector's target: ids, address and lane filled in; without a target it is not configured. */
export function targetRow(scope: Scope, row: TargetRow): ReturnType<MakeProbe> {
  const { connector } = scope;
  const { about, notAllowed, notConfigured, ...rest } = row;
  const address = connector === undefined ? undefined : addressOf(connector);
  return describeProbe({
    ...rest,
    id: idIn(scope, row.id),
    needs: idsIn(scope, row.needs ?? []),
    uses: idsIn(scope, row.uses ?? []),
    ...(connector === undefined ? {} : { connector: connector.name }),
    ...(address === undefined ? {} : { subject: address, lane: address }),
    // Secrets print as where they are kept, or as a placeholder.
    ...(about === undefined ? {} : { fingerprint: JSON.stringify(about) }),
    ...(notAllowed === undefined || address === undefined ? {} : { notAllowed }),
    notConfigured: (settings) => noTarget(connector) ?? notConfigured?.(settings),
  });
}

const exampleTargets: Readonly<Record<TargetKind, string>> = {
  ldap: 'target: { ldap: { url: "ldap://ldap.contoso.example:389", startTls: true } }',
  sql: 'target: { sql: { server: sql01.contoso.example, database: CONTOSO, table: dbo.Employees } }',
  tcp: 'target: { tcp: "api.contoso.example:443" }',
};

export function noTarget(connector: ConnectorSettings | undefined): NotRun | undefined {
  if (connector === undefined || connector.target !== undefined) return undefined;
  return notSet('no target in .ecmarc', 'The doctor looks at a target only when .ecmarc says where it is.', [
    addLines(inConnector(connector), exampleTargets[kindOf(connector)]),
  ]);
}

/** `notApplicable` of what only Microsoft's generic connector demands: another library has ways of its own. */
export function onlyWith(library: 'generic-ldap' | 'generic-sql'): (scope: Scope) => string | undefined {
  const name = library === 'generic-ldap' ? 'Generic LDAP' : 'Generic SQL';
  return ({ connector }) =>
    connector !== undefined && connector.library !== library
      ? `only the ${name} connector asks for it`
      : undefined;
}

/** TRANSITION: `onlyWith`. */
export function onlyFor(scope: Scope, library: 'generic-ldap' | 'generic-sql'): () => string | undefined {
  return () => onlyWith(library)(scope);
}

/** The password would cross the network in clear, and `.ecmarc` does not allow that. */
export function passwordInClear(connector: ConnectorSettings, why: string, secureLine: string): NotRun {
  return notSet('password would go in clear', why, [
    addLines(`${inConnector(connector)}, at its target, encrypt`, secureLine),
    addLines('Or, where the network itself is protected, allow it there', 'allowClearPassword: true'),
  ]);
}

/** TRANSITION: `passwordInClear`. */
export function clearPassword(scope: Scope, why: string, secureLine: string): NotRun | undefined {
  return scope.connector && passwordInClear(scope.connector, why, secureLine);
}
