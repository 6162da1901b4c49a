import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

export interface Bundle {
  readonly file: string;
  remove(): void;
}

/** One file of an entry below test/wine/entries, for Windows' Node. */
export function bundle(entry: string): Bundle {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-bundle-'));
  const file = join(folder, `${entry}.mjs`);
  buildSync({
    entryPoints: [join(import.meta.dirname, 'entries', `${entry}.ts`)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    logLevel: 'error',
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
