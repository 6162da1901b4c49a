// What is large in a library and never called stays out of the bundle: 1.1 of 5.4 MB.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
/** A library of a library's: asked for by the name that it has there. */
const library = 'iconv-lite';

/** Of the code pages that SQL Server's collations name: what Node's own decoder calls them (WHATWG Encoding). */
const labels = {
  CP874: 'windows-874',
  CP932: 'shift_jis',
  CP936: 'gbk',
  CP949: 'euc-kr',
  CP950: 'big5',
  ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7, 8].map((last) => [`CP125${last}`, `windows-125${last}`])),
};

/** The two that it does not know: their upper halves. */
const ofOldPrograms = ['CP437', 'CP850'];

/**
 * tedious reads `varchar` by iconv-lite, whose tables are a tenth of the bundle; Node has decoders for nearly all of the
 * code pages in it. It writes none: every parameter of ours is Unicode.
 */
function decoder() {
  const iconv = createRequire(require.resolve('mssql'))(library);
  const upper = Buffer.from(Array.from({ length: 128 }, (_, at) => at + 128));
  const tables = Object.fromEntries(ofOldPrograms.map((name) => [name, iconv.decode(upper, name)]));
  return `const labels = ${JSON.stringify(labels)};
const tables = ${JSON.stringify(tables)};
const decoders = new Map();
const never = () => { throw new Error('parameters in a code page are not part of this program'); };
function decoderOf(name) {
  const known = decoders.get(name) ?? made(labels[name] ?? name);
  decoders.set(name, known);
  return known;
}
function made(label) {
  try { return new TextDecoder(label, { ignoreBOM: true }); } catch { return new TextDecoder('latin1'); }
}
function decode(bytes, name) {
  const table = tables[name];
  if (table === undefined) return decoderOf(name).decode(bytes);
  let text = '';
  for (const byte of bytes) text += byte < 128 ? String.fromCharCode(byte) : table[byte - 128];
  return text;
}
module.exports = { decode, encode: never, getEncoder: never };`;
}

export const leanLibraries = {
  name: 'lean-libraries',
  setup(build) {
    build.onResolve({ filter: /^iconv-lite$/ }, ({ importer }) =>
      /[\\/]tedious[\\/]lib[\\/]/.test(importer)
        ? { path: 'iconv-lite', namespace: 'lean-libraries' }
        : undefined,
    );
    build.onLoad({ filter: /^iconv-lite$/, namespace: 'lean-libraries' }, () => ({
      contents: decoder(),
      loader: 'js',
    }));
    // Is it a credential of ours? All that tedious asks of the package, which loads an HTTP client for it.
    build.onResolve({ filter: /^@azure\/core-auth$/ }, ({ importer, resolveDir }) =>
      /[\\/]tedious[\\/]lib[\\/]/.test(importer)
        ? {
            path: createRequire(join(resolveDir, 'index.js'))
              .resolve('@azure/core-auth')
              .replace(/index\.js$/, 'tokenCredential.js'),
          }
        : undefined,
    );
    // Node's own streams for those who have none; it steps aside itself where READABLE_STREAM=disable says so.
    build.onResolve({ filter: /^readable-stream$/ }, () => ({
      path: 'readable-stream',
      namespace: 'lean-libraries',
    }));
    build.onLoad({ filter: /^readable-stream$/, namespace: 'lean-libraries' }, () => ({
      contents: `module.exports = require('node:stream');`,
      loader: 'js',
    }));
    // Of all that it tells of a machine one function is asked.
    build.onResolve({ filter: /^systeminformation$/ }, () => ({
      path: require.resolve('systeminformation/lib/memory.js'),
    }));
  },
};
