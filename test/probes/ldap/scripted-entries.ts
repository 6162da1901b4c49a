import type { Attributes } from '../../beds/scripted-ldap.ts';
import * as servers from '../../clients/ldap/servers.ts';

export const container = 'ou=people,dc=x';

/** A directory's schema, its container of users, and some users. */
export function entriesOf(rootDse: Attributes, users: number, schema = servers.schema) {
  const objectClass = schema === servers.ldsSchema ? 'user' : 'inetOrgPerson';
  const subschema = String(rootDse.subschemaSubentry ?? 'cn=subschema');
  return [
    { dn: subschema, attributes: { objectClass: ['top', 'subschema'], ...schema } },
    { dn: container, attributes: { objectClass: ['top', 'organizationalUnit'] } },
    ...Array.from({ length: users }, (_, index) => ({
      dn: `cn=u${index},${container}`,
      attributes: { objectClass, cn: `u${index}`, sn: 'Planted-Surname' },
    })),
  ];
}
