import { type ByteView, Malformed } from './bytes.ts';

/** The metadata root and its streams (ECMA-335 II.24.2.1 and II.24.2.2). */
export interface MetadataRoot {
  /** The runtime it was written for: `v4.0.30319` for .NET Framework 4 and later, also for .NET 5 and later. */
  readonly version: string;
  readonly tables: ByteView;
  readonly strings: ByteView;
  readonly blob: ByteView;
  readonly guid: ByteView;
}

/** A stream that is missing is an empty heap: small modules have no blobs. */
const empty = (view: ByteView): ByteView => view.slice(0, 0);
const mostStreams = 64;

export function readMetadataRoot(metadata: ByteView): MetadataRoot {
  if (metadata.length < 20 || metadata.u32(0) !== 0x424a5342)
    throw new Malformed('the metadata has no BSJB signature');
  const versionLength = metadata.u32(12);
  if (versionLength > 256) throw new Malformed('the metadata has a version of more than 255 characters');
  const version = metadata.slice(16, versionLength).text(0, versionLength);
  const streams = readStreams(metadata, 16 + versionLength + 2);
  // Of streams with one name the runtime takes the last, but the first where the tables are uncompressed (`#-`):
  // obfuscators add decoys.
  const uncompressed = streams.some(({ name }) => name === '#-');
  const find = (name: string): ByteView | undefined => {
    const named = streams.filter((one) => one.name === name);
    return (uncompressed ? named[0] : named.at(-1))?.view;
  };
  const tables = find(uncompressed ? '#-' : '#~');
  if (tables === undefined) throw new Malformed('the metadata has no tables');
  return {
    version,
    tables,
    strings: find('#Strings') ?? empty(metadata),
    blob: find('#Blob') ?? empty(metadata),
    guid: find('#GUID') ?? empty(metadata),
  };
}

interface Stream {
  readonly name: string;
  readonly view: ByteView;
}

function readStreams(metadata: ByteView, start: number): readonly Stream[] {
  const count = metadata.u16(start);
  if (count > mostStreams) throw new Malformed(`${count} metadata streams`);
  const streams: Stream[] = [];
  let at = start + 2;
  for (let index = 0; index < count; index += 1) {
    const [offset, size] = [metadata.u32(at), metadata.u32(at + 4)];
    const name = metadata.text(at + 8, 32);
    at += 8 + (Math.floor(name.length / 4) + 1) * 4;
    // One that lies outside is passed over, as decoys do: if it was needed, its absence tells.
    if (offset + size <= metadata.length) streams.push({ name, view: metadata.slice(offset, size) });
  }
  return streams;
}
