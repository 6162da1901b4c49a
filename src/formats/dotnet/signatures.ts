import type { ByteView } from './bytes.ts';
import { decodeIndex, type RowIndex } from './tables.ts';

/** Element types of signatures (ECMA-335 II.23.1.16) that lead to a class. */
const valueType = 0x11;
const classType = 0x12;
const genericInstance = 0x15;
const requiredModifier = 0x1f;
const optionalModifier = 0x20;

/** A generic method's signature has its number of type parameters in front of the ordinary ones (II.23.2.1). */
const genericMethod = 0x10;

/**
 * The class behind a TypeSpec (II.23.2.14): of `Base<int>` it is `Base`. Undefined for what has none: an array, a
 * pointer, a type parameter.
 */
export function classOfTypeSpec(signature: ByteView): RowIndex | undefined {
  let at = 0;
  while (at < signature.length) {
    const element = signature.u8(at);
    at += 1;
    if (element === requiredModifier || element === optionalModifier) {
      at += signature.compressed(at).size;
      continue;
    }
    if (element === genericInstance) continue;
    if (element !== classType && element !== valueType) return undefined;
    return decodeIndex('TypeDefOrRef', signature.compressed(at).value);
  }
  return undefined;
}

/** How many parameters a method takes (II.23.2.1). */
export function parameterCount(signature: ByteView): number {
  const at = (signature.u8(0) & genericMethod) === 0 ? 1 : 1 + signature.compressed(1).size;
  return signature.compressed(at).value;
}

/** The first argument of a custom attribute's constructor, when it is a string (II.23.3); undefined for null. */
export function firstStringArgument(value: ByteView): string | undefined {
  if (value.length < 3 || value.u16(0) !== 1 || value.u8(2) === 0xff) return undefined;
  const { value: length, size } = value.compressed(2);
  return value.slice(2 + size, length).text(0, 1024);
}
