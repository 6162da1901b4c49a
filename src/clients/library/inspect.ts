import { defined } from '../../base/defined.ts';
import type { Assembly } from '../../formats/dotnet/assembly.ts';
import { attempt } from '../../formats/dotnet/read-assembly.ts';
import { isForeign } from '../../platform/paths.ts';
import type { Platform } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import { describeAssembly } from './describe.ts';
import { readNeighbours } from './neighbours.ts';
import { readLibrary, refusalOf } from './read-library.ts';
import type { LibraryDescription, LibraryInspection, ReadRefusal } from './types.ts';

/** Metadata of a 30 MB library is some 10 MB. */
const mostMetadata = 64 * 1024 * 1024;

/** Looks at a library and at what it refers to beside it. Nothing of it is loaded or run. */
export async function inspectLibrary(
  path: string,
  platform: Platform,
  signal: AbortSignal,
): Promise<LibraryInspection> {
  if (isForeign(path, platform)) return { path, refusal: { why: 'foreign-path' } };
  const { files } = platform;
  const stat = await files.stat(path, signal);
  if (!stat.ok) return { path, refusal: refusalOf(stat.problem) };
  if (stat.kind !== 'file') return { path, refusal: { why: 'not-a-file' } };
  const zone = await zoneOf(path, platform, signal);
  const seen = {
    path,
    bytes: stat.bytes,
    changedAt: stat.changedAt,
    ...defined({ zone }),
  };
  const read = await readLibrary(path, platform, signal, mostMetadata);
  if ('refusal' in read) return { ...seen, refusal: read.refusal };
  const described = await describeLibrary(read.assembly, path, platform, signal);
  return { ...seen, ...described };
}

async function describeLibrary(
  assembly: Assembly,
  path: string,
  platform: Platform,
  signal: AbortSignal,
): Promise<{ readonly refusal: ReadRefusal } | { readonly assembly: LibraryDescription }> {
  const beside = await readNeighbours(assembly, path, platform, signal);
  if ('refusal' in beside) return beside;
  const described = attempt(() => describeAssembly(assembly, beside));
  if (described.ok) return { assembly: described.value };
  // A neighbour may be what lies: without them, what they would bring is unknown.
  const alone = attempt(() => describeAssembly(assembly, { ...beside, assemblies: new Map() }));
  if (alone.ok) return { assembly: alone.value };
  return { refusal: { why: 'damaged', text: described.text } };
}

/** ZoneId of a file that was downloaded; undefined where Windows keeps no note. */
async function zoneOf(path: string, platform: Platform, signal: AbortSignal): Promise<number | undefined> {
  const { blockedStream } = requirement('CON-11').values;
  const stream = await platform.files.stream(path, blockedStream, 4096, signal);
  if (!stream.ok) return undefined;
  const zone = /^\s*ZoneId\s*=\s*(\d)\s*$/im.exec(new TextDecoder().decode(stream.bytes))?.[1];
  return zone === undefined ? undefined : Number(zone);
}
