// The program as the pieces of a single executable: the chunks of the bundle, each a CommonJS function's body. They
// are compiled when they are first required, so what a run does not need costs it nothing.
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';
import { bundleOptions, folder } from '../bundle.mjs';
import { noTopLevelAwait } from './no-top-level-await.mjs';

/** The Node that runs it is the executable's own: nothing to check before the program begins. */
const entry = `import { main } from './src/cli/main.ts';
void main();`;

/**
 * Writes the pieces into a folder. `define` as esbuild has it. Gives `assets`, from a piece's name to its file, the
 * name of the piece that begins (`first`), and esbuild's `metafile`.
 */
export async function writePieces(outdir, define) {
  const { banner: _, ...options } = bundleOptions;
  const { outputFiles, metafile } = await build({
    ...options,
    plugins: [...options.plugins, noTopLevelAwait],
    define: { ...options.define, ...define },
    stdin: { contents: entry, resolveDir: folder, sourcefile: 'executable.ts', loader: 'ts' },
    outdir,
    metafile: true,
    write: false,
  });
  const assets = {};
  for (const { path, text } of outputFiles) {
    const name = basename(path);
    assets[name] = join(outdir, name);
    await writeFile(assets[name], await asFunctionBody(text));
  }
  return { assets, first: 'stdin.js', metafile };
}

async function asFunctionBody(text) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    minify: true,
    legalComments: 'none',
    // An import() of a piece is a require of it too; Node would look for a file.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'moduleUrl' },
  });
  return code;
}
