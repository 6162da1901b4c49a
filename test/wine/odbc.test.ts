import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOdbc } from '../beds/odbc/drivers.ts';
import { type DatabaseBed, hasPostgresql, startPostgresql } from '../beds/odbc/postgresql.ts';
import { canRun, koffiFile } from './bed.ts';
import { bundle } from './bundle.ts';
import { builtCli, windowsPath } from './cli.ts';
import { WinePrefix } from './prefix.ts';

const able = canRun() && hasOdbc && hasPostgresql;

/** Wine's odbc32.dll hands on to unixODBC and its drivers. */
describe.skipIf(!able)('a database through odbc32.dll, on Windows code', () => {
  let bed: DatabaseBed;
  // As npm ships it: the native module lies beside the program.
  const folder = mkdtempSync(join(tmpdir(), 'doctor-wine-odbc-'));
  const program = join(folder, 'ecma-doctor.js');
  beforeAll(async () => {
    if (!able) return;
    cpSync(dirname(builtCli), folder, { recursive: true });
    copyFileSync(koffiFile(), join(folder, 'koffi-win32-x64.node'));
    bed = await startPostgresql();
  }, 120_000);
  afterAll(async () => {
    await bed?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ask(password: string) {
    const script = bundle('odbc');
    const prefix = new WinePrefix([]);
    try {
      const keywords = ['DRIVER=PostgreSQL Unicode', 'SERVER=127.0.0.1', `PORT=${bed.port}`];
      const account = ['DATABASE=CONTOSO', 'UID=ecma', `PWD=${password}`];
      const args = [windowsPath(program), ...keywords, ...account];
      const { stdout, stderr } = await prefix.node(script.file, { args, timeoutMs: 180_000 });
      return { answer: stdout === '' ? undefined : (JSON.parse(stdout) as unknown), stderr };
    } finally {
      prefix.remove();
      script.remove();
    }
  }

  it('logs in and asks, in the hidden mode of the built program', { timeout: 240_000 }, async () => {
    expect(await ask('Planted-Secret-1')).toMatchObject({
      stderr: '',
      answer: {
        login: { ok: true, info: { engine: 'PostgreSQL' } },
        asked: { ok: true, rows: [{ database: 'CONTOSO', letters: 'häß' }] },
      },
    });
  });

  it('hears a refusal by its state', { timeout: 240_000 }, async () => {
    expect(await ask('wrong')).toMatchObject({ answer: { login: { ok: false, diagnostics: [{}] } } });
  });
});
