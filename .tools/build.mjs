// Bundles the program into dist/: one small entry, the rest in chunks that load when they are first used.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const outdir = new URL('dist/', root);
rmSync(outdir, { recursive: true, force: true });

const result = await build({
  absWorkingDir: decodeURIComponent(root.pathname).replace(/^\/([A-Za-z]:)/, '$1'),
  entryPoints: [{ in: 'src/cli.ts', out: 'ecma-doctor' }],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  jsx: 'automatic',
  minify: true,
  // Fault messages name files and lines of the bundle; function names keep them readable.
  keepNames: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: {
    // React's production build, chosen at build time: the development one doubles the start.
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    ECMA_DOCTOR_VERSION: JSON.stringify(version),
  },
  // Ink's development tools, and native code that is loaded where it is installed.
  external: ['react-devtools-core', 'koffi'],
  // CommonJS packages in an ES module bundle call require for Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
});
writeFileSync(new URL('meta.json', outdir), JSON.stringify(result.metafile));
