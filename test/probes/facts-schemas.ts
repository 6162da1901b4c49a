import { createHash } from 'node:crypto';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * JSON Schema of what each probe keeps of what it saw, read off the type in its `factsToken<…>()`: saved facts are held
 * against it before anything judges them. `npm run renew` writes the file anew.
 */

interface Schema {
  readonly type?: string;
  readonly const?: string | number | boolean;
  readonly [key: string]: unknown;
}

const folder = join(import.meta.dirname, '..', '..');
export const schemasFile = join(folder, 'src', 'probes', 'facts-schemas.json');

/** The text of the file as the types say it now. */
export function factsSchemasText(): string {
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram([join(folder, 'src', 'probes', 'index.ts')], options);
  const checker = program.getTypeChecker();
  const made = new Schemas(checker);
  const facts = new Map<string, Schema>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'factsToken') {
      const name = nameOf(node);
      if (facts.has(name)) throw new Error(`two tokens are called ${name}: one needs a variant`);
      facts.set(name, made.of(factsIn(checker, node)));
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) if (file.fileName.includes('/src/probes/')) visit(file);
  return `{"$defs": ${lines([...made.shared].toSorted(byName))},\n"facts": ${lines([...facts].toSorted(byName))}}\n`;
}

function nameOf({ arguments: given }: ts.CallExpression): string {
  const [area, name, variant] = given.map((one) => (ts.isStringLiteral(one) ? one.text : undefined));
  if (area === undefined || name === undefined)
    throw new Error('area and name of a token stand there as texts');
  return [`${area}.${name}`, ...(variant === undefined ? [] : [variant])].join(' ');
}

