import { join } from 'node:path';
import type { PtyCommand } from '../flows/pty.ts';
import { wine8 } from './bed.ts';
import type { Ran, RunOptions, WinePrefix } from './prefix.ts';
import { shippedExecutable } from './shipped.ts';

/** The built program, as npm ships it. */
export const builtCli = join(import.meta.dirname, '../../dist/ecma-doctor.js');

/** A path of this machine as Wine's programs know it. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}

/**
 * Runs the program on this prefix's Windows, unattended; its state stays in the prefix. On Wine 10 the executable that
 * is shipped, on Wine 8 what npm ships on Windows' Node 22.
 */
export function runCli(prefix: WinePrefix, options: RunOptions): Promise<Ran> {
  return prefix.run(...command(prefix, options));
}

/** The same for a pty: a full screen in a real console. */
export function cliInPty(prefix: WinePrefix, options: RunOptions): PtyCommand {
  return prefix.ptyCommand(...command(prefix, options));
}

function command(prefix: WinePrefix, options: RunOptions): [program: string, options: RunOptions] {
  const state = { ECMA_DOCTOR_STATE: windowsPath(join(prefix.folder, 'state')) };
  const { args = [], env } = options;
  return prefix.wine === wine8
    ? [wine8.nodeExe(), { ...options, args: [builtCli, ...args], env: { ...state, ...env } }]
    : // It finds nothing in the folders of packages.
      [prefix.executable ?? shippedExecutable(), { ...options, env: { ...state, NODE_PATH: '', ...env } }];
}
