import * as z from 'zod';
import { settingsSchema } from './schema.ts';

/** As much of a JSON Schema as is walked here. */
export interface SchemaNode {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
  readonly anyOf?: readonly unknown[];
  readonly oneOf?: readonly unknown[];
}

/** By this the doctor's own schema is known, also one of an earlier version. */
export const schemaTitle = '.ecmarc of ecma-doctor';

/** The JSON Schema (draft 2020-12) of what may be written in `.ecmarc`, from the schema that validates it. */
export function settingsJsonSchema(): z.core.JSONSchema.BaseSchema {
  const made = z.toJSONSchema(settingsSchema, { io: 'input' });
  const $schema = {
    type: 'string' as const,
    description: 'Where this schema is, for editors; ignored by the doctor.',
  };
  return { ...made, patternProperties: { '^\\$schema$': $schema }, title: schemaTitle };
}

/** Made once: every unknown key asks. */
let schema: z.core.JSONSchema.BaseSchema | undefined;

/** The keys that may stand in the mapping at this path: what a misspelt key is compared with. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  schema ??= settingsJsonSchema();
  let nodes = alternatives(schema);
  for (const step of path) {
    nodes = nodes.flatMap((node) =>
      alternatives(typeof step === 'number' ? node.items : node.properties?.[String(step)]),
    );
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}

/** The node itself and all that may stand in its place. */
export function alternatives(node: unknown): SchemaNode[] {
  if (typeof node !== 'object' || node === null) return [];
  const one: SchemaNode = node;
  return [one, ...[...(one.anyOf ?? []), ...(one.oneOf ?? [])].flatMap(alternatives)];
}
