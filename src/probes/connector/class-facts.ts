import { defined } from '../../base/defined.ts';
import type { Classes, LibraryInspection, ReadRefusal } from '../../clients/library/types.ts';
import type { Facts } from '../../engine/facts.ts';

/** Facts of a probe that asks what the library's classes can do. */
export interface ClassFacts extends Facts {
  readonly library: string;
  /** Absent when the file could not be read any more. */
  readonly classes?: Classes;
  readonly refusal?: ReadRefusal;
}

export function classFactsOf({ path, assembly, refusal }: LibraryInspection): ClassFacts {
  if (assembly !== undefined) return { usable: true, library: path, classes: assembly.classes };
  return { usable: false, library: path, ...defined({ refusal }) };
}
