import { copyFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { WindowsRecord } from '../../src/platform/windows/recorded.ts';
import { configurationXml, exeConfigXml } from '../formats/host-xml/make-xml.ts';
import { makeLibraries } from './connector/libraries.ts';
import { type Drive, makeDrive } from './refusing-platform.ts';
import { server } from './server/servers.ts';

/** A server with all that there can be: host, agent, library, data source, driver. */

export const hostFolder = 'C:\\Program Files\\Microsoft ECMA2Host';
const agentFolder = 'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent';
const service = `${hostFolder}\\Service\\Microsoft.ECMA2Host.Service.exe`;
const agent = `${agentFolder}\\AADConnectProvisioningAgent.exe`;
export const library = 'C:\\connectors\\Contoso.Ticketing.dll';
const cache = `${hostFolder}\\Service\\ECMA\\Cache`;
export const dsn = 'C:\\connectors\\contoso.dsn';
const odbc = 'HKLM\\SOFTWARE\\ODBC\\ODBCINST.INI';
const driver = 'ODBC Driver 18 for SQL Server';
const uninstall = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
const eventLog = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog';
const everybody = {
  everyone: false,
  entries: [{ kind: 'allow', sid: 'S-1-5-20', mask: 0x1f01ff, inherited: false, inheritOnly: false }],
} as const;

export const record: WindowsRecord = server('server-2022', {
  services: {
    ECMA2Host: {
      displayName: 'Microsoft ECMA2Host',
      state: 'running',
      start: 'automatic',
      account: 'CONTOSO\\ecma',
      path: `"${service}"`,
      pid: 4711,
    },
    AADConnectProvisioningAgent: {
      displayName: 'Microsoft Entra Provisioning Agent',
      state: 'running',
      start: 'automatic',
      account: 'NT SERVICE\\AADConnectProvisioningAgent',
      path: `"${agent}"`,
      pid: 4712,
    },
  },
  registry: {
    [uninstall]: { subkeys: ['{A}'] },
    [`${uninstall}\\{A}`]: {
      values: { DisplayName: 'Microsoft Entra Connect Provisioning Agent', DisplayVersion: '1.1.1586.0' },
    },
    [`${odbc}\\ODBC Drivers`]: { values: { [driver]: 'Installed' } },
    [`${odbc}\\${driver}`]: { values: { Driver: 'C:\\Windows\\System32\\msodbcsql18.dll' } },
    [eventLog]: { subkeys: ['Application', 'ECMA2Host', 'System'] },
    [`${eventLog}\\ECMA2Host`]: { subkeys: ['ECMA2Host'] },
  },
  fileVersions: {
    [agent]: { file: '1.1.1586.0', product: '1.1.1586.0' },
    [service]: { file: '2.0.0.0', product: '2.0.0.0' },
    'C:\\Windows\\System32\\msodbcsql18.dll': { file: '2018.183.2.1', product: '18.3.2.1' },
  },
  access: { [cache]: everybody, [dsn]: everybody },
  accounts: {
    'CONTOSO\\ecma': {
      sid: 'S-1-5-21-1-2-3-1500',
      groups: { state: 'seen', value: ['S-1-5-20'] },
    },
  },
  listeners: [{ address: '0.0.0.0', port: 8585, pid: 4711, image: service }],
  events: { ECMA2Host: [], Application: [], System: [] },
});

/** Its files. */
export async function makeWholeDrive(): Promise<Drive> {
  const drive = await makeDrive();
  const libraries = await makeLibraries();
  for (const path of [library, `${hostFolder}\\Service\\ECMA\\Contoso.Ticketing.dll`]) {
    await mkdir(dirname(drive.local(path)), { recursive: true });
    await copyFile(await libraries.connector(), drive.local(path));
  }
  await drive.put(service, 'MZ');
  await drive.put(`${hostFolder}\\Service\\Configuration\\Configuration.xml`, configurationXml());
  await drive.put(`${service}.config`, exeConfigXml(''));
  await drive.put(`${agent}.config`, '<configuration />');
  await drive.put(dsn, `[ODBC]\r\nDRIVER=${driver}\r\nSERVER=sql01\r\nDATABASE=C\r\n`);
  return {
    ...drive,
    async remove() {
      await drive.remove();
      await libraries.remove();
    },
  };
}
