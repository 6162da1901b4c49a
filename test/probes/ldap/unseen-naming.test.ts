import { expect, it } from 'vitest';
import type { LdapInput } from '../../../src/probes/ldap/define.ts';
import type { SchemaFacts } from '../../../src/probes/ldap/schema/facts.ts';
import { judgeSchema } from '../../../src/probes/ldap/schema/judge.ts';

/** The attribute that names a user needs no mapping: which one that is rests on a user that was seen, or on nothing. */

const must = (name: string) => ({ name, names: [name], singleValue: false, readOnly: false });
const person = {
  objectClass: { name: 'inetOrgPerson', kind: 'structural', superiors: [] },
  auxiliaries: [],
  must: [must('cn'), must('sn')],
  may: ['uid'],
  anyAttribute: false,
  similar: [],
};
const said = (seen: Pick<SchemaFacts, 'rdn' | 'rdnUnseen'>, attributes?: readonly string[]) => {
  const facts = { subschema: 'cn=schema', user: person, others: [], usable: true, ...seen };
  const target = { objectClass: 'inetOrgPerson', anchor: 'uid', users: 'ou=people', attributes };
  const { status, message, found } = judgeSchema({
    facts,
    uses: { of: () => undefined },
    scope: { target },
  } as unknown as LdapInput<SchemaFacts>);
  return [status, message, ...(found === undefined ? [] : [found])].join(': ');
};

it.each([
  ['seen: cn', { rdn: 'cn' }, ['sn', 'uid'], /^pass: inetOrgPerson: all mandatory ones are mapped$/],
  ['seen: uid', { rdn: 'uid' }, ['sn', 'uid'], /^fail: not mapped: cn/],
  ['nobody there', {}, ['sn', 'uid'], /^pass: /],
  ['nothing seen, all mapped', { rdnUnseen: true }, ['cn', 'sn', 'uid'], /^pass: .*mapped$/],
  [
    'nothing seen, cn left to the name',
    { rdnUnseen: true },
    ['sn', 'uid'],
    /^unknown: may have to be mapped: cn: /,
  ],
  [
    'nothing seen, no mapping known',
    { rdnUnseen: true },
    undefined,
    /^pass: inetOrgPerson: map sn: .*not seen.* cn,/,
  ],
] as const)('%s', (_, seen, attributes, words) => {
  expect(said(seen, attributes)).toMatch(words);
});
