import type { Blobs } from './heaps.ts';
import { firstStringArgument } from './signatures.ts';
import { decodeIndex, type RowIndex, type Tables } from './tables.ts';
import type { TypeNames } from './type-names.ts';

/** A custom attribute of the assembly: its class, and its first argument where that is a string. */
export type AssemblyAttribute = { readonly name: string; readonly text?: string };

/** More than any assembly carries on itself; each costs a look at other tables. */
const most = 1000;

/** Rows of CustomAttribute whose Parent is the assembly (ECMA-335 II.22.10). */
export function readAttributes(tables: Tables, blobs: Blobs, names: TypeNames): readonly AssemblyAttribute[] {
  const parent = tables.column('CustomAttribute', 'Parent');
  const type = tables.column('CustomAttribute', 'Type');
  const value = tables.column('CustomAttribute', 'Value');
  const found: AssemblyAttribute[] = [];
  for (let row = 1; row <= tables.rows('CustomAttribute') && found.length < most; row += 1) {
    if (decodeIndex('HasCustomAttribute', parent(row))?.table !== 'Assembly') continue;
    const name = classOf(decodeIndex('CustomAttributeType', type(row)), tables, names);
    if (name === undefined) continue;
    const text = firstString(blobs, value(row));
    found.push(text === undefined ? { name } : { name, text });
  }
  return found;
}

/** An attribute that a reader cannot make sense of is still there: only its argument stays unknown. */
function firstString(blobs: Blobs, at: number): string | undefined {
  try {
    return firstStringArgument(blobs.at(at));
  } catch {
    return undefined;
  }
}

/** The attribute's class by its constructor: a MemberRef of a TypeRef. Those of this assembly's own are not asked. */
function classOf(called: RowIndex | undefined, tables: Tables, names: TypeNames): string | undefined {
  if (called?.table !== 'MemberRef') return undefined;
  const owner = decodeIndex('MemberRefParent', tables.column('MemberRef', 'Class')(called.row));
  if (owner?.table !== 'TypeRef') return undefined;
  const type = names.outside(owner.row);
  if (type.kind !== 'outside') return undefined;
  return type.namespace === '' ? type.name : `${type.namespace}.${type.name}`;
}
