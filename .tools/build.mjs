// Builds the program into dist/: one small entry, and the program in pieces that load when they are first used.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { v8Flags } from '../src/v8-flags.ts';
import { bundleOptions, folder } from './bundle.mjs';
import { bundledEntries, licencesText } from './licences.mjs';
import { makeCodeCache } from './pieces/code-cache.mjs';
import { writeStart } from './pieces/start.mjs';
import { writePieces } from './pieces/write.mjs';
import { sbomText } from './sbom.mjs';
import { writeSchemas } from './schemas.mjs';

const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const outdir = join(folder, 'dist');
const pieces = join(outdir, 'pieces');
mkdirSync(pieces, { recursive: true });

const { assets, metafile } = await writePieces(pieces, {
  define: { ECMA_DOCTOR_VERSION: JSON.stringify(version) },
  minify: false,
});
// Its name is of what it was made from, so that it is never another build's.
const texts = Object.keys(assets)
  .sort()
  .map((name) => readFileSync(assets[name]));
const codeCache = `code-${createHash('sha256').update(Buffer.concat(texts)).digest('hex').slice(0, 16)}.cache`;
const cached = makeCodeCache({
  node: process.execPath,
  folder: pieces,
  out: join(pieces, codeCache),
  // As src/cli.ts sets them.
  laterFlags: Number(process.versions.node.split('.')[0]) <= 24 ? v8Flags : [],
});
await writeStart(new URL('pieces/start.cjs', import.meta.url), join(outdir, 'start.cjs'), {
  CODE_CACHE: JSON.stringify(codeCache),
});
await build({
  ...bundleOptions,
  banner: {},
  splitting: false,
  entryPoints: [{ in: 'src/cli.ts', out: 'ecma-doctor' }],
  outdir,
});
await writeSchemas(folder, new URL('../dist/', import.meta.url));
const others = bundledEntries(metafile);
writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licencesText(others));
writeFileSync(join(outdir, 'sbom.cdx.json'), sbomText(others));
// The Ansible playbook lies beside the program that it starts on this machine.
rmSync(join(outdir, 'ansible'), { recursive: true, force: true });
cpSync(join(folder, 'src', 'fleet'), join(outdir, 'ansible'), { recursive: true });
// What an earlier build left, only now: a program that runs meanwhile still loads its pieces (their names are made
// from their content).
const built = new Set([
  'ecma-doctor.js',
  'start.cjs',
  'pieces',
  'schemas',
  'THIRD-PARTY-LICENSES.txt',
  'sbom.cdx.json',
  'ansible',
  'meta.json',
]);
const builtPieces = new Set([...Object.keys(assets), ...(cached ? [codeCache] : [])]);
for (const name of readdirSync(outdir)) {
  if (!built.has(name)) rmSync(join(outdir, name), { recursive: true, force: true });
}
for (const name of readdirSync(pieces)) {
  if (!builtPieces.has(name)) rmSync(join(pieces, name), { recursive: true, force: true });
}
writeFileSync(join(outdir, 'meta.json'), JSON.stringify(metafile));
