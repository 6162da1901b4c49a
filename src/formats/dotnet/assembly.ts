import { defined } from '../../base/defined.ts';
import { type AssemblyAttribute, readAttributes } from './attributes.ts';
import { Blobs, Strings } from './heaps.ts';
import { type AssemblyIdentity, type AssemblyReference, readIdentity, readReferences } from './identity.ts';
import type { MetadataRoot } from './metadata-root.ts';
import { parameterCount } from './signatures.ts';
import { type Column, decodeIndex, type RowIndex, Tables } from './tables.ts';
import { TypeNames, type TypeReference } from './type-names.ts';

/** Headers outside of the metadata: what decides in which process the assembly can run. */
export type Image = {
  /** COFF Machine, by name; a number in hexadecimal where it is none of the known ones. */
  readonly machine: string;
  /** Any process, or only one of these: CorFlags (ECMA-335 II.25.3.3.1) and Machine together. */
  readonly bits: 'any' | '32' | '64';
  /** CorFlags without ILONLY: native code beside the managed (C++/CLI). */
  readonly mixed: boolean;
  readonly bytes: number;
};

/** A row of TypeDef, with what other tables say of it. */
export interface TypeDefinition {
  readonly row: number;
  /** TypeDef.TypeNamespace; a nested type's is its outermost one's. */
  readonly namespace: string;
  /** TypeDef.TypeName; `Outer/Inner` by NestedClass. */
  readonly name: string;
  /** TypeDef.Flags, VisibilityMask: public, and each type around it too. */
  readonly public: boolean;
  /** TypeDef.Flags, ClassSemanticsMask. */
  readonly interface: boolean;
  /** TypeDef.Flags, Abstract. */
  readonly abstract: boolean;
  /** GenericParam.Owner names it. */
  readonly generic: boolean;
  /** TypeDef.Extends. */
  readonly base?: TypeReference;
  /** InterfaceImpl.Interface of the rows whose Class it is. */
  readonly interfaces: readonly TypeReference[];
}

/** A row of MethodDef. */
export interface Method {
  readonly name: string;
  /** MethodDef.Flags, MemberAccessMask. */
  readonly public: boolean;
  readonly static: boolean;
  /** From MethodDef.Signature; -1 where it cannot be read. */
  readonly parameters: number;
}

/** A row of MethodImpl: the method of an interface, and the body that stands for it under a name of its own. */
export interface Override {
  readonly declaring?: TypeReference;
  readonly declared: string;
  readonly body?: Method;
}

interface Ranges {
  readonly start: Column;
  readonly count: number;
}

/**
 * What an assembly's metadata says of it. Rows are read when they are asked for; anything that lies throws
 * `Malformed` then, so callers outside of this folder go through `readAssembly` and `attempt`.
 */
export class Assembly {
  readonly identity: AssemblyIdentity;
  readonly image: Image;
  /** Metadata root, Version. */
  readonly runtimeVersion: string;
  /** Of the version resource; absent where there is none. */
  readonly fileVersion?: string;
  readonly references: readonly AssemblyReference[];
  readonly attributes: readonly AssemblyAttribute[];
  readonly tables: Tables;
  readonly names: TypeNames;
  readonly #strings: Strings;
  readonly #blobs: Blobs;
  readonly #interfaces = new Map<number, RowIndex[]>();
  readonly #generic = new Set<number>();
  readonly #overrides = new Map<number, number[]>();
  #byName: Map<string, number> | undefined;
  #forwarded: Map<string, string> | undefined;

  private constructor(
    root: MetadataRoot,
    tables: Tables,
    identity: AssemblyIdentity,
    image: Image,
    fileVersion?: string,
  ) {
    const [strings, blobs] = [new Strings(root.strings), new Blobs(root.blob)];
    this.tables = tables;
    this.#strings = strings;
    this.#blobs = blobs;
    this.names = new TypeNames(tables, strings, blobs);
    this.identity = identity;
    this.image = image;
    this.runtimeVersion = root.version;
    if (fileVersion !== undefined) this.fileVersion = fileVersion;
    this.references = readReferences({ tables, strings, blobs, root });
    this.attributes = readAttributes(tables, blobs, this.names);
    this.#index();
  }

