import type { EcmaProbe } from '../clients/environment.ts';
import type { Settings } from '../settings/schema.ts';
import { type Area, areas } from './areas.ts';
import { attestNotASourceProbe } from './attest/not-a-source.ts';
import { attestTestDataProbe } from './attest/test-data.ts';
import { kindOf } from './common/target.ts';
import { connectorDeltaImportProbe } from './connector/delta-import.ts';
import { connectorDeployedProbe } from './connector/deployed.ts';
import { connectorEcma2Probe } from './connector/ecma2.ts';
import { connectorEndpointsProbe } from './connector/endpoints/index.ts';
import { connectorExportProbe } from './connector/export.ts';
import { connectorFilesProbe } from './connector/files/index.ts';
import { connectorImportProbe } from './connector/import.ts';
import { connectorLibraryProbe } from './connector/library/index.ts';
import { connectorParametersProbe } from './connector/parameters.ts';
import { connectorPublicMethodsProbe } from './connector/public-methods.ts';
import { connectorRuntimeProbe } from './connector/runtime.ts';
import { connectorSchemaProbe } from './connector/schema.ts';
import { areaOf, type ProbeDefinition, type ProbeOptions, type Scope } from './define.ts';
import { hostAgentCertificateProbe } from './host/agent-certificate.ts';
import { hostAgentVersionProbe } from './host/agent-version.ts';
import { hostAnswerProbe } from './host/answer/index.ts';
import { hostCacheRightsProbe } from './host/cache-rights.ts';
import { hostCertificateProbe } from './host/certificate/index.ts';
import { hostDebugOffProbe } from './host/debug-off.ts';
import { hostEventsProbe } from './host/events/index.ts';
import { hostInstalledProbe } from './host/installed/index.ts';
import { hostLogonRightProbe } from './host/logon-right.ts';
import { hostPortProbe } from './host/port.ts';
import { hostServicesProbe } from './host/services/index.ts';
import { hostSettingsProbe } from './host/settings/index.ts';
import { ldapBindProbe } from './ldap/bind/index.ts';
import { ldapDeltaProbe } from './ldap/delta/index.ts';
import { ldapFeaturesProbe } from './ldap/features/index.ts';
import { ldapReachProbe } from './ldap/reach/index.ts';
import { ldapRightsProbe } from './ldap/rights/index.ts';
import { ldapSchemaProbe } from './ldap/schema/index.ts';
import { ldapServerKindProbe } from './ldap/server-kind/index.ts';
import { ldapTlsProbe } from './ldap/tls/index.ts';
import { ldapUsersProbe } from './ldap/users/index.ts';
import { ldapWindowsProbe } from './ldap/windows/index.ts';
import { ldapWriteProbe } from './ldap/write/index.ts';
import { networkAgentHostsProbe } from './network/agent-hosts.ts';
import { networkDnsProbe } from './network/dns.ts';
import { networkProxyProbe } from './network/proxy/index.ts';
import { networkRevocationProbe } from './network/revocation.ts';
import { networkSignInProbe } from './network/sign-in/index.ts';
import { networkTlsInspectionProbe } from './network/tls-inspection.ts';
import { serverAddressProbe } from './server/address.ts';
import { serverBrowserProbe } from './server/browser.ts';
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
import { sqlOdbcProbe } from './sql/odbc/index.ts';
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
  serverBrowserProbe,
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

  hostInstalledProbe,
  hostAgentVersionProbe,
  hostAgentCertificateProbe,
  hostServicesProbe,
  hostPortProbe,
  hostCertificateProbe,
  hostSettingsProbe,
  hostDebugOffProbe,
  hostLogonRightProbe,
  hostCacheRightsProbe,
  hostAnswerProbe,
  hostEventsProbe,

  connectorLibraryProbe,
  connectorEcma2Probe,
  connectorSchemaProbe,
  connectorExportProbe,
  connectorImportProbe,
  connectorDeltaImportProbe,
  connectorParametersProbe,
  connectorPublicMethodsProbe,
  connectorRuntimeProbe,
  connectorDeployedProbe,
  connectorFilesProbe,
  connectorEndpointsProbe,

  ldapReachProbe,
  ldapTlsProbe,
  ldapServerKindProbe,
  ldapBindProbe,
  ldapWindowsProbe,
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
  sqlOdbcProbe,
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
