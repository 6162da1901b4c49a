import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed } from '../program.ts';
import { scriptCommand } from '../script.ts';

/** Drivers of the tests' own, each bad in one way, and the program that holds them. */

export type Misbehaviour = 'HANG' | 'PRINT' | 'CRASH' | 'EXIT' | 'FLOOD';

/** unixODBC, with a driver of its own or one that is compiled here. */
export const hasOdbc = process.platform === 'linux' && installed('odbcinst') && installed('gcc');

/** The hidden mode of the program, from source. */
export const program = scriptCommand(
  fileURLToPath(new URL('../../clients/odbc/children/odbc-child.ts', import.meta.url)),
);

/** Compiles the driver into a folder; gives its path, which stands in for a driver's name. */
export function compileDriver(mode: Misbehaviour, folder: string): string {
  const out = join(folder, `lib${mode.toLowerCase()}.so`);
  const source = fileURLToPath(new URL('driver.c', import.meta.url));
  execFileSync('gcc', ['-shared', '-fPIC', '-w', `-DMODE=${mode}`, '-o', out, source]);
  return out;
}

/** Compiles what reads file DSNs for unixODBC as Windows' driver manager does; gives its path, for Wine. */
export function compileFileDsn(folder: string): string {
  const out = join(folder, 'libfiledsn.so');
  const source = fileURLToPath(new URL('file-dsn.c', import.meta.url));
  const manager = ['-Wl,--no-as-needed', '-l:libodbc.so.2'];
  execFileSync('gcc', ['-shared', '-fPIC', '-w', '-o', out, source, ...manager, '-ldl']);
  return out;
}