  /** Undefined for a module without a manifest. Throws `Malformed`. */
  static from(root: MetadataRoot, image: Image, fileVersion?: string): Assembly | undefined {
    const tables = new Tables(root.tables);
    const identity = readIdentity({
      tables,
      strings: new Strings(root.strings),
      blobs: new Blobs(root.blob),
      root,
    });
    return identity && new Assembly(root, tables, identity, image, fileVersion);
  }

  /** Rows 1 to this are types; row 1 is `<Module>` (ECMA-335 II.22.37). */
  get typeCount(): number {
    return this.tables.rows('TypeDef');
  }

  type(row: number): TypeDefinition {
    const flags = this.tables.column('TypeDef', 'Flags')(row);
    const base = this.baseOf(row);
    return {
      row,
      ...this.names.defined(row),
      public: this.names.outwards(row).every((one) => isPublic(this.tables.column('TypeDef', 'Flags')(one))),
      interface: this.isInterface(row),
      abstract: (flags & 0x80) !== 0,
      generic: this.#generic.has(row),
      ...defined({ base }),
      interfaces: this.interfacesOf(row),
    };
  }

  isInterface(row: number): boolean {
    return (this.tables.column('TypeDef', 'Flags')(row) & 0x20) !== 0;
  }

  baseOf(row: number): TypeReference | undefined {
    const index = this.tables.column('TypeDef', 'Extends')(row);
    return this.names.reference(decodeIndex('TypeDefOrRef', index));
  }

  interfacesOf(row: number): readonly TypeReference[] {
    const found = this.#interfaces.get(row) ?? [];
    return found.map((index) => this.names.reference(index)).filter((one) => one !== undefined);
  }

  /** Every row of InterfaceImpl, in order. */
  *interfaceRows(): Generator<{ readonly type: number; readonly interface: TypeReference | undefined }> {
    const type = this.tables.column('InterfaceImpl', 'Class');
    const what = this.tables.column('InterfaceImpl', 'Interface');
    for (let row = 1; row <= this.tables.rows('InterfaceImpl'); row += 1)
      yield { type: type(row), interface: this.names.reference(decodeIndex('TypeDefOrRef', what(row))) };
  }

  /** The row of a type by its names; undefined where this assembly does not define it. */
  find(namespace: string, name: string): number | undefined {
    if (this.#byName === undefined) {
      this.#byName = new Map();
      for (let row = 1; row <= this.typeCount; row += 1) {
        const named = this.names.defined(row);
        this.#byName.set(key(named.namespace, named.name), row);
      }
    }
    return this.#byName.get(key(namespace, name));
  }

  /** ExportedType rows with an AssemblyRef: the assembly that a type was moved to (ECMA-335 II.22.14). */
  forwardedTo(namespace: string, name: string): string | undefined {
    this.#forwarded ??= this.#forwards();
    return this.#forwarded.get(key(namespace, name));
  }

