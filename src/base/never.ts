/** Marks the end of an exhaustive switch: the compiler rejects a forgotten member. */
export function never(value: never): never {
  throw new Error(`unexpected value: ${String(value)}`);
}
