import { describe, expect, it } from 'vitest';
import { requirement } from '../../../src/requirements/index.ts';
import { exitCodeOf } from '../../../src/results/exit-code.ts';
import type { Attributes } from '../../beds/scripted-ldap.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { entriesOf, look } from './scripted-fixture.ts';

const names = 'reach tls server-kind bind windows schema users features rights delta write'.split(' ');

/** Each that Microsoft's page names, and what its connector is given. */
const listed: readonly (readonly [string, Attributes, object])[] = [
  ['AD LDS', servers.adLds, { objectClass: 'user', attributes: ['cn', 'msDS-UserAccountDisabled'] }],
  ['OpenLDAP', servers.openLdap, {}],
  ['389 Directory Server', servers.ds389, {}],
  ['Apache Directory Server', servers.apacheDs, {}],
  ['IBM Tivoli Directory Server', servers.ibm, {}],
  ['Isode Directory', servers.isode, {}],
  ['NetIQ eDirectory', servers.eDirectory, { anchor: 'GUID' }],
  ['OpenDJ', servers.openDj, {}],
  ['OpenDS', servers.openDs, {}],
  ['Oracle Directory Server EE', servers.dsee, {}],
  ['RadiantOne VDS', servers.radiantOne, {}],
];

describe('--fail-on warn reaches exit 0 with every directory that Microsoft lists', () => {
  it('none is left out', () => {
    expect(listed.map(([name]) => name).sort()).toEqual([...requirement('LDAP-03').values.known].sort());
  });

  it.each(listed)('%s', async (_name, rootDse, target) => {
    const schema = rootDse === servers.adLds ? servers.ldsSchema : servers.schema;
    const more = { attributes: ['cn', 'sn', 'mail'], ...target };
    const { rows } = await look({ rootDse, entries: entriesOf(rootDse, 3, schema) }, more, {
      writeTest: true,
    });
    const seen = names.map(rows);
    expect(seen.filter(({ status }) => !['pass', 'skipped'].includes(status))).toEqual([]);
    const ended = { rows: seen, failOn: 'warn', cancelled: false, ran: true } as const;
    expect(exitCodeOf(ended)).toBe(0);
  });
});
