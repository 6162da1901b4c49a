import type { SqlTarget } from '../../settings/schema.ts';

/** What the mapping fills beside the anchor: `attributes` and the column of the DN. Undefined where `.ecmarc` does not say. */
export function mappedColumns({ attributes, anchor, dn }: SqlTarget): readonly string[] | undefined {
  if (attributes === undefined || dn === undefined || dn === anchor || attributes.includes(dn))
    return attributes;
  return [...attributes, dn];
}
