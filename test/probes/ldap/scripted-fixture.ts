import { afterEach } from 'vitest';
import {
  type Attributes,
  type LdapScript,
  type ScriptedLdap,
  startScriptedLdap,
} from '../../beds/scripted-ldap.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { directorySite, type SiteOptions } from './site.ts';

export const container = 'ou=people,dc=x';
export const account = 'cn=ecma,dc=x';
export const beds: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of beds.splice(0)) await one.stop();
});

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

export async function serve(script: LdapScript): Promise<ScriptedLdap> {
  const bed = await startScriptedLdap(script);
  beds.push(bed);
  return bed;
}

export async function look(script: LdapScript, target: object = {}, more: Partial<SiteOptions> = {}) {
  const bed = await serve({ entries: entriesOf(script.rootDse, 3), ...script });
  const site = directorySite({
    target: {
      url: `ldap://127.0.0.1:${bed.port}`,
      bindDn: account,
      password: 'right',
      users: container,
      ...target,
    },
    ...more,
  });
  return { bed, site, rows: await site.run() };
}
