import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedProxy, startProxy } from '../beds/scripted-proxy.ts';
import { canRun, wine10 } from './bed.ts';
import { runCli } from './cli.ts';
import { WinePrefix } from './prefix.ts';
import { serviceKeys, systemKeys } from './servers.ts';

/** The services' way out as the built program finds it in files and a registry: agent, machine.config, accounts, environment. */

const able = canRun(wine10);
const agentFolder = 'Program Files/Microsoft Azure AD Connect Provisioning Agent';
const agentFile = `${agentFolder}/AADConnectProvisioningAgent.exe.config`;
const wizardFile = `${agentFolder}/AADConnectProvisioningAgentWizard.exe.config`;
const machineConfig = 'Microsoft.NET/Framework64/v4.0.30319/Config/machine.config';
const config = (section: string) => `<configuration><system.net>${section}</system.net></configuration>`;
const proxied = (address: string) =>
  config(`<defaultProxy><proxy proxyaddress="${address}"/></defaultProxy>`);

let prefix: WinePrefix;
let proxy: ScriptedProxy;

beforeAll(async () => {
  if (!able) return;
  proxy = await startProxy({ status: 200, map: () => proxy.port });
  const environment = 'System\\CurrentControlSet\\Control\\Session Manager\\Environment';
  prefix = new WinePrefix([
    ...systemKeys('2019', 'Server'),
    ...serviceKeys('AADConnectProvisioningAgent', 'Microsoft Entra Provisioning Agent', 3).map((key) => ({
      ...key,
      values: { ...key.values, ImagePath: `"C:\\${agentFile.replaceAll('/', '\\').replace('.config', '')}"` },
    })),
    { path: environment, values: { HTTPS_PROXY: 'http://me:planted-pass@environment.contoso.example:8080' } },
  ]);
  mkdirSync(join(prefix.driveC, agentFolder), { recursive: true });
});

afterAll(async () => {
  if (!able) return;
  prefix.remove();
  await proxy.stop();
});

interface Row {
  readonly id: string;
  readonly status: string;
  readonly message: string;
  readonly found?: string;
  readonly evidence: readonly { readonly label: string; readonly value: string }[];
}

/** What the row says with these files; a file that is not named is not there. */
async function look(files: { readonly agent?: string; readonly wizard?: string; readonly machine?: string }) {
  prefix.stage(machineConfig, files.machine ?? config(''));
  for (const [name, text] of [
    [agentFile, files.agent],
    [wizardFile, files.wizard],
  ] as const) {
    rmSync(join(prefix.driveC, name), { force: true });
    if (text !== undefined) writeFileSync(join(prefix.driveC, name), text);
  }
  const ran = await runCli(prefix, { args: ['--json', '--only', 'network.proxy'] });
  expect(ran.stdout).not.toContain('planted-pass');
  const { probes } = JSON.parse(ran.stdout) as { readonly probes: readonly Row[] };
  const row = probes.find(({ id }) => id === 'network.proxy');
  if (row === undefined) throw new Error(ran.stderr);
  return row;
}

describe.skipIf(!able)("the services' way out, from files and a registry", () => {
  const address = () => `http://127.0.0.1:${proxy.port}`;

  it("is the agent's file's, though machine.config and the machine's environment name others", async () => {
    const row = await look({ agent: proxied(address()), machine: proxied('http://other.contoso.example:1') });
    expect(row).toMatchObject({
      status: 'pass',
      message: `127.0.0.1:${proxy.port}`,
      found: "set in the agent's configuration file",
    });
  });

  it("is machine.config's where the agent's file has none; the wizard's own file is told", async () => {
    const row = await look({ agent: config(''), wizard: proxied('proxy:8080'), machine: proxied(address()) });
    expect(row).toMatchObject({ status: 'warn', message: ".NET refuses the wizard's file" });
    expect(row.evidence).toContainEqual({
      label: expect.stringMatching(/machine\.config$/),
      value: `proxy ${address()}`,
    });
  });

  it('is none where .NET refuses a file: an address without http://, a broken machine.config', async () => {
    const bare = await look({
      agent: config(
        '<defaultProxy enabled="true" useDefaultCredentials="true"><proxy usesystemdefault="true" proxyaddress="proxy.example.com:8080" bypassonlocal="true"/></defaultProxy>',
      ),
    });
    expect(bare).toMatchObject({ status: 'fail', message: ".NET refuses the agent's file" });
    expect(bare.found).toContain('configuration/system.net/defaultProxy/proxy, line 1');
    const machine = await look({ agent: proxied(address()), machine: config('<defaultproxy/>') });
    expect(machine).toMatchObject({ status: 'fail', message: '.NET refuses machine.config' });
  });

  it("tells the machine's environment from this user's, and that .NET never reads it", async () => {
    const row = await look({ agent: config('<defaultProxy enabled="false"/>') });
    expect(row).toMatchObject({ status: 'pass', message: 'direct' });
    const label = expect.stringMatching(/^the machine's environment$/);
    expect(row.evidence).toContainEqual({
      label,
      value: expect.stringContaining('environment.contoso.example:8080'),
    });
  });
});
