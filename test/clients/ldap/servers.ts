import type { Attributes } from '../../beds/scripted-ldap.ts';

/** rootDSEs as their servers give them, cut down to what tells them apart; OIDs and names are the makers' own. */
const activeDirectory = {
  supportedLDAPVersion: ['3', '2'],
  supportedControl: [
    '1.2.840.113556.1.4.319',
    '1.2.840.113556.1.4.417',
    '1.2.840.113556.1.4.473',
    '2.16.840.1.113730.3.4.9',
  ],
  supportedSASLMechanisms: ['GSSAPI', 'GSS-SPNEGO', 'EXTERNAL', 'DIGEST-MD5'],
  supportedExtension: ['1.3.6.1.4.1.1466.20037', '1.3.6.1.4.1.4203.1.11.3'],
};

export const windowsDomain: Attributes = {
  ...activeDirectory,
  supportedCapabilities: [
    '1.2.840.113556.1.4.800',
    '1.2.840.113556.1.4.1670',
    '1.2.840.113556.1.4.1791',
    '1.2.840.113556.1.4.1935',
    '1.2.840.113556.1.4.2080',
    '1.2.840.113556.1.4.2237',
  ],
  defaultNamingContext: 'DC=contoso,DC=example',
  namingContexts: ['DC=contoso,DC=example', 'CN=Configuration,DC=contoso,DC=example'],
  isGlobalCatalogReady: 'TRUE',
  domainFunctionality: '7',
  ldapServiceName: 'contoso.example:dc01$@CONTOSO.EXAMPLE',
  highestCommittedUSN: '12345',
  subschemaSubentry: 'CN=Aggregate,CN=Schema,CN=Configuration,DC=contoso,DC=example',
};

export const sambaDomain: Attributes = {
  ...activeDirectory,
  vendorName: 'Samba Team (https://www.samba.org)',
  supportedCapabilities: ['1.2.840.113556.1.4.800', '1.2.840.113556.1.4.1670', '1.2.840.113556.1.4.1791'],
  defaultNamingContext: 'DC=samba,DC=example',
  isGlobalCatalogReady: 'TRUE',
  domainFunctionality: '4',
};

export const adLds: Attributes = {
  ...activeDirectory,
  supportedCapabilities: [
    '1.2.840.113556.1.4.1851',
    '1.2.840.113556.1.4.1670',
    '1.2.840.113556.1.4.1791',
    '1.2.840.113556.1.4.1935',
  ],
  supportedFeatures: ['1.3.6.1.4.1.4203.1.5.3'],
  namingContexts: ['CN=Configuration,CN={1F2E}', 'CN=App,DC=Contoso,DC=lab'],
  subschemaSubentry: 'CN=Aggregate,CN=Schema,CN=Configuration,CN={1F2E}',
  highestCommittedUSN: '12774',
};

/** Old AD LDS shows the capability of Active Directory beside its own. */
export const adLdsWithBoth: Attributes = {
  ...adLds,
  supportedCapabilities: ['1.2.840.113556.1.4.800', '1.2.840.113556.1.4.1851'],
};

const others = {
  supportedLDAPVersion: '3',
  supportedControl: ['1.2.840.113556.1.4.319'],
  supportedFeatures: ['1.3.6.1.4.1.4203.1.5.1', '1.3.6.1.4.1.4203.1.5.3'],
};

export const eDirectory: Attributes = {
  ...others,
  supportedFeatures: ['2.16.840.1.113719.1.27.99.1'],
  VENDORNAME: 'NetIQ Corporation',
  VendorVersion: 'LDAP Agent for NetIQ eDirectory 9.0.2 (40005.15)',
  directoryTreeName: 'CONTOSO-TREE',
  dsaName: 'cn=edir01,o=contoso',
  subschemaSubentry: 'cn=schema',
};

export const apacheDs: Attributes = {
  ...others,
  vendorName: 'Apache Software Foundation',
  vendorVersion: '2.0.0-M24',
  subschemaSubentry: 'cn=schema',
};

export const openDj: Attributes = {
  ...others,
  vendorName: 'Open Identity Platform Community',
  vendorVersion: 'OpenDJ Server 4.4.11',
  changelog: 'cn=changelog',
  firstChangeNumber: '1',
  lastChangeNumber: '7',
};

export const pingDirectory: Attributes = {
  ...others,
  vendorName: 'Ping Identity Corporation',
  vendorVersion: 'PingDirectory 8.0.0.0',
};

export const ibm: Attributes = {
  ...others,
  vendorName: 'International Business Machines (IBM)',
  vendorVersion: '6.4',
  ibmdirectoryversion: '6.4',
};

export const dsee: Attributes = {
  ...others,
  vendorName: 'Oracle Corporation',
  vendorVersion: 'Sun-Directory-Server/11.1.1.7.0',
};

export const openDs: Attributes = {
  ...others,
  vendorName: 'Sun Microsystems, Inc.',
  vendorVersion: 'OpenDS Directory Server 2.2.1',
};

export const oud: Attributes = {
  ...others,
  vendorName: 'Oracle Corporation',
  vendorVersion: 'Oracle Unified Directory 12.2.1.4.0',
};

export const oid: Attributes = { ...others, orcldirectoryversion: 'OID 11.1.1.6.0' };

export const radiantOne: Attributes = {
  ...others,
  vendorName: 'Radiant Logic, Inc.',
  vendorVersion: 'RadiantOne VDS 7.2.0',
};

