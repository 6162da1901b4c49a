// `npm run release:check`: what must hold before a release goes out, a line each. Behind `npm run build:exe`; it packs
// the npm package itself. Exit code 1 when something does not hold; nothing is changed but the usual dist/.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** Each: what must hold, and how it is found out; the faults as sentences, none where it holds. */
export const checks = [
  ['The tree is clean', cleanTree],
  ['The versions agree', versions],
  ['The executables are made from this commit', commits],
  ['The checksums are those of the executables', checksums],
  ['The licences are there, and name what is shipped', licences],
  ['The package has what it exports, and nothing leads out of it', exported],
];

/** All checks of a repository's folder; `packed` is the folder of its unpacked npm package. */
export function releaseFaults(folder, packed) {
  return checks.map(([name, check]) => {
    try {
      return { name, faults: check(folder, packed) };
    } catch (error) {
      return { name, faults: [String(error.message ?? error)] };
    }
  });
}

function cleanTree(folder) {
  return run('git', ['status', '--porcelain'], folder)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `not committed: ${line}`);
}

/** package.json's is the one that counts. */
function versions(folder, packed) {
  const { version } = readJson(join(folder, 'package.json'));
  const lock = readJson(join(folder, 'package-lock.json'));
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const tags = run('git', ['tag', '--points-at', 'HEAD'], folder).split('\n').filter(isVersionTag);
  const given = [
    ['package-lock.json', lock.version],
    ['package-lock.json, packages', lock.packages?.['']?.version],
    ...[...new Set(readme.match(/ecma-doctor-\d+\.\d+\.\d+\S*?(?=\.tgz)/g))].map((name) => [
      'README.md',
      name.replace('ecma-doctor-', ''),
    ]),
    ...tags.map((tag) => ['the tag of this commit', tag.replace(/^v/, '')]),
    ['the npm package', readJson(join(packed, 'package.json')).version],
    ['the program', run(process.execPath, [join(packed, 'dist', 'ecma-doctor.js'), '--version'], packed)],
    ...builtHere(folder).map((file) => [file, run(join(folder, 'build', file), ['--version'], folder)]),
  ];
  return given.filter(([, one]) => one !== version).map(([where, one]) => `${where}: ${one}, not ${version}`);
}

const isVersionTag = (tag) => /^v?\d+\.\d+\.\d+/.test(tag);

/** The executable that runs on this machine. */
function builtHere(folder) {
  const names = { linux: 'ecma-doctor-linux-x64', win32: 'ecma-doctor.exe' };
  const name = names[process.platform];
  return name !== undefined && existsSync(join(folder, 'build', name)) ? [name] : [];
}

const executables = ['ecma-doctor.exe', 'ecma-doctor-linux-x64'];

/** Read from the file: the one of the other system, too, which does not start here. Its version is that of its commit. */
function commits(folder) {
  const head = run('git', ['rev-parse', 'HEAD'], folder);
  return executables
    .filter((name) => existsSync(join(folder, 'build', name)))
    .map((name) => [name, commitIn(readFileSync(join(folder, 'build', name)))])
    .filter(([, commit]) => commit !== head)
    .map(([name, commit]) =>
      commit === undefined
        ? `build/${name} does not say which commit it is made from`
        : `build/${name} is made from ${commit}, not from ${head}`,
    );
}

/** What the build put into it for `--version --json` (.tools/exe/make.mjs). */
function commitIn(bytes) {
  const mark = '{"commit":"';
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1)) {
    const after = bytes.toString('latin1', at + mark.length, at + mark.length + 60);
    const [commit] = /^[0-9a-f]{40,}(?:\+changes)?(?=")/.exec(after) ?? [];
    if (commit !== undefined) return commit;
  }
  return undefined;
}

function checksums(folder) {
  const build = join(folder, 'build');
  if (!existsSync(build)) return ['build/ is not there: npm run build:exe'];
  const lines = readFileSync(join(build, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
  const sums = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  return executables.flatMap((name) => {
    if (!existsSync(join(build, name))) return [`build/${name} is not there`];
    if (!sums.has(name)) return [`SHA256SUMS does not name ${name}`];
    return sums.get(name) === sha256(join(build, name)) ? [] : [`SHA256SUMS has another sum for ${name}`];
  });
}

/** Every package of whose code something is in the bundle, as the build's own notes have it. */
function licences(folder, packed) {
  const own = readFileSync(join(folder, 'LICENSE'), 'utf8');
  const places = [
    join(packed, 'dist'),
    ...(existsSync(join(folder, 'build')) ? [join(folder, 'build')] : []),
  ];
  const { outputs } = readJson(join(folder, 'dist', 'meta.json'));
  const inside = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const names = new Set(
    inside.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  return [
    ...(readFileSync(join(packed, 'LICENSE'), 'utf8') === own
      ? []
      : ['LICENSE in the package is another one']),
    ...places.flatMap((place) => {
      const file = join(place, 'THIRD-PARTY-LICENSES.txt');
      if (!existsSync(file)) return [`${file} is not there`];
      const text = readFileSync(file, 'utf8');
      return [...names]
        .filter((name) => !text.includes(`\n${name} `))
        .map((name) => `${file} does not name ${name}`);
    }),
  ];
}

/** Files that package.json's keys name, and those that the package's README leads to. */
function exported(_folder, packed) {
  const manifest = readJson(join(packed, 'package.json'));
  const files = readdirSync(packed, { recursive: true }).map((name) => name.replaceAll('\\', '/'));
  const named = [...targets(manifest.bin), ...targets(manifest.types), ...targets(manifest.exports)];
  const missing = named
    .map((target) => posix.normalize(target))
    .filter((target) => !files.some((file) => fits(target, file)))
    .map((target) => `package.json names ${target}, which is not in the package`);
  const foreign = Object.keys(manifest)
    .filter((key) => /^(?:dev|optional|peer)?dependencies$/i.test(key) || key === 'overrides')
    .map((key) => `package.json has ${key}: what is installed with it is not ours to check`);
  const lost = linksOf(readFileSync(join(packed, 'README.md'), 'utf8'))
    .filter((link) => !files.includes(posix.normalize(link)))
    .map((link) => `README leads to ${link}, which is not in the package`);
  return [...missing, ...foreign, ...lost];
}

function targets(value) {
  if (typeof value === 'string') return [value];
  return value === undefined ? [] : Object.values(value).flatMap(targets);
}

/** `dist/schemas/*.schema.json` stands for any one of them. */
function fits(target, file) {
  const [start = '', end] = target.split('*');
  return end === undefined ? file === target : file.startsWith(start) && file.endsWith(end);
}

function linksOf(text) {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link)
    .filter((link) => !/^(?:https?:|#)/.test(link));
}

function main() {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const place = mkdtempSync(join(tmpdir(), 'ecma-doctor-release-'));
  try {
    const npm = process.env.npm_execpath;
    const pack = ['pack', '--silent', '--pack-destination', place];
    const name = (npm ? run(process.execPath, [npm, ...pack], folder) : run('npm', pack, folder))
      .split('\n')
      .at(-1);
    run('tar', ['-xzf', join(place, name), '-C', place], place);
    const found = releaseFaults(folder, join(place, 'package'));
    for (const { name, faults } of found) {
      process.stdout.write(`${faults.length === 0 ? 'ok' : 'NO'}  ${name}\n`);
      for (const fault of faults) process.stdout.write(`      ${fault}\n`);
    }
    process.exitCode = found.some(({ faults }) => faults.length > 0) ? 1 : 0;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
