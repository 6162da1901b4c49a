import { describe, expect, it } from 'vitest';
import type { WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import { serverTls12Probe } from '../../../src/probes/server/tls12.ts';
import { probeFrom } from '../context.ts';
import { look, type ServerName, said, server } from './servers.ts';

const serverTls12 = probeFrom(serverTls12Probe);

const protocol = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2';
const longAgo = '2026-01-10T00:00:00.000Z';

type Values = Readonly<Record<string, number | string>> | undefined;

function keys(
  client: Values,
  way: Values,
  writtenAt = longAgo,
  name: ServerName = 'server-2022',
): WindowsRecord {
  return server(name, {
    registry: {
      ...(client ? { [`${protocol}\\Client`]: { values: client, writtenAt } } : {}),
      ...(way ? { [`${protocol}\\Server`]: { values: way, writtenAt } } : {}),
    },
  });
}

const on = { Enabled: 1, DisabledByDefault: 0 };
const off = { Enabled: 0, DisabledByDefault: 1 };

describe('server.tls12', () => {
  it.each([
    ['absent', undefined, undefined, 'pass: on, by default'],
    ["Microsoft's four values", on, on, 'pass: on, both ways'],
    [
      '0xFFFFFFFF',
      { Enabled: 0xffffffff, DisabledByDefault: 0 },
      { Enabled: 0xffffffff },
      'pass: on, both ways',
    ],
    ['client off', off, on, 'fail: off for outgoing connections'],
    ['client Enabled 0 alone', { Enabled: 0 }, on, 'fail: off for outgoing connections'],
    [
      'client DisabledByDefault alone',
      { DisabledByDefault: 1 },
      undefined,
      'fail: off for outgoing connections',
    ],
    [
      'client Enabled and DisabledByDefault',
      { Enabled: 1, DisabledByDefault: 1 },
      on,
      'fail: off for outgoing connections',
    ],
    ['server off', on, off, 'warn: off for incoming connections'],
    ['both off', off, off, 'fail: off for outgoing connections'],
    ['client on, server absent', on, undefined, 'pass: on, by default'],
    ['empty keys', {}, {}, 'pass: on, by default'],
    ['text is no switch', { Enabled: '0' }, { Enabled: '0' }, 'unknown: Enabled is of another type'],
  ])('%s', async (_name, client, way, expected) => {
    expect(await said(serverTls12, keys(client, way))).toBe(expected);
  });

  it('does not rely on the default of an older Windows', async () => {
    expect(await said(serverTls12, keys(undefined, undefined, longAgo, 'server-2012-r2'))).toBe(
      'warn: not set',
    );
    expect(await said(serverTls12, keys(on, on, longAgo, 'server-2012-r2'))).toBe('pass: on, both ways');
  });

  it('warns when the values are younger than the last start', async () => {
    expect(await said(serverTls12, keys(on, on, '2026-11-24T06:00:00.000Z'))).toBe(
      'warn: on, restart outstanding',
    );
  });

  it.each([
    ['both', {}, {}],
    ['one way', {}, undefined],
  ])('warns when values may have been taken out since the last start: %s', async (_name, client, way) => {
    const { verdict } = await look(serverTls12, keys(client, way, '2026-11-24T06:00:00.000Z'));
    expect(`${verdict.status}: ${verdict.message}`).toBe('warn: on by default, restart outstanding');
    expect(verdict.remedy?.steps).toHaveLength(1);
  });

  it('tells a value of another type from none', async () => {
    const { verdict } = await look(serverTls12, keys({ Enabled: '1' }, undefined));
    expect(verdict.evidence).toContainEqual({
      label: 'Client Enabled',
      value: 'set, but not as a DWORD: not counted',
    });
  });

  it('shows the values as they stand and a step for each', async () => {
    const { verdict } = await look(serverTls12, keys({ Enabled: 0xffffffff }, off));
    expect(verdict.evidence).toContainEqual({ label: 'Client Enabled', value: '0xFFFFFFFF' });
    expect(verdict.evidence).toContainEqual({ label: 'Client DisabledByDefault', value: 'not set' });
    expect(verdict.remedy?.steps[0]?.command).toBe(
      `reg add "${protocol}\\Client" /v Enabled /t REG_DWORD /d 1 /f`,
    );
    expect(verdict.remedy?.steps).toHaveLength(5);
  });

  it('is unknown where the key may not be read', async () => {
    const denied = server('server-2022', { registry: { [`${protocol}\\Client`]: 'denied' } });
    expect(await said(serverTls12, denied)).toBe('unknown: not allowed to look');
  });
});
