import type { EcmaProbe } from '../clients/environment.ts';
import type { Facts } from '../engine/facts.ts';
import type { Settings } from '../settings/schema.ts';
import { type Area, areas } from './areas.ts';
import { attestNotASourceProbe } from './attest/not-a-source.ts';
import { attestTestDataProbe } from './attest/test-data.ts';
import { kindOf } from './common/target.ts';
import { connectorDeltaImport } from './connector/delta-import.ts';
import { connectorDeployed } from './connector/deployed.ts';
import { connectorEcma2 } from './connector/ecma2.ts';
import { connectorExport } from './connector/export.ts';
import { connectorImport } from './connector/import.ts';
import { connectorLibrary } from './connector/library.ts';
import { connectorParameters } from './connector/parameters.ts';
import { connectorPublicMethods } from './connector/public-methods.ts';
import { connectorRuntime } from './connector/runtime.ts';
import { connectorSchema } from './connector/schema.ts';
import { areaOf, type ProbeDefinition, type ProbeOptions, type Scope } from './define.ts';
import type { MakeProbe } from './describe.ts';
import { hostAgentVersion } from './host/agent-version.ts';
import { hostAnswer } from './host/answer.ts';
import { hostCacheRights } from './host/cache-rights.ts';
import { hostCertificate } from './host/certificate.ts';
import { hostDebugOff } from './host/debug-off.ts';
import { hostEvents } from './host/events.ts';
import { hostInstalled } from './host/installed.ts';
import { hostLogonRight } from './host/logon-right.ts';
import { hostPort } from './host/port.ts';
import { hostServices } from './host/services.ts';
import { hostSettings } from './host/settings.ts';
import { ldapBindProbe } from './ldap/bind/index.ts';
import { ldapDeltaProbe } from './ldap/delta/index.ts';
import { ldapFeaturesProbe } from './ldap/features/index.ts';
import { ldapReachProbe } from './ldap/reach/index.ts';
import { ldapRightsProbe } from './ldap/rights/index.ts';
import { ldapSchemaProbe } from './ldap/schema/index.ts';
import { ldapServerKindProbe } from './ldap/server-kind/index.ts';
import { ldapTlsProbe } from './ldap/tls/index.ts';
import { ldapUsersProbe } from './ldap/users/index.ts';
import { ldapWriteProbe } from './ldap/write/index.ts';
import { networkAgentHostsProbe } from './network/agent-hosts.ts';
import { networkDnsProbe } from './network/dns.ts';
import { networkProxyProbe } from './network/proxy/index.ts';
import { networkRevocationProbe } from './network/revocation.ts';
import { networkSignInProbe } from './network/sign-in/index.ts';
import { networkTlsInspectionProbe } from './network/tls-inspection.ts';
import { serverAddressProbe } from './server/address.ts';
import { serverClockProbe } from './server/clock.ts';
import { serverCredentialManagerProbe } from './server/credential-manager.ts';
import { serverDomainProbe } from './server/domain.ts';
import { serverDotnetProbe } from './server/dotnet.ts';
import { serverEditionProbe } from './server/edition.ts';
import { serverElevationProbe } from './server/elevation.ts';
import { serverLanguageProbe } from './server/language.ts';
import { serverMemoryProbe } from './server/memory.ts';
import { serverNtlmProbe } from './server/ntlm.ts';
import { serverOsProbe } from './server/os.ts';
import { serverPowershellPolicyProbe } from './server/powershell-policy.ts';
import { serverStrongCryptoProbe } from './server/strong-crypto.ts';
import { serverTls12Probe } from './server/tls12.ts';
import { sqlAnchorProbe } from './sql/anchor/index.ts';
import { sqlDatabaseProbe } from './sql/database.ts';
import { sqlDeltaProbe } from './sql/delta.ts';
import { sqlDriverProbe } from './sql/driver/index.ts';
import { sqlDsnProbe } from './sql/dsn/index.ts';
import { sqlLoginProbe } from './sql/login/index.ts';
import { sqlReachProbe } from './sql/reach/index.ts';
import { sqlRequiredColumnsProbe } from './sql/required-columns.ts';
import { sqlRightsProbe } from './sql/rights.ts';
import { sqlServerKindProbe } from './sql/server-kind.ts';
import { sqlTableProbe } from './sql/table/index.ts';
import { sqlWriteProbe } from './sql/write/index.ts';
import { tcpReachProbe } from './tcp/reach.ts';
import { tenantCloudProbe } from './tenant/cloud.ts';
import { tenantCountryProbe } from './tenant/country.ts';
import { tenantExistsProbe } from './tenant/exists/index.ts';
import { tenantLicenceProbe } from './tenant/licence/index.ts';
import { tenantRegionProbe } from './tenant/region.ts';
import { tenantRolesProbe } from './tenant/roles.ts';
import { tenantSignInProbe } from './tenant/sign-in/index.ts';
import { tenantTypeProbe } from './tenant/type.ts';
import { factsToken } from './token.ts';

/** TRANSITION: their own `notSeen` say so soon. */
const refusable: readonly string[] = [
  'host.installed',
  'host.agent-version',
  'host.services',
  'host.port',
  'host.certificate',
  'host.settings',
  'host.debug-off',
  'host.logon-right',
  'host.cache-rights',
  'host.events',
];

/**
 * The one list of probes, in the order of the screen. To add one: its file in the area's folder, its import and its
 * line here.
 */
