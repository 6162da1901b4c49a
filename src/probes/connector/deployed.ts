import { inHost } from '../../clients/host/files.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { fileName, pathsOf } from '../../platform/paths.ts';
import type { Platform, Problem } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { ConnectorSettings, Settings } from '../../settings/schema.ts';
import { by, fix } from '../common/fix.ts';
import { untilInstalled } from '../common/not-run.ts';
import { onScreen } from '../common/steps.ts';
import { fail, pass, unknown, warn } from '../common/verdicts.ts';
import { hostInstalled } from '../host/installed/facts.ts';
import { factsToken } from '../token.ts';
import { defineLibraryProbe } from './define.ts';
import { connectorLibrary } from './library/facts.ts';
import { libraryPath } from './places.ts';
import { customConnectors } from './remedies.ts';

/** One place where the host keeps the library. `folder`: is its folder there at all? */
export type Copy = {
  readonly path: string;
  readonly folder: boolean;
  readonly digest?: string;
  readonly bytes?: number;
  readonly changedAt?: string;
  readonly problem?: Problem;
};

export interface DeployedFacts extends Facts {
  /** The library that `.ecmarc` names. */
  readonly source: Copy;
  /** The host's folder, the connector's cache, and its AutosyncService cache. */
  readonly copies: readonly Copy[];
}

export const connectorDeployed = factsToken<DeployedFacts>('connector', 'deployed');

/** Do the three places under the host's folder hold the bytes of the library? */
export const connectorDeployedProbe = defineLibraryProbe(connectorDeployed, {
  title: 'Same copy at the host',
  levels: levels('required', 'required'),
  requirements: ['CON-11', 'CON-17'],
  needs: [connectorLibrary, hostInstalled],
  notApplicable: untilInstalled,
  async collect({ settings, platform, scope: { connector } }, signal) {
    if (connector === undefined) throw new Error('there is no connector');
    const source = libraryPath(settings, connector);
    const copies: Copy[] = [];
    for (const place of placesOf(settings, connector)) copies.push(await copyAt(place, platform, signal));
    return { usable: true, source: await copyAt(source, platform, signal), copies };
  },
  judge: judgeDeployed,
});

function placesOf(settings: Settings, connector: ConnectorSettings): readonly string[] {
  const name = fileName(libraryPath(settings, connector));
  return requirement('CON-11').values.places.map((place) =>
    inHost(settings, `${place.replace('{name}', () => connector.name)}\\${name}`),
  );
}

async function copyAt(path: string, platform: Platform, signal: AbortSignal): Promise<Copy> {
  const { files } = platform;
  const folder = await files.stat(pathsOf(path).dirname(path), signal);
  const stat = await files.stat(path, signal);
  if (!stat.ok) return { path, folder: folder.ok, problem: stat.problem };
  const hash = await files.sha256(path, signal);
  const seen = { path, folder: true, bytes: stat.bytes, changedAt: stat.changedAt };
  return hash.ok ? { ...seen, digest: hash.digest } : { ...seen, problem: hash.problem };
}

export function judgeDeployed({ facts }: JudgeInput<Settings, DeployedFacts>): Verdict {
  const { source, copies } = facts;
  const base = {
    expected: "the library's bytes, the same in each place at the host",
    evidence: [source, ...copies].map((copy) => ({ label: labelOf(copy), value: copy.path })),
  };
  const [main, ...caches] = copies;
  const unseen = [source, ...copies].find((copy) => copy.digest === undefined && !isAbsent(copy));
  if (source.digest === undefined || main === undefined || unseen !== undefined)
    return { ...base, ...unreadable(unseen ?? source) };
  if (main.digest === undefined)
    return {
      ...base,
      ...fail("not in the host's folder", `there is no file ${main.path}`, copyTo(source, [main])),
    };
  const same = (copy: Copy): boolean => copy.digest === source.digest;
  const stale = caches.filter((copy) => copy.digest !== undefined && !same(copy));
  if (!same(main)) return { ...base, ...differs(source, main, stale) };
  const [old] = stale;
  if (old !== undefined)
    return {
      ...base,
      ...fail(
        stale.length === 1 ? 'a stale copy in the cache' : 'stale copies in the cache',
        `another version lies at ${stale.map(({ path }) => path).join(' and at ')} (changed ${old.changedAt ?? 'at an unknown time'})`,
        copyTo(source, stale),
      ),
    };
  const lacking = caches.filter((copy) => copy.digest === undefined);
  const [gap] = lacking.filter((copy) => copy.folder);
  if (gap !== undefined)
    return {
      ...base,
      ...warn(
        'not in the cache',
        `the folder is there, but not the library: ${gap.path}`,
        copyTo(source, [gap]),
      ),
    };
  if (lacking.length === caches.length)
    return {
      ...base,
      ...pass(
        "in the host's folder, no cache yet",
        "The host's wizard makes the cache when the connector is configured.",
      ),
    };
  return { ...base, ...pass(`same bytes in ${copies.length - lacking.length} places`) };
}

function differs(source: Copy, main: Copy, stale: readonly Copy[]): Verdict {
  return fail(
    'the host has another version',
    `${main.path} differs from ${source.path}: what the other rows say holds for the latter only`,
    copyTo(source, [main, ...stale]),
  );
}

function unreadable(copy: Copy): Verdict {
  const { problem } = copy;
  return unknown(
    'not every copy could be read',
    `${copy.path}: ${problem === undefined ? 'no answer' : `${problem.text} (${problem.code})`}`,
    fix(
      "Only copies that can be read can be compared; the host's folder is for administrators.",
      by.server('Start the doctor as an administrator'),
      by.server('See who may read it', `icacls.exe "${copy.path}"`),
    ),
  );
}

/** The documents' own order: wizard closed and service stopped while the files change. */
function copyTo(source: Copy, targets: readonly Copy[]): Remedy {
  const service = 'Microsoft ECMA2Host';
  return fix(
    "The host loads its own copies: one in its ECMA folder and two in the connector's cache.",
    by.server("Close the host's wizard and stop its service", `net.exe stop "${service}"`),
    ...targets
      .filter(({ path }) => path !== source.path)
      .map(({ path }) =>
        by.server('Copy the library and what it needs', `cmd.exe /c copy /Y "${source.path}" "${path}"`),
      ),
    by.server('Start the service again', `net.exe start "${service}"`),
    onScreen('Press r: the copies are compared again'),
    customConnectors,
  );
}

function isAbsent({ problem }: Copy): boolean {
  return problem?.code === 'ENOENT' || problem?.code === 'ENOTDIR';
}

function labelOf({ digest, bytes, problem }: Copy): string {
  if (digest !== undefined) return `${digest.slice(0, 12)}, ${bytes ?? 0} bytes`;
  return problem?.code ?? 'not read';
}
