// The scripts that load the pieces, each with what it requires of this folder in it.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Writes the script at a URL into a file. `define` as esbuild has it. */
export async function writeStart(script, outfile, define = {}) {
  await build({
    entryPoints: [fileURLToPath(script)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
    define,
  });
}
