import type { Shape } from '../base/shape.ts';
import schemas from './facts-schemas.json' with { type: 'json' };

/** As much of JSON Schema as the schemas of the facts have. */
interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema | boolean>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

const definitions: Readonly<Record<string, Schema>> = schemas.$defs;

const shapes = new Map<string, Shape | undefined>();

/** The shape of the facts that the probe of this row keeps, under any settings. */
function shapeOfFacts(id: string): Shape | undefined {
  const [base = id] = id.split('@');
  if (!shapes.has(base)) {
    const all = Object.entries<Schema>(schemas.facts).filter(([name]) => name.split(' ')[0] === base);
    shapes.set(base, all.length === 0 ? undefined : shapeOf(all.map(([, schema]) => schema)));
  }
  return shapes.get(base);
}

/** What any of these schemas says of one place; `isVersion`: what stands above it says so. */
function shapeOf(given: readonly Schema[], isVersion = false): Shape {
  const ofVersions = given.some(namesVersion);
  const all = given.flatMap(single);
  const members = new Map<string, Schema[]>();
  for (const { properties = {} } of all)
    for (const [name, member] of Object.entries(properties))
      if (typeof member === 'object') members.set(name, [...(members.get(name) ?? []), member]);
  const open = all
    .map(({ additionalProperties }) => additionalProperties)
    .filter((it) => typeof it === 'object');
  const items = all.flatMap((schema) => schema.items ?? []);
  const words = all.flatMap((schema) => [schema.const, ...(schema.enum ?? [])]);
  return {
    members: new Map(
      [...members].map(([name, each]) => [name, shapeOf(each, ofVersions || /version$/i.test(name))]),
    ),
    words: new Set(words.filter((word) => typeof word === 'string')),
    isVersion,
    ...(open.length > 0 && { open: shapeOf(open) }),
    ...(items.length > 0 && { item: shapeOf(items) }),
  };
}

/** Is it a type whose name says version: `FileVersion`, of a file and its product? */
function namesVersion({ $ref = '', anyOf = [] }: Schema): boolean {
  return $ref.endsWith('Version') || anyOf.some(namesVersion);
}

/** What all of the schemas name. */
function wordsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => [
    ...(key === 'properties' && typeof item === 'object' && item !== null ? Object.keys(item) : []),
    ...(key === 'const' || key === 'enum' ? [item].flat().filter((word) => typeof word === 'string') : []),
    ...wordsOf(item),
  ]);
}

/** For who must not take a word of the facts for a name, or a name for one of their words. */
export const factsWords = {
  shapeOf: shapeOfFacts,
  words: new Set(wordsOf(schemas).map((word) => word.toLowerCase())),
};

/** The schemas that one stands for. */
function single(schema: Schema): readonly Schema[] {
  if (schema.$ref !== undefined) return single(definitions[schema.$ref.slice('#/$defs/'.length)] ?? {});
  return schema.anyOf?.flatMap(single) ?? [schema];
}
