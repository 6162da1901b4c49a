// Makes a code cache that is the same wherever the same Node makes it, for executables whose bytes must not depend on
// who built them: compiles every function, and runs none (what V8 has compiled of a program that ran depends on how fast
// the machine is). Of the largest pieces, the probes and their libraries, little is needed until the list stands: their
// functions are compiled when they are called. Arguments: the pieces' folder, the file to write.
'use strict';
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const v8 = require('node:v8');
const { packCaches } = require('./code-cache.cjs');
const { compilePiece } = require('./load.cjs');

const [, , folder, out] = process.argv;
/** Characters of a piece. */
const large = 300_000;

const caches = new Map();
for (const piece of readdirSync(folder).sort()) {
  if (!piece.endsWith('.js')) continue;
  const text = readFileSync(join(folder, piece), 'utf8');
  if (text.length > large) {
    caches.set(piece, compilePiece(piece, text).createCachedData());
    continue;
  }
  v8.setFlagsFromString('--no-lazy');
  const script = compilePiece(piece, text);
  // A cache is for the flags with which it was written.
  v8.setFlagsFromString('--lazy');
  caches.set(piece, script.createCachedData());
}
writeFileSync(out, packCaches(caches));
