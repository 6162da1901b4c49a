import { describe, expect, it } from 'vitest';
import { serverStrongCryptoProbe } from '../../../src/probes/server/strong-crypto.ts';
import { probeFrom } from '../context.ts';
import { look, said, server, withKey } from './servers.ts';

const serverStrongCrypto = probeFrom(serverStrongCryptoProbe);

const key = 'HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319';

describe('server.strong-crypto', () => {
  it.each([
    ['server-2016-fresh', 'pass: on, by default'],
    ['server-2025', 'pass: on, by default'],
    ['server-2012-r2', 'warn: not set'],
  ] as const)('on %s, nothing set', async (name, expected) => {
    expect(await said(serverStrongCrypto, server(name))).toBe(expected);
  });

  it.each([
    [0, undefined, 'warn: switched off'],
    [1, undefined, 'pass: on'],
    [0xffffffff, undefined, 'pass: on'],
    [1, '2026-11-24T06:00:00.000Z', 'warn: on, restart outstanding'],
  ])('SchUseStrongCrypto %i, written %s', async (value, writtenAt, expected) => {
    const record = server('server-2019', withKey(key, { SchUseStrongCrypto: value }, writtenAt));
    expect(await said(serverStrongCrypto, record)).toBe(expected);
  });

  it('gives the command for both widths', async () => {
    const { verdict } = await look(
      serverStrongCrypto,
      server('server-2019', withKey(key, { SchUseStrongCrypto: 0 })),
    );
    expect(verdict.remedy?.steps.map((step) => step.command)).toEqual([
      `reg add "${key}" /v SchUseStrongCrypto /t REG_DWORD /d 1 /f`,
      'reg add "HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319" /v SchUseStrongCrypto /t REG_DWORD /d 1 /f',
      'shutdown.exe /r /t 0',
    ]);
  });
});
