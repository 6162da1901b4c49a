import { describe, expect, it } from 'vitest';
import { serverEditionProbe } from '../../../src/probes/server/edition.ts';
import { probeFrom } from '../context.ts';
import { look, said, server, withKey } from './servers.ts';

const serverEdition = probeFrom(serverEditionProbe);

const key = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion';

describe('server.edition', () => {
  it.each([
    ['server-2019', 'pass: Desktop Experience'],
    ['server-2019-german', 'pass: Desktop Experience'],
    ['server-2022-core', 'fail: Server Core: no desktop'],
    ['windows-11', 'pass: a desktop, on Windows for workstations'],
    ['windows-11-multi-session', 'pass: a desktop, on Windows for workstations'],
  ] as const)('on %s', async (name, expected) => {
    expect(await said(serverEdition, server(name))).toBe(expected);
  });

  it.each([
    [{ InstallationType: 'Nano Server' }, 'fail: Nano Server: no desktop'],
    [{ InstallationType: 'Server Next' }, 'unknown: Server Next'],
    [{}, 'unknown: installation type not said'],
    [{ InstallationType: '' }, 'unknown: installation type not said'],
  ])('%o', async (values, expected) => {
    expect(await said(serverEdition, server('server-2019', withKey(key, values)))).toBe(expected);
  });

  it('is a failure since general availability alone', () => {
    expect(serverEdition.levels).toEqual({ 'preview-2021': 'recommended', ga: 'restricted' });
  });

  it('says what to do about Server Core', async () => {
    const { verdict } = await look(serverEdition, server('server-2022-core'));
    expect(verdict.remedy?.steps[0]?.text).toContain('Desktop Experience');
  });
});
