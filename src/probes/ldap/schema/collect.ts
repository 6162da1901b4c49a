import { defined } from '../../../base/defined.ts';
import { type ContainmentFacts, findContainments } from '../../../clients/ldap/containment.ts';
import { type Directory, noAttributes } from '../../../clients/ldap/directory.ts';
import { isClass, namingAttribute } from '../../../clients/ldap/names.ts';
import { firstValueOf } from '../../../clients/ldap/root-dse.ts';
import { readSchema, type Schema } from '../../../clients/ldap/schema-reader.ts';
import { serverKindOf } from '../../../clients/ldap/server-kinds.ts';
import { findPlacements, type PlacementFacts } from '../../../clients/ldap/structure-rules.ts';
import { attributeFacts, describeUserClass } from '../../../clients/ldap/user-class.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import type { BoundContext } from '../define.ts';
import type { SchemaFacts } from './facts.ts';

const candidates = ['cn', 'uid', 'description', 'title', 'givenName', 'displayName'];

export async function collectSchema(context: BoundContext, signal: AbortSignal): Promise<SchemaFacts> {
  const { bind, directory, scope } = context;
  const { target } = scope;
  const subschema = firstValueOf(bind.rootDse, 'subschemaSubentry') ?? 'cn=subschema';
  context.waitingFor(subschema);
  const read = await directory.read(
    subschema,
    ['objectClasses', 'attributeTypes', 'dITContentRules', 'nameForms', 'dITStructureRules'],
    signal,
  );
  if (!read.ok) return { subschema, problem: read.problem, usable: false };
  const [entry] = read.entries;
  const objectClasses = entry?.values('objectClasses') ?? [];
  const attributeTypes = entry?.values('attributeTypes') ?? [];
  if (entry === undefined || objectClasses.length === 0) {
    const text = entry === undefined ? 'nothing came back' : 'it shows no object classes';
    return { subschema, problem: { code: 'EMPTY', text }, usable: false };
  }
  const schema = readSchema({
    objectClasses,
    attributeTypes,
    contentRules: entry.values('dITContentRules'),
    nameForms: entry.values('nameForms'),
    structureRules: entry.values('dITStructureRules'),
  });
  const microsoft = serverKindOf(bind.rootDse ?? {}).name === 'ad-lds';
  const user = describeUserClass(schema, target.objectClass, target.auxiliaryClasses, microsoft);
  const named = await seenName(directory, target, signal);
  const { rdn } = named;
  const placed = await placementsOf(directory, schema, { target, microsoft }, signal);
  const others = new Set([...candidates, ...(target.attributes ?? []), ...(rdn === undefined ? [] : [rdn])]);
  return {
    subschema,
    counts: { classes: schema.classes, attributes: schema.attributes },
    user,
    others: [...others]
      .filter((name) => schema.attribute(name) !== undefined)
      .map((name) => attributeFacts(schema, name)),
    ...named,
    ...defined(placed),
    usable: user.objectClass.kind !== null,
  };
}

interface Places {
  readonly placements?: readonly PlacementFacts[] | undefined;
  readonly containments?: readonly ContainmentFacts[] | undefined;
}

/** Where users, and the test user, are created. */
async function placementsOf(
  directory: Directory,
  schema: Schema,
  {
    target: { objectClass, users, writeContainer },
    microsoft,
  }: { readonly target: LdapTarget; readonly microsoft: boolean },
  signal: AbortSignal,
): Promise<Places> {
  const userClass = schema.objectClass(objectClass);
  if (userClass === undefined) return {};
  const containers = [users, writeContainer].filter((one) => one !== undefined);
  const placements = await findPlacements(directory, schema, { userClass, containers }, signal);
  const wanted = { userClass, containers, microsoft };
  const containments = await findContainments(directory, schema, wanted, signal);
  return {
    placements: placements.length === 0 ? undefined : placements,
    containments: containments.length === 0 ? undefined : containments,
  };
}

/** The naming attribute of one user that is there; of its name nothing else is kept. */
async function seenName(
  directory: Directory,
  { users, objectClass }: LdapTarget,
  signal: AbortSignal,
): Promise<Pick<SchemaFacts, 'rdn' | 'rdnUnseen'>> {
  if (users === undefined) return {};
  const search = { base: users, scope: 'sub', filter: isClass(objectClass) } as const;
  const found = await directory.search({ ...search, attributes: noAttributes, sizeLimit: 1 }, signal);
  if (!found.ok) return { rdnUnseen: true };
  const [entry] = found.entries;
  return defined({ rdn: entry && namingAttribute(entry.dn) });
}
