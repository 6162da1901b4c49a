/** Plain data: what facts, reports and the saved ledger are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object of plain data. `undefined` members vanish when it is written. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
