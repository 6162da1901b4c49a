import { expect, test } from 'vitest';
import { osNameOf } from '../../src/doctor/os-name.ts';
import type { Platform } from '../../src/platform/types.ts';

test.each([
  ['win32', 'Windows Server 2019 Standard', '10.0.17763', 'Windows Server 2019 Standard 10.0.17763'],
  ['linux', '#1 SMP PREEMPT_DYNAMIC Debian 6.1.99-1', '6.1.0-25-amd64', 'Linux 6.1'],
  ['darwin', 'Darwin Kernel Version 24.1.0', '24.1.0', 'Darwin 24.1'],
  ['sunos', 'x', 'unnumbered', 'sunos unnumbered'],
])('%s', (platform, osName, osRelease, expected) => {
  const machine = { hostName: 'h', user: 'u', platform, osName, osRelease };
  expect(osNameOf({ machine: () => machine } as unknown as Platform)).toBe(expected);
});
