import type { Assembly } from '../../formats/dotnet/assembly.ts';
import type { AssemblyReference } from '../../formats/dotnet/identity.ts';
import { attempt } from '../../formats/dotnet/read-assembly.ts';
import { pathsOf } from '../../platform/paths.ts';
import type { Platform } from '../../platform/types.ts';
import { isEcma, isFramework } from './framework.ts';
import { readLibrary } from './read-library.ts';
import type { ReadRefusal } from './types.ts';

/** The libraries in a library's folder that matter for it. */
export interface Neighbours {
  /** Read ones by their simple name in lower case: those that types are inherited from. */
  readonly assemblies: ReadonlyMap<string, Assembly>;
  /** Simple names in lower case of all libraries in the folder; undefined when it cannot be listed. */
  readonly names: ReadonlySet<string> | undefined;
}

/** A connector that spreads over more libraries is followed no further. */
const mostLibraries = 16;
const mostMetadata = 16 * 1024 * 1024;

/** Reads the libraries beside that base classes and interfaces come from, and those that these inherit from. */
export async function readNeighbours(
  assembly: Assembly,
  path: string,
  platform: Platform,
  signal: AbortSignal,
): Promise<Neighbours | { readonly refusal: ReadRefusal }> {
  const paths = pathsOf(path);
  const folder = paths.dirname(path);
  const listed = await platform.files.list(folder, signal);
  const files = new Map(
    (listed.ok ? listed.entries : [])
      .filter((entry) => !entry.folder && /\.(dll|exe)$/i.test(entry.name))
      .map(({ name }) => [name.toLowerCase().slice(0, -4), paths.join(folder, name)]),
  );
  const assemblies = new Map<string, Assembly>();
  const wanted = attempt(() => inheritedFrom(assembly));
  if (!wanted.ok) return { refusal: { why: 'damaged', text: wanted.text } };
  const queue = [...wanted.value];
  const asked = new Set<string>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const file = files.get(next);
    if (file === undefined || asked.has(next) || asked.size === mostLibraries) continue;
    asked.add(next);
    const read = await readLibrary(file, platform, signal, mostMetadata);
    if ('refusal' in read) continue;
    const onwards = attempt(() => inheritedFrom(read.assembly));
    // One that lies is like one that is not there: what it would bring stays unknown.
    if (!onwards.ok) continue;
    assemblies.set(next, read.assembly);
    queue.push(...onwards.value);
  }
  return { assemblies, names: listed.ok && !listed.cut ? new Set(files.keys()) : undefined };
}

/** Simple names, in lower case, of the assemblies that types inherit from and that could bring an ECMA interface. */
function inheritedFrom(assembly: Assembly): ReadonlySet<string> {
  const candidates = new Map<string, AssemblyReference>(
    assembly.references.filter((one) => !isFramework(one) && !isEcma(one.name)).map((one) => [one.name, one]),
  );
  const found = new Set<string>();
  if (candidates.size === 0) return found;
  const note = (name: string): void => {
    if (candidates.has(name)) found.add(name.toLowerCase());
  };
  for (let row = 1; row <= assembly.typeCount; row += 1) {
    const base = assembly.baseOf(row);
    if (base?.kind === 'outside') note(base.assembly);
  }
  for (const { interface: one } of assembly.interfaceRows()) if (one?.kind === 'outside') note(one.assembly);
  // Types that moved on: the assembly that they moved to.
  for (const name of assembly.forwardTargets()) note(name);
  return found;
}
