// Makes the package's type declarations (`import type { Report, Settings } from 'ecma-doctor'`) from the same JSON
// Schemas that ship with it: what validates and what compiles cannot differ.
import { writeFileSync } from 'node:fs';
import { compile } from 'json-schema-to-typescript';

/** Parts that get a name of their own, the inner ones first, where each stands, and its words where those are of one use. */
const named = [
  ['Status', 'Report.properties.probes.items.properties.status'],
  ['Remedy', 'Report.properties.probes.items.properties.remedy'],
  ['ReportProbe', 'Report.properties.probes.items'],
  ['BaselineChanges', 'Report.properties.comparison'],
  ['Change', 'BaselineChanges.properties.fixed.items'],
  ['ComparedServer', 'Comparison.properties.servers.items'],
  ['ComparedProbe', 'Comparison.properties.probes.items'],
  [
    'SecretSetting',
    'Settings.properties.connectors.items.properties.secretToken',
    'A password, token or key, or where it is to be had.',
  ],
  ['LdapTarget', 'Settings.properties.connectors.items.properties.target.properties.ldap'],
  ['SqlTarget', 'Settings.properties.connectors.items.properties.target.properties.sql'],
  ['Connector', 'Settings.properties.connectors.items'],
];

/** Writes the declarations. `schemas`: the JSON Schemas by the names of their files; they stay as they are. */
export async function writeTypes(schemas, file) {
  const { report, comparison, ecmarc, event } = schemas;
  // The name that zod gives to the recursive schema of "any JSON".
  const text = JSON.stringify({ Report: report, Comparison: comparison, Settings: ecmarc, RunEvent: event });
  const parts = JSON.parse(text.replaceAll('__schema0', 'Json'), withoutConditions);
  const defs = {};
  for (const part of Object.values(parts)) {
    Object.assign(defs, part.$defs);
    for (const key of ['$schema', '$defs', 'title']) delete part[key];
  }
  Object.assign(defs, parts);
  for (const [name, path, words] of named) hoist(defs, name, path, words);
  const root = { ...defs.Report, $defs: { ...defs, Report: undefined } };
  const declarations = await compile(JSON.parse(JSON.stringify(root)), 'Report', {
    additionalProperties: false,
    bannerComment:
      '/** What ecma-doctor reads and writes: `.ecmarc`, reports, several side by side, a line of `--events`. */',
    style: { singleQuote: true, printWidth: 110 },
    unreachableDefinitions: true,
  });
  // Its remarks about the schemas' insides tell a reader nothing.
  const remark = / \*(?:\n \*)? This (?:interface|type) was referenced by .*\n \* via .*\n/g;
  writeFileSync(file, declarations.replace(remark, '').replace(/\/\*\*\n \*\/\n/g, ''));
}

/** What goes with what (`if`, `then`) is for editors: no interface says it. */
function withoutConditions(_, node) {
  if (node?.properties === undefined) return node;
  const { if: _if, then: _then, allOf: _all, ...rest } = node;
  return rest;
}

function hoist(defs, name, path, words) {
  const part = path.split('.').reduce((node, key) => node?.[key], defs);
  if (part === undefined) throw new Error(`no ${path} in the schemas: mend the list in .tools/types.mjs`);
  const { description: own, ...rest } = part;
  const description = words ?? own;
  const same = JSON.stringify(rest);
  const replaced = (node) => {
    if (typeof node !== 'object' || node === null) return node;
    if (Array.isArray(node)) return node.map(replaced);
    const { description: _, ...bare } = node;
    if (JSON.stringify(bare) === same) return { $ref: `#/$defs/${name}` };
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replaced(value)]));
  };
  for (const key of Object.keys(defs)) defs[key] = replaced(defs[key]);
  defs[name] = { ...rest, ...(description && { description }) };
}
