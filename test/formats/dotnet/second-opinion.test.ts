import { open } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Assembly } from '../../../src/formats/dotnet/assembly.ts';
import { readAssembly } from '../../../src/formats/dotnet/read-assembly.ts';
import type { TypeReference } from '../../../src/formats/dotnet/type-names.ts';
import { monodisRows, monoInstalled } from '../../beds/mono.ts';

/** Assemblies that Debian's Mono packages bring. */
const sample = [
  'mscorlib',
  'System',
  'System.Core',
  'System.Xml',
  'System.Configuration',
  'System.Security',
  'System.Numerics',
  'Mono.Security',
  'Microsoft.CSharp',
].map((name) => `/usr/lib/mono/4.5/${name}.dll`);

async function read(path: string): Promise<Assembly> {
  const file = await open(path);
  try {
    const source = {
      size: (await file.stat()).size,
      async read(offset: number, length: number) {
        const bytes = Buffer.alloc(length);
        const { bytesRead } = await file.read(bytes, 0, length, offset);
        return bytes.subarray(0, bytesRead);
      },
    };
    const result = await readAssembly(source, { mostMetadata: 64_000_000 });
    if (!result.ok) throw new Error(result.text);
    return result.assembly;
  } finally {
    await file.close();
  }
}

const dotted = (namespace: string, name: string): string =>
  namespace === '' ? name : `${namespace}.${name}`;

/** As monodis writes it. */
function written(assembly: Assembly, reference: TypeReference | undefined): string {
  if (reference === undefined) return '?';
  if (reference.kind === 'outside')
    return `[${reference.assembly}]${dotted(reference.namespace, reference.name)}`;
  const { namespace, name } = assembly.names.defined(reference.row);
  return dotted(namespace, name);
}

/** monodis writes what a generic interface is closed over, and quotes words of its own language. */
const outer = (text: string): string =>
  text
    .replace(/ implements (?:class|valuetype) /, ' implements ')
    .replace(/(?<= implements .*`\d+)<.*$/s, '')
    .replaceAll("'", '');

/** A missing one fails its test: the sample is fixed. */
const there = monoInstalled();

describe.runIf(there).each(sample)('%s', (path) => {
  it('has the rows that monodis lists', async () => {
    const assembly = await read(path);
    const { tables, names } = assembly;

    const interfaces = [...assembly.interfaceRows()].map(
      ({ type, interface: what }) =>
        `${written(assembly, { kind: 'defined', row: type })} implements ${written(assembly, what)}`,
    );
    expect(interfaces).toEqual((await monodisRows('--interface', path)).map(outer));
    expect(interfaces.length).toBeGreaterThan(5);

    const typeRefs = Array.from({ length: tables.rows('TypeRef') }, (_, index) =>
      written(assembly, names.outside(index + 1)),
    );
    expect(typeRefs).toEqual((await monodisRows('--typeref', path)).map(outer));

    const references = assembly.references.map(({ name, version, token }) => ({ name, version, token }));
    expect(references).toEqual((await monodisRows('--assemblyref', path)).map(referenceOf));

    const typeDefs = await monodisRows('--typedef', path);
    expect(assembly.typeCount).toBe(typeDefs.length);
  });
});

function referenceOf(row: string): { name: string; version: string; token: string } {
  const part = (pattern: RegExp): string => pattern.exec(row)?.[1] ?? '';
  return {
    version: part(/^Version=(\S+)/),
    name: part(/Name=(\S+)/),
    token: part(/0x00000000: ([0-9A-F ]+)/)
      .replaceAll(' ', '')
      .toLowerCase(),
  };
}
