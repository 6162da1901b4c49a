// Writes the JSON Schemas that ship with the package: of .ecmarc, of the report, of several reports side by side and
// of the events.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const sources = `
export { describedSettingsSchema } from './src/settings/key-descriptions.ts';
export { reportJsonSchema } from './src/results/report-schema.ts';
export { eventJsonSchema } from './src/report/events.ts';
export { comparisonJsonSchema } from './src/report/side-by-side/comparison-schema.ts';
`;

export async function writeSchemas(folder, outdir) {
  const bundle = new URL('schemas.tmp.mjs', outdir);
  await build({
    stdin: { contents: sources, resolveDir: folder, loader: 'ts' },
    outfile: decodeURIComponent(bundle.pathname).replace(/^\/([A-Za-z]:)/, '$1'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  });
  try {
    const made = await import(bundle.href);
    const target = new URL('schemas/', outdir);
    mkdirSync(target, { recursive: true });
    const schemas = {
      ecmarc: made.describedSettingsSchema(),
      report: made.reportJsonSchema(),
      comparison: made.comparisonJsonSchema(),
      event: made.eventJsonSchema(),
    };
    for (const [name, schema] of Object.entries(schemas))
      writeFileSync(new URL(`${name}.schema.json`, target), `${JSON.stringify(schema, null, 2)}\n`);
  } finally {
    rmSync(bundle, { force: true });
  }
}
