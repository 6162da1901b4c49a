// What `npm pack` ships, around the build. Before (`prepack`): what only the package has goes into dist/, and
// package.json and README become what a user of the package needs. All JavaScript is in the bundle, so it names no dependency:
// npx then installs one package and asks no registry. After (`postpack`, --restore): the repository's own
// files are put back; where npm died in between, .tools/ready.mjs does it at the next command.
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './bundle.mjs';
import { bundledEntries, licencesText, packageEntry } from './licences.mjs';
import { lockedPackage } from './locked-package.mjs';
import { readmeForUsers } from './package-readme.mjs';
import { sbomText } from './sbom.mjs';
import { writeTypes } from './types.mjs';

const manifestFile = join(folder, 'package.json');
const readmeFile = join(folder, 'README.md');
/** Where each is kept meanwhile: npm packs whatever begins with README, whatever its ending. */
const kept = new Map([
  [manifestFile, join(folder, 'package.json.orig')],
  [readmeFile, join(folder, '.readme.orig')],
]);
const native = '@koromix/koffi-win32-x64';
const dist = (...names) => join(folder, 'dist', ...names);
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

if (!process.argv.includes('--restore')) await prepare();
else restore();

async function prepare() {
  if (process.env.npm_command === 'publish') {
    // It would give the registry the repository's package.json beside a tarball with another one.
    process.stderr.write('Publish the tarball that npm pack makes: npm publish ./ecma-doctor-VERSION.tgz\n');
    process.exit(1);
  }
  const names = ['report', 'comparison', 'ecmarc', 'event'];
  const schemas = names.map((name) => [name, readJson(dist('schemas', `${name}.schema.json`))]);
  await writeTypes(Object.fromEntries(schemas), dist('index.d.ts'));
  const dependencies = withWindows();
  const text = `${JSON.stringify(forUsers(readJson(manifestFile), dependencies), null, 2)}\n`;
  const readme = readmeForUsers(folder, ['.ecmarc.example', 'LICENSE']);
  replace(manifestFile, text);
  replace(readmeFile, readme);
}

function restore() {
  for (const [file, own] of kept) if (existsSync(own)) renameSync(own, file);
}

function replace(file, text) {
  if (!existsSync(kept.get(file))) copyFileSync(file, kept.get(file));
  writeFileSync(file, text);
}

/**
 * Puts Windows' native module and its licence beside the bundle. Where npm cannot bring it, the package names it as
 * a dependency instead, which npm looks for on the user's machine.
 */
function withWindows() {
  const file = dist('koffi-win32-x64.node');
  const source = nativeFolder();
  if (source === undefined) {
    rmSync(file, { force: true });
    return { optionalDependencies: { [native]: readJson(manifestFile).optionalDependencies[native] } };
  }
  copyFileSync(join(source, 'win32_x64', 'koffi.node'), file);
  const entries = [...bundledEntries(readJson(dist('meta.json'))), packageEntry(source)];
  writeFileSync(dist('THIRD-PARTY-LICENSES.txt'), licencesText(entries));
  writeFileSync(dist('sbom.cdx.json'), sbomText(entries));
  return {};
}

function nativeFolder() {
  try {
    return lockedPackage(native);
  } catch (error) {
    process.stderr.write(
      `${native} cannot be had (${error.message}): this package asks a registry for it where it is installed\n`,
    );
    return undefined;
  }
}

/** The scripts stay: with them a package.json that was left behind mends itself. */
function forUsers(manifest, dependencies) {
  const { dependencies: _1, devDependencies: _2, optionalDependencies: _3, ...rest } = manifest;
  const { overrides: _4, allowScripts: _5, ...used } = rest;
  return { ...used, ...dependencies };
}
