import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, makeAuthority } from '../beds/certificates.ts';
import { type Cloud, healthy, startCloud } from '../beds/loopback.ts';
import { canRun, wine8 } from './bed.ts';
import { runCli } from './cli.ts';
import { WinePrefix } from './prefix.ts';
import { systemKeys } from './servers.ts';
import { certificateKey } from './staged-certificate.ts';

/** Sign-in on Windows code: the machine's own roots, and a PowerShell that says nothing (Wine's). */

let authority: Authority;
let cloud: Cloud;

beforeAll(async () => {
  authority = await makeAuthority('/CN=Contoso Test Root');
  cloud = await startCloud(await authority.issue('good', { names: ['localhost'], days: 1 }), healthy);
});

afterAll(async () => {
  await cloud.stop();
  await authority.stop();
});

interface Row {
  readonly id: string;
  readonly status: string;
  readonly message: string;
  readonly found?: string;
  readonly evidence: readonly { readonly label: string; readonly value: string }[];
}

describe.skipIf(!canRun(wine8))('network.sign-in of the built program', () => {
  it.each([
    ["in the machine's store", true, 'pass', /^localhost, \d+ ms$/],
    ['nowhere', false, 'fail', /^Contoso Test Root is not trusted: localhost$/],
  ])('with an authority %s', async (_, staged, status, message) => {
    const root = certificateKey('Root', new X509Certificate(authority.cert));
    const prefix = new WinePrefix([...systemKeys('2019', 'Server'), ...(staged ? [root] : [])], wine8);
    try {
      const config = `tenant: { cloud: { signIn: "https://localhost:${cloud.port}" } }\n`;
      writeFileSync(join(prefix.driveC, 'doctor.yaml'), config);
      const ran = await runCli(prefix, {
        args: ['--json', '--config', 'C:\\doctor.yaml', '--only', 'network.sign-in'],
      });
      expect(ran.exitCode, ran.stderr).toBe(status === 'pass' ? 0 : 1);
      const { probes } = JSON.parse(ran.stdout) as { readonly probes: readonly Row[] };
      const row = probes.find(({ id }) => id === 'network.sign-in');
      expect(row).toMatchObject({ status, message: expect.stringMatching(message) });
      // An exit code 0 with no output is no answer: our own verdict stands, and says that it stands alone.
      expect(row?.evidence).toContainEqual({
        label: '.NET',
        value: 'not cross-checked: PowerShell ended without an answer (ERROR)',
      });
      if (staged) expect(row?.found).toMatch(/^not cross-checked with \.NET/);
    } finally {
      prefix.remove();
    }
  });
});
