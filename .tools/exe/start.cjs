// What a single executable runs first: loads the pieces that it carries as they are required.
'use strict';
const { getRawAsset } = require('node:sea');
const { pathToFileURL } = require('node:url');
const { unpackCaches } = require('../pieces/code-cache.cjs');
const { pieceLoader } = require('../pieces/load.cjs');

/** Made by this executable's own Node. Windows' has none: not everybody who builds it can run its Node. */
function codeCache() {
  if (!HAS_CODE_CACHE) return () => undefined;
  const bytes = Buffer.from(getRawAsset('code.cache'));
  return unpackCaches((at, length) => bytes.subarray(at, at + length));
}

const { load } = pieceLoader({
  // Pieces are ASCII.
  read: (piece) => Buffer.from(getRawAsset(piece)).latin1Slice(),
  cached: codeCache(),
  outside: require,
  moduleUrl: pathToFileURL(process.execPath).href,
});
load('./stdin.js');
