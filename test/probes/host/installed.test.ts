import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defined } from '../../../src/base/defined.ts';
import { programOf } from '../../../src/platform/windows/command-line.ts';
import type { WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import { hostAgentVersionProbe } from '../../../src/probes/host/agent-version.ts';
import { hostInstalledProbe } from '../../../src/probes/host/installed/index.ts';
import { hostServicesProbe } from '../../../src/probes/host/services/index.ts';
import { server } from '../server/servers.ts';
import { ask, type HostFolder, makeHostFolder, programFile } from './site.ts';

let site: HostFolder;
beforeEach(async () => {
  site = await makeHostFolder();
});
afterEach(() => site.remove());

const agentPath =
  'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\AADConnectProvisioningAgent.exe';
const running = { state: 'running', start: 'automatic', pid: 4711 } as const;
const agent = {
  ...running,
  displayName: 'Microsoft Entra Provisioning Agent',
  account: 'NT SERVICE\\AADConnectProvisioningAgent',
  path: `"${agentPath}"`,
  pid: 4712,
} as const;
const host = (path: string) =>
  ({
    ...running,
    displayName: 'Microsoft ECMA2Host',
    account: 'NT AUTHORITY\\NetworkService',
    path: `"${path}"`,
  }) as const;

const uninstall = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
const listed = (version: string): NonNullable<WindowsRecord['registry']> => ({
  [uninstall]: { subkeys: ['{A}', 'Other'] },
  [`${uninstall}\\{A}`]: {
    values: { DisplayName: 'Microsoft Entra Connect Provisioning Agent', DisplayVersion: version },
  },
  [`${uninstall}\\Other`]: { values: { DisplayName: 'Something Private', DisplayVersion: '1.0' } },
});

describe('host.installed', () => {
  const here = () => join(site.folder, programFile);
  const look = (services: WindowsRecord['services'], folder = site.folder) =>
    ask(hostInstalledProbe, {
      folder,
      record: server('server-2022', {
        ...defined({ services }),
        registry: listed('1.1.1586.0'),
      }),
    });

  it('passes before installation', async () => {
    const { said, facts } = await look({}, join(site.folder, 'none'));
    expect(said).toBe('pass: not yet');
    expect(facts).toMatchObject({ usable: true, installed: false });
  });

  it('passes when whole, and says what Windows lists, but nothing of others', async () => {
    await site.put(programFile, 'MZ');
    const { said, facts, verdict } = await look({
      ECMA2Host: host(here()),
      AADConnectProvisioningAgent: agent,
    });
    expect(said).toBe('pass: installed');
    expect(facts).toMatchObject({ usable: true, installed: true, program: 'yes' });
    expect(verdict.evidence).toContainEqual({
      label: 'Installed',
      value: 'Microsoft Entra Connect Provisioning Agent 1.1.1586.0',
    });
    expect(JSON.stringify(facts)).not.toContain('Something Private');
  });

  it.each<[string, () => WindowsRecord['services'], boolean, string, boolean]>([
    [
      'agent alone',
      () => ({ AADConnectProvisioningAgent: agent }),
      false,
      'the agent without the host',
      false,
    ],
    [
      'service without program',
      () => ({ ECMA2Host: host(here()) }),
      false,
      'a service without its program',
      false,
    ],
    [
      'program without service',
      () => ({ AADConnectProvisioningAgent: agent }),
      true,
      'a program without its service',
      true,
    ],
    ['host without agent', () => ({ ECMA2Host: host(here()) }), true, 'the host without the agent', true],
  ])('%s is a warning', async (_name, services, program, message, installed) => {
    if (program) await site.put(programFile, 'MZ');
    const folder = program || message.includes('service') ? site.folder : join(site.folder, 'none');
    const { said, facts, verdict } = await look(services(), folder);
    expect(said).toBe(`warn: ${message}`);
    expect(facts.installed).toBe(installed);
    expect(verdict.remedy?.steps.length).toBeGreaterThan(0);
  });

  it('names a folder without its program', async () => {
    await site.put('Service/ECMA/left.dll', 'MZ');
    expect((await look({})).said).toBe('warn: a folder without its program');
  });

  it('finds a host that was installed elsewhere', async () => {
    await site.put(`D/${programFile}`, 'MZ');
    const path = join(site.folder, 'D', programFile);
    const { said, facts } = await look(
      { ECMA2Host: host(path), AADConnectProvisioningAgent: agent },
      join(site.folder, 'C'),
    );
    expect(said).toBe('warn: in another folder');
    expect(facts).toMatchObject({ installed: true, started: { path, there: 'yes' } });
  });

  it.each([
    ['"C:\\A b\\x.exe" -k', 'C:\\A b\\x.exe'],
    ['C:\\A b\\x.exe -k', 'C:\\A b\\x.exe'],
    ['', undefined],
  ])('reads a command line: %s', (line, program) => {
    expect(programOf(line)).toBe(program);
  });
});

describe('host.services', () => {
  const both = (more: object = {}, agentMore: object = {}): WindowsRecord['services'] => ({
    'Microsoft ECMA2Host': { ...host('C:\\h.exe'), displayName: 'other', ...more },
    AADConnectProvisioningAgent: { ...agent, ...agentMore },
  });
  const updater = { displayName: 'Microsoft Azure AD Connect Agent Updater', state: 'stopped' } as const;

  it.each<[string, WindowsRecord['services'], string, boolean]>([
    ['both run', both(), 'pass: host and agent run', true],
    ['by other names', { X: host('C:\\h.exe'), Y: agent }, 'pass: host and agent run', true],
    ['host stopped', both({ state: 'stopped', pid: 0 }), 'fail: the connector host is stopped', false],
    ['agent stopped', both({}, { state: 'stopped', pid: 0 }), 'fail: the agent is stopped', true],
    ['host starts', both({ state: 'start-pending' }), 'warn: the connector host is starting', false],
    ['host gone', { AADConnectProvisioningAgent: agent }, 'fail: the connector host has no service', false],
    ['agent gone', { ECMA2Host: host('C:\\h.exe') }, 'fail: the agent has no service', true],
    ['by hand', both({ start: 'manual' }), 'warn: the host does not start with Windows', true],
    [
      'refused',
      { ECMA2Host: 'denied', 'Microsoft ECMA2Host': 'denied' },
      'unknown: not allowed to look',
      false,
    ],
  ])('%s', async (_name, services, expected, usable) => {
    const { said, facts } = await ask(hostServicesProbe, {
      folder: site.folder,
      record: { ...(services ? { services } : {}) },
    });
    expect(said).toBe(expected);
    expect(facts.usable).toBe(usable);
  });

  it('says how long an agent that was just assigned takes', async () => {
    const { verdict } = await ask(hostServicesProbe, {
      folder: site.folder,
      record: { services: both() ?? {} },
    });
    expect(verdict.found).toContain('up to 20 minutes');
  });

  it('tells a logon that failed', async () => {
    const { verdict } = await ask(hostServicesProbe, {
      folder: site.folder,
      record: { services: both({}, { state: 'stopped', pid: 0, exitCode: 1069, start: 'disabled' }) ?? {} },
    });
    expect(verdict.remedy?.why).toContain('host.logon-right');
    expect(verdict.remedy?.steps[0]?.command).toBe('sc.exe config "AADConnectProvisioningAgent" start= auto');
  });

  it('names encryption types as a cause where a managed account cannot log on', async () => {
    const policy =
      'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\Kerberos\\Parameters';
    const down = { state: 'stopped', pid: 0, exitCode: 1069, account: 'CONTOSO\\pGMSA_1$' } as const;
    const { verdict } = await ask(hostServicesProbe, {
      folder: site.folder,
      record: {
        services: both({}, down) ?? {},
        registry: { [policy]: { values: { SupportedEncryptionTypes: 0x7fff_fff8 } } },
      },
    });
    expect(verdict).toMatchObject({ status: 'fail', message: 'the agent is stopped' });
    expect(verdict.evidence).toContainEqual({
      label: 'Kerberos here',
      value: 'a policy allows AES128, AES256',
    });
    expect(verdict.remedy?.why).toContain('a policy leaves AES128, AES256 here');
    expect(verdict.remedy?.steps.map(({ command }) => command)).toEqual(
      expect.arrayContaining([
        `powershell -Command "Test-ADServiceAccount 'pGMSA_1'"`,
        'sc.exe managedaccount "AADConnectProvisioningAgent" true',
        `powershell -Command "Get-ADServiceAccount 'pGMSA_1' -Properties msDS-SupportedEncryptionTypes"`,
      ]),
    );
    const other = await ask(hostServicesProbe, {
      folder: site.folder,
      record: { services: both({}, { ...down, account: 'CONTOSO\\svc' }) ?? {} },
    });
    expect(JSON.stringify(other.verdict)).not.toContain('msDS');
  });

  it.each(['Microsoft Azure AD Connect Agent Updater', 'Microsoft Entra Connect Agent Updater'])(
    'asks for the updater in the preview only: %s',
    async (displayName) => {
      const record = { services: { ...both(), Updater: { ...updater, displayName } } };
      const at = (profile: 'ga' | 'preview-2021') =>
        ask(hostServicesProbe, { folder: site.folder, record, profile });
      expect((await at('ga')).said).toBe('pass: host and agent run');
      expect((await at('preview-2021')).said).toBe("warn: the agent's updater does not run");
    },
  );
});

describe('host.agent-version', () => {
  const custom = [{ name: 'T', library: '/srv/T.dll' }];
  const ldap = [{ name: 'D', library: 'generic-ldap' }];

  it.each<[string, string | undefined, readonly object[], string]>([
    ['the newest', '1.1.2505.0', custom, 'pass: 1.1.2505.0'],
    ['the one before', '1.1.2334.0', custom, 'pass: 1.1.2334.0'],
    ['newer than the list', '1.1.3000.0', custom, 'pass: 1.1.3000.0'],
    ['new enough, but two releases old', '1.1.2108.0', custom, 'warn: 1.1.2108.0 is out of support'],
    ['the least', '1.1.1365.0', custom, 'warn: 1.1.1365.0 is out of support'],
    ['too old for a custom one', '1.1.1364.9', custom, 'fail: 1.1.1364.9 is too old'],
    ['old, but enough for LDAP', '1.1.1107.0', ldap, 'warn: 1.1.1107.0 is out of support'],
    ['too old', '1.1.892.0', ldap, 'fail: 1.1.892.0 is too old'],
    ['longer numbers are not text', '1.1.10000.0', custom, 'pass: 1.1.10000.0'],
    ['none', undefined, ldap, 'unknown: no version found'],
    ['no version', 'x', ldap, 'unknown: not a version'],
  ])('%s', async (_name, version, connectors, expected) => {
    const fileVersions = version === undefined ? {} : { [agentPath]: { file: version, product: version } };
    const record: WindowsRecord = { services: { AADConnectProvisioningAgent: agent }, fileVersions };
    expect((await ask(hostAgentVersionProbe, { folder: site.folder, record, connectors })).said).toBe(
      expected,
    );
  });

  it('takes what Windows lists where the file is not there', async () => {
    const record = { registry: listed('1.1.1586.0') };
    const { said, facts } = await ask(hostAgentVersionProbe, {
      folder: site.folder,
      record,
      connectors: ldap,
    });
    expect(said).toBe('warn: 1.1.1586.0 is out of support');
    expect(facts.usable).toBe(true);
  });

  it.each(['Microsoft Entra Provisioning Agent', 'Microsoft Entra Connect Provisioning Agent'])(
    'knows the agent by the name %s, and not its package',
    async (name) => {
      const registry = listed('1.1.2505.0');
      const record: WindowsRecord = {
        registry: {
          ...registry,
          [`${uninstall}\\{A}`]: { values: { DisplayName: `${name} Package`, DisplayVersion: '9.9.9.9' } },
          [`${uninstall}\\Other`]: { values: { DisplayName: name, DisplayVersion: '1.1.2505.0' } },
        },
      };
      const { said, verdict } = await ask(hostAgentVersionProbe, {
        folder: site.folder,
        record,
        connectors: ldap,
      });
      expect(said).toBe('pass: 1.1.2505.0');
      expect(verdict.evidence).toContainEqual({ label: 'Installed', value: `${name} Package 9.9.9.9` });
    },
  );

  it('looks into the other folder that Microsoft names, where no service says which', async () => {
    const path = 'C:\\Program Files\\Azure AD Connect Provisioning Agent\\AADConnectProvisioningAgent.exe';
    const version = { file: '1.1.2505.0', product: '1.1.2505.0' };
    const { said, facts } = await ask(hostAgentVersionProbe, {
      folder: site.folder,
      record: { fileVersions: { [path]: version } },
      connectors: ldap,
    });
    expect(said).toBe('pass: 1.1.2505.0');
    expect(facts).toMatchObject({ path });
  });

  const german = {
    'server.language': {
      usable: true,
      setUp: {
        state: 'seen',
        value: { writtenAt: '', values: { InstallLanguage: { type: 'sz', data: '0407' } } },
      },
      display: { state: 'absent' },
    },
  };

  it.each<[string, string, object, RegExp | undefined, RegExp | undefined]>([
    ['before the proxy was kept', '1.1.1364.0', {}, /take out the proxy/, /1\.1\.2505\.0 may fail/],
    ['since then', '1.1.1586.0', {}, undefined, /take out the proxy/],
    ['on a German Windows', '1.1.2108.0', { uses: german }, /1\.1\.2505\.0 may fail to install/, undefined],
    [
      'US Government, an old setup',
      '1.1.1586.0',
      { tenant: { cloud: 'usgov' } },
      /before 1\.1\.2102\.0 has to be told the cloud/,
      undefined,
    ],
    ['US Government, now', '1.1.2108.0', { tenant: { cloud: 'usgov' } }, undefined, /told the cloud/],
  ])('names what an update may stumble over: %s', async (_name, version, more, told, untold) => {
    const record: WindowsRecord = {
      services: { AADConnectProvisioningAgent: agent },
      fileVersions: { [agentPath]: { file: version, product: version } },
    };
    const { verdict } = await ask(hostAgentVersionProbe, {
      folder: site.folder,
      record,
      connectors: ldap,
      ...more,
    });
    const steps = verdict.remedy?.steps.map(({ text, command }) => `${text} ${command ?? ''}`).join('\n');
    if (told !== undefined) expect(steps).toMatch(told);
    if (untold !== undefined) expect(steps).not.toMatch(untold);
  });

  it('says what is newer than its list, and when that was made', async () => {
    const note = async (version: string, tenant: object = {}) => {
      const record: WindowsRecord = {
        services: { AADConnectProvisioningAgent: agent },
        fileVersions: { [agentPath]: { file: version, product: version } },
      };
      return (await ask(hostAgentVersionProbe, { folder: site.folder, record, connectors: ldap, tenant }))
        .verdict.found;
    };
    expect(await note('1.1.2505.0')).toBeUndefined();
    expect(await note('1.1.2505')).toBeUndefined();
    expect(await note('1.1.2334.0')).toContain('Known since: 1.1.2505.0');
    expect(await note('1.1.2334.0', { cloud: 'china' })).toContain('1.1.2505.0 only');
    expect(await note('1.1.3000.0')).toContain('newer than the list that this doctor knows (2026-09-21)');
    expect(await note('1.1.1586.0')).toContain('1.1.2505.0 and 1.1.2334.0 by its list of 2026-09-21');
  });

  it('is not settled where Windows refuses', async () => {
    const record: WindowsRecord = {
      services: { AADConnectProvisioningAgent: agent },
      fileVersions: { [agentPath]: 'denied' },
    };
    const { said, facts } = await ask(hostAgentVersionProbe, { folder: site.folder, record });
    expect(said).toBe('unknown: not allowed to look');
    expect(facts.notSeen).toEqual(["the agent's version"]);
  });
});
