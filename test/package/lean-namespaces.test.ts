import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, transform } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { oneNamespace, ownExports } from '../../.tools/pieces/lean-namespaces.mjs';

const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-namespaces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the first of these modules exports, as the pieces are made. `pieces` are the others that it may require. */
async function run(
  files: Readonly<Record<string, string>>,
  pieces: Readonly<Record<string, object>> = {},
): Promise<Record<string, unknown>> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { outputFiles } = await build({
    entryPoints: [join(folder, Object.keys(files)[0] ?? '')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minifyWhitespace: true,
    minifySyntax: true,
    external: Object.keys(pieces),
    write: false,
  });
  const text = outputFiles[0]?.text ?? '';
  const { code } = await transform(oneNamespace(text), {
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    supported: { 'dynamic-import': false },
  });
  const module: { exports: Record<string, unknown> } = { exports: {} };
  new Function('module', 'require', ownExports(code))(module, (name: string) => pieces[name]);
  return module.exports;
}

const importers = {
  'main.mjs': "export { one } from './one.mjs'; export { other } from './other.mjs'",
  'one.mjs': "import * as all from './common.cjs'; export const one = all",
  'other.mjs': "import * as all from './common.cjs'; export const other = all",
};

describe('the namespace of a CommonJS module', () => {
  it('is one object for all who import it', async () => {
    const { one, other } = await run({ ...importers, 'common.cjs': 'exports.a = 1; exports.b = 2' });
    expect(one).toMatchObject({ a: 1, b: 2, default: { a: 1, b: 2 } });
    expect(other).toBe(one);
  });

  it('has what the module exports later, in a ring of modules', async () => {
    const ring = {
      ...importers,
      'one.mjs': "import * as all from './common.cjs'; export const early = { ...all }",
      'main.mjs':
        "import './common.cjs'; export { early } from './one.mjs'; export { other } from './other.mjs'",
      // Whoever is loaded from here sees half of it.
      'common.cjs': "exports.a = 1; exports.early = require('./one.mjs').early; exports.b = 2",
    };
    const { early, other } = await run(ring);
    expect(early).not.toHaveProperty('b');
    expect(other).toMatchObject({ a: 1, b: 2 });
  });

  it('follows what the module sets anew', async () => {
    const { one } = await run({
      ...importers,
      'common.cjs': 'exports.a = 1; exports.set = () => { exports.a = 2 }',
    });
    const namespace = one as { a: number; set(): void };
    namespace.set();
    expect(namespace.a).toBe(2);
  });

  it('is made of what is no object, too', async () => {
    const { one, other } = await run({ ...importers, 'common.cjs': "module.exports = 'text'" });
    expect(one).toMatchObject({ default: 'text' });
    expect(other).toMatchObject({ default: 'text' });
  });
});

describe('a piece', () => {
  it('exports what it defines, as an ES module', async () => {
    const exported = await run({ 'main.mjs': 'export let n = 1; export const next = () => { n += 1 }' });
    const { next } = exported as { next(): void };
    next();
    expect(exported).toMatchObject({ n: 2, __esModule: true });
    expect(Object.keys(exported)).toEqual(['n', 'next']);
  });

  it('gets the exports of a piece that it imports when it needs it', async () => {
    const piece = { __esModule: true, a: 1 };
    const { later } = await run(
      { 'main.mjs': "export const later = () => import('./b.js')" },
      { './b.js': piece },
    );
    expect(await (later as () => Promise<object>)()).toBe(piece);
  });
});

it('tells of an esbuild whose helpers are others', () => {
  expect(() => oneNamespace('var __toESM=(mod)=>mod;')).toThrow('oneNamespace');
  expect(oneNamespace('var a=1;')).toBe('var a=1;');
  expect(() => ownExports('module.exports=made(all);')).toThrow('ownExports');
  expect(ownExports('var a=1;')).toBe('var a=1;');
});
