import { defined } from '../../base/defined.ts';
import type { AttributeType, ClassKind, ObjectClass, Schema } from './schema-reader.ts';

/** An attribute as facts tell of it. `names` are all its names, the usual one first. */
export type AttributeFacts = {
  readonly name: string;
  readonly names: readonly string[];
  /** The class that asks for it. */
  readonly from?: string;
  readonly syntax?: string;
  readonly maxLength?: number;
  readonly singleValue: boolean;
  readonly readOnly: boolean;
};

/** Null where the schema does not know the class. */
export type ClassFacts = {
  readonly name: string;
  readonly kind: ClassKind | null;
  readonly superiors: readonly string[];
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
  /** Class names that look alike, where it was not found. */
  readonly similar: readonly string[];
};

/**
 * The class with its superiors, the auxiliary classes with theirs, and the content rule of the class. The server's
 * own attributes are left out of what must be mapped by whoever judges, not here.
 */
export function describeUserClass(
  schema: Schema,
  name: string,
  auxiliaries: readonly string[],
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
  if (structural !== undefined) {
    const rule = schema.rule(structural.oid);
    for (const attribute of rule.must) require(attribute, 'content rule');
    for (const attribute of rule.may) allow(attribute);
    for (const one of rule.auxiliaries)
      for (const attribute of schema.objectClass(one)?.may ?? []) allow(attribute);
  }
  return {
    objectClass: first ?? { name, kind: null, superiors: [] },
    auxiliaries: others,
    must: [...must.values()].slice(0, 200),
    may: [...may].slice(0, 2000),
    anyAttribute: chain.some((one) => one.names.some((one) => one.toLowerCase() === 'extensibleobject')),
    similar: structural === undefined ? alike(name, schema.classNames()) : [],
  };
}

/** Known or not: an attribute that the schema only names has no syntax. */
export function attributeFacts(schema: Schema, name: string): AttributeFacts {
  const known: AttributeType | undefined = schema.attribute(name);
  if (known === undefined) return { name, names: [name], singleValue: false, readOnly: false };
  const { names, syntax, maxLength, singleValue, readOnly } = known;
  return {
    name: names[0] ?? known.oid,
    names: names.length === 0 ? [known.oid] : names,
    ...defined({ syntax, maxLength }),
    singleValue,
    readOnly,
  };
}

function classFacts(schema: Schema, asked: string, found: ObjectClass | undefined): ClassFacts {
  if (found === undefined) return { name: asked, kind: null, superiors: [] };
  const superiors = lineage(schema, found).slice(1);
  return {
    name: found.names[0] ?? found.oid,
    kind: found.kind,
    superiors: superiors.map((one) => one.names[0] ?? one.oid),
  };
}

/** The class and all above it, each once. */
function lineage(schema: Schema, start: ObjectClass): readonly ObjectClass[] {
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
