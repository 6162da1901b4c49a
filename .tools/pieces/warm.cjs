// Makes the code cache: runs the program until its list stands on a terminal that is none, and writes what V8 has
// compiled by then, the quickest start; then what it compiles of the pieces that were not needed. Only checks of this
// machine run, so that a build asks no network; the list stands before the first of them has an answer, and what it says
// of the machine is said of one that is made up, so that nothing of who builds is in the cache. Arguments: the pieces'
// folder, the file to write, V8's flags that the program sets.
'use strict';
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const { join } = require('node:path');
const { PassThrough, Writable } = require('node:stream');
const { pathToFileURL } = require('node:url');
const v8 = require('node:v8');
const { packCaches } = require('./code-cache.cjs');
const { compilePiece, pieceLoader } = require('./load.cjs');

const [, , folder, out, ...flags] = process.argv;
/** Characters of a piece of which a run needs little: its functions are compiled when they are called. */
const large = 300_000;
/** What the first picture of the list shows, and the time that it has for it, in milliseconds. */
const standsBy = 'Windows Server 2016';
const within = 60_000;

for (const flag of flags) v8.setFlagsFromString(flag);

// A long name wraps, and an account may be in no list: more or other functions would run.
os.hostname = () => 'server';
os.release = () => '6.1.0';
os.version = () => 'Windows Server 2022';
os.totalmem = () => 8 * 2 ** 30;
os.userInfo = () => ({ username: 'admin', uid: 1000, gid: 1000, shell: null, homedir: process.env.HOME });

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
  // As they are where nobody gives them: see code-cache.mjs.
  for (const flag of ['--sparkplug', '--max-old-space-size=0', '--initial-heap-size=0'])
    v8.setFlagsFromString(flag);
  const caches = new Map([...scripts].map(([piece, script]) => [piece, script.createCachedData()]));
  for (const piece of readdirSync(folder).sort()) {
    if (!piece.endsWith('.js') || caches.has(piece)) continue;
    const text = readFileSync(join(folder, piece), 'utf8');
    if (text.length <= large) v8.setFlagsFromString('--no-lazy');
    const script = compilePiece(piece, text);
    v8.setFlagsFromString('--lazy');
    caches.set(piece, script.createCachedData());
  }
  writeFileSync(out, packCaches(caches));
  process.reallyExit(0);
}

setTimeout(() => {
  process.stderr.write(`the list never stood:\n${shown}\n`);
  process.reallyExit(1);
}, within);
load('./stdin.js');
