import { type Blobs, guidAt, type Strings, tokenOfKey } from './heaps.ts';
import type { MetadataRoot } from './metadata-root.ts';
import type { TableName } from './table-layout.ts';
import type { Tables } from './tables.ts';

/** Tables Assembly and Module: who an assembly is. */
export type AssemblyIdentity = {
  /** Assembly.Name: the file's name without `.dll`, as a rule. */
  readonly name: string;
  /** Assembly.MajorVersion to RevisionNumber: four numbers with dots. */
  readonly version: string;
  /** Assembly.Culture; '' is neutral. Others hold translations, no code. */
  readonly culture: string;
  /** From Assembly.PublicKey; '' where it is not signed. Lower-case hexadecimal. */
  readonly token: string;
  /** Module.Mvid: a new one with each build. */
  readonly build: string;
};

/** A row of AssemblyRef. */
export type AssemblyReference = Omit<AssemblyIdentity, 'build'>;

interface Parts {
  readonly tables: Tables;
  readonly strings: Strings;
  readonly blobs: Blobs;
  readonly root: MetadataRoot;
}

/** Undefined for a module without a manifest (ECMA-335 II.6.1): it is no assembly by itself. */
export function readIdentity({ tables, strings, blobs, root }: Parts): AssemblyIdentity | undefined {
  if (tables.rows('Assembly') === 0) return undefined;
  const key = blobs.at(tables.column('Assembly', 'PublicKey')(1));
  const mvid = tables.rows('Module') === 0 ? 0 : tables.column('Module', 'Mvid')(1);
  return {
    name: strings.at(tables.column('Assembly', 'Name')(1)),
    version: versionOf(tables, 'Assembly', 1),
    culture: strings.at(tables.column('Assembly', 'Culture')(1)),
    token: key.length === 0 ? '' : tokenOfKey(key.copy(0, Math.min(key.length, longestKey))),
    build: guidAt(root.guid, mvid),
  };
}

/** AssemblyRef.Flags: the key stands whole, not as its token (II.23.1.2). */
const wholeKey = 1;

/** Bytes of the longest RSA key that the tools make (16,384 bits), with room. */
const longestKey = 4096;

export function readReferences({ tables, strings, blobs }: Parts): readonly AssemblyReference[] {
  const name = tables.column('AssemblyRef', 'Name');
  const culture = tables.column('AssemblyRef', 'Culture');
  const keyOrToken = tables.column('AssemblyRef', 'PublicKeyOrToken');
  const flags = tables.column('AssemblyRef', 'Flags');
  return Array.from({ length: tables.rows('AssemblyRef') }, (_, index) => {
    const row = index + 1;
    const key = blobs.at(keyOrToken(row));
    const bytes = key.copy(0, Math.min(key.length, longestKey));
    return {
      name: strings.at(name(row)),
      version: versionOf(tables, 'AssemblyRef', row),
      culture: strings.at(culture(row)),
      token:
        bytes.length > 8 || (flags(row) & wholeKey) !== 0
          ? tokenOfKey(bytes)
          : Buffer.from(bytes).toString('hex'),
    };
  });
}

function versionOf(
  tables: Tables,
  table: Extract<TableName, 'Assembly' | 'AssemblyRef'>,
  row: number,
): string {
  return [
    tables.column(table, 'MajorVersion')(row),
    tables.column(table, 'MinorVersion')(row),
    tables.column(table, 'BuildNumber')(row),
    tables.column(table, 'RevisionNumber')(row),
  ].join('.');
}
