import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Assembly, TypeDefinition } from '../../../src/formats/dotnet/assembly.ts';
import { bytesSource } from '../../../src/formats/dotnet/bytes.ts';
import { attempt, readAssembly } from '../../../src/formats/dotnet/read-assembly.ts';
import { monoInstalled, startCompiler } from '../../beds/mono.ts';
import { flippedBits, liesInTables, type Mutation, truncations } from './mutations.ts';
import { asNative, placesIn, replaceText, withCorFlags, withMachine } from './patch.ts';

const options = { mostMetadata: 64 * 1024 * 1024 };

async function read(bytes: Uint8Array): Promise<Assembly> {
  const result = await readAssembly(bytesSource(bytes), options);
  if (!result.ok) throw new Error(result.text);
  return result.assembly;
}

function typesOf(assembly: Assembly): readonly TypeDefinition[] {
  return Array.from({ length: assembly.typeCount }, (_, index) => assembly.type(index + 1));
}

describe.runIf(monoInstalled())('readAssembly', () => {
  let folder = '';
  let ecma: Uint8Array;
  let connector: Uint8Array;
  let nested: Uint8Array;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ecma-formats-'));
    const compiler = await startCompiler();
    const reference = await compiler.compileEcma(folder);
    const references = [reference];
    ecma = await readFile(reference);
    connector = await readFile(
      await compiler.compile({
        source: 'connector',
        out: join(folder, 'Contoso.Ticketing.dll'),
        symbols: ['EXPLICIT_SCHEMA', 'DELTA'],
        references,
      }),
    );
    nested = await readFile(
      await compiler.compile({
        source: 'others',
        out: join(folder, 'Nested.dll'),
        symbols: ['NESTED'],
        references,
      }),
    );
    await compiler.stop();
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('tells who it is: tables Assembly and Module, version resource, metadata root', async () => {
    const assembly = await read(ecma);
    expect(assembly.identity).toMatchObject({
      name: 'Microsoft.MetadirectoryServicesEx',
      version: '4.1.3496.0',
      culture: '',
      token: '31bf3856ad364e35',
    });
    expect(assembly.identity.build).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect((await read(connector)).fileVersion).toBe('1.2.3.4');
    expect(assembly.runtimeVersion).toBe('v4.0.30319');
  });

  it('lists references with their tokens: table AssemblyRef', async () => {
    const assembly = await read(connector);
    expect(assembly.identity.token).toBe('');
    expect(assembly.references.map(({ name, version, token }) => `${name} ${version} ${token}`)).toEqual([
      'Microsoft.MetadirectoryServicesEx 4.1.3496.0 31bf3856ad364e35',
      'mscorlib 4.0.0.0 b77a5c561934e089',
    ]);
  });

  it('reads attributes of the assembly: table CustomAttribute', async () => {
    const { attributes } = await read(connector);
    expect(attributes).toContainEqual({
      name: 'System.Runtime.Versioning.TargetFrameworkAttribute',
      text: '.NETFramework,Version=v4.7.2',
    });
  });

  it('knows types, what is around them and what they inherit: TypeDef, NestedClass, GenericParam', async () => {
    const assembly = await read(nested);
    const types = typesOf(assembly);
    const find = (name: string) => types.find((one) => one.name === name);
    expect(find('Connectors/Inner')).toMatchObject({
      namespace: 'Contoso.Nested',
      public: true,
      abstract: false,
      generic: false,
    });
    expect(find('Connectors/Unseen')).toMatchObject({ public: false });
    const base = find('ConnectorBase`1');
    expect(base).toMatchObject({ generic: true, abstract: true, interface: false });
    expect(find('IWholeConnector')).toMatchObject({ interface: true, abstract: true });
    // Through a TypeSpec: ConnectorBase<string>.
    expect(find('Connectors/Inner')?.base).toEqual({ kind: 'defined', row: base?.row });
    expect(assembly.find('Contoso.Base', 'ConnectorBase`1')).toBe(base?.row);
    expect(assembly.find('Contoso.Base', 'Nobody')).toBeUndefined();
  });

  it('knows methods and what stands for an interface: MethodDef, MethodImpl, MemberRef', async () => {
    const assembly = await read(connector);
    const row = assembly.find('Contoso.Ticketing', 'TicketingConnector') ?? 0;
    const methods = assembly.methodsOf(row);
    expect(methods.find(({ name }) => name === 'PutExportEntries')).toEqual({
      name: 'PutExportEntries',
      public: true,
      static: false,
      parameters: 1,
    });
    expect(methods.find(({ name }) => name === '.ctor')).toMatchObject({ public: true, parameters: 0 });
    expect(assembly.overridesOf(row)).toEqual([
      {
        declaring: {
          kind: 'outside',
          assembly: 'Microsoft.MetadirectoryServicesEx',
          namespace: 'Microsoft.MetadirectoryServices',
          name: 'IMAExtensible2GetSchema',
        },
        declared: 'GetSchema',
        body: {
          name: 'Microsoft.MetadirectoryServices.IMAExtensible2GetSchema.GetSchema',
          public: false,
          static: false,
          parameters: 1,
        },
      },
    ]);
    expect(assembly.namesMember('set_DeltaImport')).toBe(true);
    expect(assembly.namesMember('set_Nothing')).toBe(false);
  });

  it.each([
    ['any', 1, 332, { bits: 'any', mixed: false, machine: 'I386' }],
    ['32 bits required', 3, 332, { bits: '32' }],
    ['32 bits preferred', 0x20003, 332, { bits: 'any' }],
    ['native code in it', 0, 332, { bits: '32', mixed: true }],
    ['another processor', 1, 0xaa64, { machine: 'ARM64' }],
    ['a processor without a name', 1, 0x1234, { machine: '0x1234' }],
  ])('image: %s', async (_name, flags, machine, expected) => {
    const { image } = await read(withMachine(withCorFlags(connector, flags), machine));
    expect(image).toMatchObject(expected);
  });

  it('takes the last of streams with one name, as the runtime does', async () => {
    const { streams } = placesIn(connector);
    expect([...streams.keys()]).toEqual(['#~', '#Strings', '#US', '#GUID', '#Blob']);
    // The decoy stands before the real one.
    const { attributes, identity } = await read(replaceText(connector, '#GUID\0\0\0', '#Blob\0\0\0'));
    expect(attributes.some(({ text }) => text?.startsWith('.NETFramework'))).toBe(true);
    expect(identity.build).toBe('');
  });

  it.each<[string, () => Uint8Array, string]>([
    ['nothing', () => new Uint8Array(), 'not-windows'],
    ['text', () => Buffer.from('<!DOCTYPE html><html>'.padEnd(200, ' ')), 'not-windows'],
    ['a DOS program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'not-windows'],
    ['MZ alone', () => Buffer.from('MZ'), 'damaged'],
    ['a native library', () => asNative(connector), 'native'],
    ['half of one', () => connector.subarray(0, connector.length / 2), 'damaged'],
    ['no BSJB', () => replaceText(connector, 'BSJB', 'BSJX'), 'damaged'],
    ['no tables', () => replaceText(connector, '#~\0\0', '#x\0\0'), 'damaged'],
  ])('no assembly: %s', async (_name, bytes, reason) => {
    expect(await readAssembly(bytesSource(bytes()), options)).toMatchObject({ ok: false, reason });
  });

  it('takes no more metadata than it may', async () => {
    const result = await readAssembly(bytesSource(connector), { mostMetadata: 100 });
    expect(result).toMatchObject({ ok: false, reason: 'too-large' });
  });

  it('lets a failure of the source through', async () => {
    const source = { size: 5000, read: () => Promise.reject(new Error('disk on fire')) };
    await expect(readAssembly(source, options)).rejects.toThrow('disk on fire');
  });

  it.each<[string, () => Iterable<Mutation>]>([
    ['cut off anywhere', () => truncations(connector, 16)],
    ['a bit turned', () => flippedBits(connector, 1500, 8)],
    ['lying numbers', () => liesInTables(connector)],
    ['lying numbers, nested and generic', () => liesInTables(nested)],
  ])('always ends with a result or a reason: %s', async (_name, mutations) => {
    let [read, refused, slowest] = [0, 0, 0];
    for (const { what, bytes } of mutations()) {
      const start = process.cpuUsage();
      const result = await readAssembly(bytesSource(bytes), options).catch((error: unknown) => {
        throw new Error(`${what}: ${String(error)}`);
      });
      const all = result.ok ? attempt(() => everything(result.assembly)) : result;
      const { user, system } = process.cpuUsage(start);
      slowest = Math.max(slowest, user + system);
      if (all.ok) read += 1;
      else refused += 1;
    }
    expect(read + refused).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(20);
    // Microseconds of this process's own work, whatever else the machine does.
    expect(slowest).toBeLessThan(5_000_000);
  });
});

/** Reads all there is to read. */
function everything(assembly: Assembly): number {
  const types = typesOf(assembly);
  const methods = types.flatMap(({ row }) => [...assembly.methodsOf(row), ...assembly.overridesOf(row)]);
  assembly.namesMember('nobody');
  assembly.forwardedTo('', 'nobody');
  return types.length + methods.length + [...assembly.interfaceRows()].length;
}
