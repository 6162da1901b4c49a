import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canRun, wine8 } from './bed.ts';
import { runCli, windowsPath } from './cli.ts';
import { WinePrefix } from './prefix.ts';
import { systemKeys } from './servers.ts';

/**
 * An administrator with elevation beside an `.ecmarc` of somebody else. Wine shows a file of another user of this machine
 * as one of another account, and elevation on Wine 8 alone; only root can give files away.
 */
const able = canRun(wine8) && process.getuid?.() === 0;

describe.skipIf(!able)('a second administrator', () => {
  let prefix: WinePrefix;
  let file: string;
  beforeAll(() => {
    if (!able) return;
    prefix = new WinePrefix(systemKeys('2019', 'Server'), wine8);
    file = join(prefix.folder, '.ecmarc');
    writeFileSync(file, 'profile: ga\n', { mode: 0o644 });
  });
  afterAll(() => prefix?.remove());

  const look = async (...args: readonly string[]) => {
    const ran = await runCli(prefix, { args: ['--json', '--only', 'server.os', ...args] });
    const profile = ran.stdout === '' ? undefined : (JSON.parse(ran.stdout) as { profile: string }).profile;
    return { exitCode: ran.exitCode, profile, stderr: ran.stderr };
  };

  it('uses their own file where it is found', async () => {
    expect(await look()).toMatchObject({ exitCode: 0, profile: 'ga' });
  });

  it("refuses another account's file that was found, names its owner, and takes it when it is named", async () => {
    chownSync(file, 4_321, 4_321);
    const refused = await look();
    expect(refused, refused.stderr).toMatchObject({ exitCode: 2, profile: undefined });
    expect(refused.stderr.replace(/\s+/g, ' ')).toMatch(
      /not used with administrator's rights: it belongs to S-1-5-7\b.*--config/,
    );
    expect(await look('--config', windowsPath(file))).toMatchObject({ exitCode: 0, profile: 'ga' });
  });
});
