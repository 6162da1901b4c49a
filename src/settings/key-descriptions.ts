import type * as z from 'zod';
import { alternatives, settingsJsonSchema } from './json-schema.ts';
import { exampleText, secretForms } from './starter/example.ts';

/** What a key is for, by its path (`connectors.target.ldap.url`; the items of a list add nothing to it). */
export type KeyDescriptions = ReadonlyMap<string, string>;

const comment = /^ *# ?(.*)$/;
const key = /^( *)(- )?([$\w]+):/;

/**
 * The comments of the example, by the key that they stand above: one source for what people read there and what an
 * editor shows. A key that is commented out (`# domain: CONTOSO`) counts where it stands nowhere else.
 */
export function exampleDescriptions(text = exampleText): KeyDescriptions {
  const real = new Set(keysOf(text.split('\n')).map(({ path }) => path));
  const known = new Set(pathsOf(settingsJsonSchema(), []));
  const found = new Map<string, string>();
  for (const { path, lines } of keysOf(text.split('\n'), (one) => known.has(one) && !real.has(one)))
    if (lines.length > 0 && !found.has(path)) found.set(path, lines.join(' ').replace(/ {2,}/g, ' '));
  return found;
}

interface FoundKey {
  readonly path: string;
  /** The comment above it. */
  readonly lines: readonly string[];
}

/** Every key with its comment, in order; also one that is commented out, where `counts` says so. */
function keysOf(lines: readonly string[], counts: (path: string) => boolean = () => false): FoundKey[] {
  const found: FoundKey[] = [];
  const above: { readonly indent: number; readonly name: string }[] = [];
  let words: string[] = [];
  const pathOf = (indent: number, name: string): string => {
    while ((above.at(-1)?.indent ?? -1) >= indent) above.pop();
    return [...above.map((one) => one.name), name].join('.');
  };
  for (const line of lines) {
    const said = comment.exec(line)?.[1];
    const [, indent = '', dash = '', name] =
      key.exec(said === undefined ? line : line.replace('# ', '')) ?? [];
    const column = indent.length + dash.length;
    if (name !== undefined && (said === undefined || counts(pathOf(column, name)))) {
      found.push({ path: pathOf(column, name), lines: words });
      above.push({ indent: column, name });
      words = [];
    } else if (said === undefined) words = [];
    else words.push(said.trim());
  }
  return found;
}

/** The JSON Schema as it ships: with a description at every key. */
export function describedSettingsSchema(): z.core.JSONSchema.BaseSchema {
  const schema = settingsJsonSchema();
  describe(schema, [], exampleDescriptions(), undefined);
  return schema;
}

function pathsOf(node: unknown, path: readonly string[]): readonly string[] {
  return alternatives(node).flatMap(({ properties = {}, items }) => [
    ...Object.entries(properties).flatMap(([name, inner]) => [
      [...path, name].join('.'),
      ...pathsOf(inner, [...path, name]),
    ]),
    ...pathsOf(items, path),
  ]);
}

/** What the example tells only inside the comment of the key above it (`procedures: { read: ... }`) has that comment. */
function describe(
  node: unknown,
  path: readonly string[],
  texts: KeyDescriptions,
  above: string | undefined,
): void {
  for (const { properties = {}, items } of alternatives(node)) {
    for (const [name, inner] of Object.entries(properties)) {
      const told = above?.includes(`${name}:`) === true ? above : undefined;
      const text = texts.get([...path, name].join('.')) ?? secretForm(name) ?? told;
      if (text !== undefined && typeof inner === 'object' && inner !== null && !('description' in inner))
        Object.assign(inner, { description: text });
      describe(inner, [...path, name], texts, text);
    }
    describe(items, path, texts, above);
  }
}

/** Each secret has the same three ways, which the example explains once. */
function secretForm(name: string): string | undefined {
  return Object.entries(secretForms).find(([form]) => form === name)?.[1];
}
