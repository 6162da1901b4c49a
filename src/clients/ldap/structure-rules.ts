import { defined } from '../../base/defined.ts';
import { isInhabited } from './containment.ts';
import type { Directory } from './directory.ts';
import { namingAttribute } from './names.ts';
import { type ObjectClass, type Schema, type StructureRule, sameAttribute } from './schema-reader.ts';
import { lineage } from './user-class.ts';

/** A rule that may govern users, as facts tell of it; superiors are identifiers of rules. */
export type StructureRuleFacts = {
  readonly id: string;
  readonly name?: string;
  readonly naming: readonly string[];
  readonly superiors: readonly string[];
};

/** How the server's DIT structure rules (RFC 4512, 4.1.7.1) stand to users directly below a container. */
export type PlacementFacts = {
  readonly container: string;
  /** The structural class of the container. */
  readonly superior?: string;
  /** Rules of which one governs the container; empty: none does. Absent: it cannot be told. */
  readonly governing?: readonly string[];
  /** Rules that may govern users of the class; empty: the schema has none for it. */
  readonly rules: readonly StructureRuleFacts[];
  /** Such users are there already, whatever the rules say. */
  readonly inhabited?: true;
};

/**
 * May a user stand below the container? By RFC 4512 the rule of the user must name that of the container among its
 * superiors; one without superiors is for the top of an administrative area, which nothing here shows.
 */
export function placed({ governing, rules }: PlacementFacts): 'fits' | 'refused' | 'unknown' {
  if (governing === undefined) return 'unknown';
  if (rules.length === 0) return governing.length === 0 ? 'fits' : 'refused';
  const fitting = governing.filter((id) => rules.some(({ superiors }) => superiors.includes(id)));
  if (fitting.length > 0) return fitting.length === governing.length ? 'fits' : 'unknown';
  return rules.some(({ superiors }) => superiors.length === 0) ? 'unknown' : 'refused';
}

/** Attributes that may name users below the container, by the rules that fit it; empty: the rules do not tell. */
export function namingBelow({ governing = [], rules }: PlacementFacts): readonly string[] {
  return rules
    .filter(({ superiors }) => governing.some((id) => superiors.includes(id)))
    .flatMap(({ naming }) => naming);
}

/** What the rules say of users in these containers; nothing is asked of a server that has none. */
export async function findPlacements(
  directory: Directory,
  schema: Schema,
  { userClass, containers }: { readonly userClass: ObjectClass; readonly containers: readonly string[] },
  signal: AbortSignal,
): Promise<readonly PlacementFacts[]> {
  if (!schema.hasStructureRules) return [];
  const rules = schema.structureRules(userClass).map(
    ({ id, name, form, superiors }): StructureRuleFacts => ({
      id,
      ...defined({ name }),
      naming: form.must,
      superiors,
    }),
  );
  const placements: PlacementFacts[] = [];
  for (const container of new Set(containers)) {
    const found = { container, ...(await governingOf(directory, schema, container, signal)), rules };
    const there = placed(found) === 'refused' && (await isInhabited(directory, container, userClass, signal));
    placements.push(there ? { ...found, inhabited: true } : found);
  }
  return placements;
}

/** By the server's own word (RFC 4512, 3.4.6), else by the container's class and name. */
async function governingOf(
  directory: Directory,
  schema: Schema,
  container: string,
  signal: AbortSignal,
): Promise<Pick<PlacementFacts, 'superior' | 'governing'>> {
  const wanted = ['objectClass', 'structuralObjectClass', 'governingStructureRule'];
  const read = await directory.read(container, wanted, signal);
  const [entry] = read.ok ? read.entries : [];
  if (entry === undefined) return {};
  const own = structuralClass(schema, entry.values('structuralObjectClass'), entry.values('objectClass'));
  const about = defined({ superior: own?.names[0] ?? own?.oid });
  const told = entry.values('governingStructureRule').map((one) => one.trim());
  if (told.length > 0) return { ...about, governing: told };
  if (own === undefined) return about;
  const rules = schema.structureRules(own);
  const name = namingAttribute(container);
  const named = rules.filter((rule) => name !== undefined && names(schema, rule, name));
  return { ...about, governing: (named.length > 0 ? named : rules).map(({ id }) => id) };
}

function names(schema: Schema, { form }: StructureRule, attribute: string): boolean {
  return [...form.must, ...form.may].some((one) => sameAttribute(schema, one, attribute));
}

/** What the server says it is; else the one structural class from which the others of the entry come. */
function structuralClass(
  schema: Schema,
  told: readonly string[],
  classes: readonly string[],
): ObjectClass | undefined {
  const known = (list: readonly string[]) => [
    ...new Set(list.flatMap((one) => schema.objectClass(one) ?? [])),
  ];
  const [first] = known(told);
  if (first !== undefined) return first;
  // Of a class that the schema does not show nobody knows whether it is structural.
  if (classes.some((one) => schema.objectClass(one) === undefined)) return undefined;
  const structural = known(classes).filter(({ kind }) => kind === 'structural');
  const above = new Set(structural.flatMap((one) => lineage(schema, one).slice(1)));
  const [lowest, ...more] = structural.filter((one) => !above.has(one));
  return more.length === 0 ? lowest : undefined;
}
