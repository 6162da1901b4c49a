import { describe, expect, it } from 'vitest';
import { serverPowershellPolicyProbe } from '../../../src/probes/server/powershell-policy.ts';
import { probeFrom, settingsFrom } from '../context.ts';
import { look, said, server, withKey } from './servers.ts';

const serverPowershellPolicy = probeFrom(serverPowershellPolicyProbe);

const machine = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell';
const user = 'HKCU\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell';
const local = 'HKLM\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell';
const withScripts = settingsFrom({ connectors: [{ name: 'Files', library: 'generic-powershell' }] });

describe('server.powershell-policy', () => {
  it.each([
    [machine, {}, 'pass: not set by group policy'],
    [machine, { EnableScripts: 1, ExecutionPolicy: 'RemoteSigned' }, 'pass: MachinePolicy says RemoteSigned'],
    [machine, { EnableScripts: 1, ExecutionPolicy: 'remotesigned' }, 'pass: MachinePolicy says remotesigned'],
    [machine, { EnableScripts: 1, ExecutionPolicy: 'Unrestricted' }, 'fail: MachinePolicy says Unrestricted'],
    [machine, { EnableScripts: 1, ExecutionPolicy: 'AllSigned' }, 'fail: MachinePolicy says AllSigned'],
    [machine, { EnableScripts: 0 }, 'fail: MachinePolicy says Restricted'],
    [machine, { EnableScripts: 0, ExecutionPolicy: 'RemoteSigned' }, 'fail: MachinePolicy says Restricted'],
    [machine, { ExecutionPolicy: 'Unrestricted' }, 'pass: not set by group policy'],
    [machine, { EnableScripts: 1 }, 'pass: not set by group policy'],
    [user, { EnableScripts: 1, ExecutionPolicy: 'Bypass' }, 'fail: UserPolicy says Bypass'],
    [user, { EnableScripts: 1, ExecutionPolicy: 'RemoteSigned' }, 'pass: UserPolicy says RemoteSigned'],
  ])('%s %o', async (key, values, expected) => {
    expect(await said(serverPowershellPolicy, server('server-2022', withKey(key, values)))).toBe(expected);
  });

  it.each([
    ['Restricted', 'fail: LocalMachine says Restricted'],
    ['AllSigned', 'fail: LocalMachine says AllSigned'],
    ['RemoteSigned', 'pass: not set by group policy'],
    ['Unrestricted', 'pass: not set by group policy'],
  ])('with the PowerShell connector, LocalMachine %s', async (ExecutionPolicy, expected) => {
    const record = server('server-2022', withKey(local, { ExecutionPolicy }));
    expect(await said(serverPowershellPolicy, record, { settings: withScripts })).toBe(expected);
    expect(await said(serverPowershellPolicy, record)).toBe('pass: not set by group policy');
  });

  it.each([
    ['denied', 'unknown: not allowed to look'],
    [{}, 'pass: not set by group policy'],
  ] as const)('with the PowerShell connector, LocalMachine %j', async (key, expected) => {
    const record = server('server-2022', { registry: { [local]: key } });
    expect(await said(serverPowershellPolicy, record, { settings: withScripts })).toBe(expected);
    expect(await said(serverPowershellPolicy, record)).toBe('pass: not set by group policy');
  });

  it.each<[string, boolean | undefined, string]>([
    ['AllSigned', true, 'pass: LocalMachine says AllSigned'],
    ['AllSigned', false, 'fail: LocalMachine says AllSigned'],
    ['AllSigned', undefined, 'fail: LocalMachine says AllSigned'],
    ['Restricted', true, 'fail: LocalMachine says Restricted'],
  ])('LocalMachine %s, "Signed Scripts Only" %s', async (ExecutionPolicy, signedOnly, expected) => {
    const record = server('server-2022', withKey(local, { ExecutionPolicy }));
    const connectors = [{ name: 'files', ...(signedOnly === undefined ? {} : { boxes: { signedOnly } }) }];
    const uses = { 'host.settings': { usable: true, connectors } };
    expect(await said(serverPowershellPolicy, record, { settings: withScripts, uses })).toBe(expected);
  });

  it('says which policy its scripts and the registration both bear', async () => {
    const record = server(
      'server-2022',
      withKey(machine, { EnableScripts: 1, ExecutionPolicy: 'RemoteSigned' }),
    );
    const { verdict } = await look(serverPowershellPolicy, record, { settings: withScripts });
    expect(verdict.found).toContain('RemoteSigned is the one policy');
    expect((await look(serverPowershellPolicy, record)).verdict.found).toBeUndefined();
  });

  it('is unknown where the policy may not be read', async () => {
    const record = server('server-2022', { registry: { [machine]: 'denied' } });
    expect(await said(serverPowershellPolicy, record)).toBe('unknown: not allowed to look');
  });
});
