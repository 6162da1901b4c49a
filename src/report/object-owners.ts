import { areas } from './public-names.ts';

/** Schemas that every database has: they tell nothing of the place. */
const everybodys = new Set([
  'dbo',
  'sys',
  'system',
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

/** As SQL Server and PostgreSQL name it: "denied on the object 'Employees', ..., schema 'klaus'.", `schema "klaus" does not exist`. */
const told = /\bschema '([^'\n]{1,128})'/gi;

/** The same in other quotes and languages [K], and as a member of JSON. */
const toldOtherwise =
  /(?:(?<![\p{L}"'])(?:schema|schéma|esquema)[ \u00a0]{1,3}|(?<!["'“「])(?:スキーマ|架构|模式)[ \u00a0]{0,3}|"schema"\s*:\s*(?="))["'»«“][ \u00a0]?([\p{L}_][\p{L}\p{N}_$#@\\ -]{0,127}?)[ \u00a0]?["'»«”]/giu;

/**
 * Whole in one pair of quotes, behind what it is: "Invalid object name 'klaus.Employees'", `relation "klaus.employees"`,
 * "SQL0204N "KLAUS.EMPLOYEES" is an undefined name".
 */
const announced =
  /(?:(?:\b(?:object(?: name)?|(?<!unknown )table|procedure|relation|sequence|synonym|view or function)|(?<!\p{L})(?:Objektname|nom d'objet|nombre de objeto|オブジェクト名|对象名|关系|リレーション))|\bObject:|\bPLS-\d{5}: identifier|\bSQL(?:0204|0551|0552)N)[ \u00a0]{0,3}["'»«“][ \u00a0]?((?:[\p{L}_][\p{L}\p{N}_$#]{0,127}\.){1,3}[\p{L}_][\p{L}\p{N}_$# ]{0,127}?)[ \u00a0]?["'»«”](?! (?:doesn't exist|is marked))/giu;

/** What is no schema there: parts of .NET and of Microsoft's programs. */
const namespaces = /^(?:system|microsoft|windows|newtonsoft|npgsql|oracle|mysql)$/i;

/** PostgreSQL's words, and how people put it: "permission denied for schema klaus", "table X in schema klaus". */
const toldBare =
  /\b(?:for|in|of|on|the|^) ?schema (?!(?:of|is|was|and|or|that|which|for|to|in|on|the|has|does|with|from|at|by|not)\b)([\p{L}_][\p{L}\p{N}_$]{1,62})(?=$|[.,;:)]|\s(?:does|is|was|has|in|of|on|and)\b)/giu;

/** As Oracle and DB2 write it, in capitals: KLAUS.EMPLOYEES. */
const inCapitals =
  /(?<![\w.@"'[$#/\\:=-])([A-Z][A-Z0-9_$#]{1,29})\.([A-Z][A-Z0-9_$#]{1,127})(?![\w$#@\\-]|\.\w)/g;

/** What is the database's own, and what is no table: files, and products. */
const packages =
  /SYS|^(?:DBMS|UTL|V\$|GV\$|ALL_|USER_|DBA_|APEX|XDB|NT|ASP|ADO|VB|ML|SQLNET|TNSNAMES|LISTENER)/;
const endings =
  /^(?:DLL|EXE|JS|TS|XLSX|ENV|EXPORTS|SYS|INI|LOG|TXT|XML|JSON|DNS|EDB|DAT|CFG|CONFIG|MD|CMD|BAT|PS1|CSV|PEM|CER|CRT|PFX|MSI|ZIP|ORA|DSN|MDB|LDF|MDF|NET|YML|YAML|HTML?|NEXTVAL|CURRVAL|ROWTYPE|AL32UTF8|UTF8)$|^(?:COM|ORG|DE|AT|CH|EU|UK|FR|LOCAL|EXAMPLE|TEST|LAN|CORP|INTERNAL)$|^WE8/;

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
    ...[told, toldOtherwise].flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name)),
    ...[...text.matchAll(announced)]
      .map(([, object = '']) => object)
      .filter(
        (object) =>
          !namespaces.test(object.split('.')[0] ?? '') &&
          !endings.test(object.split('.').at(-1)?.toUpperCase() ?? ''),
      )
      .map(ownerIn)
      .filter((owner = '') => !packages.test(owner) && !areas.has(owner.toLowerCase())),
    ...[...text.matchAll(toldBare)].map(([, name]) => name),
    ...[...text.matchAll(inCapitals)]
      .filter(
        ([, owner = '', object = '']) =>
          !packages.test(owner) && !endings.test(object) && !areas.has(owner.toLowerCase()),
      )
      .map(([, owner]) => owner),
    ...(placeOfSchema.test(path) && /^[\p{L}\p{N}_$-]{1,128}$/u.test(text) ? [text] : []),
  ];
  return owners.filter((name) => name !== undefined).filter((name) => !everybodys.has(name.toLowerCase()));
}

/** The part before the last, without its quotes. */
function ownerIn(object: string): string | undefined {
  const parts = object.match(/\[[^\]]+\]|"[^"]+"|[^.[\]"]+/g) ?? [];
  return parts.at(-2)?.replace(/^[["]|[\]"]$/g, '');
}
