import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Compiler, monoInstalled, startCompiler } from '../beds/mono.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { makePlace, run } from './program.ts';
import { Session } from './pty.ts';

describe.runIf(monoInstalled())('a connector library', () => {
  const place = makePlace();
  const library = join(place.folder, 'Contoso.Ticketing.dll');
  let compiler: Compiler;
  let ecma = '';
  let session: Session | undefined;

  beforeAll(async () => {
    compiler = await startCompiler();
    ecma = await compiler.compileEcma(join(place.folder, 'ecma'));
    place.write('.ecmarc', 'connectors: [{ name: Ticketing, library: Contoso.Ticketing.dll }]\n');
  });

  afterAll(async () => {
    await session?.end();
    await compiler.stop();
  });

  const build = async (...symbols: readonly string[]): Promise<void> => {
    const out = join(place.folder, symbols.join('-') || 'whole', 'Contoso.Ticketing.dll');
    await compiler.compile({ source: 'connector', out, symbols, references: [ecma] });
    await copyFile(out, library);
  };

  test('that cannot export: the screen says what to add; the new one passes after r', async () => {
    await build('NO_EXPORT');
    session = new Session(place, ['--only', 'connector.export@Ticketing'], { columns: 100, rows: 40 });
    await session.waitFor(/NOT READY/);
    session.type('n');
    await session.waitFor(/>\s+Can export.*FAIL/);
    session.type(keys.enter);
    await session.waitFor(/PutExportEntries/);
    await session.waitFor(/IMAExtensible2CallExport is missing/);
    await build();
    session.type('r');
    await session.waitFor(/√ pass/);
    await session.waitFor(/IMAExtensible2CallExport in TicketingConnector/);
    session.type(keys.escape);
    await session.waitFor(/^>\s+Can export.*√ pass/m);
    await session.atRest();
    session.type('q');
    expect(await session.exited()).toBe(0);
  });

  test('is read once for all its rows, which all answer', async () => {
    await build('DELTA');
    const ended = await run(['--json', '--only', 'connector.*'], { place });
    const report = JSON.parse(ended.stdout) as { probes: { id: string; status: string }[] };
    const rows = Object.fromEntries(
      report.probes.filter(({ id }) => id.startsWith('connector.')).map(({ id, status }) => [id, status]),
    );
    expect(rows).toEqual({
      'connector.library@Ticketing': 'pass',
      'connector.ecma2@Ticketing': 'pass',
      'connector.schema@Ticketing': 'pass',
      'connector.export@Ticketing': 'pass',
      'connector.import@Ticketing': 'pass',
      'connector.delta-import@Ticketing': 'pass',
      'connector.parameters@Ticketing': 'pass',
      'connector.public-methods@Ticketing': 'pass',
      'connector.runtime@Ticketing': 'pass',
      'connector.deployed@Ticketing': expect.stringMatching(/blocked|skipped/),
      'connector.files@Ticketing': expect.stringMatching(/blocked|skipped/),
      'connector.endpoints@Ticketing': expect.stringMatching(/blocked|skipped/),
    });
  });
});
