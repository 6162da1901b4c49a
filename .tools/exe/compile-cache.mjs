// Node takes compiled code for its main script from a folder that the environment names, options of the environment or
// not. A single executable has no use for that: whoever can set a variable would say what runs.

const variable = 'NODE_COMPILE_CACHE';

/** Takes the variable's name away from a Node's bytes, in place: a name that is empty is never found. Throws where it is not there once. */
export function ignoreCompileCache(bytes) {
  const places = namesIn(bytes);
  if (places.length !== 1) throw new Error(`this Node names ${variable} at ${places.length} places`);
  bytes[places[0]] = 0;
}

/** Whether a Node's bytes name the variable. */
export function namesCompileCache(bytes) {
  return namesIn(bytes).length > 0;
}

/** Where its C string begins. In Node's snapshot the same text stands behind its length. */
function namesIn(bytes) {
  const text = `\0${variable}\0`;
  const places = [];
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1))
    if (bytes.readUInt32LE(at - 3) !== variable.length) places.push(at + 1);
  return places;
}
