// What dist/ecma-doctor.js runs once it knows its Node: the pieces that lie beside it.
'use strict';
const { openSync, readFileSync, readSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { unpackCaches } = require('./code-cache.cjs');
const { pieceLoader } = require('./load.cjs');

const folder = join(__dirname, 'pieces');

/** Of this very build, by its name. Without it, all goes on, a little later. */
function codeCache() {
  try {
    const file = openSync(join(folder, CODE_CACHE), 'r');
    return unpackCaches((at, length) => {
      const bytes = Buffer.allocUnsafeSlow(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, at));
    });
  } catch {
    return () => undefined;
  }
}

const { load } = pieceLoader({
  // Pieces are ASCII.
  read: (piece) => readFileSync(join(folder, piece), 'latin1'),
  cached: codeCache(),
  outside: require,
  moduleUrl: pathToFileURL(__filename).href,
});
load('./stdin.js');
