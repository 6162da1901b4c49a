import type { EcmaProbe } from '../../clients/environment.ts';
import type { Settings } from '../../settings/schema.ts';
import type { ProbeDefinition, ProbeOptions } from '../define.ts';
import { definitions } from '../index.ts';
import { ldapContainersProbe } from './ldap-containers.ts';
import { sqlAnchorsProbe } from './sql-anchors.ts';
import { sqlTablesProbe } from './sql-tables.ts';

const ofLdap: readonly ProbeDefinition[] = [ldapContainersProbe];
const ofSql: readonly ProbeDefinition[] = [sqlTablesProbe, sqlAnchorsProbe];

/**
 * Questions that are no checks: what a target offers to choose from, while `.ecmarc` is being written. They go the way
 * of the checks (connection, deadline, lane) and stand in no list and no report.
 */
export function offersFor(settings: Settings, options: ProbeOptions): readonly EcmaProbe[] {
  return settings.connectors.flatMap((connector) => {
    const { target } = connector;
    if (target === undefined || 'tcp' in target) return [];
    const scope = { settings, connector, options, all: definitions };
    return ('ldap' in target ? ofLdap : ofSql).map((definition) => definition.make(scope));
  });
}