export const radiantOneOld: Attributes = { ...radiantOne, vendorVersion: 'RadiantOne VDS 6.1.3' };

export const radiantOneRelaying: Attributes = {
  ...radiantOne,
  supportedCapabilities: ['1.2.840.113556.1.4.800', '1.2.840.113556.1.4.1670'],
};

export const isode: Attributes = { ...others, vendorName: 'Isode Limited', vendorVersion: 'M-Vault 16.1v3' };

export const freeIpa: Attributes = {
  ...others,
  vendorName: '389 Project',
  vendorVersion: '389-Directory/1.4.3.28 B2022.194.0000',
  ipatopologypluginversion: '1.0',
  ipatopologyismanaged: 'on',
  namingContexts: ['cn=changelog', 'dc=ipa,dc=example', 'o=ipaca'],
};

export const ds389: Attributes = {
  ...others,
  supportedFeatures: ['1.3.6.1.4.1.4203.1.5.1'],
  vendorName: '389 Project',
  vendorVersion: '389-Directory/2.3.1 B2022.194.0000',
};

export const openLdap: Attributes = {
  ...others,
  objectClass: ['top', 'OpenLDAProotDSE'],
  configContext: 'cn=config',
};

export const strange: Attributes = { ...others, vendorName: 'Contoso', vendorVersion: 'Phone Book 1.2' };
export const nameless: Attributes = { objectClass: 'top', supportedLDAPVersion: '3' };
export const versionTwo: Attributes = { ...strange, supportedLDAPVersion: '2' };

/** A schema with what the tests need, in the words of RFC 4512. */
export const schema: Attributes = {
  objectClasses: [
    "( 2.5.6.0 NAME 'top' ABSTRACT MUST objectClass )",
    "( 2.5.6.6 NAME 'person' SUP top STRUCTURAL MUST ( sn $ cn ) MAY ( userPassword $ description ) )",
    "( 2.16.840.1.113730.3.2.2 NAME 'inetOrgPerson' SUP person STRUCTURAL MAY ( mail $ uid $ givenName $ title ) )",
  ],
  attributeTypes: [
    "( 2.5.4.0 NAME 'objectClass' SYNTAX 1.3.6.1.4.1.1466.115.121.1.38 )",
    "( 2.5.4.41 NAME 'name' SYNTAX 1.3.6.1.4.1.1466.115.121.1.15{32768} )",
    "( 2.5.4.3 NAME ( 'cn' 'commonName' ) SUP name )",
    "( 2.5.4.4 NAME ( 'sn' 'surname' ) SUP name )",
    "( 2.5.4.13 NAME 'description' SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )",
    "( 2.5.4.12 NAME 'title' SUP name )",
    "( 2.5.4.42 NAME 'givenName' SUP name )",
    "( 0.9.2342.19200300.100.1.1 NAME 'uid' SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )",
    "( 0.9.2342.19200300.100.1.3 NAME 'mail' SYNTAX 1.3.6.1.4.1.1466.115.121.1.26 )",
  ],
};

/** The schema of AD LDS: a user of its own, with what the server fills itself. */
export const ldsSchema: Attributes = {
  objectClasses: [
    "( 2.5.6.0 NAME 'top' ABSTRACT MUST (objectClass $ objectCategory $ nTSecurityDescriptor $ instanceType ) MAY (cn $ description $ displayName ) )",
    "( 2.5.6.6 NAME 'person' SUP top STRUCTURAL MUST (cn ) MAY (sn $ title ) )",
    "( 2.5.6.7 NAME 'organizationalPerson' SUP person STRUCTURAL MAY (givenName $ mail ) )",
    "( 1.2.840.113556.1.5.9 NAME 'user' SUP organizationalPerson STRUCTURAL MAY (userPrincipalName ) )",
    "( 1.2.840.113556.1.5.244 NAME 'msDS-BindableObject' SUP top AUXILIARY MAY (msDS-UserAccountDisabled ) )",
  ],
  attributeTypes: [
    "( 2.5.4.0 NAME 'objectClass' SYNTAX '1.3.6.1.4.1.1466.115.121.1.38' NO-USER-MODIFICATION )",
    "( 1.2.840.113556.1.4.782 NAME 'objectCategory' SYNTAX '1.3.6.1.4.1.1466.115.121.1.12' SINGLE-VALUE )",
    "( 1.2.840.113556.1.2.281 NAME 'nTSecurityDescriptor' SYNTAX '1.2.840.113556.1.4.907' SINGLE-VALUE )",
    "( 1.2.840.113556.1.2.1 NAME 'instanceType' SYNTAX '1.3.6.1.4.1.1466.115.121.1.27' SINGLE-VALUE NO-USER-MODIFICATION )",
    "( 2.5.4.3 NAME 'cn' SYNTAX '1.3.6.1.4.1.1466.115.121.1.15' SINGLE-VALUE )",
    "( 2.5.4.13 NAME 'description' SYNTAX '1.3.6.1.4.1.1466.115.121.1.15' )",
    "( 2.5.4.12 NAME 'title' SYNTAX '1.3.6.1.4.1.1466.115.121.1.15' SINGLE-VALUE )",
  ],
  dITContentRules: ["( 1.2.840.113556.1.5.9 NAME 'user' AUX ( msDS-BindableObject ) )"],
};