/** The F of `FactsToken<F>`. */
function factsIn(checker: ts.TypeChecker, call: ts.CallExpression): ts.Type {
  const token = checker.getTypeAtLocation(call) as ts.TypeReference;
  const [facts] = checker.getTypeArguments(token);
  if (facts === undefined) throw new Error(`no facts in ${call.getText()}`);
  return facts;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** A line each: what changed is seen in a comparison. */
function lines(schemas: readonly (readonly [string, Schema])[]): string {
  const each = schemas.map(([name, schema]) => `  ${JSON.stringify(name)}: ${JSON.stringify(schema)}`);
  return `{\n${each.join(',\n')}\n}`;
}

function nameOfType(type: ts.Type): string | undefined {
  const told = type.aliasSymbol?.name ?? type.getSymbol()?.name ?? '';
  return /^\w+$/.test(told) && !told.startsWith('__') ? told : undefined;
}

/** Named objects have definitions of their own; those that look alike share one. */
class Schemas {
  readonly shared = new Map<string, Schema>();
  readonly #checker: ts.TypeChecker;
  /** Names of definitions: by type, and by what is forbidden in it. */
  readonly #names = new Map<ts.Type, Map<string, string>>();
  /** Names by the text of the definition. */
  readonly #known = new Map<string, string>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  of(type: ts.Type): Schema {
    const { flags } = type;
    if (flags & ts.TypeFlags.Any || flags & ts.TypeFlags.Unknown) return {};
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.#checker.typeToString(type) === 'true' };
    if (flags & ts.TypeFlags.String || flags & ts.TypeFlags.TemplateLiteral) return { type: 'string' };
    if (flags & ts.TypeFlags.Number) return { type: 'number' };
    if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (type.isUnion()) return this.#union(type);
    if (this.#isList(type)) return this.#list(type);
    if (this.#isObject(type)) return this.#reference(type, []);
    throw new Error(`facts are JSON, and this is none: ${this.#checker.typeToString(type)}`);
  }

  #union(type: ts.UnionType): Schema {
    // Json: anything that a report can hold.
    if (type.types.some((one) => one.getSymbol()?.name === 'JsonObject')) return {};
    const present = type.types.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0);
    const objects = present.filter((one) => this.#isObject(one));
    const alternatives = present.map((one) =>
      objects.includes(one) ? this.#reference(one, this.#foreignTo(one, objects)) : this.of(one),
    );
    const literals = alternatives.flatMap((one) => (one.const === undefined ? [] : [one.const]));
    const both = literals.includes(true) && literals.includes(false);
    const values = literals.filter((one) => !both || typeof one !== 'boolean').toSorted();
    const others = [
      ...(both ? [{ type: 'boolean' }] : []),
      ...alternatives.filter((one) => one.const === undefined),
    ].map((one) => JSON.stringify(one));
    const all: Schema[] = [
      ...(values.length > 0 ? [{ enum: values }] : []),
      ...[...new Set(others)].map((one): Schema => JSON.parse(one)),
    ];
    return all.length === 1 && all[0] !== undefined ? all[0] : { anyOf: all };
  }

  #isList(type: ts.Type): boolean {
    return this.#checker.isArrayType(type) || this.#checker.isTupleType(type);
  }

  #isObject(type: ts.Type): boolean {
    return ((type.flags & ts.TypeFlags.Object) !== 0 || type.isIntersection()) && !this.#isList(type);
  }

  #list(type: ts.Type): Schema {
    const [items, ...more] = this.#checker.getTypeArguments(type as ts.TypeReference);
    if (items === undefined || more.length > 0 || this.#checker.isTupleType(type))
      throw new Error(`a tuple in facts: ${this.#checker.typeToString(type)}`);
    return { type: 'array', items: this.of(items) };
  }

  /** What only the other alternatives have: `'problem' in answer` tells them apart, so none may have both. */
  #foreignTo(type: ts.Type, objects: readonly ts.Type[]): readonly string[] {
    const names = (one: ts.Type) => this.#checker.getPropertiesOfType(one).map(({ name }) => name);
    const own = new Set(names(type));
    return [...new Set(objects.flatMap(names))].filter((name) => !own.has(name)).toSorted();
  }

  /** A type without a name stands where it is used: a number for a name would change with every other type. */
  #reference(type: ts.Type, foreign: readonly string[]): Schema {
    const told = nameOfType(type);
    return told === undefined ? this.#object(type, foreign) : this.#named(type, told, foreign);
  }

  #named(type: ts.Type, told: string, foreign: readonly string[]): Schema {
    const names = this.#names.get(type) ?? new Map<string, string>();
    this.#names.set(type, names);
    const key = foreign.join(' ');
    const known = names.get(key);
    if (known !== undefined) return { $ref: `#/$defs/${known}` };
    const name = this.#freeName(told, key);
    names.set(key, name);
    this.shared.set(name, {});
    const schema = this.#object(type, foreign);
    const text = JSON.stringify(schema);
    const alike = this.#known.get(text);
    if (alike !== undefined && !text.includes(`#/$defs/${name}"`)) {
      this.shared.delete(name);
      names.set(key, alike);
      return { $ref: `#/$defs/${alike}` };
    }
    this.#known.set(text, name);
    this.shared.set(name, schema);
    return { $ref: `#/$defs/${name}` };
  }

  #freeName(told: string, foreign: string): string {
    const base =
      foreign === '' ? told : `${told}-${createHash('sha256').update(foreign).digest('hex').slice(0, 6)}`;
    let name = base;
    for (let number = 2; this.shared.has(name); number += 1) name = `${base}-${number}`;
    return name;
  }

  #object(type: ts.Type, foreign: readonly string[]): Schema {
    const properties: Record<string, Schema | false> = {};
    const required: string[] = [];
    for (const property of this.#checker.getPropertiesOfType(type)) {
      const of = this.#checker.getTypeOfSymbol(property);
      const parts = of.isUnion() ? of.types : [of];
      const absent = parts.some(({ flags }) => (flags & ts.TypeFlags.Undefined) !== 0);
      if (absent && parts.length === 1) continue;
      if (!absent && (property.flags & ts.SymbolFlags.Optional) === 0) required.push(property.name);
      properties[property.name] = this.of(of);
    }
    for (const name of foreign) properties[name] = false;
    const index = this.#checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const rest = index === undefined ? {} : this.of(index.type);
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
      ...(Object.keys(rest).length > 0 && { additionalProperties: rest }),
    };
  }
}
