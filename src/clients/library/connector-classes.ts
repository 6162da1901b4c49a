import type { Assembly, Method } from '../../formats/dotnet/assembly.ts';
import { requirement } from '../../requirements/index.ts';
import { type DefinedType, dotted, ecmaInterface, Inheritance } from './inheritance.ts';
import type { Classes, ConnectorClass, MethodFault } from './types.ts';

/** More connector classes than any library has; the rest is only counted. */
const mostClasses = 20;
const mostOpen = 10;
const mostNames = 10;
const longestName = 200;

/** The classes of a library that are connectors, or could be. Pure; throws what the metadata throws. */
export function connectorClasses(assembly: Assembly, beside: ReadonlyMap<string, Assembly>): Classes {
  const inheritance = new Inheritance(beside);
  const found: ConnectorClass[] = [];
  const open: { name: string; unresolved: string[] }[] = [];
  let more = 0;
  for (let row = 1; row <= assembly.typeCount; row += 1) {
    const inherited = inheritance.of({ assembly, row });
    const able = inherited.interfaces.size > 0;
    if ((!able && inherited.unresolved.size === 0) || assembly.isInterface(row)) continue;
    if (able && found.length === mostClasses) more += 1;
    if (able ? found.length === mostClasses : open.length === mostOpen) continue;
    const type = assembly.type(row);
    const name = short(dotted(type.namespace, type.name));
    const unresolved = [...inherited.unresolved].slice(0, mostNames).map(short);
    if (!able) {
      if (!type.abstract) open.push({ name, unresolved });
      continue;
    }
    const interfaces = [...inherited.interfaces].map(short).toSorted().slice(0, 50);
    const lineage = lineageOf(inheritance.chain({ assembly, row }));
    found.push({
      name,
      public: type.public,
      abstract: type.abstract,
      generic: type.generic,
      constructible: lineage.own.some(isPlainConstructor),
      interfaces,
      from: [...inherited.assemblies]
        .filter((one) => one !== assembly.identity.name)
        .slice(0, mostNames)
        .map(short),
      unresolved,
      faults: interfaces.flatMap((one) => faultsOf(one, lineage, unresolved.length > 0)).slice(0, 50),
    });
  }
  return { found, more, open };
}

/** The methods of a class and of its base classes, nearest first, and what it implements under other names. */
interface Lineage {
  /** Of the class itself. */
  readonly own: readonly Method[];
  readonly methods: ReadonlyMap<string, readonly Method[]>;
  /** By interface, then by the interface's own name of the method. */
  readonly overrides: ReadonlyMap<string, ReadonlyMap<string, Method>>;
}

/** What lies about its methods in every base class is not followed to the end. */
const mostMethods = 20_000;

function lineageOf(chain: readonly DefinedType[]): Lineage {
  const methods = new Map<string, Method[]>();
  const overrides = new Map<string, Map<string, Method>>();
  let own: readonly Method[] | undefined;
  let count = 0;
  for (const { assembly, row } of chain) {
    const its = assembly.methodsOf(row);
    own ??= its;
    count += its.length;
    if (count > mostMethods) break;
    for (const method of its) {
      const known = methods.get(method.name);
      if (known === undefined) methods.set(method.name, [method]);
      else if (known.length < mostNames) known.push(method);
    }
    for (const { declaring, declared, body } of assembly.overridesOf(row)) {
      const name = ecmaInterface(declaring);
      if (name === undefined || body === undefined) continue;
      const known = overrides.get(name) ?? new Map<string, Method>();
      overrides.set(name, known);
      if (!known.has(declared)) known.set(declared, body);
    }
  }
  return { own: own ?? [], methods, overrides };
}

/** A public method of the interface's own name counts, also beside an explicit one. */
function faultsOf(name: string, lineage: Lineage, partly: boolean): readonly MethodFault[] {
  const overrides = lineage.overrides.get(name) ?? new Map<string, Method>();
  const methods = new Set([...(knownMethods[name] ?? []), ...overrides.keys()]);
  return [...methods].flatMap((method): readonly MethodFault[] => {
    const named = lineage.methods.get(method) ?? [];
    const body = overrides.get(method);
    if (named.some((one) => one.public && !one.static) || body?.public === true) return [];
    const fault = { interface: name, method: short(method) };
    if (body !== undefined) return [{ ...fault, found: 'explicit', as: short(body.name) }];
    if (named.length > 0) return [{ ...fault, found: 'not-public' }];
    // It may stand in a base class that could not be looked into.
    return partly ? [] : [{ ...fault, found: 'missing' }];
  });
}

function isPlainConstructor(method: Method): boolean {
  return method.name === '.ctor' && method.public && method.parameters === 0;
}

const get = (properties: readonly string[]): readonly string[] => properties.map((name) => `get_${name}`);

/** What the documents list of each interface: methods as they are called, properties by their getters. */
const knownMethods: Readonly<Record<string, readonly string[]>> = {
  [requirement('CON-02').values.interface]: requirement('CON-02').values.methods,
  [requirement('CON-03').values.interface]: [
    ...requirement('CON-03').values.methods,
    ...get(requirement('CON-03').values.properties),
  ],
  [requirement('CON-04').values.interface]: [
    ...requirement('CON-04').values.methods,
    ...get(requirement('CON-04').values.properties),
  ],
};

function short(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName)}...`;
}
