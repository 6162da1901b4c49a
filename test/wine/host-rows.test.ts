import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canRun, wine10 } from './bed.ts';
import { runCli } from './cli.ts';
import { WinePrefix } from './prefix.ts';
import { serviceKeys, systemKeys } from './servers.ts';

interface Report {
  readonly probes: readonly {
    readonly id: string;
    readonly status: string;
    readonly message: string;
    readonly found?: string;
  }[];
}

describe.skipIf(!canRun(wine10))('rows of an installed host, on Windows code', () => {
  it('answer all, also where this Windows has no event logs', async () => {
    const prefix = new WinePrefix([
      ...systemKeys('2019', 'Server'),
      ...serviceKeys('ECMA2Host', 'Microsoft ECMA2Host', 3),
      ...serviceKeys('AADConnectProvisioningAgent', 'Microsoft Entra Provisioning Agent', 3).map((key) => ({
        ...key,
        values: { ...key.values, ImagePath: 'C:\\agent.exe' },
      })),
    ]);
    try {
      const service = join(prefix.driveC, 'Program Files/Microsoft ECMA2Host/Service');
      mkdirSync(join(service, 'ECMA/Cache'), { recursive: true });
      writeFileSync(join(service, 'Microsoft.ECMA2Host.Service.exe'), 'MZ');
      writeFileSync(join(prefix.driveC, 'agent.exe'), 'no program');
      const ran = await runCli(prefix, {
        args: ['--json', '--only', 'host.events,host.cache-rights,host.agent-version'],
      });
      expect(ran.exitCode).toBe(0);
      const { probes } = JSON.parse(ran.stdout) as Report;
      const row = (id: string) => probes.find((probe) => probe.id === id);
      // Wine's Windows is this machine's file system: everybody may do what its owner may.
      expect(row('host.cache-rights')).toMatchObject({
        status: 'pass',
        message: 'LocalSystem has full control',
      });
      // There is a file, without a version in it.
      expect(row('host.agent-version')).toMatchObject({
        status: 'unknown',
        found: expect.stringMatching(/bears no version/),
      });
      // Its functions for event logs do nothing.
      expect(row('host.events')).toMatchObject({
        status: 'unknown',
        message: 'Windows gave no answer',
        found: 'the event log ECMA2Host: opening it: no answer',
      });
    } finally {
      prefix.remove();
    }
  });
});
