import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Wine, wine10 } from './bed.ts';
import { builtCli, runCli } from './cli.ts';
import { onEachWine } from './each-wine.ts';
import { WinePrefix } from './prefix.ts';
import {
  cryptoKeys,
  dotnetKeys,
  policyKeys,
  serviceKeys,
  systemKeys,
  type TlsChoice,
  tlsKeys,
} from './servers.ts';
import type { StagedKey } from './staged-registry.ts';

/** One level of a factor: what is staged, and what the probe must say under both profiles. */
interface Level {
  readonly name: string;
  readonly keys: readonly StagedKey[];
  readonly says: readonly [preview: string, ga: string];
}

const level = (name: string, keys: readonly StagedKey[], preview: string, ga: string = preview): Level => ({
  name,
  keys,
  says: [preview, ga],
});

const tls = (choice: TlsChoice, says: string) => level(`TLS ${choice}`, tlsKeys(choice), says);
const vault = (start: number, preview: string, ga: string = preview) =>
  level(`VaultSvc ${start}`, serviceKeys('VaultSvc', 'Anmeldeinformationsverwaltung', start), preview, ga);

/** Each factor is read by one probe. */
const factors: Readonly<Record<string, readonly [Level, Level, Level, Level]>> = {
  'server.os': [
    level(
      '2016',
      systemKeys('2016', 'Server'),
      'pass: Windows Server 2016, build 14393',
      'warn: Windows Server 2016, supported until January 2027',
    ),
    level('2019', systemKeys('2019', 'Server'), 'pass: Windows Server 2019, build 17763'),
    level('2022', systemKeys('2022', 'Server Core'), 'pass: Windows Server 2022, build 20348'),
    level('2025', systemKeys('2025', 'Server'), 'pass: Windows Server 2025, build 26100'),
  ],
  'server.dotnet': [
    level('4.6.2', dotnetKeys(394_802), 'fail: 4.6.2'),
    level('4.7.1', dotnetKeys(461_308), 'pass: 4.7.1', 'fail: 4.7.1'),
    level('4.7.2', dotnetKeys(461_814), 'pass: 4.7.2'),
    level('4.8', dotnetKeys(528_049), 'pass: 4.8'),
  ],
  'server.tls12': [
    tls('absent', 'pass: on, by default'),
    tls('on', 'pass: on, both ways'),
    tls('0xFFFFFFFF', 'pass: on, both ways'),
    level(
      'TLS off',
      tlsKeys('off'),
      'warn: off for outgoing connections',
      'fail: off for outgoing connections',
    ),
  ],
  'server.powershell-policy': [
    level('no policy', policyKeys(undefined), 'pass: not set by group policy'),
    level('RemoteSigned', policyKeys('RemoteSigned'), 'pass: MachinePolicy says RemoteSigned'),
    level(
      'Unrestricted',
      policyKeys('Unrestricted'),
      'warn: MachinePolicy says Unrestricted',
      'fail: MachinePolicy says Unrestricted',
    ),
    level(
      'AllSigned',
      policyKeys('AllSigned'),
      'warn: MachinePolicy says AllSigned',
      'fail: MachinePolicy says AllSigned',
    ),
  ],
  'server.credential-manager': [
    vault(3, 'pass: starts when needed'),
    vault(2, 'pass: starts by itself'),
    vault(4, 'warn: disabled', 'fail: disabled'),
    level('no VaultSvc', [], 'warn: there is no such service', 'fail: there is no such service'),
  ],
};

const strongCrypto: readonly Level[] = [
  level('crypto absent', cryptoKeys(undefined), 'pass: on, by default'),
  level('crypto 0', cryptoKeys(0), 'warn: switched off'),
  level('crypto 1', cryptoKeys(1), 'pass: on'),
];

/** Multiplication in the field of four elements; addition is exclusive or. */
const times = [
  [0, 0, 0, 0],
  [0, 1, 2, 3],
  [0, 2, 3, 1],
  [0, 3, 1, 2],
] as const;

/** Orthogonal array of strength 2: in 16 rows each level of a factor meets each level of each other factor once. */
const rows = [0, 1, 2, 3].flatMap((a) =>
  [0, 1, 2, 3].map((b) => [a, b, ...[1, 2, 3].map((k) => a ^ (times[k]?.[b] ?? 0))]),
);

const cases = rows.map((row, index) => {
  const chosen = Object.entries(factors).map(
    ([id, levels], factor) => [id, levels[row[factor] ?? 0]] as const,
  );
  return [...chosen, ['server.strong-crypto', strongCrypto[index % 3]] as const].flatMap(([id, one]) =>
    one === undefined ? [] : [{ id, ...one }],
  );
});

interface Row {
  readonly id: string;
  readonly status: string;
  readonly message: string;
}

/** `status: message` by probe id. */
function told(report: string): Readonly<Record<string, string>> {
  const { probes } = JSON.parse(report) as { readonly probes: readonly Row[] };
  return Object.fromEntries(probes.map(({ id, status, message }) => [id, `${status}: ${message}`]));
}

/** What the built program says on a Windows with this registry under GA, and later, elsewhere, under the preview. */
async function ask(
  keys: readonly StagedKey[],
  wine: Wine,
): Promise<Readonly<Record<'preview' | 'ga', ReturnType<typeof told>>>> {
  const prefix = new WinePrefix(keys, wine);
  try {
    const ran = await runCli(prefix, { args: ['--json', '--profile', 'ga', '--only', 'server.*'] });
    expect(ran).toMatchObject({
      stderr: expect.stringMatching(/^Settings: none found[^\n]*\n$/),
      exitCode: 1,
    });
    const report = join(prefix.folder, 'report.json');
    writeFileSync(report, ran.stdout);
    const again = await judgeAgain(report, prefix.folder);
    return { ga: told(ran.stdout), preview: told(again) };
  } finally {
    prefix.remove();
  }
}

/** `--from` on this machine: the facts of a Windows are judged without one. */
async function judgeAgain(report: string, state: string): Promise<string> {
  const args = [builtCli, '--from', report, '--profile', 'preview-2021', '--json'];
  const env = { PATH: process.env.PATH ?? '', ECMA_DOCTOR_STATE: join(state, 'again') };
  return new Promise((resolve) =>
    execFile(process.execPath, args, { env }, (_error, stdout) => resolve(stdout)),
  );
}

onEachWine('verdicts of the built program, from a real registry and service manager', (wine) => {
  // The executable in all of them, the program on Node 22 in a quarter.
  const asked = wine === wine10 ? cases : cases.filter((_, index) => index % 5 === 0);

  it.concurrent.each(asked.map((one) => [one.map(({ name }) => name).join(', '), one] as const))(
    '%s',
    async (_name, one) => {
      const said = await ask(
        one.flatMap(({ keys }) => keys),
        wine,
      );
      const heard = one.map(({ id }) => [id, said.preview[id], said.ga[id]]);
      expect(heard).toEqual(one.map(({ id, says }) => [id, ...says]));
    },
  );

  it('warns of what was written after the last start', async () => {
    const now = new Date();
    const keys = [...systemKeys('2019', 'Server Core'), ...dotnetKeys(528_049), ...tlsKeys('on')];
    const { ga } = await ask(
      keys.map((key) => ({ ...key, writtenAt: now })),
      wine,
    );
    expect(ga).toMatchObject({
      'server.dotnet': 'warn: 4.8, restart outstanding',
      'server.tls12': 'warn: on, restart outstanding',
      'server.edition': 'fail: Server Core: no desktop',
    });
  });
});
