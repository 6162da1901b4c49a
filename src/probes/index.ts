import type { Settings } from '../settings/schema.ts';
import { attestNotASource } from './attest/not-a-source.ts';
import { attestTestData } from './attest/test-data.ts';
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
import { baseId, type MakeProbe, type ProbeOptions, type Scope } from './describe.ts';
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
import { ldapBind } from './ldap/bind.ts';
import { ldapDelta } from './ldap/delta.ts';
import { ldapFeatures } from './ldap/features.ts';
import { ldapReach } from './ldap/reach.ts';
import { ldapRights } from './ldap/rights.ts';
import { ldapSchema } from './ldap/schema.ts';
import { ldapServerKind } from './ldap/server-kind.ts';
import { ldapTls } from './ldap/tls.ts';
import { ldapUsers } from './ldap/users.ts';
import { ldapWrite } from './ldap/write.ts';
import { networkAgentHosts } from './network/agent-hosts.ts';
import { networkDns } from './network/dns.ts';
import { networkProxy } from './network/proxy.ts';
import { networkRevocation } from './network/revocation.ts';
import { networkSignIn } from './network/sign-in.ts';
import { networkTlsInspection } from './network/tls-inspection.ts';
import { forOtherEngine } from './other-engine.ts';
import type { EcmaProbe } from './probe.ts';
import { serverAddress } from './server/address.ts';
import { serverClock } from './server/clock.ts';
import { serverCredentialManager } from './server/credential-manager.ts';
import { serverDomain } from './server/domain.ts';
import { serverDotnet } from './server/dotnet.ts';
import { serverEdition } from './server/edition.ts';
import { serverElevation } from './server/elevation.ts';
import { serverMemory } from './server/memory.ts';
import { serverNtlm } from './server/ntlm.ts';
import { serverOs } from './server/os.ts';
import { serverPowershellPolicy } from './server/powershell-policy.ts';
import { serverStrongCrypto } from './server/strong-crypto.ts';
import { serverTls12 } from './server/tls12.ts';
import { sqlAnchor } from './sql/anchor.ts';
import { sqlDatabase } from './sql/database-probe.ts';
import { sqlDelta } from './sql/delta.ts';
import { sqlDriver } from './sql/driver.ts';
import { sqlDsn } from './sql/dsn.ts';
import { sqlLogin } from './sql/login.ts';
import { sqlReach } from './sql/reach.ts';
import { sqlRequiredColumns } from './sql/required-columns.ts';
import { sqlRights } from './sql/rights.ts';
import { sqlServerKind } from './sql/server-kind.ts';
import { sqlTable } from './sql/table.ts';
import { sqlWrite } from './sql/write.ts';
import { kindOf, type TargetKind } from './targets.ts';
import { tcpReach } from './tcp/reach.ts';
import { tenantCloud } from './tenant/cloud.ts';
import { tenantCountry } from './tenant/country.ts';
import { tenantExists } from './tenant/exists.ts';
import { tenantLicence } from './tenant/licence.ts';
import { tenantRegion } from './tenant/region.ts';
import { tenantRoles } from './tenant/roles.ts';
import { tenantSignIn } from './tenant/sign-in.ts';
import { tenantType } from './tenant/type.ts';

/**
 * The one list of probes, in the order of the screen. A line is a probe, or what makes one of the settings. To
 * add one: its file in the area's folder, its import and its line here.
 */
const once: readonly (EcmaProbe | MakeProbe)[] = [
  serverOs,
  serverEdition,
  serverMemory,
  serverDotnet,
  serverAddress,
  serverTls12,
  serverStrongCrypto,
  serverPowershellPolicy,
  serverCredentialManager,
  serverNtlm,
  serverClock,
  serverElevation,
  serverDomain,

  networkProxy,
  networkDns,
  networkSignIn,
  networkTlsInspection,
  networkAgentHosts,
  networkRevocation,

  tenantExists,
  tenantCloud,
  tenantRegion,
  tenantSignIn,
  tenantCountry,
  tenantType,
  tenantLicence,
  tenantRoles,

  hostInstalled,
  hostAgentVersion,
  hostServices,
  hostPort,
  hostCertificate,
  hostSettings,
  hostDebugOff,
  hostLogonRight,
  hostCacheRights,
  hostAnswer,
  hostEvents,
];

/** Once for each connector. */
const ofLibrary: readonly MakeProbe[] = [
  connectorLibrary,
  connectorEcma2,
  connectorSchema,
  connectorExport,
  connectorImport,
  connectorDeltaImport,
  connectorParameters,
  connectorPublicMethods,
  connectorRuntime,
  connectorDeployed,
];

/** Once for each connector of that kind. */
const ofTarget: Readonly<Record<TargetKind, readonly MakeProbe[]>> = {
  ldap: [
    ldapReach,
    ldapTls,
    ldapServerKind,
    ldapBind,
    ldapSchema,
    ldapUsers,
    ldapFeatures,
    ldapRights,
    ldapDelta,
    ldapWrite,
  ],
  sql: [
    sqlDriver,
    sqlDsn,
    sqlReach,
    sqlLogin,
    sqlServerKind,
    sqlDatabase,
    sqlTable,
    sqlRights,
    sqlAnchor,
    sqlRequiredColumns,
    sqlDelta,
    sqlWrite,
  ],
  tcp: [tcpReach],
};

/** Last: questions to a person, best read when the machine has said what it can. */
const asked: readonly EcmaProbe[] = [attestTestData, attestNotASource];

/** Probes that see the peer's clock or certificate over TLS: `server.clock` reads them all. */
const overTls: readonly string[] = [
  'network.sign-in',
  'network.tls-inspection',
  'network.agent-hosts',
  'tenant.exists',
  'ldap.tls',
  'sql.login',
];

/** Every probe of a run, once or for each connector, in the order of the screen. */
export function probesFor(settings: Settings, options: ProbeOptions): readonly EcmaProbe[] {
  const scope: Scope = { settings, connector: undefined, options };
  const library = ofLibrary.slice(0, settings.connectors.length === 0 ? 1 : 0).map((make) => make(scope));
  const connectors = settings.connectors.flatMap((one) => {
    const its: Scope = { ...scope, connector: one };
    return [...ofLibrary, ...ofTarget[kindOf(one)]].map((make) => forOtherEngine(make(its), its));
  });
  return withWitnesses([...onceIn(scope), ...library, ...connectors, ...asked]);
}

/** Every probe that there is, each once, with ids that name no connector: what `--list` shows. */
export function catalogue(settings: Settings): readonly EcmaProbe[] {
  const scope: Scope = { settings, connector: undefined, options: { writeTest: false } };
  const perConnector = [...ofLibrary, ...ofTarget.ldap, ...ofTarget.sql, ...ofTarget.tcp];
  return withWitnesses([...onceIn(scope), ...perConnector.map((make) => make(scope)), ...asked]);
}

function onceIn(scope: Scope): readonly EcmaProbe[] {
  return once.map((one) => (typeof one === 'function' ? one(scope) : one));
}

function withWitnesses(probes: readonly EcmaProbe[]): readonly EcmaProbe[] {
  const witnesses = probes.map(({ id }) => id).filter((id) => overTls.includes(baseId(id)));
  return probes.map((probe) => (probe.id === serverClock.id ? { ...probe, uses: witnesses } : probe));
}
