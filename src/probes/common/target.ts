import type { NotRun } from '../../engine/probe.ts';
import type { ConnectorSettings } from '../../settings/schema.ts';
import type { TargetKind } from '../areas.ts';
import type { Scope } from '../define.ts';
import { addLines, inConnector, notSet } from './not-run.ts';

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

/** The password would cross the network in clear, and `.ecmarc` does not allow that. */
export function passwordInClear(connector: ConnectorSettings, why: string, secureLine: string): NotRun {
  return notSet('password would go in clear', why, [
    addLines(`${inConnector(connector)}, at its target, encrypt`, secureLine),
    addLines('Or, where the network itself is protected, allow it there', 'allowClearPassword: true'),
  ]);
}
