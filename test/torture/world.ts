import type { EcmaProbe } from '../../src/clients/environment.ts';
import { createPlatform } from '../../src/platform/node.ts';
import type { Network, Platform } from '../../src/platform/types.ts';
import type { WindowsRecord } from '../../src/platform/windows/recorded.ts';
import { serviceSid } from '../../src/platform/windows/sid.ts';
import { probesFor } from '../../src/probes/index.ts';
import type { Settings } from '../../src/settings/schema.ts';
import { makeAuthority } from '../beds/certificates.ts';
import { startSilent } from '../beds/loopback.ts';
import { startScriptedLdap } from '../beds/scripted-ldap.ts';
import { startTds } from '../beds/tds/server.ts';
import { clientId, planted, startTenantCloud } from '../beds/tenant-cloud.ts';
import * as servers from '../clients/ldap/servers.ts';
import { settingsFrom } from '../probes/context.ts';
import { entriesOf } from '../probes/ldap/scripted-entries.ts';
import { type Between, refusingPlatform } from '../probes/refusing-platform.ts';
import { answers, catalogue } from '../probes/sql/catalogues.ts';
import { dsn, library, makeWholeDrive, record as wholeServer } from '../probes/whole-server.ts';

/** A server with all that there can be, and targets that speak their real protocols on this machine. */
export interface World {
  readonly settings: Settings;
  readonly platform: Platform;
  /** What the platform tells after asking Windows and files by itself, with something between it and them. */
  readonly itself?: (between: Between) => Pick<Platform, 'memory' | 'windowsProxySources'>;
  readonly probes: readonly EcmaProbe[];
  /** ISO 8601: when all was seen; the recorded servers have a day of their own. */
  readonly observedAt?: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Puts the targets back to what they were. */
  reset(): void;
  stop(): Promise<void>;
}

/** Rows about a library share one look at it: each takes its own here, and is tried with it. */
function alone(probe: EcmaProbe): EcmaProbe {
  return probe.share?.startsWith('connector@') ? { ...probe, share: probe.id } : probe;
}

const internetSettings = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
/** Of the agent's account: "direct", as Windows writes it (version, counter, flags, three empty texts). */
const wayOutSet: WindowsRecord['registry'] = {
  [`HKU\\${serviceSid('AADConnectProvisioningAgent')}\\${internetSettings}\\Connections`]: {
    values: {
      DefaultConnectionSettings: { type: 'binary', data: `46000000${'00000000'}01000000${'00'.repeat(44)}` },
    },
  },
};

const container = 'ou=people,dc=x';

export async function makeWorld(): Promise<World> {
  const drive = await makeWholeDrive();
  const authority = await makeAuthority('/CN=World CA');
  const certificate = await authority.issue('cloud', {
    names: [
      'localhost',
      ...[
        'microsoftonline.com',
        'microsoft.com',
        'windows.net',
        'msappproxy.net',
        'servicebus.windows.net',
      ].map((name) => `*.${name}`),
      ...['azure.com', 'msftauth.net', 'msauth.net', 'live.com', 'office.com'].map((name) => `*.${name}`),
    ],
    days: 1,
  });
  const cloud = await startTenantCloud(certificate);
  const entries = entriesOf(servers.openDj, 3);
  const ldap = await startScriptedLdap({ rootDse: servers.openDj, entries });
  const tds = await startTds({ encryption: 'none', answer: answers(catalogue()) });
  const tcp = await startSilent();
  const settings = settingsFrom({
    tenant: {
      id: 'contoso.example',
      cloud: { signIn: `https://localhost:${cloud.port}`, graph: `https://localhost:${cloud.port}` },
      signIn: { method: 'client-secret', clientId, secret: { env: 'S' } },
    },
    connectors: [
      { name: 'App', library, target: { tcp: `127.0.0.1:${tcp.port}` } },
      {
        name: 'HR',
        library: 'generic-sql',
        writeTest: true,
        delta: true,
        target: {
          sql: {
            server: '127.0.0.1',
            port: tds.port,
            database: 'CONTOSO',
            user: 'ecma',
            password: { env: 'P' },
            encrypt: false,
            table: 'dbo.Employees',
            anchor: 'ContosoLogin',
            dsn,
          },
        },
      },
      {
        name: 'Dir',
        library: 'generic-ldap',
        writeTest: true,
        delta: true,
        target: {
          ldap: {
            url: `ldap://127.0.0.1:${ldap.port}`,
            bindDn: 'cn=ecma,dc=x',
            password: { env: 'P' },
            users: container,
          },
        },
      },
      { name: 'Scripts', library: 'generic-powershell' },
      { name: 'Web', library: 'web-services' },
    ],
  });
  const record = { ...wholeServer, registry: { ...wholeServer.registry, ...wayOutSet } };
  const { platform } = refusingPlatform(record, drive, undefined);
  const real = createPlatform({
    roots: async () => ({ pems: [authority.cert], source: 'the test' }),
    publicRoots: [authority.cert],
  });
  return {
    settings,
    platform: { ...platform, network: leadingHere(real.network, cloud.port) },
    itself: (between) => refusingPlatform(record, drive, undefined, between).platform,
    probes: probesFor(settings, { writeTest: true, unattended: true }).map(alone),
    secrets: { S: planted.secret, P: 'Planted-Secret-1' },
    reset() {
      ldap.entries.clear();
      for (const entry of entries) ldap.entries.set(entry.dn.toLowerCase(), entry);
    },
    async stop() {
      for (const one of [cloud, ldap, tds, tcp, authority]) await one.stop();
      await drive.remove();
    },
  };
}

/** Every name leads to this machine, and port 443 to its cloud. */
function leadingHere(network: Network, cloudPort: number): Network {
  return {
    ...network,
    lookup: async () => ({ ok: true, ms: 1, addresses: [{ address: '127.0.0.1', family: 4 }] }),
    connect: ({ addresses, port }, signal) =>
      network.connect({ addresses, port: port === 443 || port === 80 ? cloudPort : port }, signal),
  };
}
