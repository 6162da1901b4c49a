import { describe, expect, it } from 'vitest';
import { serverKindOf } from '../../../src/clients/ldap/server-kinds.ts';
import { anchorTrouble } from '../../../src/probes/ldap/anchor.ts';
import type { Attributes } from '../../beds/scripted-ldap.ts';
import * as servers from '../../clients/ldap/servers.ts';

/** As the doctor keeps it: names in lower case, all values in lists. */
function kept(rootDse: Attributes) {
  return Object.fromEntries(
    Object.entries(rootDse).map(([name, value]) => [name.toLowerCase(), [value].flat().map(String)]),
  );
}

describe('an anchor, by the kind of the directory', () => {
  it.each<[string, Attributes, string, string | undefined]>([
    ['AD LDS', servers.adLds, 'objectGUID', undefined],
    ['AD LDS, other spelling', servers.adLds, 'objectguid', undefined],
    ['AD LDS that shows both', servers.adLdsWithBoth, 'objectGUID', undefined],
    ['AD LDS', servers.adLds, 'dn', 'warn: dn, for AD LDS it is objectGUID'],
    ['AD LDS', servers.adLds, 'cn', 'warn: cn, for AD LDS it is objectGUID'],
    ['eDirectory', servers.eDirectory, 'GUID', undefined],
    ['eDirectory', servers.eDirectory, '-dn-', 'warn: -dn-, for NetIQ eDirectory it is GUID'],
    ['eDirectory', servers.eDirectory, 'uid', 'fail: uid may have several values'],
    ['OpenDJ', servers.openDj, 'dn', undefined],
    ['OpenDJ', servers.openDj, '-dn-', undefined],
    ['OpenDJ', servers.openDj, '<dn>', undefined],
    ['OpenDJ', servers.openDj, 'entryUUID', 'warn: entryUUID, for OpenDJ it is -dn-'],
    ['OpenDJ', servers.openDj, 'UID', 'fail: UID may have several values'],
    ['IBM', servers.ibm, 'mail', 'fail: mail may have several values'],
    ['Oracle DSEE', servers.dsee, 'dn', undefined],
    ['an unknown one', servers.strange, 'entryUUID', undefined],
    ['an unknown one', servers.strange, 'uid', 'fail: uid may have several values'],
  ])('%s', (_name, rootDse, anchor, expected) => {
    const trouble = anchorTrouble(serverKindOf(kept(rootDse)), anchor);
    expect(trouble && `${trouble.status}: ${trouble.text}`).toBe(expected);
    if (trouble !== undefined) expect(trouble.fix).toMatch(/^Use (objectGUID|GUID|-dn-) as the anchor/);
  });

  it('for AD LDS names the agent that can', () => {
    expect(anchorTrouble(serverKindOf(kept(servers.adLds)), 'dn')?.fix).toContain('1.1.846.0');
  });
});
