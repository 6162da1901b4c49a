/** Plain data: what facts, reports and the saved ledger are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object of plain data. `undefined` members vanish when it is written. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** The object that a text of JSON holds, or nothing. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
