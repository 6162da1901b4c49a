// Bundles the program into dist/: one small entry, the rest in chunks that load when they are first used.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, folder } from './bundle.mjs';
import { bundledEntries, licencesText } from './licences.mjs';
import { writeSchemas } from './schemas.mjs';

const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const outdir = join(folder, 'dist');

const { metafile } = await build({
  ...bundleOptions,
  entryPoints: [{ in: 'src/cli.ts', out: 'ecma-doctor' }],
  outdir,
  metafile: true,
  define: { ...bundleOptions.define, ECMA_DOCTOR_VERSION: JSON.stringify(version) },
});
await writeSchemas(folder, new URL('../dist/', import.meta.url));
writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licencesText(bundledEntries(metafile)));
// The Ansible playbook lies beside the program that it starts on this machine.
rmSync(join(outdir, 'ansible'), { recursive: true, force: true });
cpSync(join(folder, 'src', 'fleet'), join(outdir, 'ansible'), { recursive: true });
// What an earlier build left, only now: a program that runs meanwhile still loads its chunks (their names are made
// from their content).
const built = new Set([
  ...Object.keys(metafile.outputs).map((path) => path.replace(/^dist\//, '')),
  'schemas',
  'THIRD-PARTY-LICENSES.txt',
  'ansible',
  'meta.json',
]);
for (const name of readdirSync(outdir)) {
  if (!built.has(name)) rmSync(join(outdir, name), { recursive: true, force: true });
}
writeFileSync(join(outdir, 'meta.json'), JSON.stringify(metafile));
