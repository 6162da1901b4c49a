import { defined } from '../../base/defined.ts';
import { wholeNumberIn } from '../../base/whole-number.ts';

/** Reads what a subschema entry says, by RFC 4512, section 4.1. Text of servers: nothing in it can make this throw. */

export type ClassKind = 'structural' | 'abstract' | 'auxiliary';

export interface ObjectClass {
  readonly oid: string;
  readonly names: readonly string[];
  readonly kind: ClassKind;
  readonly superiors: readonly string[];
  readonly must: readonly string[];
  readonly may: readonly string[];
  readonly obsolete: boolean;
  /** eDirectory's own word (X-NDS_CONTAINMENT): classes below which entries of this class may stand; empty: none said. */
  readonly containment: readonly string[];
}

export interface AttributeType {
  readonly oid: string;
  readonly names: readonly string[];
  readonly superior?: string;
  /** An OID, without the length in braces. */
  readonly syntax?: string;
  readonly maxLength?: number;
  readonly singleValue: boolean;
  /** The server makes it: NO-USER-MODIFICATION, or an operational use. */
  readonly readOnly: boolean;
  /** NO-USER-MODIFICATION: nobody may write it. */
  readonly serverMade: boolean;
  readonly obsolete: boolean;
}

/** A DIT content rule (RFC 4512, 4.1.6): what else entries of a structural class must, may and must not have. */
export interface ContentRule {
  readonly must: readonly string[];
  readonly may: readonly string[];
  readonly not: readonly string[];
  readonly auxiliaries: readonly string[];
}

/** A name form (RFC 4512, 4.1.7.2): what entries of a structural class must and may be named by. */
export interface NameForm {
  readonly objectClass: string;
  readonly must: readonly string[];
  readonly may: readonly string[];
}

/** A DIT structure rule (RFC 4512, 4.1.7.1). `superiors`: the rules, by their numbers, of what may stand above. */
export interface StructureRule {
  readonly id: string;
  readonly name?: string;
  readonly form: NameForm;
  readonly superiors: readonly string[];
}

export interface Schema {
  readonly classes: number;
  readonly attributes: number;
  objectClass(name: string): ObjectClass | undefined;
  /** Syntax and length inherited from superiors. */
  attribute(name: string): AttributeType | undefined;
  /** The content rule of a structural class that is in force; undefined: there is none. */
  rule(oid: string): ContentRule | undefined;
  /** Attributes that may name entries of this class, by the server's name forms (RFC 4512, 4.1.7.2). */
  naming(objectClass: ObjectClass): readonly string[];
  /** Rules in force that may govern entries of this class. */
  structureRules(objectClass: ObjectClass): readonly StructureRule[];
  readonly hasStructureRules: boolean;
  classNames(): readonly string[];
}

export function readSchema(source: {
  readonly objectClasses: readonly string[];
  readonly attributeTypes: readonly string[];
  readonly contentRules: readonly string[];
  readonly nameForms?: readonly string[];
  readonly structureRules?: readonly string[];
}): Schema {
  const classes = index(source.objectClasses.flatMap(classOf));
  const attributes = index(source.attributeTypes.flatMap(attributeOf));
  const rules = new Map<string, Description>();
  for (const text of source.contentRules) {
    const rule = describe(text);
    if (rule !== undefined && !rule.parts.has('OBSOLETE')) rules.set(rule.oid.toLowerCase(), rule);
  }
  const forms = inForce(source.nameForms ?? []).map(({ oid, parts }) => ({
    oid,
    parts,
    form: formOf(parts),
  }));
  const formNamed = new Map(
    // The first of a name counts.
    forms
      .toReversed()
      .flatMap((one) => namesOf(one.oid, one.parts.get('NAME')).map((name) => [name, one] as const)),
  );
  const structureRules = inForce(source.structureRules ?? []).flatMap(({ oid: id, parts }) => {
    const found = formNamed.get(parts.get('FORM')?.[0]?.toLowerCase() ?? '');
    if (found === undefined) return [];
    const name = parts.get('NAME')?.[0];
    return [{ id, ...defined({ name }), form: found.form, superiors: parts.get('SUP') ?? [] }];
  });
  const isFor = ({ oid, names }: ObjectClass, { objectClass }: NameForm) =>
    namesOf(oid, names).includes(objectClass.toLowerCase());
  const attribute = (name: string, depth = 0): AttributeType | undefined => {
    const own = attributes.get(name.toLowerCase());
    if (own?.superior === undefined || own.syntax !== undefined || depth > 20) return own;
    const above = attribute(own.superior, depth + 1);
    if (above?.syntax === undefined) return own;
    return { ...own, syntax: above.syntax, ...defined({ maxLength: above.maxLength }) };
  };
  return {
    classes: source.objectClasses.length,
    attributes: source.attributeTypes.length,
    objectClass: (name) => classes.get(name.toLowerCase()),
    attribute: (name) => attribute(attributeName(name)),
    rule(oid) {
      const rule = rules.get(oid.toLowerCase());
      if (rule === undefined) return undefined;
      const list = (key: string) => rule.parts.get(key) ?? [];
      return { must: list('MUST'), may: list('MAY'), not: list('NOT'), auxiliaries: list('AUX') };
    },
    naming: (objectClass) =>
      forms.filter(({ form }) => isFor(objectClass, form)).flatMap(({ form }) => form.must),
    structureRules: (objectClass) => structureRules.filter(({ form }) => isFor(objectClass, form)),
    hasStructureRules: structureRules.length > 0,
    classNames: () => [...new Set([...classes.values()].flatMap(({ names }) => names.slice(0, 1)))],
  };
}

