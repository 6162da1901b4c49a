import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { makeWindows } from '../../.tools/exe/windows.mjs';
import type { Wine } from './bed.ts';

/** Where Windows has its PowerShell, below its folder. */
export const powershellFolder = 'system32/WindowsPowerShell/v1.0';

/** A program that answers as it is told, in PowerShell's place: a Windows Node with `entries/powershell.ts` in it. */
export function makeScriptedPowerShell(wine: Wine, out: string): void {
  const work = mkdtempSync(join(tmpdir(), 'doctor-powershell-'));
  try {
    buildSync({
      entryPoints: [join(import.meta.dirname, 'entries/powershell.ts')],
      outfile: join(work, 'main.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      logLevel: 'error',
    });
    const settings = {
      main: 'main.cjs',
      output: 'sea.blob',
      disableExperimentalSEAWarning: true,
      // Planted settings of OpenSSL are not for this one: it is no Node where it stands.
      execArgvExtension: 'none',
      execArgv: ['--openssl-config=NUL'],
    };
    writeFileSync(join(work, 'sea.json'), JSON.stringify(settings));
    execFileSync(process.execPath, ['--experimental-sea-config', 'sea.json'], { cwd: work, stdio: 'pipe' });
    const about = { fileName: 'powershell.exe', version: '1.0.0', copyright: '' };
    makeWindows({ node: wine.nodeExe(), blob: readFileSync(join(work, 'sea.blob')), out, about });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
