import { defined } from '../../base/defined.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { JudgeInput } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { ldapTargetOf } from '../common/target.ts';
import type { MakeProbe, Scope } from '../describe.ts';
import { leaseBound, lostTo } from './connection.ts';
import type { Directory } from './directory.ts';
import { isClass, namingAttribute } from './names.ts';
import { one } from './root-dse.ts';
import { bound } from './rows.ts';
import type { SchemaFacts } from './schema/facts.ts';
import { judgeSchema } from './schema-judge.ts';
import { readSchema } from './schema-reader.ts';
import { attributeFacts, describeUserClass } from './user-class.ts';

/** The schema as the connector account sees it, and what it says of the user class. */
export const ldapSchemaProbe: MakeProbe = (scope) => {
  const target = ldapTargetOf(scope);
  return bound(scope, {
    id: 'ldap.schema',
    title: 'Reads the schema',
    levels: levels('required', 'required'),
    requirements: ['LDAP-12'],
    seconds: 30,
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: (context, signal) => collect(context, scope, target, signal),
            judge: (input: JudgeInput<Settings, SchemaFacts>) => judgeSchema(input, target),
          },
        }),
  });
};

const candidates = ['cn', 'uid', 'description', 'title', 'givenName', 'displayName'];

async function collect(
  context: ProbeContext,
  scope: Scope,
  target: LdapTarget,
  signal: AbortSignal,
): Promise<SchemaFacts> {
  const { bind, directory } = await leaseBound(context, scope, target);
  if (directory === undefined) return lostTo(bind);
  const subschema = one(bind.rootDse, 'subschemaSubentry') ?? 'cn=subschema';
  context.waitingFor(subschema);
  const read = await directory.search(
    {
      base: subschema,
      scope: 'base',
      filter: '(objectClass=*)',
      attributes: ['objectClasses', 'attributeTypes', 'dITContentRules'],
    },
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
  const schema = readSchema({ objectClasses, attributeTypes, contentRules: entry.values('dITContentRules') });
  const user = describeUserClass(schema, target.objectClass, target.auxiliaryClasses);
  const rdn = await seenName(directory, target, signal);
  const others = [
    ...new Set([...candidates, ...(target.attributes ?? []), ...(rdn === undefined ? [] : [rdn])]),
  ];
  return {
    subschema,
    counts: { classes: schema.classes, attributes: schema.attributes },
    user,
    others: others
      .filter((name) => schema.attribute(name) !== undefined)
      .map((name) => attributeFacts(schema, name)),
    ...defined({ rdn }),
    usable: user.objectClass.kind !== null,
  };
}

/** The naming attribute of one user that is there; of its name nothing else is kept. */
async function seenName(
  directory: Directory,
  target: LdapTarget,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (target.users === undefined) return undefined;
  const found = await directory.search(
    {
      base: target.users,
      scope: 'sub',
      filter: isClass(target.objectClass),
      attributes: ['1.1'],
      sizeLimit: 1,
    },
    signal,
  );
  const [entry] = found.ok ? found.entries : [];
  return entry === undefined ? undefined : namingAttribute(entry.dn);
}
