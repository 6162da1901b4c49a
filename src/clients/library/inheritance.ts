import type { Assembly } from '../../formats/dotnet/assembly.ts';
import type { TypeReference } from '../../formats/dotnet/type-names.ts';
import { requirement } from '../../requirements/index.ts';
import { isEcma, isFramework } from './framework.ts';

/** A type and the assembly that defines it. */
export interface DefinedType {
  readonly assembly: Assembly;
  readonly row: number;
}

/** What a type is by itself and by all it inherits. */
export interface Inherited {
  /** Interfaces of Microsoft.MetadirectoryServicesEx, without namespace. */
  readonly interfaces: ReadonlySet<string>;
  /** Assemblies that the declarations of these stand in. */
  readonly assemblies: ReadonlySet<string>;
  /** "Contoso.Base in Contoso.Base.dll" */
  readonly unresolved: ReadonlySet<string>;
}

/** Longer chains than anybody writes; a loop ends here too. */
const deepest = 64;
const mostForwards = 8;
const nothing: Inherited = { interfaces: new Set(), assemblies: new Set(), unresolved: new Set() };

/**
 * Follows base classes and interfaces through the assemblies at hand, by simple name. Pure; throws what the
 * metadata throws.
 */
export class Inheritance {
  readonly #beside: ReadonlyMap<string, Assembly>;
  readonly #known = new Map<Assembly, Map<number, Inherited>>();

  constructor(beside: ReadonlyMap<string, Assembly>) {
    this.#beside = beside;
  }

  of(type: DefinedType): Inherited {
    return this.#of(type, 0);
  }

  /** The class and its base classes, as far as they can be followed. */
  chain(type: DefinedType): readonly DefinedType[] {
    const chain: DefinedType[] = [];
    let at: DefinedType | undefined = type;
    while (at !== undefined && chain.length < deepest) {
      chain.push(at);
      const base: TypeReference | undefined = at.assembly.baseOf(at.row);
      const next: DefinedType | 'nothing' | 'unknown' =
        base === undefined ? 'nothing' : this.#follow(base, at.assembly);
      at = typeof next === 'string' ? undefined : next;
    }
    return chain;
  }

  #of(type: DefinedType, depth: number): Inherited {
    const known = this.#known.get(type.assembly) ?? new Map<number, Inherited>();
    this.#known.set(type.assembly, known);
    const found = known.get(type.row);
    if (found !== undefined) return found;
    // A type that inherits itself gets nothing new from that.
    known.set(type.row, nothing);
    const result = depth < deepest ? this.#gather(type, depth) : nothing;
    known.set(type.row, result);
    return result;
  }

  #gather(type: DefinedType, depth: number): Inherited {
    const { assembly, row } = type;
    const base = assembly.baseOf(row);
    const parts = [...assembly.interfacesOf(row), ...(base === undefined ? [] : [base])].map((one) =>
      this.#part(one, assembly, depth),
    );
    const relevant = parts.filter((part) => part !== nothing);
    if (relevant.length === 0) return nothing;
    return {
      interfaces: new Set(relevant.flatMap(({ interfaces }) => [...interfaces])),
      assemblies: new Set(relevant.flatMap(({ assemblies }) => [...assemblies])),
      unresolved: new Set(relevant.flatMap(({ unresolved }) => [...unresolved])),
    };
  }

  #part(reference: TypeReference, from: Assembly, depth: number): Inherited {
    const name = ecmaInterface(reference);
    if (name !== undefined)
      return {
        interfaces: new Set([name]),
        assemblies: new Set([from.identity.name]),
        unresolved: new Set(),
      };
    const target = this.#follow(reference, from);
    if (target === 'nothing') return nothing;
    if (target !== 'unknown') return this.#of(target, depth + 1);
    return { ...nothing, unresolved: new Set([describe(reference)]) };
  }

  /** `nothing`: a type of .NET Framework or of ECMA itself, which can bring no interface of ECMA. */
  #follow(reference: TypeReference, from: Assembly): DefinedType | 'nothing' | 'unknown' {
    if (reference.kind === 'defined') return { assembly: from, row: reference.row };
    let { assembly: name } = reference;
    let by = from;
    for (let forwards = 0; forwards < mostForwards; forwards += 1) {
      const refersTo = by.references.find((one) => one.name === name);
      if (isEcma(name) || (refersTo !== undefined && isFramework(refersTo))) return 'nothing';
      const assembly = name === '' ? undefined : this.#beside.get(name.toLowerCase());
      if (assembly === undefined) return 'unknown';
      const row = assembly.find(reference.namespace, reference.name);
      if (row !== undefined) return { assembly, row };
      const onwards = assembly.forwardedTo(reference.namespace, reference.name);
      if (onwards === undefined) return 'unknown';
      name = onwards;
      by = assembly;
    }
    return 'unknown';
  }
}

/** The name of an interface of Microsoft.MetadirectoryServicesEx. */
export function ecmaInterface(reference: TypeReference | undefined): string | undefined {
  if (reference?.kind !== 'outside' || !isEcma(reference.assembly)) return undefined;
  if (reference.namespace !== requirement('CON-01').values.namespace) return undefined;
  return /^IM(?:A|V)[A-Z]/.test(reference.name) ? reference.name : undefined;
}

function describe(reference: TypeReference): string {
  if (reference.kind === 'defined') return 'a type of this library';
  const { namespace, name, assembly } = reference;
  return `${dotted(namespace, name)} in ${assembly === '' ? 'another module' : `${assembly}.dll`}`;
}

/** As programmers write it: `Contoso.Outer+Inner`. */
export function dotted(namespace: string, name: string): string {
  return `${namespace === '' ? '' : `${namespace}.`}${name.replaceAll('/', '+')}`;
}
