import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { folder } from '../../.tools/bundle.mjs';
import { bundledEntries } from '../../.tools/licences.mjs';
import { sbomText } from '../../.tools/sbom.mjs';

const readJson = (...names: readonly string[]): unknown =>
  JSON.parse(readFileSync(join(folder, ...names), 'utf8'));

/** The part of CycloneDX' JSON schema (1.6) that is used; strict as that one is. */
const licences = z
  .array(
    z.strictObject({
      license: z.union([z.strictObject({ id: z.string() }), z.strictObject({ name: z.string() })]),
    }),
  )
  .min(1);
const component = z.strictObject({
  type: z.enum(['application', 'library', 'platform']),
  'bom-ref': z.string().min(1),
  group: z.string().optional(),
  name: z.string(),
  version: z.string(),
  hashes: z
    .array(z.strictObject({ alg: z.literal('SHA-512'), content: z.string().regex(/^[a-f0-9]{128}$/) }))
    .optional(),
  licenses: licences,
  purl: z.string().regex(/^pkg:(?:npm\/(?:%40[\w.-]+\/)?[\w.-]+|generic\/node)@\d[\w.-]*$/),
});
const bill = z.strictObject({
  $schema: z.literal('http://cyclonedx.org/schema/bom-1.6.schema.json'),
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  version: z.literal(1),
  metadata: z.strictObject({ component }),
  components: z.array(component),
  dependencies: z.array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
  compositions: z.array(
    z.strictObject({ aggregate: z.literal('complete'), dependencies: z.array(z.string()) }),
  ),
});

describe('the bill of materials', () => {
  const meta = readJson('dist', 'meta.json') as Parameters<typeof bundledEntries>[0];
  const entries = bundledEntries(meta);
  const read = bill.parse(JSON.parse(sbomText(entries)));

  it('lies beside the licences, and is what the build makes of the same bundle: nothing of a time or a chance is in it', () => {
    expect(existsSync(join(folder, 'dist', 'THIRD-PARTY-LICENSES.txt'))).toBe(true);
    const built = bill.parse(readJson('dist', 'sbom.cdx.json'));
    expect(built.components).toEqual(expect.arrayContaining(read.components));
    expect(sbomText(entries.toReversed())).toBe(sbomText(entries));
  });

  it('names each package whose code is in the bundle once, with the content that the lock file demands', () => {
    const names = entries.map(({ name, version }) => `${name.replace('@', '%40')}@${version}`);
    expect(read.components.map(({ purl }) => purl)).toEqual(
      [...new Set(names.map((name) => `pkg:npm/${name}`))].sort(),
    );
    for (const one of read.components) expect(one.hashes, one.name).toHaveLength(1);
  });

  it('refers to nothing that is not in it', () => {
    const refs = [read.metadata.component, ...read.components].map((one) => one['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    for (const { ref, dependsOn = [] } of read.dependencies)
      for (const one of [ref, ...dependsOn]) expect(refs).toContain(one);
  });

  it('names Node and its own licence words where that is shipped', () => {
    const node = { name: 'Node.js', version: '24.21.0', licence: 'MIT, and those of its parts' };
    const [first] = bill.parse(JSON.parse(sbomText([node]))).components;
    expect(first).toMatchObject({
      type: 'platform',
      purl: 'pkg:generic/node@24.21.0',
      licenses: [{ license: { name: node.licence } }],
    });
  });
});
