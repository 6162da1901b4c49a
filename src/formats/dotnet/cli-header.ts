import { type ByteSource, Malformed, readExactly } from './bytes.ts';
import type { DataDirectory, Pe } from './pe.ts';

/** The CLI header (ECMA-335 II.25.3.3), which makes a Windows image a .NET one. */
export interface CliHeader {
  /** II.25.3.3.1: 1 ILONLY, 2 32BITREQUIRED, 8 STRONGNAMESIGNED; 0x20000 32BITPREFERRED (.NET 4.5). */
  readonly flags: number;
  readonly metadata: DataDirectory;
}

const directoryIndex = 14;

/** Undefined when the image has none: it is a native one. */
export async function readCliHeader(source: ByteSource, pe: Pe): Promise<CliHeader | undefined> {
  const directory = pe.directory(directoryIndex);
  if (directory === undefined) return undefined;
  const header = await readExactly(source, pe.offsetOf(directory.rva, 72), 72, 'the CLI header');
  const metadata = { rva: header.u32(8), size: header.u32(12) };
  if (metadata.rva === 0 || metadata.size === 0) throw new Malformed('the CLI header names no metadata');
  return { flags: header.u32(16), metadata };
}
