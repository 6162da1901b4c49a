// The program as pieces: the chunks of the bundle, each a CommonJS function's body, as V8 keeps compiled code of such
// and of no ES modules. They are compiled when they are first required, so what a run does not need costs it nothing.
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';
import { bundleOptions, folder } from '../bundle.mjs';
import { lateSegmenter, lateWidth } from './late-width.mjs';
import { oneNamespace, ownExports } from './lean-namespaces.mjs';
import { noTopLevelAwait } from './no-top-level-await.mjs';

/** Characters of a piece. */
const large = 500_000;

/** Whoever loads it has looked whether this Node can run it. */
const entry = `import { main } from './src/cli/main.ts';
void main();`;

/**
 * Writes the pieces into a folder; `stdin.js` is the one that begins. `define` as esbuild has it, `minify` shortens names
 * too. Gives `assets`, from a piece's name to its file, and esbuild's `metafile`.
 */
export async function writePieces(outdir, { define, minify }) {
  const { banner: _, ...options } = bundleOptions;
  const { outputFiles, metafile } = await build({
    ...options,
    // Before all others: it stands between two looks of one of them.
    plugins: [lateWidth, ...options.plugins, noTopLevelAwait],
    define: { ...options.define, ...lateSegmenter.define, ...define },
    inject: lateSegmenter.inject,
    stdin: { contents: entry, resolveDir: folder, sourcefile: 'pieces.ts', loader: 'ts' },
    outdir,
    metafile: true,
    write: false,
  });
  const assets = {};
  const largePieces = new Set(
    outputFiles.filter(({ text }) => text.length > large).map(({ path }) => basename(path)),
  );
  const imported = importedOf(metafile);
  for (const { path, text } of outputFiles) {
    const name = basename(path);
    assets[name] = join(outdir, name);
    const code = largeLater(ownExports(await asFunctionBody(oneNamespace(text), minify)), largePieces);
    for (const piece of imported.get(name) ?? [])
      if (largePieces.has(piece) && !code.includes(`require.later("./${piece}")`))
        throw new Error(`${name} would compile and run ${piece} in one turn: see largeLater`);
    await writeFile(assets[name], code);
  }
  return { assets, metafile };
}

async function asFunctionBody(text, minify) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: minify,
    legalComments: 'none',
    // An import() of a piece is a require of it too; Node would look for a file.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'moduleUrl' },
  });
  return asAscii(code);
}

/** What each piece imports when it is needed, by its name. */
function importedOf({ outputs }) {
  return new Map(
    Object.entries(outputs).map(([path, { imports }]) => [
      basename(path),
      imports.filter(({ kind }) => kind === 'dynamic-import').map((one) => basename(one.path)),
    ]),
  );
}

/** What is imported when it is needed, and large, is compiled and run in turns of their own (load.cjs). */
function largeLater(code, largePieces) {
  return code.replace(/Promise\.resolve\(\)\.then\(\(\)=>require\("\.\/([^"]+)"\)\)/g, (whole, piece) =>
    largePieces.has(piece) ? `require.later("./${piece}")` : whole,
  );
}

/** Text of one byte a character, which is read without being decoded. */
function asAscii(code) {
  const escaped = /\\[^\0-\x7f]/.exec(code);
  if (escaped !== null) throw new Error(`cannot be written as ASCII: ${escaped[0]}`);
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
