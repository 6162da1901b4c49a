import { isSecretSource } from './secret.ts';

/** What a visitor may put in the place of a leaf: text, a number, a flag or a secret's source. */
export type LeafMapper = (leaf: unknown, path: readonly string[]) => unknown;

/**
 * A copy of the settings in which each leaf went through `replace`. The path names connectors by their name
 * (`connectors`, `Directory`, `target`, ...), as people do; other list items by their number.
 */
export function mapLeaves(value: unknown, replace: LeafMapper, path: readonly string[] = []): unknown {
  if (isSecretSource(value) || typeof value !== 'object' || value === null) return replace(value, path);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      mapLeaves(item, replace, [...path, nameOf(item) ?? String(index)]),
    );
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, mapLeaves(inner, replace, [...path, key])]),
  );
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('name' in item)) return undefined;
  return typeof item.name === 'string' ? item.name : undefined;
}
