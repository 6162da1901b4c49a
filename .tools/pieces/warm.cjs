// Makes the code cache: runs the program until its list stands on a terminal that is none, and writes what V8 has
// compiled by then. Only checks of this machine run, so that a build asks no network. Arguments: the pieces' folder, the file to
// write, V8's flags of the real start.
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { PassThrough, Writable } = require('node:stream');
const { pathToFileURL } = require('node:url');
const v8 = require('node:v8');
const { packCaches } = require('./code-cache.cjs');
const { pieceLoader } = require('./load.cjs');

const [, , folder, out, ...flags] = process.argv;
/** What the first picture of the list shows, and the time that it has for it, in milliseconds. */
const standsBy = 'Windows Server 2016';
const within = 60_000;

for (const flag of flags) v8.setFlagsFromString(flag);

const input = Object.assign(new PassThrough(), { isTTY: true, fd: 0, setRawMode() {}, ref() {}, unref() {} });
let shown = '';
const output = new Writable({
  write(chunk, _, done) {
    shown += chunk;
    if (shown.includes(standsBy)) finish();
    done();
  },
});
Object.assign(output, {
  isTTY: true,
  fd: 1,
  columns: 80,
  rows: 25,
  getColorDepth: () => 8,
  hasColors: () => true,
});
Object.defineProperty(process, 'stdout', { value: output });
Object.defineProperty(process, 'stdin', { value: input });
process.argv.splice(2, process.argv.length, '--only', 'server.*,host.*,connector.*,attest.*');

const { load, scripts } = pieceLoader({
  read: (piece) => readFileSync(join(folder, piece), 'utf8'),
  cached: () => undefined,
  outside: require,
  moduleUrl: pathToFileURL(join(folder, '..', 'start.cjs')).href,
});

function finish() {
  const caches = [...scripts].map(([piece, script]) => [piece, script.createCachedData()]);
  writeFileSync(out, packCaches(new Map(caches)));
  process.reallyExit(0);
}

setTimeout(() => {
  process.stderr.write(`the list never stood:\n${shown}\n`);
  process.reallyExit(1);
}, within);
load('./stdin.js');
