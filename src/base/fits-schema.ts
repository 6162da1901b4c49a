import * as z from 'zod';

/** Does a value fit, just as it is: nothing missing, nothing of a wrong type, nothing that would be dropped? */
export type Fits = (value: unknown) => boolean;

/**
 * A test made of a schema, for what is mostly right and read by the hundred: it makes no object. False means only that
 * the schema itself has to say. Kinds of schemas that are not known here never fit.
 */
export function fitsSchema(schema: z.core.$ZodType): Fits {
  if (schema instanceof z.ZodString) return plainType(schema, 'string');
  if (schema instanceof z.ZodBoolean) return plainType(schema, 'boolean');
  if (schema instanceof z.ZodNumber && !(schema instanceof z.ZodNumberFormat)) return numberFits(schema);
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) {
    const values = new Set<unknown>(schema instanceof z.ZodEnum ? schema.options : schema.values);
    return (value) => values.has(value);
  }
  if (schema instanceof z.ZodArray) return arrayFits(schema);
  if (schema instanceof z.ZodNullable) {
    const inner = fitsSchema(schema.def.innerType);
    return (value) => value === null || inner(value);
  }
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional)
    return fitsSchema(schema.def.innerType);
  if (schema instanceof z.ZodUnion) {
    const options = schema.options.map(fitsSchema);
    return (value) => options.some((fits) => fits(value));
  }
  if (schema instanceof z.ZodObject) return objectFits(schema);
  return () => false;
}

function plainType(schema: z.ZodString | z.ZodBoolean, type: string): Fits {
  return hasChecks(schema) ? () => false : (value) => typeof value === type;
}

function hasChecks(schema: z.core.$ZodType): boolean {
  return (schema._zod.def.checks ?? []).length > 0;
}

/** With lower bounds alone: a number of another kind never fits. */
function numberFits(schema: z.ZodNumber): Fits {
  const bounds: ((value: number) => boolean)[] = [];
  for (const { _zod: check } of schema._zod.def.checks ?? []) {
    const { value, inclusive } = check.def as Partial<z.core.$ZodCheckGreaterThanDef>;
    if (check.def.check !== 'greater_than' || typeof value !== 'number') return () => false;
    bounds.push((given) => (inclusive === true ? given >= value : given > value));
  }
  return (value) =>
    typeof value === 'number' && Number.isFinite(value) && bounds.every((holds) => holds(value));
}

function arrayFits(schema: z.ZodArray): Fits {
  if (hasChecks(schema)) return () => false;
  const inner = fitsSchema(schema.element);
  return (value) => Array.isArray(value) && value.every(inner);
}

function objectFits(schema: z.ZodObject): Fits {
  if (hasChecks(schema)) return () => false;
  const members = new Map(Object.entries(schema.shape).map(([name, member]) => [name, fitsSchema(member)]));
  const needed = Object.entries(schema.shape)
    .filter(([, member]) => member._zod.optin !== 'optional')
    .map(([name]) => name);
  // What is not named is dropped by a plain object, and kept by a loose one.
  const loose = schema.def.catchall !== undefined;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const given = value as Readonly<Record<string, unknown>>;
    for (const name of needed) if (given[name] === undefined) return false;
    for (const name in given) {
      const fits = members.get(name);
      if (fits === undefined ? !loose : !fits(given[name])) return false;
    }
    return true;
  };
}
