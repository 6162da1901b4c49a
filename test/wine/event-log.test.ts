import { describe, expect, it } from 'vitest';
import { canRun, wine10 } from './bed.ts';
import { runCli } from './cli.ts';
import { WinePrefix } from './prefix.ts';
import { systemKeys } from './servers.ts';

/**
 * Wine has no event log: its functions say on a debug channel what they were given (dlls/advapi32/eventlog.c). So the
 * calls, their order and what the pointers lead to are seen; that Windows keeps it is not.
 */
const env = { WINEDEBUG: '+eventlog' };

describe.skipIf(!canRun(wine10))('--event-log on Windows code', () => {
  it('writes one event of a run, and one where there was none', async () => {
    const prefix = new WinePrefix(systemKeys('2019', 'Server'));
    try {
      const args = ['--plain', '--event-log'];
      const ran = await runCli(prefix, { args: [...args, '--only', 'server.memory'], env });
      expect(ran.exitCode).toBe(0);
      expect(ran.stderr.match(/RegisterEventSourceW \(\(null\),L"ecma-doctor"\)/g)).toHaveLength(1);
      // Handle, information, no category, 100, no user, two texts, no data.
      expect(ran.stderr).toMatch(/ReportEventW \(0*CAFE4242,0x0004,0x0000,0x0*64,0+,0x0002,0x0+,/);
      expect(ran.stderr).toMatch(/L"READY for the chosen probes/);
      expect(ran.stderr).toContain(String.raw`L"{\"exitCode\":0,\"ready\":true,\"partial\":true,`);

      const none = await runCli(prefix, { args: [...args, '--only', 'nothing.such'], env });
      expect(none.exitCode).toBe(2);
      expect(none.stderr).toMatch(/ReportEventW \(0*CAFE4242,0x0001,0x0000,0x0*66,/);
      expect(none.stderr).toMatch(/L"ecma-doctor: --only nothing\.such leaves no check to run/);

      // A task with a mistyped option is not silent where its monitoring looks.
      const mistyped = await runCli(prefix, { args: [...args, '--jsn'], env });
      expect(mistyped.exitCode).toBe(2);
      expect(mistyped.stderr).toMatch(/ReportEventW \(0*CAFE4242,0x0001,0x0000,0x0*66,/);
      expect(mistyped.stderr).toMatch(/L"ecma-doctor: unknown option --jsn, did you mean --json\?/);
    } finally {
      prefix.remove();
    }
  });
});
