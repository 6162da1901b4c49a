import { defined } from '../../base/defined.ts';
import type { Directory } from './directory.ts';
import { isClass } from './names.ts';
import type { ObjectClass, Schema } from './schema-reader.ts';
import { lineage } from './user-class.ts';

/**
 * Whether users may stand directly below a container, where the directory says so by classes and not by structure
 * rules: NetIQ eDirectory in its schema (X-NDS_CONTAINMENT), AD LDS at the container (allowedChildClasses, which it
 * makes of possSuperiors and systemPossSuperiors: MS-ADTS 3.1.1.4.5).
 */
export type ContainmentFacts = {
  readonly container: string;
  readonly by: 'containment' | 'allowed-children';
  /** The classes of the container. */
  readonly classes: readonly string[];
  /** eDirectory: below which classes users may stand. */
  readonly allowed?: readonly string[];
  readonly fits: boolean;
  /** Such users are there already, whatever the directory says. */
  readonly inhabited?: true;
};

interface Wanted {
  readonly userClass: ObjectClass;
  readonly containers: readonly string[];
  /** The server is AD LDS. */
  readonly microsoft: boolean;
}

/** Of a container that cannot be read, and of a server that says nothing of it, nothing is told. */
export async function findContainments(
  directory: Directory,
  schema: Schema,
  { userClass, containers, microsoft }: Wanted,
  signal: AbortSignal,
): Promise<readonly ContainmentFacts[]> {
  const allowed = allowedBelow(schema, userClass);
  if (allowed === undefined && !microsoft) return [];
  const found: ContainmentFacts[] = [];
  for (const container of new Set(containers)) {
    const read = await directory.read(container, ['objectClass', 'allowedChildClasses'], signal);
    const [entry] = read.ok ? read.entries : [];
    const classes = entry?.values('objectClass').slice(0, 30) ?? [];
    const children = entry?.values('allowedChildClasses') ?? [];
    if (children.length > 0) {
      const fits = children.some((one) => means(schema, one, userClass));
      found.push({ container, by: 'allowed-children', classes, fits });
    } else if (allowed !== undefined && classes.length > 0) {
      const fits = stands(schema, classes, allowed);
      found.push({ container, by: 'containment', classes, allowed, fits });
    }
  }
  const told: ContainmentFacts[] = [];
  for (const one of found) {
    const there = !one.fits && (await isInhabited(directory, one.container, userClass, signal));
    told.push({ ...one, ...defined({ inhabited: there ? (true as const) : undefined }) });
  }
  return told;
}

/** The containment that the class has, or inherits from the nearest class above that has one. */
function allowedBelow(schema: Schema, userClass: ObjectClass): readonly string[] | undefined {
  return lineage(schema, userClass).find(({ containment }) => containment.length > 0)?.containment;
}

/** eDirectory's `Top` in such a list is the root of the tree: it allows no other place by itself. */
function stands(schema: Schema, classes: readonly string[], allowed: readonly string[]): boolean {
  // Of a class that the schema does not show nobody knows from which it comes.
  const known = classes.flatMap((one) => schema.objectClass(one) ?? []);
  if (known.length < classes.length) return true;
  const above = known.flatMap((one) => lineage(schema, one)).filter(({ oid }) => oid !== '2.5.6.0');
  return above.some((one) => allowed.some((name) => means(schema, name, one)));
}

function means(schema: Schema, name: string, { oid, names }: ObjectClass): boolean {
  return (
    [oid, ...names].some((one) => one.toLowerCase() === name.toLowerCase()) ||
    schema.objectClass(name)?.oid === oid
  );
}

export async function isInhabited(
  directory: Directory,
  container: string,
  { names: [name], oid }: ObjectClass,
  signal: AbortSignal,
): Promise<boolean> {
  const search = { base: container, scope: 'one', filter: isClass(name ?? oid) } as const;
  const found = await directory.search({ ...search, attributes: ['1.1'], sizeLimit: 1 }, signal);
  return found.ok && found.entries.length > 0;
}
