import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * One name for each file, however its path is written: without links, on Windows without case. What is not there yet has
 * its folder's.
 */
export async function fileKey(path: string): Promise<string> {
  const whole = resolve(path);
  const real = await realpath(whole).catch(async () => {
    const folder = dirname(whole);
    return join(await realpath(folder).catch(() => folder), basename(whole));
  });
  return process.platform === 'win32' ? real.toLowerCase() : real;
}
