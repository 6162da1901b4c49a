// The licences of everything that is shipped and was made by others: read from the packages whose code is in the
// bundle, and refused where nobody has said yes to a licence.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './bundle.mjs';

/**
 * SPDX ids of licences under which code may be shipped here: each asks for no more than its text and notices, which
 * the file carries. Anything else, expressions too, ends the build until a person has decided.
 */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

/**
 * One entry for each npm package of whose code something is in the bundle. `metafile`: esbuild's. Throws on a
 * licence that is not allowed, and on a missing text that cannot be given in its place.
 */
export function bundledEntries(metafile) {
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
      if (found && bytesInOutput > 0) folders.add(join(folder, found[1]));
    }
  }
  return [...folders].map(packageEntry);
}

/** The entry of the npm package in this folder: `{ name, version, licence, text }`. Throws as `bundledEntries`. */
export function packageEntry(packageFolder) {
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const { name, version, license: licence } = manifest;
  if (!allowed.has(licence))
    throw new Error(`${name} ${version} has the licence ${JSON.stringify(licence)}: see .tools/licences.mjs`);
  const files = readdirSync(packageFolder)
    .filter((file) => /^(licen[cs]e|copying|notice|copyrightnotice|thirdparty\w*)([.-].*)?$/i.test(file))
    .sort();
  const texts = files.map((file) => tidy(readFileSync(join(packageFolder, file), 'utf8')));
  return {
    name,
    version,
    licence,
    text: texts.length > 0 ? texts.join('\n\n') : inItsPlace(packageFolder, manifest),
  };
}

/** The entry of Node itself, for executables that contain it. `nodeFolder` has its LICENSE and its package.json. */
export function nodeEntry(nodeFolder) {
  const { version } = JSON.parse(readFileSync(join(nodeFolder, 'package.json'), 'utf8'));
  const text = tidy(readFileSync(join(nodeFolder, 'LICENSE'), 'utf8'));
  return { name: 'Node.js', version, licence: 'MIT, and those of its parts', text };
}

/** For packages that ship no licence text: what they say about themselves, and the licence's own words. */
function inItsPlace(packageFolder, { name, version, license: licence, author, homepage, main }) {
  if (licence !== 'MIT') throw new Error(`${name} ${version} ships no text of its licence ${licence}`);
  const code = readFileSync(join(packageFolder, main), 'utf8');
  const notice = /Copyright .*/.exec(code)?.[0] ?? `by ${author?.name ?? author ?? 'an unnamed author'}`;
  const own = readFileSync(join(folder, 'LICENSE'), 'utf8');
  const words = tidy(own.slice(own.indexOf('Permission is hereby granted')));
  return `This package ships no text of its licence. What it says of itself: licence MIT; ${notice}
(${homepage ?? 'no address'}). The words of the MIT licence are:

${words}`;
}

function tidy(text) {
  return text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/^\n+|\n+$/g, '');
}

/** The file's text: a table of all entries, then each text once, over the packages that share it. */
export function licencesText(entries) {
  const listed = [...new Map(entries.map((entry) => [title(entry), entry])).values()].sort((one, other) =>
    title(one) < title(other) ? -1 : 1,
  );
  const sharing = new Map();
  for (const { text, ...entry } of listed) sharing.set(text, [...(sharing.get(text) ?? []), entry]);
  const width = Math.max(...listed.map((entry) => title(entry).length));
  const table = listed.map((entry) => `${title(entry).padEnd(width)}  ${entry.licence}\n`).join('');
  const texts = [...sharing].map(
    ([text, shared]) =>
      `${'='.repeat(80)}\n${shared.map((entry) => `${title(entry)} (${entry.licence})\n`).join('')}${'-'.repeat(80)}\n${text}\n\n`,
  );
  return `Software of others in ecma-doctor

ecma-doctor's own licence is in the file LICENSE. It contains code of the ${listed.length} packages below, under these
licences. Their texts follow.

${table}
${texts.join('')}`;
}

function title({ name, version }) {
  return `${name} ${version}`;
}
