import { describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import type { Platform } from '../../../src/platform/types.ts';
import { recordedWindows, type WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import { unreadableWindows } from '../../../src/platform/windows/unreadable.ts';
import { type OsFacts, serverOsProbe } from '../../../src/probes/server/os.ts';
import { collectFacts, judgeFacts, makeContext, probeFrom } from '../context.ts';
import { server } from './servers.ts';

const serverOs = probeFrom(serverOsProbe);
const currentVersion = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion';

const windows = (
  build: number | null,
  productType: 1 | 2 | 3 | null,
  installationType: string | null,
): OsFacts => ({
  usable: true,
  platform: 'win32',
  name: 'Windows as it calls itself',
  release: `10.0.${build}`,
  build,
  productType,
  installationType,
  edition: null,
});

describe('server.os', () => {
  it.each([
    ['Server 2016', windows(14393, 3, 'Server'), 'pass', 'Windows Server 2016, build 14393'],
    ['Server 2019', windows(17763, 3, 'Server'), 'pass', 'Windows Server 2019, build 17763'],
    ['a domain controller', windows(20348, 2, 'Server'), 'pass', 'Windows Server 2022, build 20348'],
    ['Server Core', windows(20348, 3, 'Server Core'), 'pass', 'Windows Server 2022, build 20348'],
    ['Server 2025', windows(26100, 3, 'Server'), 'pass', 'Windows Server 2025, build 26100'],
    [
      'the annual channel',
      windows(25398, 3, 'Server Core'),
      'pass',
      'Windows Server version 23H2, build 25398',
    ],
    ['a build of no release', windows(20349, 3, 'Server'), 'pass', 'Windows Server, build 20349'],
    ['a later one', windows(29531, 3, 'Server'), 'pass', 'Windows Server, build 29531'],
    ['Server 2012 R2', windows(9600, 3, 'Server'), 'fail', 'Windows Server, build 9600'],
    ['Windows 11', windows(26100, 1, 'Client'), 'fail', 'Windows for workstations, build 26100'],
    [
      'multi-session Windows 11',
      windows(22631, 3, 'Client'),
      'fail',
      'Windows for workstations, build 22631',
    ],
    ['Nano Server', windows(14393, 3, 'Nano Server'), 'pass', 'Windows Server 2016, build 14393'],
    ['a client that says no more', windows(null, null, 'Client'), 'fail', 'Windows for workstations'],
    [
      'a workstation that says no more',
      windows(22631, 1, null),
      'fail',
      'Windows for workstations, build 22631',
    ],
    ['an empty installation type', windows(17763, 3, ' '), 'unknown', 'Windows as it calls itself'],
    ['a silent registry', windows(17763, null, null), 'unknown', 'Windows as it calls itself'],
    ['no build', windows(null, 3, 'Server'), 'unknown', 'Windows as it calls itself'],
    [
      'Linux',
      { ...windows(null, null, null), platform: 'linux', usable: false },
      'fail',
      'Linux, not Windows',
    ],
    [
      'another',
      { ...windows(null, null, null), platform: 'sunos', usable: false },
      'fail',
      'sunos, not Windows',
    ],
  ])('%s', (_, facts, status, message) => {
    expect(judgeFacts(serverOs, facts)).toMatchObject({ status, message });
  });

  it.each<[number, 'preview-2021' | 'ga', string, string, string, string | undefined]>([
    [
      14393,
      'ga',
      '2026-11-28T10:00:00.000Z',
      'warn',
      'Windows Server 2016, supported until January 2027',
      'extended support of Windows Server 2016 ends in January 2027',
    ],
    [
      14393,
      'ga',
      '2027-02-01T10:00:00.000Z',
      'warn',
      'Windows Server 2016, supported until January 2027',
      'extended support of Windows Server 2016 ended in January 2027',
    ],
    [
      14393,
      'preview-2021',
      '2026-11-28T10:00:00.000Z',
      'pass',
      'Windows Server 2016, build 14393',
      'extended support of Windows Server 2016 ends in January 2027',
    ],
    [17763, 'ga', '', 'pass', 'Windows Server 2019, build 17763', 'recommends Windows Server 2022 or 2025'],
    [20348, 'ga', '', 'pass', 'Windows Server 2022, build 20348', undefined],
    [
      26100,
      'ga',
      '',
      'pass',
      'Windows Server 2025, build 26100',
      'its list for groups in Active Directory ends with 2022',
    ],
    [29531, 'ga', '', 'pass', 'Windows Server, build 29531', 'a later one than 2025, or a preview of it'],
    [25398, 'ga', '', 'pass', 'Windows Server version 23H2, build 25398', 'do not name'],
  ])('support of build %i under %s at %s', (build, profile, observedAt, status, message, found) => {
    const verdict = judgeFacts(serverOs, windows(build, 3, 'Server'), { profile, observedAt });
    expect(verdict).toMatchObject({ status, message });
    if (found === undefined) expect(verdict.found).toBeUndefined();
    else expect(verdict.found).toContain(found);
    expect(verdict.remedy === undefined).toBe(status === 'pass');
  });

  it('Windows that cannot be asked says why, and how to look', async () => {
    const problem = { code: 'ERR_DLOPEN_FAILED', text: 'the module that asks Windows was not loaded' };
    const windowsReader = unreadableWindows({ state: 'failed', problem }, recordedWindows({}).powershell);
    const platform = { ...onWindows({}), windows: async () => windowsReader };
    const facts = await collectFacts<OsFacts>(serverOs, makeContext({ platform }));
    const verdict = judgeFacts(serverOs, facts);
    expect(verdict).toMatchObject({ status: 'unknown' });
    expect(verdict.found).toContain(problem.text);
    expect(verdict.remedy?.steps[0]?.command).toContain('reg.exe query');
  });

  it('off Windows there is nothing to go on', async () => {
    const seen = await collectFacts<OsFacts>(serverOs, makeContext({ platform: createPlatform({}) }));
    expect(seen.usable).toBe(process.platform === 'win32');
  });

  function onWindows(record: WindowsRecord): Platform {
    const machine = {
      hostName: 'SRV',
      platform: 'win32',
      osName: 'Windows Server 2019 Standard',
      osRelease: '10.0.17763',
      user: 'a',
    };
    return { ...createPlatform({ windows: async () => recordedWindows(record) }), machine: () => machine };
  }

  it.each([
    ['server-2012-r2', 'fail'],
    ['server-2016-fresh', 'pass'],
    ['server-2019-german', 'pass'],
    ['server-2022-core', 'pass'],
    ['server-2025', 'pass'],
    ['windows-11', 'fail'],
    ['windows-11-multi-session', 'fail'],
  ] as const)('the recorded %s: %s', async (name, status) => {
    const seen = await collectFacts<OsFacts>(serverOs, makeContext({ platform: onWindows(server(name)) }));
    expect(seen).toMatchObject({ usable: true, build: expect.any(Number), productType: expect.any(Number) });
    expect(judgeFacts(serverOs, seen).status).toBe(status);
  });

  it('a registry that may not be read leaves what the system says', async () => {
    const seen = await collectFacts(
      serverOs,
      makeContext({ platform: onWindows({ registry: { [currentVersion]: 'denied' } }) }),
    );
    expect(seen).toMatchObject({ usable: true, build: 17763, productType: null, installationType: null });
  });
});
