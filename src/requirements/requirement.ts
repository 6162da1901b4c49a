/**
 * The shape of the catalogue: what Microsoft's documents ask of a server, a target and a tenant, as data. This
 * folder knows nothing of probes; judges and reports read it.
 */

/** How a release's documents put a requirement; `not-applicable`: that release does not state it. */
export type RequirementLevel = 'required' | 'restricted' | 'recommended' | 'info' | 'not-applicable';

export type RequirementProfile = 'preview-2021' | 'ga';

/**
 * A document by its title and date or edition, in words, and the place in it. `page`: repository and path, or site and
 * path; `date`: of the page, ISO 8601 as far as it tells, or `undated`.
 */
export interface Source {
  readonly title: string;
  readonly page: string;
  readonly date: string;
  readonly section?: string;
}

type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

interface Entry {
  /** One plain sentence. */
  readonly statement: string;
  readonly levels: Readonly<Record<RequirementProfile, RequirementLevel>>;
  /** Exact values that judges compare with. */
  readonly values?: { readonly [key: string]: Value };
  /** False when a part of it was not found in Microsoft's documents: `note` says which. */
  readonly confirmed: boolean;
  readonly note?: string;
  /** The document that states it best; `also` are the others. */
  readonly source: Source;
  readonly also?: readonly Source[];
  /** Of a value that another document states: by the value's name. */
  readonly valuesFrom?: { readonly [value: string]: Source };
  /** What becomes of a row that no probe looks at: where its words stand, or why nothing can be seen. */
  readonly background?: string;
}

export interface Requirement extends Entry {
  readonly id: string;
}

type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;

type Section<T> = { readonly [K in keyof T & string]: Frozen<T[K]> & { readonly id: K } };

/**
 * Turns entries keyed by id into requirements that carry their id; value types stay known by id. The entries given
 * become them: copies of the whole catalogue would be a part of every start.
 */
export function section<T extends Readonly<Record<string, Entry>>>(entries: T): Section<T> {
  for (const [id, entry] of Object.entries(entries)) Object.assign(entry, { id });
  return entries as Section<T>;
}

export function levels(
  preview: RequirementLevel,
  ga: RequirementLevel,
): Readonly<Record<RequirementProfile, RequirementLevel>> {
  return { 'preview-2021': preview, ga };
}