export const definitions: readonly ProbeDefinition[] = [
  serverOsProbe,
  serverEditionProbe,
  serverMemoryProbe,
  serverDotnetProbe,
  serverAddressProbe,
  serverTls12Probe,
  serverStrongCryptoProbe,
  serverPowershellPolicyProbe,
  serverCredentialManagerProbe,
  serverNtlmProbe,
  serverLanguageProbe,
  serverClockProbe,
  serverElevationProbe,
  serverDomainProbe,

  networkProxyProbe,
  networkDnsProbe,
  networkSignInProbe,
  networkTlsInspectionProbe,
  networkAgentHostsProbe,
  networkRevocationProbe,

  tenantExistsProbe,
  tenantCloudProbe,
  tenantRegionProbe,
  tenantSignInProbe,
  tenantCountryProbe,
  tenantTypeProbe,
  tenantLicenceProbe,
  tenantRolesProbe,

  legacy('host.installed', hostInstalled),
  legacy('host.agent-version', hostAgentVersion),
  legacy('host.services', hostServices),
  legacy('host.port', hostPort),
  legacy('host.certificate', hostCertificate),
  legacy('host.settings', hostSettings),
  legacy('host.debug-off', hostDebugOff),
  legacy('host.logon-right', hostLogonRight),
  legacy('host.cache-rights', hostCacheRights),
  legacy('host.answer', hostAnswer),
  legacy('host.events', hostEvents),

  legacy('connector.library', connectorLibrary),
  legacy('connector.ecma2', connectorEcma2),
  legacy('connector.schema', connectorSchema),
  legacy('connector.export', connectorExport),
  legacy('connector.import', connectorImport),
  legacy('connector.delta-import', connectorDeltaImport),
  legacy('connector.parameters', connectorParameters),
  legacy('connector.public-methods', connectorPublicMethods),
  legacy('connector.runtime', connectorRuntime),
  legacy('connector.deployed', connectorDeployed),

  ldapReachProbe,
  ldapTlsProbe,
  ldapServerKindProbe,
  ldapBindProbe,
  ldapSchemaProbe,
  ldapUsersProbe,
  ldapFeaturesProbe,
  ldapRightsProbe,
  ldapDeltaProbe,
  ldapWriteProbe,

  sqlDriverProbe,
  sqlDsnProbe,
  sqlReachProbe,
  sqlLoginProbe,
  sqlServerKindProbe,
  sqlDatabaseProbe,
  sqlTableProbe,
  sqlRightsProbe,
  sqlAnchorProbe,
  sqlRequiredColumnsProbe,
  sqlDeltaProbe,
  sqlWriteProbe,

  tcpReachProbe,

  attestTestDataProbe,
  attestNotASourceProbe,
];

function refusedTo(facts: Facts | undefined): readonly string[] {
  const listed = facts?.notSeen;
  return Array.isArray(listed) ? listed.filter((one) => typeof one === 'string') : [];
}

/** TRANSITION: a probe that is not yet made by `defineProbe`. */
function legacy(id: string, make: EcmaProbe | MakeProbe): ProbeDefinition {
  const [area = '', name = ''] = id.split('.');
  const isArea = (text: string): text is Area => text in areas;
  if (!isArea(area)) throw new Error(`no area: ${area}`);
  return {
    token: factsToken(area, name),
    ...(refusable.includes(id) ? { notSeen: (uses) => refusedTo(uses(id)) } : {}),
    make: (scope) => (typeof make === 'function' ? make(scope) : make),
  };
}

/** Every probe of a run, once or for each connector, in the order of the screen. */
export function probesFor(settings: Settings, options: ProbeOptions): readonly EcmaProbe[] {
  const scope: Scope = { settings, connector: undefined, options, all: definitions };
  const make = (of: Area, its: Scope = scope): readonly EcmaProbe[] =>
    definitionsOf(of).map((definition) => definition.make(its));
  const perConnector =
    settings.connectors.length === 0
      ? make('connector').slice(0, 1)
      : settings.connectors.flatMap((connector) => {
          const its: Scope = { ...scope, connector };
          return [...make('connector', its), ...make(kindOf(connector), its)];
        });
  return settledUses([
    ...serverAreas('before').flatMap((area) => make(area)),
    ...perConnector,
    ...serverAreas('behind').flatMap((area) => make(area)),
  ]);
}

/** Every probe that there is, each once, with ids that name no connector: what `--list` shows. */
export function catalogue(settings: Settings): readonly EcmaProbe[] {
  const options = { writeTest: false };
  const scope: Scope = {
    settings: { ...settings, connectors: [] },
    connector: undefined,
    options,
    all: definitions,
  };
  return definitions.map((definition) => definition.make(scope));
}

const areaOrder = Object.keys(areas).filter((name): name is Area => name in areas);

function definitionsOf(area: Area): readonly ProbeDefinition[] {
  return definitions.filter(({ token }) => areaOf(token.id) === area);
}

/** The server's areas that stand before those of the connectors, or behind them. */
function serverAreas(where: 'before' | 'behind'): readonly Area[] {
  const middle = areaOrder.indexOf('connector');
  const some = where === 'before' ? areaOrder.slice(0, middle) : areaOrder.slice(middle);
  return some.filter((area) => areas[area] === 'server');
}

/** What a probe uses may not be part of this run: no connector has such a target. */
function settledUses(probes: readonly EcmaProbe[]): readonly EcmaProbe[] {
  const ids = new Set(probes.map(({ id }) => id));
  return probes.map((probe) =>
    probe.uses.every((id) => ids.has(id))
      ? probe
      : { ...probe, uses: probe.uses.filter((id) => ids.has(id)) },
  );
}
