import { describe, expect, it } from 'vitest';
import { serverCredentialManagerProbe } from '../../../src/probes/server/credential-manager.ts';
import { probeFrom } from '../context.ts';
import { look, said, server } from './servers.ts';

const serverCredentialManager = probeFrom(serverCredentialManagerProbe);

describe('server.credential-manager', () => {
  it.each([
    ['manual', 'pass: starts when needed'],
    ['automatic', 'pass: starts by itself'],
    ['disabled', 'fail: disabled'],
    ['unknown', 'unknown: start type not known'],
  ] as const)('start type %s', async (start, expected) => {
    const record = server('server-2019-german', { services: { VaultSvc: { start, state: 'stopped' } } });
    expect(await said(serverCredentialManager, record)).toBe(expected);
  });

  it('fails when there is no such service, and is unknown when it may not be seen', async () => {
    expect(await said(serverCredentialManager, { services: {} })).toBe('fail: there is no such service');
    expect(await said(serverCredentialManager, { services: { VaultSvc: 'denied' } })).toBe(
      'unknown: not allowed to look',
    );
  });

  it('gives the whole command', async () => {
    const record = server('server-2022', { services: { VaultSvc: { start: 'disabled' } } });
    const { verdict } = await look(serverCredentialManager, record);
    expect(verdict.remedy?.steps[0]?.command).toBe('sc.exe config VaultSvc start= demand');
  });
});
