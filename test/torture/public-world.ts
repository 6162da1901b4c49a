import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { createPlatform } from '../../src/platform/node.ts';
import type { WindowsRecord } from '../../src/platform/windows/recorded.ts';
import { probesFor } from '../../src/probes/index.ts';
import { tlsDestinations } from '../../src/probes/network/agent-host-list.ts';
import { makeAuthority } from '../beds/certificates.ts';
import { listen, type Respond, startCloud } from '../beds/loopback.ts';
import { clientId, startTenantCloud, tenantId } from '../beds/tenant-cloud.ts';
import { configurationXml } from '../formats/host-xml/make-xml.ts';
import { settingsFrom } from '../probes/context.ts';
import { refusingPlatform } from '../probes/refusing-platform.ts';
import { hostFolder, makeWholeDrive, record } from '../probes/whole-server.ts';
import { rememberingNetwork } from './remembering-network.ts';
import type { World } from './world.ts';

/** What the world of a cloud given by its address cannot have: Microsoft's own hosts, a person, a host that answers. */
export async function makePublicWorld(): Promise<World> {
  const drive = await makeWholeDrive();
  const authority = await makeAuthority('/CN=Public CA');
  const hosts = tlsDestinations(settingsFrom({ tenant: { id: tenantId } })).map(({ host }) => host);
  const names = ['localhost', 'graph.microsoft.com', ...hosts];
  const certificate = await authority.issue('public', { names, days: 1 });
  const cloud = await startTenantCloud(certificate);
  const host = await startCloud(certificate, hostOfTwo);
  const plain = await listen(createServer((_, response) => void response.writeHead(404).end()));
  const reset = () =>
    cloud.reset({
      code: { interval: 0.01 },
      memberships: [{ '@odata.type': '#microsoft.graph.directoryRole', id: 'r', roleTemplateId: global }],
    });
  reset();
  const settings = settingsFrom({
    tenant: { id: process.env.GUID ?? 'contoso.example', signIn: { method: 'device-code', clientId } },
    host: { port: host.port },
    connectors: [
      { name: 'HR', library: 'generic-powershell', secretToken: { env: 'T' } },
      { name: 'Dir', library: 'web-services', secretToken: { env: 'T' } },
    ],
  });
  const real = createPlatform({
    roots: async () => ({ pems: [authority.cert], source: 'the test' }),
    publicRoots: [authority.cert],
  });
  const { platform } = refusingPlatform(withCertificate(certificate.cert, authority.cert), drive, undefined);
  const chosen = configurationXml([{}], { thumbprint: thumbprintOf(certificate.cert) });
  await drive.put(`${hostFolder}\\Service\\Configuration\\Configuration.xml`, chosen);
  return {
    settings,
    platform: {
      ...platform,
      network: rememberingNetwork(real.network, (name, port) =>
        name === 'localhost' ? host.port : port === 80 ? plain.port : cloud.port,
      ),
    },
    probes: probesFor(settings, { writeTest: false, unattended: false }),
    secrets: { T: token },
    observedAt: new Date().toISOString(),
    reset,
    async stop() {
      for (const one of [cloud, host, plain, authority]) await one.stop();
      await drive.remove();
    },
  };
}

const token = 'Planted-Token-1';
const thumbprintOf = (pem: string) => new X509Certificate(pem).fingerprint.replaceAll(':', '');

/** The host's certificate stands in the machine's store with its key, and nobody listens on the usual port. */
function withCertificate(pem: string, root: string): WindowsRecord {
  const thumbprint = thumbprintOf(pem);
  const key = { container: 'c', provider: 'p', machine: true };
  const network = {
    kind: 'allow',
    sid: 'S-1-5-21-1-2-3-1500',
    mask: 0x1f01ff,
    inherited: false,
    inheritOnly: false,
  } as const;
  return {
    ...record,
    listeners: [],
    keyAccess: { [thumbprint]: { everyone: false, entries: [network] } },
    certificates: {
      'LocalMachine\\My': [{ pem, thumbprint, key }],
      'LocalMachine\\Root': [{ pem: root, thumbprint: thumbprintOf(root) }],
    },
    registry: {
      ...record.registry,
      'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters': { values: { Hostname: 'localhost' } },
    },
  };
}
const global = '62e90394-69f5-4237-9190-012177145e10';

/** Of its connectors one lists its users; the other answers only to whom it knows by name, as a test of Entra asks. */
const hostOfTwo: Respond = (request, response) => {
  response.setHeader('content-type', 'application/scim+json');
  if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end();
  const { url = '' } = request;
  if (url.startsWith('/ecma2host_Dir/') && url.includes('/Users?startIndex'))
    return void response.writeHead(400).end('{"detail":"a filter is wanted"}');
  response.end(JSON.stringify({ totalResults: url.includes('filter=') ? 0 : 17, Resources: [] }));
};
