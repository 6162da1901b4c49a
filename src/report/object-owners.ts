/** Schemas that every database has: they tell nothing of the place. */
const everybodys = new Set([
  'dbo',
  'sys',
  'guest',
  'public',
  'information_schema',
  'pg_catalog',
  'pg_toast',
  'db_owner',
]);

/** `[klaus].[Employees]`, `"KLAUS"."EMPLOYEES"`, also with the database before it. */
const quotedNames =
  /(?:\[[^\]\n]{1,128}\]\.){1,3}\[[^\]\n]{1,128}\]|(?:"[^"\n]{1,128}"\.){1,3}"[^"\n]{1,128}"/g;

/** As SQL Server names it: "The INSERT permission was denied on the object 'Employees', ..., schema 'klaus'." */
const told = /\bschema '([^'\n]{1,128})'/gi;

/** Where `.ecmarc` names tables and stored procedures, and where facts hold a schema alone. */
const placeOfObject = /^\.?settings\..*\.(?:table|procedures(?:\.\w+)*)$/;
const placeOfSchema = /\.schema$/;

/**
 * Whose the tables and procedures are that a text names: the schema, which in many databases is a person's account.
 * `path` is the place where the text stands.
 */
export function objectOwners(text: string, path: string): readonly string[] {
  const objects = [...text.matchAll(quotedNames)].map(([name]) => name);
  if (placeOfObject.test(path)) objects.push(text);
  const owners = [
    ...objects.map(ownerIn),
    ...[...text.matchAll(told)].map(([, name]) => name),
    ...(placeOfSchema.test(path) && /^[\p{L}\p{N}_$-]{1,128}$/u.test(text) ? [text] : []),
  ];
  return owners.filter((name) => name !== undefined).filter((name) => !everybodys.has(name.toLowerCase()));
}

/** The part before the last, without its quotes. */
function ownerIn(object: string): string | undefined {
  const parts = object.match(/\[[^\]]+\]|"[^"]+"|[^.[\]"]+/g) ?? [];
  return parts.at(-2)?.replace(/^[["]|[\]"]$/g, '');
}
