// Runs the program's pieces: each is compiled when it is first required, from V8's code cache where there is one.
'use strict';
const { Script } = require('node:vm');

/** A piece as a function of `parameters`. */
function compilePiece(piece, text, cachedData) {
  const parameters = 'exports,require,module,moduleUrl';
  return new Script(`(function(${parameters}){${text}\n})`, { filename: `ecma-doctor/${piece}`, cachedData });
}

/**
 * `read` gives a piece's text by its name, `cached` its part of the code cache or undefined, `outside` requires what is
 * no piece. Gives `load`, for names like `./main.js`, and the `scripts` compiled so far by their piece's name.
 */
exports.pieceLoader = ({ read, cached, outside, moduleUrl }) => {
  const loaded = new Map();
  const scripts = new Map();
  const later = new Map();
  let usable = true;

  function compile(piece) {
    const script = compilePiece(piece, read(piece), usable ? cached(piece) : undefined);
    // Another V8, or other flags of it: so it is with every piece.
    if (script.cachedDataRejected) usable = false;
    scripts.set(piece, script);
    return script;
  }

  function load(name) {
    if (!name.startsWith('./')) return outside(name);
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const piece = name.slice(2);
    const module = { exports: {} };
    const run = (scripts.get(piece) ?? compile(piece)).runInThisContext();
    loaded.set(name, module);
    run(module.exports, load, module, moduleUrl);
    return module.exports;
  }

  async function compileFirst(name) {
    const piece = name.slice(2);
    if (!scripts.has(piece)) compile(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Compiles a large piece in this turn of the event loop and runs it in the next: what came meanwhile goes first. */
  load.later = (name) => {
    const known = later.get(name);
    if (known !== undefined) return known;
    const running = compileFirst(name).then(() => load(name));
    later.set(name, running);
    return running;
  };

  return { load, scripts };
};

exports.compilePiece = compilePiece;
