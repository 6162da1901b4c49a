import { readEntries } from '../../formats/dsn/file-dsn.ts';

/**
 * All keywords of a file DSN, for the one that connects: unlike `readFileDsn`, whose keywords become facts, this keeps
 * every value, and its result goes nowhere but into the connection string. Names are in capitals, the first counts.
 */
export function allKeywords(bytes: Uint8Array): Readonly<Record<string, string>> {
  const keys: Record<string, string> = {};
  for (const [key, value] of readEntries(bytes).entries) if (!Object.hasOwn(keys, key)) keys[key] = value;
  return keys;
}
