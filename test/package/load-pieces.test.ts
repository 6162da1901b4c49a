import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

interface Load {
  (name: string): unknown;
  later(name: string): Promise<unknown>;
}

interface Loader {
  pieceLoader(from: {
    read(piece: string): string;
    cached(piece: string): Buffer | undefined;
    outside(name: string): unknown;
    moduleUrl: string;
  }): { load: Load };
}

const { pieceLoader } = createRequire(import.meta.url)('../../.tools/pieces/load.cjs') as Loader;

function loaderOf(pieces: Readonly<Record<string, string>>): { load: Load; read: string[] } {
  const read: string[] = [];
  const { load } = pieceLoader({
    read: (piece) => {
      read.push(piece);
      return pieces[piece] ?? '';
    },
    cached: () => undefined,
    outside: (name) => `outside: ${name}`,
    moduleUrl: 'file:///x',
  });
  return { load, read };
}

it('runs a piece once, whoever requires it', () => {
  const { load, read } = loaderOf({
    'a.js': "exports.b = require('./b.js'); exports.o = require('node:x')",
    'b.js': '',
  });
  expect(load('./a.js')).toEqual({ b: {}, o: 'outside: node:x' });
  load('./b.js');
  expect(load('./a.js')).toBe(load('./a.js'));
  expect(read).toEqual(['a.js', 'b.js']);
});

it('compiles a large piece in one turn of the event loop and runs it in the next, for all who import it', async () => {
  const { load, read } = loaderOf({ 'large.js': 'exports.ran = true' });
  const order: string[] = [];
  const imported = [load.later('./large.js'), load.later('./large.js')].map((it) =>
    it.then(() => order.push('ran')),
  );
  expect(read).toEqual(['large.js']);
  process.nextTick(() => order.push('heard'));
  await Promise.all(imported);
  expect(order).toEqual(['heard', 'ran', 'ran']);
  expect(await load.later('./large.js')).toBe(load('./large.js'));
  expect(read).toEqual(['large.js']);
});

it('a piece that throws fails for all who import it, with its own words', async () => {
  const { load } = loaderOf({ 'bad.js': "throw new Error('not whole')" });
  await expect(load.later('./bad.js')).rejects.toThrow('not whole');
  await expect(load.later('./bad.js')).rejects.toThrow('not whole');
});
