/** What a name stands for. A host is kept as its first label: what follows it is a domain. */
export type NameKind =
  | 'host'
  | 'domain'
  | 'user'
  | 'owner'
  | 'address'
  | 'card'
  | 'tenant'
  | 'authority'
  | 'place'
  | 'sid'
  /** Of a saved report: its own name, and that of a folder above it. They are replaced in its path alone. */
  | 'file'
  | 'folder';

/** By this a name is found again, in whatever case it stands. */
export function nameKey(kind: NameKind, name: string): string {
  return `${kind} ${name.toLowerCase()}`;
}

/** One name and what stands in its place. */
export interface Replacement {
  readonly kind: NameKind;
  readonly name: string;
  readonly pseudonym: string;
}

export function isOfFiles(kind: NameKind): kind is 'file' | 'folder' {
  return kind === 'file' || kind === 'folder';
}

/** A name by what stands around it in a text. */
export interface SpokenName {
  /** `host`: whole, with its domain where it has one. */
  readonly kind: 'host' | 'domain' | 'user' | 'authority' | 'tenant' | 'sid' | 'address' | 'card';
  readonly name: string;
}