/** The attribute type that a description names: without options, and without the old `OID.` (RFC 4512, 2.5). */
export function attributeName(description: string): string {
  return (description.split(';')[0] ?? '').trim().replace(/^oid\.(?=\d)/i, '');
}

/** `;lang-en` of `description;lang-en`. */
export function attributeOptions(description: string): string {
  const at = description.indexOf(';');
  return at < 0 ? '' : description.slice(at).trim();
}

/** Do both descriptions name one attribute type? */
export function sameAttribute(schema: Schema, one: string, other: string): boolean {
  const [first, second] = [one, other].map((name) => attributeName(name).toLowerCase());
  const known = schema.attribute(one);
  return first === second || (known !== undefined && known.oid === schema.attribute(other)?.oid);
}

const inForce = (texts: readonly string[]): readonly Description[] =>
  texts.flatMap((text) => describe(text) ?? []).filter(({ parts }) => !parts.has('OBSOLETE'));

const namesOf = (oid: string, names: readonly string[] = []) =>
  [oid, ...names].map((name) => name.toLowerCase());

function formOf(parts: Description['parts']): NameForm {
  const list = (key: string) => parts.get(key) ?? [];
  return { objectClass: list('OC')[0] ?? '', must: list('MUST'), may: list('MAY') };
}

function index<T extends { readonly oid: string; readonly names: readonly string[] }>(list: readonly T[]) {
  const found = new Map<string, T>();
  for (const one of list) for (const name of [one.oid, ...one.names]) found.set(name.toLowerCase(), one);
  return found;
}

function classOf(text: string): ObjectClass[] {
  const read = describe(text);
  if (read === undefined) return [];
  const { oid, parts } = read;
  const list = (key: string) => parts.get(key) ?? [];
  const kind = parts.has('ABSTRACT') ? 'abstract' : parts.has('AUXILIARY') ? 'auxiliary' : 'structural';
  const obsolete = parts.has('OBSOLETE');
  return [
    {
      oid,
      names: list('NAME'),
      kind,
      superiors: list('SUP'),
      must: list('MUST'),
      may: list('MAY'),
      obsolete,
      containment: list('X-NDS_CONTAINMENT'),
    },
  ];
}

function attributeOf(text: string): AttributeType[] {
  const read = describe(text);
  if (read === undefined) return [];
  const { oid, parts } = read;
  const syntax = /^([\d.]+)(?:\{(\d{1,9})\})?$/.exec(parts.get('SYNTAX')?.[0] ?? '');
  const superior = parts.get('SUP')?.[0];
  const use = parts.get('USAGE')?.[0];
  return [
    {
      oid,
      names: parts.get('NAME') ?? [],
      ...defined({
        superior,
        syntax: syntax?.[1],
        maxLength: wholeNumberIn(Number(syntax?.[2] ?? Number.NaN)),
      }),
      singleValue: parts.has('SINGLE-VALUE'),
      serverMade: parts.has('NO-USER-MODIFICATION'),
      readOnly: parts.has('NO-USER-MODIFICATION') || (use !== undefined && use !== 'userApplications'),
      obsolete: parts.has('OBSOLETE'),
    },
  ];
}

interface Description {
  readonly oid: string;
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

/** No definition of a real server is longer. */
const longest = 256 * 1024;

/** Keywords that stand alone: what follows them is the next keyword. */
const flags: readonly string[] = [
  'OBSOLETE',
  'ABSTRACT',
  'STRUCTURAL',
  'AUXILIARY',
  'SINGLE-VALUE',
  'COLLECTIVE',
  'NO-USER-MODIFICATION',
];

function describe(text: string): Description | undefined {
  if (text.length > longest) return undefined;
  const tokens = text.match(/'(?:[^'])*'|[()$]|[^\s()$']+/g) ?? [];
  if (tokens[0] !== '(' || tokens.length < 3) return undefined;
  const oid = bare(tokens[1] ?? '');
  const parts = new Map<string, string[]>();
  let at = 2;
  while (at < tokens.length && tokens[at] !== ')') {
    const key = (tokens[at] ?? '').toUpperCase();
    at += 1;
    const values: string[] = [];
    if (!flags.includes(key)) {
      if (tokens[at] === '(') {
        for (at += 1; at < tokens.length && tokens[at] !== ')'; at += 1) {
          if (tokens[at] !== '$') values.push(bare(tokens[at] ?? ''));
        }
        at += 1;
      } else if (tokens[at] !== ')' && at < tokens.length) {
        values.push(bare(tokens[at] ?? ''));
        at += 1;
      }
    }
    parts.set(key, values);
  }
  return { oid, parts };
}

function bare(token: string): string {
  return (token.startsWith("'") ? token.slice(1, -1) : token).slice(0, 200);
}
