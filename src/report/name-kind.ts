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
  | 'sid';

/** One name and what stands in its place. */
export interface Replacement {
  readonly kind: NameKind;
  readonly name: string;
  readonly pseudonym: string;
}
