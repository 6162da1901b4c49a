import { describe, expect, it } from 'vitest';
import { internetSettingsOf } from '../../../src/platform/windows/proxies.ts';
import { registryValue } from '../../../src/platform/windows/registry-value.ts';
import type { RegistryValue } from '../../../src/platform/windows/types.ts';
import { serverBrowserProbe } from '../../../src/probes/server/browser.ts';
import { serverDotnetProbe } from '../../../src/probes/server/dotnet.ts';
import { serverNtlmProbe } from '../../../src/probes/server/ntlm.ts';
import { serverPowershellPolicyProbe } from '../../../src/probes/server/powershell-policy.ts';
import { serverStrongCryptoProbe } from '../../../src/probes/server/strong-crypto.ts';
import { serverTls12Probe } from '../../../src/probes/server/tls12.ts';
import { framework } from '../../../src/requirements/framework.ts';
import { operatingSystem } from '../../../src/requirements/operating-system.ts';
import { probeFrom } from '../context.ts';
import { look, said, server, withKey } from './servers.ts';

/** Each reader of a number in the registry, each with what is no such number: never a pass, never "not set". */

const { clientKey, serverKey, enabled, disabledByDefault } = framework['TLS-01'].values;
const readers = [
  [serverTls12Probe, clientKey, enabled],
  [serverTls12Probe, clientKey, disabledByDefault],
  [serverTls12Probe, serverKey, enabled],
  [serverTls12Probe, serverKey, disabledByDefault],
  [serverStrongCryptoProbe, framework['TLS-02'].values.key, framework['TLS-02'].values.value],
  [
    serverBrowserProbe,
    operatingSystem['OS-11'].values.keys.administrators,
    operatingSystem['OS-11'].values.value,
  ],
  [serverBrowserProbe, operatingSystem['OS-11'].values.keys.users, operatingSystem['OS-11'].values.value],
  [serverDotnetProbe, framework['NETFX-02'].values.key, 'Release'],
  [serverPowershellPolicyProbe, framework['PS-01'].values.policyKeys.machine, 'EnableScripts'],
  [serverPowershellPolicyProbe, framework['PS-01'].values.policyKeys.user, 'EnableScripts'],
  [serverNtlmProbe, operatingSystem['OS-08'].values.key, operatingSystem['OS-08'].values.value],
] as const;

/** By winnt.h's numbers, as bytes: what Windows hands over. */
const noDwords: Readonly<Record<string, RegistryValue>> = {
  'a REG_QWORD of 1': registryValue(11, Buffer.from('0100000000000000', 'hex')),
  'a REG_QWORD below nothing': registryValue(11, Buffer.alloc(8, 0xff)),
  'a REG_SZ "1"': registryValue(1, Buffer.from('1\0', 'utf16le')),
  'a REG_SZ "0x1"': registryValue(1, Buffer.from('0x1\0', 'utf16le')),
  'a REG_MULTI_SZ': registryValue(7, Buffer.from('1\0\0', 'utf16le')),
  'a REG_BINARY': registryValue(3, Buffer.from('01000000', 'hex')),
  'a REG_DWORD_BIG_ENDIAN': registryValue(5, Buffer.from('00000001', 'hex')),
  'a REG_DWORD of two bytes': registryValue(4, Buffer.from('0100', 'hex')),
  'a REG_DWORD of no bytes': registryValue(4, Buffer.alloc(0)),
  'a REG_NONE': registryValue(0, Buffer.from('01000000', 'hex')),
  'a type of another program': registryValue(0xffff_ffff, Buffer.from('01000000', 'hex')),
};

describe.each(readers.map(([probe, key, name]) => [`${key}\\${name}`, probe, key, name] as const))(
  '%s',
  (_, definition, key, name) => {
    it.each(Object.entries(noDwords))('%s is not known to be anything', async (_kind, value) => {
      const { verdict } = await look(
        probeFrom(definition),
        server('server-2022', withKey(key, { [name]: value })),
      );
      expect(`${verdict.status}: ${verdict.message}`).toBe(`unknown: ${name} is of another type`);
    });
  },
);

/** What is no number of a build, with what JavaScript alone would make one of. */
const noBuilds = [
  '0x4563',
  '2e4',
  '1e999',
  '-20348',
  '20348.5',
  ' ',
  'NaN',
  'Infinity',
  '9'.repeat(400),
  '２０３４８',
];

describe.each(noBuilds)('the build %j', (build) => {
  const { key } = operatingSystem['OS-01'].values;
  const version = { CurrentBuildNumber: build, InstallationType: 'Server', EditionID: 'ServerStandard' };

  it('is none of which a default of Windows follows', async () => {
    const record = server('server-2022', {
      registry: {
        ...withKey(key, version).registry,
        [clientKey]: { values: {} },
        [serverKey]: { values: {} },
      },
    });
    expect(await said(probeFrom(serverTls12Probe), record)).toBe('warn: not set');
  });
});

describe.each([2, 7, 4_294_967_295])('ProxyEnable %d', (number) => {
  it('is neither on nor off', () => {
    const key = {
      state: 'seen',
      value: {
        writtenAt: '2026-01-01T00:00:00.000Z',
        values: { ProxyEnable: { type: 'dword', data: number }, ProxyServer: { type: 'sz', data: 'p:1' } },
      },
    } as const;
    expect(internetSettingsOf(key)).toMatchObject({ state: 'failed', problem: { code: 'ODD_VALUE' } });
  });
});

it('a REG_DWORD is read as Windows writes it, from 0 to its last bit', () => {
  const numbers = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
  expect(
    numbers.map((number) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(number);
      return registryValue(4, bytes);
    }),
  ).toEqual(numbers.map((data) => ({ type: 'dword', data })));
});
