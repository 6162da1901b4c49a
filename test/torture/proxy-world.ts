import { createPlatform } from '../../src/platform/node.ts';
import { probesFor } from '../../src/probes/index.ts';
import { makeAuthority } from '../beds/certificates.ts';
import { healthy, startCloud } from '../beds/loopback.ts';
import { startProxy } from '../beds/scripted-proxy.ts';
import { startTds } from '../beds/tds/server.ts';
import { settingsFrom } from '../probes/context.ts';
import { refusingPlatform } from '../probes/refusing-platform.ts';
import { answers, catalogue } from '../probes/sql/catalogues.ts';
import { makeWholeDrive, record } from '../probes/whole-server.ts';
import type { World } from './world.ts';

/**
 * A server that goes out by a proxy with an account, and trusts one more authority, that of a file; its database is a
 * named instance, whose port the browser service knows.
 */
export async function makeProxyWorld(): Promise<World> {
  const account = { user: 'svc', password: 'Planted-Proxy-1' };
  const drive = await makeWholeDrive();
  const authority = await makeAuthority('/CN=Proxy CA');
  const certificate = await authority.issue('host', { names: ['login.microsoftonline.com'], days: 1 });
  const cloud = await startCloud(certificate, healthy);
  const proxy = await startProxy({ account, map: () => cloud.port, plain: () => 404 });
  const tds = await startTds({ encryption: 'none', answer: answers(catalogue()) });
  const browser = Buffer.from(
    `...ServerName;SQL01;InstanceName;HR;IsClustered;No;Version;16.0.1000.6;tcp;${tds.port};;`,
  );
  browser.writeUInt8(5);
  browser.writeUInt16LE(browser.length - 3, 1);
  const settings = settingsFrom({
    tenant: { id: 'contoso.example' },
    network: {
      proxy: {
        url: `http://proxy.contoso.example:${proxy.port}`,
        user: account.user,
        password: { env: 'P' },
      },
      caFile: authority.certFile,
    },
    connectors: [
      {
        name: 'Named',
        library: 'generic-sql',
        target: {
          sql: {
            server: 'sql01',
            instance: 'HR',
            database: 'CONTOSO',
            user: 'ecma',
            password: { env: 'P' },
            encrypt: false,
            table: 'dbo.Employees',
          },
        },
      },
    ],
  });
  const { network } = createPlatform({
    roots: async () => ({ pems: [], source: 'the test' }),
    publicRoots: [authority.cert],
  });
  const { platform } = refusingPlatform(record, drive, undefined);
  return {
    settings,
    platform: {
      ...platform,
      network: {
        ...network,
        datagram: async () => ({ ok: true, ms: 1, bytes: browser }),
        lookup: async () => ({ ok: true, ms: 1, addresses: [{ address: '127.0.0.1', family: 4 }] }),
      },
    },
    probes: probesFor(settings, { writeTest: false, unattended: true }),
    secrets: { P: account.password },
    reset() {},
    async stop() {
      for (const one of [proxy, cloud, tds, authority]) await one.stop();
      await drive.remove();
    },
  };
}
