// A bill of materials (CycloneDX 1.6, JSON) of everything by others that is shipped, beside its licences: for whoever looks
// up whether something in the program is known to be weak. The same sources give the same bytes: no serial number, no time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './bundle.mjs';

const readJson = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

/** The bill's text. `entries`: those of the licences (`bundledEntries`, `packageEntry`, `nodeEntry`). */
export function sbomText(entries) {
  const { name, version, license } = readJson('package.json');
  const lock = Object.entries(readJson('package-lock.json').packages);
  const components = [...new Map(entries.map((entry) => [purlOf(entry), entry])).entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([purl, entry]) => componentOf(purl, entry, lock));
  const self = `pkg:npm/${name}@${version}`;
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': self,
        name,
        version,
        licenses: [{ license: { id: license } }],
        purl: self,
      },
    },
    components,
    dependencies: [
      { ref: self, dependsOn: components.map((component) => component['bom-ref']) },
      ...components.map((component) => ({ ref: component['bom-ref'] })),
    ],
    // What stands in the bundle is known byte by byte (esbuild's metafile).
    compositions: [{ aggregate: 'complete', dependencies: [self] }],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

/** Package URL (purl-spec): a scope's `@` is escaped. */
function purlOf({ name, version }) {
  return name === 'Node.js'
    ? `pkg:generic/node@${version}`
    : `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function componentOf(purl, { name, version, licence }, lock) {
  const [, group, bare] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [undefined, undefined, name];
  const locked = lock.find(([path, one]) => path.endsWith(`node_modules/${name}`) && one.version === version);
  const digest = /^sha512-(.+)$/.exec(locked?.[1].integrity ?? '')?.[1];
  return {
    type: name === 'Node.js' ? 'platform' : 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name: bare,
    version,
    // Of the package as npm ships it.
    ...(digest === undefined
      ? {}
      : { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }),
    licenses: [{ license: licence.includes(' ') ? { name: licence } : { id: licence } }],
    purl,
  };
}
