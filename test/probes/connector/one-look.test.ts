import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inspectLibrary } from '../../../src/clients/library/inspect.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { Platform } from '../../../src/platform/types.ts';
import { probesFor } from '../../../src/probes/index.ts';
import { monoInstalled } from '../../beds/mono.ts';
import { Site } from '../../doctor/kit.ts';
import { type Libraries, makeLibraries } from './libraries.ts';

/** The engine with the real rows of one connector: what a run and a retry read. */
describe.runIf(monoInstalled())('the rows of one library', () => {
  let made: Libraries;
  let site: Site;
  let opened: string[] = [];

  beforeAll(async () => {
    made = await makeLibraries();
  });

  afterAll(() => made.remove());

  beforeEach(() => {
    site = new Site();
    opened = [];
    site.write('connectors: [{ name: Ticketing, library: Contoso.Ticketing.dll }]\n');
  });

  afterEach(() => site.end());

  const start = async () => {
    const real = createPlatform({});
    const platform: Platform = {
      ...real,
      files: {
        ...real.files,
        open(path, signal) {
          opened.push(path);
          return real.files.open(path, signal);
        },
      },
    };
    const ofConnector = (settings: Parameters<typeof probesFor>[0]) =>
      probesFor(settings, { writeTest: false }).filter(
        ({ id, needs }) => id.startsWith('connector.') && !needs.includes('host.installed'),
      );
    const bench = await site.doctor(
      (settings) => ofConnector(settings).map((one) => ({ ...one, uses: [] })),
      {
        platform,
      },
    );
    bench.doctor.start();
    await bench.doctor.settled();
    return bench;
  };

  it('share one look, and a retry looks anew: the replaced library passes', async () => {
    const library = join(site.folder, 'Contoso.Ticketing.dll');
    await copyFile(await made.connector('NO_EXPORT'), library);
    const bench = await start();
    expect(bench.status('connector.export@Ticketing')).toBe('fail');
    expect(bench.status('connector.schema@Ticketing')).toBe('pass');
    expect(opened).toEqual([library]);

    await copyFile(await made.connector(), library);
    bench.doctor.retry('connector.export@Ticketing');
    await bench.doctor.settled();
    expect(bench.status('connector.export@Ticketing')).toBe('pass');
    expect(opened).toEqual([library, library]);
  });

  it('read no more of a large library than its metadata', async () => {
    const ballast = await made.file('ballast.bin', Buffer.alloc(30 * 1024 * 1024, 'x'));
    const path = await made.into('large', {
      source: 'connector',
      file: 'Large.dll',
      options: [`-resource:${ballast}`],
    });
    const real = createPlatform({});
    let bytes = 0;
    const counting: Platform = {
      ...real,
      files: {
        ...real.files,
        async open(file, signal) {
          const opened = await real.files.open(file, signal);
          if (!opened.ok) return opened;
          const read: typeof opened.file.read = (offset, length, until) => {
            bytes += length;
            return opened.file.read(offset, length, until);
          };
          return { ok: true, file: { ...opened.file, read } };
        },
      },
    };
    const look = await inspectLibrary(path, counting, new AbortController().signal);
    expect(look.bytes).toBeGreaterThan(30 * 1024 * 1024);
    expect(look.assembly?.classes.found).toHaveLength(1);
    expect(bytes).toBeLessThan(100_000);
  });

  it('are blocked by the library where there is nothing to read, until there is', async () => {
    const library = join(site.folder, 'Contoso.Ticketing.dll');
    await writeFile(library, 'PK\x03\x04');
    const bench = await start();
    expect(bench.status('connector.library@Ticketing')).toBe('fail');
    expect(bench.status('connector.export@Ticketing')).toBe('blocked');

    await copyFile(await made.connector(), library);
    bench.doctor.retry('connector.export@Ticketing');
    await bench.doctor.settled();
    expect(bench.status('connector.library@Ticketing')).toBe('pass');
    expect(bench.status('connector.export@Ticketing')).toBe('pass');
  });

  it('weigh what the profile lets them weigh: import and public methods', async () => {
    await copyFile(
      await made.connector('NO_IMPORT', 'EXPLICIT_SCHEMA'),
      join(site.folder, 'Contoso.Ticketing.dll'),
    );
    const bench = await start();
    const said = () =>
      ['import', 'public-methods'].map((name) => bench.status(`connector.${name}@Ticketing`));
    expect(said()).toEqual(['warn', 'warn']);
    bench.doctor.setProfile('ga');
    // Explicit methods are in use in the field: a warning under both.
    expect(said()).toEqual(['fail', 'warn']);
  });
});
