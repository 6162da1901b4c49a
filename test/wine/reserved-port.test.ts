import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installed } from '../beds/program.ts';
import { canRun, wine10 } from './bed.ts';
import { runCli } from './cli.ts';
import { WinePrefix } from './prefix.ts';
import { systemKeys } from './servers.ts';

/**
 * A port that Windows reserves is refused by WSAEACCES, whoever asks. So is one below 1024 on this machine to a program
 * without that right; nothing has to listen there.
 */
const without = 'setpriv --bounding-set=-net_bind_service --inh-caps=-net_bind_service'.split(' ');
const port = 617;

/** Some machines let every program have every port. */
function refuses(): boolean {
  const first = readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8');
  return process.getuid?.() === 0 && installed('setpriv') && Number(first) > port;
}

describe.skipIf(!canRun(wine10) || !refuses())('a reserved port, on Windows code', () => {
  it('is named as such', async () => {
    const prefix = new WinePrefix(systemKeys('2019', 'Server'));
    try {
      writeFileSync(join(prefix.driveC, 'doctor.json'), JSON.stringify({ host: { port } }));
      const args = ['--json', '--config', 'C:\\doctor.json', '--only', 'host.port'];
      const { stdout, stderr } = await runCli(prefix, { args, through: without });
      expect(stdout, stderr).not.toBe('');
      const { probes } = JSON.parse(stdout) as { readonly probes: readonly { readonly id: string }[] };
      expect(probes.find(({ id }) => id === 'host.port')).toMatchObject({
        status: 'warn',
        message: `${port} is reserved by Windows`,
      });
    } finally {
      prefix.remove();
    }
  });
});
