import { join } from 'node:path';
import type { PtyCommand } from '../flows/pty.ts';
import type { Ran, RunOptions, WinePrefix } from './prefix.ts';

/** The built program, as it is shipped. */
export const builtCli = join(import.meta.dirname, '../../dist/ecma-doctor.js');

/** A path of this machine as Wine's programs know it. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}

/** Runs the built program on this prefix's Windows, unattended; its state stays in the prefix. */
export function runCli(prefix: WinePrefix, options: RunOptions): Promise<Ran> {
  return prefix.node(builtCli, withState(prefix, options));
}

/** The same for a pty: a full screen in a real console. */
export function cliInPty(prefix: WinePrefix, options: RunOptions): PtyCommand {
  return prefix.ptyCommand(builtCli, withState(prefix, options));
}

function withState(prefix: WinePrefix, options: RunOptions): RunOptions {
  const state = windowsPath(join(prefix.folder, 'state'));
  return { ...options, env: { ECMA_DOCTOR_STATE: state, ...options.env } };
}
