import { isDeepStrictEqual } from 'node:util';

/**
 * Does a value fit a JSON Schema (draft 2020-12), as an editor would see it? As much of the draft as the schema of `.ecmarc`
 * uses; another keyword is an error. `format` is a note to editors, and decides nothing.
 */
export function fitsJsonSchema(schema: unknown, value: unknown): boolean {
  if (typeof schema === 'boolean') return schema;
  if (!isMapping(schema)) throw new Error('a schema is a mapping, true or false');
  return Object.entries(schema).every(([keyword, given]) => {
    const holds = keywords[keyword];
    if (holds === undefined) throw new Error(`keyword ${keyword}`);
    return holds(given, value, schema);
  });
}

type Mapping = Readonly<Record<string, unknown>>;
type Holds = (given: unknown, value: unknown, schema: Mapping) => boolean;

const always: Holds = () => true;

const keywords: Readonly<Record<string, Holds>> = {
  $schema: always,
  title: always,
  description: always,
  default: always,
  format: always,
  type: (type, value) => types[String(type)]?.(value) ?? false,
  const: (given, value) => isDeepStrictEqual(given, value),
  enum: (given, value) => listOf(given).includes(value),
  pattern: (given, value) => typeof value !== 'string' || new RegExp(String(given), 'u').test(value),
  minLength: (given, value) => typeof value !== 'string' || value.length >= Number(given),
  minimum: (given, value) => typeof value !== 'number' || value >= Number(given),
  maximum: (given, value) => typeof value !== 'number' || value <= Number(given),
  exclusiveMinimum: (given, value) => typeof value !== 'number' || value > Number(given),
  minItems: (given, value) => !Array.isArray(value) || value.length >= Number(given),
  items: (given, value) => !Array.isArray(value) || value.every((one) => fitsJsonSchema(given, one)),
  required: (given, value) =>
    !isMapping(value) || listOf(given).every((key) => Object.hasOwn(value, String(key))),
  minProperties: (given, value) => !isMapping(value) || Object.keys(value).length >= Number(given),
  maxProperties: (given, value) => !isMapping(value) || Object.keys(value).length <= Number(given),
  propertyNames: (given, value) =>
    !isMapping(value) || Object.keys(value).every((key) => fitsJsonSchema(given, key)),
  properties: (given, value) =>
    !isMapping(value) ||
    entriesOf(given).every(([key, one]) => !Object.hasOwn(value, key) || fitsJsonSchema(one, value[key])),
  patternProperties: (given, value) =>
    !isMapping(value) ||
    entriesOf(given).every(([pattern, one]) =>
      Object.entries(value).every(
        ([key, inner]) => !new RegExp(pattern, 'u').test(key) || fitsJsonSchema(one, inner),
      ),
    ),
  additionalProperties: (given, value, { properties = {}, patternProperties = {} }) =>
    !isMapping(value) ||
    Object.entries(value).every(
      ([key, inner]) =>
        entriesOf(properties).some(([name]) => name === key) ||
        entriesOf(patternProperties).some(([pattern]) => new RegExp(pattern, 'u').test(key)) ||
        fitsJsonSchema(given, inner),
    ),
  anyOf: (given, value) => listOf(given).some((one) => fitsJsonSchema(one, value)),
  oneOf: (given, value) => listOf(given).filter((one) => fitsJsonSchema(one, value)).length === 1,
  allOf: (given, value) => listOf(given).every((one) => fitsJsonSchema(one, value)),
  not: (given, value) => !fitsJsonSchema(given, value),
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: (_, __, schema) => Object.hasOwn(schema, 'if'),
  if: (given, value, schema) => !fitsJsonSchema(given, value) || fitsJsonSchema(schema.then, value),
};

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isMapping,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: Number.isInteger,
};

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('expected a list');
  return value;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (!isMapping(value)) throw new Error('expected a mapping');
  return Object.entries(value);
}
