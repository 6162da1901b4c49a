import { afterEach } from 'vitest';
import { type LdapScript, type ScriptedLdap, startScriptedLdap } from '../../beds/scripted-ldap.ts';
import { container, entriesOf } from './scripted-entries.ts';
import { directorySite, type SiteOptions } from './site.ts';

export const account = 'cn=ecma,dc=x';
export { container, entriesOf };

export const beds: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of beds.splice(0)) await one.stop();
});

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
