import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Authority, makeAuthority } from '../beds/certificates.ts';
import { type Cloud, healthy, startCloud } from '../beds/loopback.ts';
import { wine8 } from './bed.ts';
import { runCli } from './cli.ts';
import { onEachWine } from './each-wine.ts';
import { WinePrefix } from './prefix.ts';
import { makeScriptedPowerShell, powershellFolder } from './scripted-powershell.ts';
import { systemKeys } from './servers.ts';
import { certificateKey } from './staged-certificate.ts';

/** .NET's answer, slow, late, silent and failing, as the built program takes it: by a PowerShell that does as it is told. */

const planted = 'planted-secret-of-the-environment';
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

const through = { value: { status: 200 } };
const failing = {
  value: {
    failure: 'NameResolutionFailure',
    faults: [{ type: 'System.Net.WebException', hresult: '0x80131509' }],
  },
};

onEachWine(".NET's answer", (wine) => {
  let prefix: WinePrefix;
  let folder: string;

  beforeAll(() => {
    // Wine 10 takes out of Root what this machine's own list of authorities does not have.
    const store = wine === wine8 ? 'Root' : 'AuthRoot';
    prefix = new WinePrefix(
      [...systemKeys('2019', 'Server'), certificateKey(store, new X509Certificate(authority.cert))],
      wine,
    );
    folder = mkdtempSync(join(tmpdir(), 'doctor-scripted-'));
    const program = join(folder, 'powershell.exe');
    makeScriptedPowerShell(wine, program);
    prefix.stage(`${powershellFolder}/powershell.exe`, readFileSync(program));
  });

  afterAll(() => {
    prefix.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    [
      'through, after a slow start',
      { readyAfter: 1500, answerAfter: 0, answer: through },
      40,
      'pass',
      /^localhost, \d+ ms$/,
    ],
    [
      'failing, slowly',
      { readyAfter: 1000, answerAfter: 1500, answer: failing },
      40,
      'fail',
      /^\.NET fails: NameResolutionFailure$/,
    ],
    [
      'late: it never comes',
      { readyAfter: 0, answerAfter: null, answer: null },
      12,
      'warn',
      /^no answer of \.NET: localhost$/,
    ],
    [
      'constrained: a policy lets PowerShell do too little',
      { readyAfter: 0, answerAfter: 0, answer: null, constrained: true },
      40,
      'pass',
      /^localhost, \d+ ms$/,
    ],
    [
      'none: PowerShell takes no question',
      { readyAfter: null, answerAfter: null, answer: null },
      12,
      'warn',
      /^no answer of \.NET: localhost$/,
    ],
  ])('%s', async (_name, script, deadline, status, message) => {
    prefix.stage(`${powershellFolder}/script.json`, JSON.stringify(script));
    const heard = prefix.stage(`${powershellFolder}/heard.txt`, '');
    writeFileSync(
      join(prefix.driveC, 'doctor.yaml'),
      `tenant: { cloud: { signIn: "https://localhost:${cloud.port}" } }\nprobes: { deadlines: { network.sign-in: ${deadline} } }\n`,
    );
    const ran = await runCli(prefix, {
      args: ['--json', '--config', 'C:\\doctor.yaml', '--only', 'network.sign-in'],
      env: { PLANTED_SECRET: planted },
    });
    const { probes } = JSON.parse(ran.stdout) as { readonly probes: readonly Row[] };
    const row = probes.find(({ id }) => id === 'network.sign-in');
    expect(row).toMatchObject({ status, message: expect.stringMatching(message) });
    expect(ran.exitCode).toBe(status === 'fail' ? 1 : 0);
    // Plain lines, and of the environment only what it needs.
    const given = readFileSync(heard, 'utf8');
    expect(given).toContain('$ErrorActionPreference');
    expect(given).not.toContain(planted);
    expect(given).not.toMatch(/EncodedCommand|FromBase64String|PLANTED_SECRET|ExecutionPolicy|NODE_PATH/i);
  });
});
