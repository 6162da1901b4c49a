import { join } from 'node:path';
import type { PtyCommand } from '../flows/pty.ts';
import { nodeExe } from './bed.ts';
import type { Ran, RunOptions, WinePrefix } from './prefix.ts';

/** The built program, as npm ships it. */
export const builtCli = join(import.meta.dirname, '../../dist/ecma-doctor.js');

/** A path of this machine as Wine's programs know it. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}

/**
 * Runs the program on this prefix's Windows, unattended; its state stays in the prefix. The built program on Windows'
 * Node, or the single executable that was named to the tests.
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
  const { WINDOWS_EXECUTABLE_UNDER_TEST: executable } = process.env;
  const { args = [], env } = options;
  // The executable finds nothing in the folders of packages.
  return executable
    ? [executable, { ...options, env: { ...state, NODE_PATH: '', ...env } }]
    : [nodeExe(), { ...options, args: [builtCli, ...args], env: { ...state, ...env } }];
}
