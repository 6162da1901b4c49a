import type { ProgramCommand } from '../../src/platform/types.ts';

/**
 * A script of the tests, run by this Node from source where the environment is not passed on (what asks native clients
 * gets a short list of it): what Node compiled is kept from run to run, as `.vitest.config.mjs` has it for all others.
 */
export function scriptCommand(file: string, ...args: readonly string[]): ProgramCommand {
  const kept = process.env.NODE_COMPILE_CACHE;
  const keep = `import { enableCompileCache } from 'node:module'; enableCompileCache(${JSON.stringify(kept)});`;
  const options = kept === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(keep)}`];
  return { file: process.execPath, args: [...options, file, ...args] };
}
