import { inflateRawSync } from 'node:zlib';

/** Just enough of ZIP (APPNOTE 6.3) to read the small XML files of a project: no encryption, no ZIP64, no data streams. */

export type ZipEntry = {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
};

/** Projects have some dozen parts; more only serves to exhaust. */
const mostEntries = 2000;
const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localMark = 0x04034b50;
const longestComment = 0xffff;

/** The parts by the directory at the end of the archive; undefined where there is none, or it does not hold. */
export function zipEntries(bytes: Buffer): readonly ZipEntry[] | undefined {
  const end = endOf(bytes);
  if (end === undefined) return undefined;
  const count = Math.min(bytes.readUInt16LE(end + 10), mostEntries);
  let at = bytes.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark) return undefined;
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
    if (name === undefined || extra === undefined || comment === undefined) return undefined;
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + name),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}

/** What a part holds; undefined where it does not hold, is encrypted, or is larger than `most` bytes. */
export function zipContent(
  bytes: Buffer,
  { method, packed, offset }: ZipEntry,
  most: number,
): Buffer | undefined {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== localMark) return undefined;
  if ((bytes.readUInt16LE(offset + 6) & 1) !== 0) return undefined;
  const from = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (from + packed > bytes.length) return undefined;
  const content = bytes.subarray(from, from + packed);
  if (method === 0) return content.length <= most ? content : undefined;
  if (method !== 8) return undefined;
  try {
    return inflateRawSync(content, { maxOutputLength: most });
  } catch {
    return undefined;
  }
}

function endOf(bytes: Buffer): number | undefined {
  for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - 22 - longestComment; at -= 1)
    if (bytes.readUInt32LE(at) === endMark) return at;
  return undefined;
}
