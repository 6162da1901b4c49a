import { createPlatform } from '../../src/platform/node.ts';
import { probesFor } from '../../src/probes/index.ts';
import { requirement } from '../../src/requirements/index.ts';
import { makeAuthority } from '../beds/certificates.ts';
import { startScriptedLdap } from '../beds/scripted-ldap.ts';
import * as servers from '../clients/ldap/servers.ts';
import { settingsFrom } from '../probes/context.ts';
import { container, entriesOf } from '../probes/ldap/scripted-entries.ts';
import type { Layer } from './faults.ts';
import { wldap32Child } from './wldap32-child.ts';
import type { World } from './world.ts';

/** Which calls of a row are tried: what it asks as in world.ts is tried there. */
export function layersOf(id: string): readonly Layer[] | undefined {
  // Where there is a write test, it shows the rights.
  if (id === 'ldap.rights@Ticket') return [];
  if (id.endsWith('@Ticket') || id === 'ldap.rights@Reading') return ['wldap32'];
  if (id.endsWith('@Reading')) return [];
  return /^ldap\.(tls|windows|rights)@/.test(id) ? undefined : [];
}

/**
 * A directory that is asked through Windows' own client: in place of the doctor's own by a ticket (`Ticket`), and beside it
 * over TLS (`Beside`). The child is the doctor's, its wldap32 a stand-in.
 */
export async function makeWldap32World(): Promise<World> {
  const { effectiveRights } = requirement('LDAP-11').values;
  const rootDse = {
    ...servers.openDj,
    supportedControl: [servers.openDj.supportedControl ?? [], effectiveRights].flat(),
  };
  // They may do everything, as 389 tells it.
  const attributeLevelRights = ['cn', 'sn', 'givenName', 'mail', 'displayName'].map(
    (name) => `${name}:rscwo`,
  );
  const rights = { entryLevelRights: 'vadn', attributeLevelRights: attributeLevelRights.join(', ') };
  const entries = entriesOf(rootDse, 3).map(({ dn, attributes }) => ({
    dn,
    attributes: { ...attributes, ...rights },
  }));
  const bed = await startScriptedLdap({ rootDse, entries });
  const authority = await makeAuthority('/CN=World CA');
  const certificate = await authority.issue('directory', { names: ['localhost'], days: 90 });
  const secured = await startScriptedLdap({ rootDse, entries, ldaps: certificate });
  const by = { library: 'generic-ldap', delta: true };
  const password = { env: 'P' };
  const ticket = {
    url: `ldap://127.0.0.1:${bed.port}`,
    users: container,
    authentication: 'kerberos',
    bindDn: 'ecma',
    realm: 'X',
    password,
  };
  const simple = {
    url: `ldaps://localhost:${secured.port}`,
    users: container,
    bindDn: 'cn=ecma,dc=x',
    password,
  };
  const settings = settingsFrom({
    connectors: [
      { ...by, name: 'Ticket', writeTest: true, target: { ldap: ticket } },
      // Without a write test rights are asked for.
      { ...by, name: 'Reading', target: { ldap: ticket } },
      { ...by, name: 'Beside', target: { ldap: simple } },
    ],
  });
  const platform = createPlatform({
    env: {},
    program: wldap32Child('', 0, ''),
    roots: async () => ({ pems: [authority.cert], source: 'the test' }),
  });
  return {
    settings,
    platform: { ...platform, machine: () => ({ ...platform.machine(), platform: 'win32' }) },
    probes: probesFor(settings, { writeTest: false, unattended: true }).filter(({ area }) => area === 'ldap'),
    secrets: { P: 'Planted-Secret-1' },
    reset() {
      bed.entries.clear();
      for (const entry of entries) bed.entries.set(entry.dn.toLowerCase(), entry);
    },
    async stop() {
      for (const one of [bed, secured, authority]) await one.stop();
    },
  };
}
