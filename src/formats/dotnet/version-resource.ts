import { type ByteSource, type ByteView, readExactly } from './bytes.ts';
import type { Pe } from './pe.ts';

/** Resource directories are small trees: what is larger is not looked through. */
const mostBytes = 16 * 1024 * 1024;
const versionType = 16;
const subfolder = 0x80000000;
const fixedInfoSignature = 0xfeef04bd;

/**
 * The file version of an image: `dwFileVersionMS` and `LS` of VS_FIXEDFILEINFO in its version resource (Microsoft
 * PE format, .rsrc). Undefined where there is none.
 */
export async function readFileVersion(source: ByteSource, pe: Pe): Promise<string | undefined> {
  const directory = pe.directory(2);
  if (directory === undefined || directory.size > mostBytes) return undefined;
  const at = pe.offsetOf(directory.rva, directory.size);
  const tree = await readExactly(source, at, directory.size, 'the resources');
  // Type, name, language: three levels, the first entry of each below the type.
  const names = entryOf(tree, 0, versionType);
  const languages = names === undefined ? undefined : entryOf(tree, names.at);
  const leaf = languages === undefined ? undefined : entryOf(tree, languages.at);
  if (leaf === undefined || leaf.folder) return undefined;
  const rva = tree.u32(leaf.at);
  const size = Math.min(tree.u32(leaf.at + 4), 4096);
  return versionIn(await readExactly(source, pe.offsetOf(rva, size), size, 'the version resource'));
}

function entryOf(
  tree: ByteView,
  folder: number,
  id?: number,
): { readonly at: number; readonly folder: boolean } | undefined {
  const count = tree.u16(folder + 12) + tree.u16(folder + 14);
  for (let index = 0; index < count; index += 1) {
    const at = folder + 16 + index * 8;
    if (id !== undefined && tree.u32(at) !== id) continue;
    const target = tree.u32(at + 4);
    return { at: target % subfolder, folder: target >= subfolder };
  }
  return undefined;
}

/** VS_VERSIONINFO: its header and key, then VS_FIXEDFILEINFO on a boundary of four bytes. */
function versionIn(resource: ByteView): string | undefined {
  for (let at = 0; at + 16 <= resource.length; at += 4) {
    if (resource.u32(at) !== fixedInfoSignature) continue;
    return [at + 10, at + 8, at + 14, at + 12].map((place) => resource.u16(place)).join('.');
  }
  return undefined;
}
