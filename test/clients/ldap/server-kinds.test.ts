import { describe, expect, it } from 'vitest';
import type { RootDse } from '../../../src/clients/ldap/root-dse.ts';
import { serverKindOf } from '../../../src/clients/ldap/server-kinds.ts';

it('attribute names count without case, and anchors follow the kind', () => {
  expect(
    serverKindOf({ vendorname: ['NetIQ'], vendorversion: ['LDAP Agent for NetIQ eDirectory 9'] }).anchor,
  ).toBe('GUID');
  expect(serverKindOf({ supportedcapabilities: ['1.2.840.113556.1.4.1851'] }).anchor).toBe('objectGUID');
  expect(serverKindOf({ vendorname: ['389 Project'] }).anchor).toBe('-dn-');
});

describe('kinds by marks of their own', () => {
  it.each<[string, RootDse, string]>([
    [
      'ODSEE by Oracle',
      { vendorname: ['Oracle Corporation'], vendorversion: ['Oracle-Directory-Server/11.1.1.7.2'] },
      'dsee',
    ],
    ['Oracle Virtual Directory', { orcldirectoryversion: ['OVD 11.1.1.7.0'] }, 'front-end'],
    [
      'OUD',
      { vendorname: ['Oracle Corporation'], vendorversion: ['Oracle Unified Directory 12.2.1.4.0'] },
      'oud',
    ],
    ['OID', { orcldirectoryversion: ['OID 11.1.1.6.0'] }, 'oid'],
    [
      'PingDirectoryProxy',
      { vendorname: ['Ping Identity Corporation'], vendorversion: ['PingDirectoryProxy 9.1.0.0'] },
      'front-end',
    ],
    [
      'Sun DPS',
      {
        vendorname: ['Sun Microsystems, Inc.'],
        vendorversion: ['Sun Java System Directory Proxy Server 6.3'],
      },
      'front-end',
    ],
    [
      'a gateway that names 389',
      { vendorname: ['Contoso'], vendorversion: ['Gateway for 389 Directory Server'] },
      'unknown',
    ],
    [
      'one that works with OpenDJ',
      { vendorname: ['Contoso'], vendorversion: ['Sync 2, tested with OpenDJ 4'] },
      'unknown',
    ],
    ['one that works with OpenLDAP', { vendorname: ['Contoso OpenLDAP tools'] }, 'unknown'],
    ['one that works with eDirectory', { vendorversion: ['Bridge to NetIQ eDirectory 9'] }, 'unknown'],
    ['one that works with IBM', { vendorname: ['Reseller of IBM'] }, 'unknown'],
    [
      'what stands in front of AD LDS',
      { vendorname: ['Contoso'], supportedcapabilities: ['1.2.840.113556.1.4.1851'] },
      'unknown',
    ],
    ['389', { vendorname: ['389 Project'], vendorversion: ['389-Directory/2.3.1 B2025.016.1616'] }, '389'],
    ['Red Hat', { vendorname: ['Red Hat'], vendorversion: ['Red Hat-Directory/11'] }, '389'],
    [
      'Netscape',
      { vendorname: ['Netscape Communications Corp.'], vendorversion: ['Netscape-Directory/4.1'] },
      'dsee',
    ],
    [
      'OpenDS by Sun',
      { vendorname: ['Sun Microsystems, Inc.'], vendorversion: ['OpenDS Directory Server 2.2.0'] },
      'opends',
    ],
    [
      'ForgeRock DS',
      { vendorname: ['ForgeRock AS.'], vendorversion: ['ForgeRock Directory Services 7.1.0'] },
      'opendj',
    ],
    [
      'Novell',
      { vendorname: ['Novell, Inc.'], vendorversion: ['LDAP Agent for Novell eDirectory 8.8 SP8'] },
      'edirectory',
    ],
  ])('%s', (_name, rootDse, kind) => {
    expect(serverKindOf(rootDse).name).toBe(kind);
  });
});
