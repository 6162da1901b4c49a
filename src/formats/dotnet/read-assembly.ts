import { Assembly, type Image } from './assembly.ts';
import { type ByteSource, Malformed, readExactly } from './bytes.ts';
import { type CliHeader, readCliHeader } from './cli-header.ts';
import { readMetadataRoot } from './metadata-root.ts';
import { type Pe, readPe } from './pe.ts';
import { readFileVersion } from './version-resource.ts';

/** Why there is no assembly: not a Windows image, one without .NET, a part of one, damaged, too large. */
export type NoAssembly = {
  readonly ok: false;
  readonly reason: 'not-windows' | 'native' | 'module' | 'damaged' | 'too-large';
  readonly text: string;
};

export type ReadAssembly = { readonly ok: true; readonly assembly: Assembly } | NoAssembly;

export interface ReadOptions {
  /** Bytes of metadata that are taken into memory at most. */
  readonly mostMetadata: number;
}

/**
 * Reads an assembly's metadata without loading or running it: headers and the metadata block, nothing else of the
 * file. Any bytes give a result or a reason; what throws is the source's own failure.
 */
export async function readAssembly(source: ByteSource, options: ReadOptions): Promise<ReadAssembly> {
  try {
    const pe = await readPe(source);
    if (pe === undefined)
      return { ok: false, reason: 'not-windows', text: 'it does not start like a Windows program' };
    const cli = await readCliHeader(source, pe);
    if (cli === undefined) return { ok: false, reason: 'native', text: 'it has no CLI header' };
    const { rva, size } = cli.metadata;
    if (size > options.mostMetadata)
      return { ok: false, reason: 'too-large', text: `its metadata claims ${size} bytes` };
    const metadata = await readExactly(source, pe.offsetOf(rva, size), size, 'the metadata');
    const image = imageOf(pe, cli, source.size);
    const assembly = Assembly.from(readMetadataRoot(metadata), image, await fileVersion(source, pe));
    if (assembly !== undefined) return { ok: true, assembly };
    return { ok: false, reason: 'module', text: 'it is a module without a manifest' };
  } catch (error) {
    return damaged(error);
  }
}

/** Looks into an assembly: what lies comes back as a value. */
export function attempt<T>(look: () => T): { readonly ok: true; readonly value: T } | NoAssembly {
  try {
    return { ok: true, value: look() };
  } catch (error) {
    return damaged(error);
  }
}

function damaged(error: unknown): NoAssembly {
  if (!(error instanceof Malformed)) throw error;
  return { ok: false, reason: 'damaged', text: error.message };
}

/** The version is worth no failure: an assembly without a readable one is an assembly. */
async function fileVersion(source: ByteSource, pe: Pe): Promise<string | undefined> {
  try {
    return await readFileVersion(source, pe);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

const machines: Readonly<Record<number, string>> = {
  332: 'I386',
  512: 'IA64',
  452: 'ARM',
  34404: 'AMD64',
  43620: 'ARM64',
};

const ilOnly = 1;
const requires32 = 2;
const prefers32 = 0x20000;

function imageOf(pe: Pe, { flags }: CliHeader, bytes: number): Image {
  return {
    machine: machines[pe.machine] ?? `0x${pe.machine.toString(16)}`,
    bits: bitsOf(pe, flags),
    mixed: (flags & ilOnly) === 0,
    bytes,
  };
}

/**
 * 32BITREQUIRED together with 32BITPREFERRED means "any", preferring 32 bits (programs only). PE32 without ILONLY
 * holds 32-bit code.
 */
function bitsOf(pe: Pe, flags: number): Image['bits'] {
  if (pe.wide) return '64';
  if ((flags & ilOnly) === 0) return '32';
  return (flags & requires32) !== 0 && (flags & prefers32) === 0 ? '32' : 'any';
}
