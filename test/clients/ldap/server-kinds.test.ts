import { expect, it } from 'vitest';
import { serverKindOf } from '../../../src/clients/ldap/server-kinds.ts';

it('attribute names count without case, and anchors follow the kind', () => {
  expect(
    serverKindOf({ vendorname: ['NetIQ'], vendorversion: ['LDAP Agent for NetIQ eDirectory 9'] }).anchor,
  ).toBe('GUID');
  expect(serverKindOf({ supportedcapabilities: ['1.2.840.113556.1.4.1851'] }).anchor).toBe('objectGUID');
  expect(serverKindOf({ vendorname: ['389 Project'] }).anchor).toBe('-dn-');
});
