import { copyFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EcmaProbe } from '../../src/clients/environment.ts';
import { type Facts, readerFor } from '../../src/engine/facts.ts';
import { makePlan } from '../../src/engine/plan.ts';
import type { Verdict } from '../../src/engine/probe.ts';
import type { WindowsRecord } from '../../src/platform/windows/recorded.ts';
import { probesFor } from '../../src/probes/index.ts';
import { configurationXml, exeConfigXml } from '../formats/host-xml/make-xml.ts';
import { makeLibraries } from './connector/libraries.ts';
import { collectFacts, makeContext, settingsFrom } from './context.ts';
import { makeDrive, refusingPlatform } from './refusing-platform.ts';
import { server } from './server/servers.ts';
import { readWords } from './words.ts';

/**
 * A refusal of Windows reaches the row and "Run as administrator" from every place that read it (decisions: Wrong types
 * in the registry). On a server with all that there can be, each thing that any probe asks is refused once.
 */

const hostFolder = 'C:\\Program Files\\Microsoft ECMA2Host';
const agentFolder = 'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent';
const service = `${hostFolder}\\Service\\Microsoft.ECMA2Host.Service.exe`;
const agent = `${agentFolder}\\AADConnectProvisioningAgent.exe`;
const library = 'C:\\connectors\\Contoso.Ticketing.dll';
const cache = `${hostFolder}\\Service\\ECMA\\Cache`;
const dsn = 'C:\\connectors\\contoso.dsn';
const odbc = 'HKLM\\SOFTWARE\\ODBC\\ODBCINST.INI';
const driver = 'ODBC Driver 18 for SQL Server';
const uninstall = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
const eventLog = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog';
const everybody = {
  everyone: false,
  entries: [{ kind: 'allow', sid: 'S-1-5-20', mask: 0x1f01ff, inherited: false, inheritOnly: false }],
} as const;

const record: WindowsRecord = server('server-2022', {
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

const settings = settingsFrom({
  connectors: [
    { name: 'App', library },
    {
      name: 'HR',
      library: 'generic-sql',
      target: {
        sql: { server: 'sql01', database: 'C', table: 'dbo.E', dsn, anchor: 'Id', user: 'u', password: 'p' },
      },
    },
    { name: 'Scripts', library: 'generic-powershell', target: { tcp: 'api.contoso.example:443' } },
  ],
});

const drive = await makeDrive();
const libraries = await makeLibraries();
afterAll(async () => {
  await drive.remove();
  await libraries.remove();
});
for (const path of [library, `${hostFolder}\\Service\\ECMA\\Contoso.Ticketing.dll`]) {
  await mkdir(dirname(drive.local(path)), { recursive: true });
  await copyFile(await libraries.connector(), drive.local(path));
}
await drive.put(service, 'MZ');
await drive.put(`${hostFolder}\\Service\\Configuration\\Configuration.xml`, configurationXml());
await drive.put(`${service}.config`, exeConfigXml(''));
await drive.put(`${agent}.config`, '<configuration />');
await drive.put(dsn, `[ODBC]\r\nDRIVER=${driver}\r\nSERVER=sql01\r\nDATABASE=C\r\n`);

const probes = probesFor(settings, { writeTest: false });
const rules = { profile: 'ga', severity: 'required' } as const;
const known: Record<string, Facts> = {};

async function look(probe: EcmaProbe, refused: string | undefined) {
  const { platform, asked } = refusingPlatform(record, drive, refused);
  const context = makeContext({
    platform,
    settings,
    facts: known,
    ...(probe.connector === undefined ? {} : { connector: probe.connector }),
  });
  return { asked, facts: await collectFacts<Facts>(probe, context) };
}

function judge(probe: EcmaProbe, facts: Facts, others: Readonly<Record<string, Facts>>): Verdict {
  const uses = readerFor(probe.connector, (id) => others[id]);
  const verdict = probe.work?.judge({ facts, settings, observedAt: '2026-11-24T07:00:00.000Z', uses }, rules);
  if (verdict === undefined) throw new Error(`${probe.id} is not built`);
  return readWords(verdict);
}

/** As the engine would decide it. */
function runs(probe: EcmaProbe): boolean {
  const facts = readerFor(probe.connector, (id) => known[id]);
  return (
    probe.work !== undefined &&
    probe.needs.every((id) => known[id]?.usable === true) &&
    probe.notApplicable?.(settings, facts) === undefined &&
    probe.notAllowed?.(settings) === undefined &&
    probe.notConfigured?.(settings) === undefined
  );
}

/** What each probe asks, found by asking. */
const cases: (readonly [string, string])[] = [];
for (const probe of makePlan(probes).order) {
  if (!runs(probe)) continue;
  const { asked, facts } = await look(probe, undefined);
  known[probe.id] = facts;
  for (const what of asked) cases.push([probe.id, what]);
}

const elevation = probes.find(({ id }) => id === 'server.elevation');

describe('a refusal', () => {
  it.each(cases)('%s: %s', async (id, what) => {
    const probe = probes.find((one) => one.id === id);
    if (probe === undefined || elevation === undefined) throw new Error('no such probe');
    const { facts } = await look(probe, what);
    const verdict = judge(probe, facts, known);
    expect(
      texts(verdict).some((text) => said.test(text)),
      JSON.stringify(verdict, undefined, 1),
    ).toBe(true);
    if (probe === elevation) return;
    const listed = judge(elevation, known[elevation.id] ?? facts, { [id]: facts });
    expect(
      listed.evidence?.map(({ label }) => label),
      JSON.stringify(facts),
    ).toContain('Not seen');
  });

  it('is tried in every area that asks Windows', () => {
    const areas = new Set(cases.map(([id]) => id.split('.')[0]));
    expect([...areas].toSorted()).toEqual(['connector', 'host', 'network', 'server', 'sql']);
    expect(cases.length).toBeGreaterThan(80);
  });
});

const said =
  /not allowed to look|Windows refused|may not look|does not let this account look|permission denied|Not seen/;

function texts({ message, found, evidence = [] }: Verdict): readonly string[] {
  return [message, found ?? '', ...evidence.flatMap(({ label, value }) => [label, value])];
}
