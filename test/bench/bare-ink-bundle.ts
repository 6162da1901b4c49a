import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../../.tools/bundle.mjs';
import type { Command } from './measure.ts';

/** The least that an Ink program can show, bundled with what the doctor is bundled with, as ES modules. */
export async function bareInk(folder: string, env: Readonly<Record<string, string>>): Promise<Command> {
  const outdir = join(folder, 'bare');
  await build({
    ...bundleOptions,
    entryPoints: ['test/bench/bare-ink.tsx'],
    outdir,
    outExtension: { '.js': '.mjs' },
  });
  return { file: process.execPath, args: [join(outdir, 'bare-ink.mjs')], cwd: folder, env };
}
