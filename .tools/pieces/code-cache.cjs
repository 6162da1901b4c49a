// V8's code cache of the program's pieces, in one file: the length of its head (4 bytes, little-endian), the head
// (JSON: from a piece's name to its place and its length behind the head), the caches.
'use strict';

/** One file of these caches: a Map from a piece's name to a Buffer. */
exports.packCaches = (caches) => {
  let at = 0;
  const places = {};
  for (const [piece, bytes] of caches) {
    places[piece] = [at, bytes.length];
    at += bytes.length;
  }
  const head = Buffer.from(JSON.stringify(places));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...caches.values()]);
};

/** Reads such a file: `read(at, length)` gives a Buffer of it, a shorter one behind its end. */
exports.unpackCaches = (read) => {
  const headLength = read(0, 4).readUInt32LE(0);
  const places = JSON.parse(read(4, headLength).toString('utf8'));
  return (piece) => {
    if (!Object.hasOwn(places, piece)) return undefined;
    const [at, length] = places[piece];
    const bytes = read(4 + headLength + at, length);
    return bytes.length === length ? bytes : undefined;
  };
};
