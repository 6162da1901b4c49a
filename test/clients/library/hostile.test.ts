import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectLibrary } from '../../../src/clients/library/inspect.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { OpenFile, Platform } from '../../../src/platform/types.ts';
import { monoInstalled } from '../../beds/mono.ts';
import { flippedBits, liesInTables, type Mutation, truncations } from '../../formats/dotnet/mutations.ts';
import { placesIn } from '../../formats/dotnet/patch.ts';
import { type Tangle, vastLibrary } from '../../formats/dotnet/vast.ts';
import { type Libraries, makeLibraries } from '../../probes/connector/libraries.ts';

const real = createPlatform({});

/** This machine with one or two files that are not on its disk. */
function holding(contents: ReadonlyMap<string, Uint8Array>): Platform {
  const open = (bytes: Uint8Array): OpenFile => ({
    size: bytes.length,
    read: async (offset, length) => ({ ok: true, bytes: bytes.subarray(offset, offset + length) }),
    close: async () => {},
  });
  const absent = { ok: false, problem: { code: 'ENOENT', text: 'not there' } } as const;
  return {
    ...real,
    files: {
      ...real.files,
      stat: async (path) => {
        const bytes = contents.get(path)?.length;
        return bytes === undefined ? absent : { ok: true, kind: 'file', bytes, changedAt: '2026-01-01' };
      },
      open: async (path) => {
        const bytes = contents.get(path);
        return bytes === undefined ? absent : { ok: true, file: open(bytes) };
      },
      stream: async () => absent,
      list: async (folder) => ({
        ok: true,
        cut: false,
        entries: [...contents.keys()]
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => ({ name: path.slice(folder.length + 1), folder: false })),
      }),
    },
  };
}

describe.runIf(monoInstalled())('hostile libraries', () => {
  let made: Libraries;
  let nested: Uint8Array;
  let facade: Uint8Array;
  let base: Uint8Array;

  beforeAll(async () => {
    made = await makeLibraries();
    nested = await readFile(await made.other('NESTED'));
    const basePath = await made.into('two', {
      source: 'others',
      symbols: ['BASE'],
      file: 'Contoso.Base.dll',
    });
    base = await readFile(basePath);
    facade = await readFile(
      await made.into('two', { source: 'others', symbols: ['DERIVED'], file: 'F.dll', beside: [basePath] }),
    );
  });

  afterAll(() => made.remove());

  const survive = async (
    mutations: Iterable<Mutation>,
    put: (bytes: Uint8Array) => ReadonlyMap<string, Uint8Array>,
  ): Promise<{ readonly assemblies: number; readonly refusals: number }> => {
    let [assemblies, refusals] = [0, 0];
    for (const { what, bytes } of mutations) {
      const start = process.cpuUsage();
      const signal = new AbortController().signal;
      const look = await inspectLibrary('/srv/F.dll', holding(put(bytes)), signal).catch((error: unknown) => {
        throw new Error(`${what}: ${String(error)}`);
      });
      if (look.assembly === undefined) refusals += 1;
      else assemblies += 1;
      const { length } = JSON.stringify(look);
      const { user, system } = process.cpuUsage(start);
      const ms = (user + system) / 1000;
      if (length > 100_000 || ms > 5000) throw new Error(`${what}: ${length} characters, ${ms} ms`);
    }
    return { assemblies, refusals };
  };

  it.each<[string, () => Iterable<Mutation>]>([
    ['cut off', () => truncations(nested, 32)],
    ['bits turned', () => flippedBits(nested, 600, 21)],
    ['lies, and loops of nesting and inheritance', () => liesInTables(nested)],
  ])('%s', async (_name, mutations) => {
    const seen = await survive(mutations(), (bytes) => new Map([['/srv/F.dll', bytes]]));
    expect(seen.refusals).toBeGreaterThan(20);
  });

  it('a damaged neighbour makes no damaged connector', async () => {
    const seen = await survive(
      [...truncations(base, 64), ...flippedBits(base, 300, 22)],
      (bytes) =>
        new Map([
          ['/srv/F.dll', facade],
          ['/srv/Contoso.Base.dll', bytes],
        ]),
    );
    expect(seen.assemblies).toBeGreaterThan(300);
    expect(seen.refusals).toBe(0);
  });

  it('two libraries that inherit from each other come to an end', async () => {
    const files = new Map([
      ['/srv/F.dll', facade],
      ['/srv/Contoso.Base.dll', facade],
    ]);
    const look = await inspectLibrary('/srv/F.dll', holding(files), new AbortController().signal);
    expect(look.assembly?.classes).toMatchObject({
      found: [],
      open: [{ name: 'Contoso.Facade.FacadeConnector' }],
    });
  });

  it('a file that fails half-way is a fact', async () => {
    const platform = holding(new Map([['/srv/F.dll', facade]]));
    const failing: Platform = {
      ...platform,
      files: {
        ...platform.files,
        open: async (path, signal) => {
          const opened = await platform.files.open(path, signal);
          if (!opened.ok) return opened;
          const read: OpenFile['read'] = async (offset, length, until) =>
            offset > 0
              ? { ok: false, problem: { code: 'EIO', text: 'the disk failed' } }
              : opened.file.read(offset, length, until);
          return { ok: true, file: { ...opened.file, read } };
        },
      },
    };
    const look = await inspectLibrary('/srv/F.dll', failing, new AbortController().signal);
    expect(look.refusal).toEqual({ why: 'failed', problem: { code: 'EIO', text: 'the disk failed' } });
  });
});

describe('vast libraries', () => {
  it.each<[Tangle, string]>([
    ['chain', 'looked through'],
    ['nesting', 'looked through'],
    ['methods', 'looked through'],
    ['names', 'damaged'],
  ])('%s: %s, in bounded time and with small facts', async (tangle, outcome) => {
    const bytes = vastLibrary(tangle, 20_000);
    const start = process.cpuUsage();
    const files = holding(new Map([['/srv/F.dll', bytes]]));
    const look = await inspectLibrary('/srv/F.dll', files, new AbortController().signal);
    const { user, system } = process.cpuUsage(start);
    expect(look.refusal?.why ?? 'looked through').toBe(outcome);
    if (outcome === 'looked through') expect(look.assembly?.classes.found).toHaveLength(20);
    expect(JSON.stringify(look).length).toBeLessThan(100_000);
    // Microseconds of this process's own work, whatever else the machine does.
    expect(user + system).toBeLessThan(5_000_000);
  });

  it('refuses more rows than any library has', async () => {
    const bytes = Buffer.from(vastLibrary('chain', 20_000));
    // Row counts stand behind 24 bytes: of Module, TypeRef, TypeDef.
    bytes.writeUInt32LE(210_000, (placesIn(bytes).streams.get('#~')?.at ?? 0) + 24 + 8);
    const files = holding(new Map([['/srv/F.dll', bytes]]));
    const look = await inspectLibrary('/srv/F.dll', files, new AbortController().signal);
    expect(look.refusal).toMatchObject({ why: 'damaged', text: 'table TypeDef claims 210000 rows' });
  });
});
