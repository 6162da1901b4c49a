import { Malformed } from './bytes.ts';
import type { Blobs, Strings } from './heaps.ts';
import { classOfTypeSpec } from './signatures.ts';
import { decodeIndex, type RowIndex, type Tables } from './tables.ts';

/**
 * A type as it is named inside an assembly: defined in it (its row of TypeDef), or elsewhere. `name` of a nested
 * type is `Outer/Inner`; the namespace is the outermost type's. `assembly` is the simple name of an AssemblyRef.
 */
export type TypeReference =
  | { readonly kind: 'defined'; readonly row: number }
  | {
      readonly kind: 'outside';
      readonly assembly: string;
      readonly namespace: string;
      readonly name: string;
    };

/** Deeper nesting than any compiler makes: a loop, or an attack. */
const deepest = 32;

/** Characters of names that are put together before it is called an attack. */
const mostCharacters = 64_000_000;

/** Names types: TypeDef with NestedClass, TypeRef by ResolutionScope, TypeSpec by its signature. */
export class TypeNames {
  readonly #tables: Tables;
  readonly #strings: Strings;
  readonly #blobs: Blobs;
  readonly #enclosing = new Map<number, number>();
  #left = mostCharacters;

  constructor(tables: Tables, strings: Strings, blobs: Blobs) {
    this.#tables = tables;
    this.#strings = strings;
    this.#blobs = blobs;
    const nested = tables.column('NestedClass', 'NestedClass');
    const enclosing = tables.column('NestedClass', 'EnclosingClass');
    for (let row = 1; row <= tables.rows('NestedClass'); row += 1)
      this.#enclosing.set(nested(row), enclosing(row));
  }

  /** The row of the type around a nested one (NestedClass.EnclosingClass). */
  enclosing(row: number): number | undefined {
    return this.#enclosing.get(row);
  }

  /** The rows from a type outwards, itself first; a loop ends. */
  outwards(row: number): readonly number[] {
    const rows = [row];
    let outer = this.#enclosing.get(row);
    while (outer !== undefined && rows.length < deepest && !rows.includes(outer)) {
      rows.push(outer);
      outer = this.#enclosing.get(outer);
    }
    return rows;
  }

  defined(row: number): { readonly namespace: string; readonly name: string } {
    const rows = this.outwards(row);
    const name = this.#tables.column('TypeDef', 'TypeName');
    const namespace = this.#tables.column('TypeDef', 'TypeNamespace');
    return {
      namespace: this.#strings.at(namespace(rows.at(-1) ?? row)),
      name: this.#joined(rows.map((one) => this.#strings.at(name(one))).toReversed()),
    };
  }

  /** What a TypeDefOrRef index names; undefined where there is no class behind it. */
  reference(index: RowIndex | undefined): TypeReference | undefined {
    let at = index;
    for (let depth = 0; at !== undefined && depth < deepest; depth += 1) {
      if (at.table === 'TypeDef') return { kind: 'defined', row: at.row };
      if (at.table === 'TypeRef') return this.outside(at.row);
      if (at.table !== 'TypeSpec') return undefined;
      at = classOfTypeSpec(this.#blobs.at(this.#tables.column('TypeSpec', 'Signature')(at.row)));
    }
    return undefined;
  }

  /** A row of TypeRef. A scope that is not another assembly (a module of this one) gives an empty `assembly`. */
  outside(row: number): TypeReference {
    const name = this.#tables.column('TypeRef', 'TypeName');
    const scope = this.#tables.column('TypeRef', 'ResolutionScope');
    const names: string[] = [];
    let at: RowIndex | undefined = { table: 'TypeRef', row };
    let outermost = row;
    while (at?.table === 'TypeRef' && names.length < deepest) {
      names.unshift(this.#strings.at(name(at.row)));
      outermost = at.row;
      at = decodeIndex('ResolutionScope', scope(at.row));
    }
    const namespace = this.#strings.at(this.#tables.column('TypeRef', 'TypeNamespace')(outermost));
    const assembly =
      at?.table === 'AssemblyRef' ? this.#strings.at(this.#tables.column('AssemblyRef', 'Name')(at.row)) : '';
    return { kind: 'outside', assembly, namespace, name: this.#joined(names) };
  }

  #joined(names: readonly string[]): string {
    const joined = names.join('/');
    this.#left -= joined.length;
    if (this.#left < 0) throw new Malformed('the names of types are longer than any compiler makes them');
    return joined;
  }
}
