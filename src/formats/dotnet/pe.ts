import { type ByteSource, type ByteView, Malformed, readExactly } from './bytes.ts';

/** The outer shell of a Windows image: PE and COFF headers (ECMA-335 II.25.2; Microsoft PE format). */
export interface Pe {
  /** COFF header, Machine: 0x014C is I386, 0x8664 is AMD64, 0xAA64 is ARM64. */
  readonly machine: number;
  /** COFF header, Characteristics: 0x2000 marks a DLL. */
  readonly characteristics: number;
  /** PE32+ (64-bit) rather than PE32. */
  readonly wide: boolean;
  /** Optional header, data directories by their index: 2 resources, 14 CLI header. */
  directory(index: number): DataDirectory | undefined;
  /** Where in the file these bytes of memory lie; `Malformed` where no section holds them all. */
  offsetOf(rva: number, length: number): number;
}

export interface DataDirectory {
  readonly rva: number;
  readonly size: number;
}

interface Section {
  readonly rva: number;
  readonly rawSize: number;
  readonly rawOffset: number;
}

/** The loader takes no more than 96 sections, and headers far below this. */
const headerBytes = 8192;
const mostSections = 96;

/** Reads the headers: about 8 KB. Undefined when the file does not start like a Windows program at all. */
export async function readPe(source: ByteSource): Promise<Pe | undefined> {
  const dos = await readExactly(source, 0, Math.min(64, source.size), 'the start');
  if (dos.length < 2 || dos.u16(0) !== 0x5a4d) return undefined;
  if (dos.length < 64) throw new Malformed('the file ends inside its first header');
  const at = dos.u32(0x3c);
  const head = await readExactly(
    source,
    at,
    Math.min(headerBytes, Math.max(0, source.size - at)),
    'the PE header',
  );
  if (head.length < 24 || head.u32(0) !== 0x4550) return undefined;
  const sectionCount = head.u16(6);
  const optionalSize = head.u16(20);
  if (sectionCount > mostSections) throw new Malformed('more sections than Windows loads');
  const optional = head.slice(24, optionalSize);
  const magic = optional.length < 2 ? 0 : optional.u16(0);
  if (magic !== 0x10b && magic !== 0x20b) throw new Malformed('the optional header has an unknown kind');
  const sections = readSections(head, 24 + optionalSize, sectionCount);
  const wide = magic === 0x20b;
  return {
    machine: head.u16(4),
    characteristics: head.u16(22),
    wide,
    directory: (index) => directoryOf(optional, wide ? 108 : 92, index),
    offsetOf: (rva, length) => offsetOf(sections, rva, length),
  };
}

function readSections(head: ByteView, start: number, count: number): readonly Section[] {
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * 40;
    return { rva: head.u32(at + 12), rawSize: head.u32(at + 16), rawOffset: head.u32(at + 20) };
  });
}

function directoryOf(optional: ByteView, countAt: number, index: number): DataDirectory | undefined {
  if (optional.length < countAt + 4 || index >= optional.u32(countAt)) return undefined;
  const at = countAt + 4 + index * 8;
  if (optional.length < at + 8) return undefined;
  const found = { rva: optional.u32(at), size: optional.u32(at + 4) };
  return found.rva === 0 || found.size === 0 ? undefined : found;
}

function offsetOf(sections: readonly Section[], rva: number, length: number): number {
  for (const section of sections) {
    const inside = rva - section.rva;
    if (inside >= 0 && inside + length <= section.rawSize) return section.rawOffset + inside;
  }
  throw new Malformed('an address lies in none of the sections');
}