  /** Every assembly that types were moved to. */
  forwardTargets(): ReadonlySet<string> {
    this.#forwarded ??= this.#forwards();
    return new Set(this.#forwarded.values());
  }

  #forwards(): Map<string, string> {
    const found = new Map<string, string>();
    const names = this.tables.column('ExportedType', 'TypeName');
    const spaces = this.tables.column('ExportedType', 'TypeNamespace');
    const to = this.tables.column('ExportedType', 'Implementation');
    for (let row = 1; row <= this.tables.rows('ExportedType'); row += 1) {
      const index = decodeIndex('Implementation', to(row));
      const assembly = index?.table === 'AssemblyRef' ? this.references[index.row - 1]?.name : undefined;
      if (assembly === undefined) continue;
      found.set(key(this.#strings.at(spaces(row)), this.#strings.at(names(row))), assembly);
    }
    return found;
  }

  /** Is a member of this name of another assembly called or named anywhere (MemberRef.Name)? */
  namesMember(member: string): boolean {
    const name = this.tables.column('MemberRef', 'Name');
    for (let row = 1; row <= this.tables.rows('MemberRef'); row += 1)
      if (this.#strings.at(name(row)) === member) return true;
    return false;
  }

  /** MethodDef rows from TypeDef.MethodList to the next type's, by way of MethodPtr where there is one. */
  methodsOf(row: number): readonly Method[] {
    const { start, count } = this.#methodRanges();
    const first = start(row);
    const end = row < this.typeCount ? start(row + 1) : count + 1;
    const rows = Array.from({ length: Math.max(0, Math.min(end, first + mostMethods) - first) }, (_, index) =>
      this.#methodRow(first + index),
    );
    return rows.map((method) => this.#method(method));
  }

  /** MethodImpl rows of a class. */
  overridesOf(row: number): readonly Override[] {
    const body = this.tables.column('MethodImpl', 'MethodBody');
    const declaration = this.tables.column('MethodImpl', 'MethodDeclaration');
    return (this.#overrides.get(row) ?? []).slice(0, mostMethods).map((at) => {
      const by = decodeIndex('MethodDefOrRef', body(at));
      return {
        ...this.#declared(decodeIndex('MethodDefOrRef', declaration(at))),
        ...(by?.table === 'MethodDef' ? { body: this.#method(by.row) } : {}),
      };
    });
  }

  #declared(index: RowIndex | undefined): Pick<Override, 'declaring' | 'declared'> {
    if (index?.table === 'MethodDef') return { declared: this.#method(index.row).name };
    if (index?.table !== 'MemberRef') return { declared: '' };
    const parent = decodeIndex('MemberRefParent', this.tables.column('MemberRef', 'Class')(index.row));
    const declaring = this.names.reference(parent);
    return {
      declared: this.#strings.at(this.tables.column('MemberRef', 'Name')(index.row)),
      ...defined({ declaring }),
    };
  }

  #method(row: number): Method {
    const flags = this.tables.column('MethodDef', 'Flags')(row);
    return {
      name: this.#strings.at(this.tables.column('MethodDef', 'Name')(row)),
      public: (flags & 7) === 6,
      static: (flags & 0x10) !== 0,
      parameters: this.#parameters(this.tables.column('MethodDef', 'Signature')(row)),
    };
  }

  #parameters(signature: number): number {
    try {
      const blob = this.#blobs.at(signature);
      return blob.length < 2 ? -1 : parameterCount(blob);
    } catch {
      return -1;
    }
  }

  #methodRanges(): Ranges {
    const pointers = this.tables.rows('MethodPtr');
    const count = pointers > 0 ? pointers : this.tables.rows('MethodDef');
    return { start: this.tables.column('TypeDef', 'MethodList'), count };
  }

  #methodRow(at: number): number {
    return this.tables.rows('MethodPtr') > 0 ? this.tables.column('MethodPtr', 'Method')(at) : at;
  }

  /** Tables that are asked by another column than their order: once over each. */
  #index(): void {
    const type = this.tables.column('InterfaceImpl', 'Class');
    const what = this.tables.column('InterfaceImpl', 'Interface');
    for (let row = 1; row <= this.tables.rows('InterfaceImpl'); row += 1) {
      const index = decodeIndex('TypeDefOrRef', what(row));
      if (index !== undefined) append(this.#interfaces, type(row), index);
    }
    const overriding = this.tables.column('MethodImpl', 'Class');
    for (let row = 1; row <= this.tables.rows('MethodImpl'); row += 1)
      append(this.#overrides, overriding(row), row);
    const owner = this.tables.column('GenericParam', 'Owner');
    for (let row = 1; row <= this.tables.rows('GenericParam'); row += 1) {
      const index = decodeIndex('TypeOrMethodDef', owner(row));
      if (index?.table === 'TypeDef') this.#generic.add(index.row);
    }
  }
}

/** A class that a person wrote has fewer; what lies about its methods is not followed further. */
const mostMethods = 4_000;

/** Public, or nested public (II.23.1.15). */
function isPublic(flags: number): boolean {
  const visibility = flags & 7;
  return visibility === 1 || visibility === 2;
}

function key(namespace: string, name: string): string {
  return `${namespace}\n${name}`;
}

function append<T>(map: Map<number, T[]>, key: number, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
