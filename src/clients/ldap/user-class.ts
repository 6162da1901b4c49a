import { defined } from '../../base/defined.ts';
import {
  type AttributeType,
  attributeName,
  type ClassKind,
  type ObjectClass,
  type Schema,
} from './schema-reader.ts';

/** An attribute as facts tell of it. `names` are all its names, the usual one first. */
export type AttributeFacts = {
  readonly name: string;
  readonly names: readonly string[];
  readonly oid?: string;
  /** The class that asks for it. */
  readonly from?: string;
  readonly syntax?: string;
  readonly maxLength?: number;
  readonly singleValue: boolean;
  readonly readOnly: boolean;
  /** NO-USER-MODIFICATION: nobody may write it. */
  readonly serverMade?: true;
  readonly obsolete?: true;
};

/** Null where the schema does not know the class. */
export type ClassFacts = {
  readonly name: string;
  readonly kind: ClassKind | null;
  readonly superiors: readonly string[];
  readonly obsolete?: true;
  /** Superiors that are named and not in the schema: what they demand is not known. */
  readonly lacks?: readonly string[];
};

/** What a user of this class must and may have. */
export type UserClassFacts = {
  readonly objectClass: ClassFacts;
  readonly auxiliaries: readonly ClassFacts[];
  readonly must: readonly AttributeFacts[];
  /** All names, in lower case. */
  readonly may: readonly string[];
  /** extensibleObject: any attribute may stand there (RFC 4512, 4.3). */
  readonly anyAttribute: boolean;
  /** Auxiliary classes that the content rule of the structural class does not list. */
  readonly unlisted?: readonly string[];
  /** Attributes that the content rule forbids: all names, in lower case. */
  readonly forbidden?: readonly string[];
  /** Attributes that may name such an entry, where the server has name forms for its class. */
  readonly naming?: readonly string[];
  /** Class names that look alike, where it was not found. */
  readonly similar: readonly string[];
};

/**
 * The class with its superiors, the auxiliary classes with theirs, and the content rule of the class. The server's
 * own attributes are left out of what must be mapped by whoever judges, not here. `microsoft`: in AD LDS a content rule
 * lists the classes that an entry has without being told, and others can be added (MS-ADTS 3.1.1.2.4.3).
 */
export function describeUserClass(
  schema: Schema,
  name: string,
  auxiliaries: readonly string[],
  microsoft = false,
): UserClassFacts {
  const classes = [name, ...auxiliaries].map((one) => ({ asked: one, found: schema.objectClass(one) }));
  const [first, ...others] = classes.map(({ asked, found }) => classFacts(schema, asked, found));
  const must = new Map<string, AttributeFacts>();
  const may = new Set<string>();
  const require = (attribute: string, from: string) => {
    const known = attributeFacts(schema, attribute);
    const key = known.name.toLowerCase();
    if (!must.has(key)) must.set(key, { ...known, from });
  };
  const allow = (attribute: string) => {
    for (const one of attributeFacts(schema, attribute).names) may.add(one.toLowerCase());
  };
  const chain = classes.flatMap(({ found }) => (found === undefined ? [] : lineage(schema, found)));
  for (const one of chain) {
    for (const attribute of one.must) require(attribute, one.names[0] ?? one.oid);
    for (const attribute of one.may) allow(attribute);
  }
  const structural = classes[0]?.found;
  const rule = structural && schema.rule(structural.oid);
  for (const attribute of rule?.must ?? []) require(attribute, 'content rule');
  for (const attribute of rule?.may ?? []) allow(attribute);
  const linked = microsoft || structural?.oid.startsWith('1.2.840.113556.') === true;
  const listed = (rule?.auxiliaries ?? []).flatMap((one) => schema.objectClass(one) ?? []);
  if (linked)
    for (const one of listed.flatMap((found) => lineage(schema, found)))
      for (const attribute of [...one.must, ...one.may]) allow(attribute);
  const allowed = new Set(listed.flatMap((one) => lineage(schema, one)));
  const unlisted =
    linked || rule === undefined
      ? []
      : classes.slice(1).filter(({ found }) => found !== undefined && !allowed.has(found));
  const forbidden = (rule?.not ?? []).flatMap((one) =>
    attributeFacts(schema, one).names.map((name) => name.toLowerCase()),
  );
  for (const name of forbidden) may.delete(name);
  const naming = structural === undefined ? [] : schema.naming(structural);
  return {
    objectClass: first ?? { name, kind: null, superiors: [] },
    auxiliaries: others,
    must: [...must.values()].slice(0, 200),
    may: [...may].slice(0, 2000),
    anyAttribute: chain.some((one) => one.names.some((one) => one.toLowerCase() === 'extensibleobject')),
    ...defined({
      unlisted: unlisted.length === 0 ? undefined : unlisted.map(({ asked }) => asked),
      forbidden: forbidden.length === 0 ? undefined : forbidden,
      naming: naming.length === 0 ? undefined : naming,
    }),
    similar: structural === undefined ? alike(name, schema.classNames()) : [],
  };
}

/** Known or not: an attribute that the schema only names has no syntax. */
export function attributeFacts(schema: Schema, name: string): AttributeFacts {
  const known: AttributeType | undefined = schema.attribute(name);
  if (known === undefined) return { name, names: [name], singleValue: false, readOnly: false };
  const { oid, names, syntax, maxLength, singleValue, readOnly, serverMade, obsolete } = known;
  return {
    name: names[0] ?? oid,
    names: names.length === 0 ? [oid] : names,
    oid,
    ...defined({ syntax, maxLength }),
    singleValue,
    readOnly,
    ...(serverMade ? { serverMade } : {}),
    ...(obsolete ? { obsolete } : {}),
  };
}

/** The one of these that a description means: by any of its names, its OID, whatever options it has. */
export function namedIn(list: readonly AttributeFacts[], description: string): AttributeFacts | undefined {
  const wanted = attributeName(description).toLowerCase();
  return list.find(({ names, oid }) => oid === wanted || names.some((name) => name.toLowerCase() === wanted));
}

function classFacts(schema: Schema, asked: string, found: ObjectClass | undefined): ClassFacts {
  if (found === undefined) return { name: asked, kind: null, superiors: [] };
  const line = lineage(schema, found);
  const lacks = line.flatMap((one) => one.superiors.filter((name) => schema.objectClass(name) === undefined));
  return {
    name: found.names[0] ?? found.oid,
    kind: found.kind,
    superiors: line.slice(1).map((one) => one.names[0] ?? one.oid),
    ...(line.some((one) => one.obsolete) ? { obsolete: true as const } : {}),
    ...(lacks.length === 0 ? {} : { lacks: lacks.slice(0, 20) }),
  };
}

/** The class and all above it, each once. */
export function lineage(schema: Schema, start: ObjectClass): readonly ObjectClass[] {
  const seen = new Set<ObjectClass>();
  const visit = (one: ObjectClass): void => {
    if (seen.has(one) || seen.size > 50) return;
    seen.add(one);
    for (const superior of one.superiors) {
      const above = schema.objectClass(superior);
      if (above !== undefined) visit(above);
    }
  };
  visit(start);
  return [...seen];
}

function alike(name: string, others: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase();
  return others
    .filter((one) => {
      const other = one.toLowerCase();
      return other.includes(wanted.slice(0, 6)) || (other.length > 3 && wanted.includes(other));
    })
    .slice(0, 5);
}
