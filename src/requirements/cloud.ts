import { from } from './documents.ts';
import { levels, section } from './requirement.ts';
import { signInHosts } from './sign-in-hosts.ts';

/** The tenant. */
export const cloud = section({
  'CLD-01': {
    statement: 'The tenant owns Microsoft Entra ID P1 or P2, alone or within another product.',
    levels: levels('required', 'required'),
    values: {
      /** Either one, judged by plan and not by product. */
      servicePlans: {
        AAD_PREMIUM: '41781fb2-bc02-4b7c-bd55-b576c07bb09d',
        AAD_PREMIUM_P2: 'eec0eb4f-6444-4f95-aba0-50c24d67f998',
      },
      /** Well-known products that carry a plan, by skuPartNumber; only to name them. */
      products: {
        AAD_PREMIUM: '078d2b04-f1bd-4111-bbd4-b4b1b354cef4',
        AAD_PREMIUM_P2: '84a661c4-e949-4bd2-a560-ed7766fcaf2b',
        EMS: 'efccb6f7-5641-4e0e-bd10-b4976e1bf68e',
        EMSPREMIUM: 'b05e124f-c7cc-45a0-a6aa-8cf78c946968',
        EMS_EDU_FACULTY: 'aedfac18-56b8-45e3-969b-53edb4ba4952',
        EMS_GOV: 'c793db86-5237-494e-9b11-dcd4877c2c8c',
        EMSPREMIUM_GOV: '8a180c2b-f4cf-4d44-897c-3d32acc4a60b',
        SPE_E3: '05e9a617-0261-4cee-bb44-138d3ef5d965',
        SPE_E5: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
        SPB: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
        M365_F1: '44575883-256e-4a79-9da4-ebe9acabe2b2',
        SPE_F1: '66b55226-6b4f-492c-910c-a3b7a3c9d993',
        IDENTITY_THREAT_PROTECTION: '26124093-3d78-432b-b5dc-48bf992543d5',
        DEVELOPERPACK_E5: 'c42b9cae-ea4f-4ab7-9717-81576235ccac',
      },
      /** Licences of devices: they carry a plan but are no user licences. */
      deviceProducts: {
        'Teams Rooms Pro': '4cde982a-ede4-4409-9ae6-b003453c8ea6',
        MCOCAP: '295a8eb0-f78d-45c7-8b5b-1eed5ed02dff',
      },
      notAccepted: ['AAD_BASIC', 'AAD_SMB', 'AAD_WRKLDID_P1', 'AAD_WRKLDID_P2'],
      capability: { good: ['Enabled'], grace: ['Warning'], lost: ['Suspended', 'Deleted', 'LockedOut'] },
      /** The least; the other, a higher one, gives it too. */
      scope: 'LicenseAssignment.Read.All',
      higher: 'Organization.Read.All',
    },
    confirmed: false,
    note: 'That licences of devices do not count is our conclusion.',
    source: from('prerequisites', 'Cloud requirements'),
    also: [from('sql', 'Cloud requirements'), from('subscribedSkus'), from('servicePlans')],
    valuesFrom: {
      servicePlans: from('servicePlans'),
      products: from('servicePlans'),
      scope: from('subscribedSkus'),
      higher: from('subscribedSkus'),
      capability: from('subscribedSkus'),
    },
  },
  'CLD-02': {
    statement:
      'The tenant is in none of the countries that the preview left out; the restriction was lifted later.',
    levels: levels('restricted', 'not-applicable'),
    values: {
      /** ISO 3166 alpha-2 codes by the reason, as of 28 May 2021. */
      blocked: {
        'European Union': [
          'AT',
          'BE',
          'BG',
          'HR',
          'CY',
          'CZ',
          'DK',
          'EE',
          'FI',
          'FR',
          'DE',
          'GR',
          'HU',
          'IE',
          'IT',
          'LV',
          'LT',
          'LU',
          'MT',
          'NL',
          'PL',
          'PT',
          'RO',
          'SK',
          'SI',
          'ES',
          'SE',
        ],
        'European Economic Area': ['IS', 'LI', 'NO'],
        'candidate for the European Union': ['AL', 'ME', 'MK', 'RS', 'TR'],
        Switzerland: ['CH'],
        China: ['CN'],
      },
      /** Territories that the document's words do not settle. */
      unclear: ['AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT', 'SJ', 'HK', 'MO', 'TW'],
      scope: 'Organization.Read.All',
    },
    confirmed: false,
    note: "Microsoft's own list (Appendix C) was not found: this one is derived from the document's words.",
    source: from('prerequisites', 'Cloud requirements'),
    also: [from('organization')],
    valuesFrom: { scope: from('organization') },
  },
  'CLD-03': {
    statement: 'The tenant is in the public cloud; US Government and 21Vianet came later.',
    levels: levels('restricted', 'info'),
    values: {
      /** By the name that .ecmarc uses. */
      clouds: {
        public: {
          signIn: signInHosts.public,
          graph: 'graph.microsoft.com',
          instance: 'microsoftonline.com',
        },
        usgov: {
          signIn: signInHosts.usgov,
          graph: 'graph.microsoft.us',
          instance: 'microsoftonline.us',
        },
        china: {
          signIn: signInHosts.china,
          graph: 'microsoftgraph.chinacloudapi.cn',
          instance: 'partner.microsoftonline.cn',
        },
      },
      subScopes: { GCC: 'GCC', DODCON: 'GCC High', DOD: 'DoD' },
      unknownTenant: 'AADSTS90002',
    },
    confirmed: false,
    note: 'The meaning of the region fields is not officially documented.',
    source: from('prerequisites', 'Cloud requirements'),
    also: [from('knownIssues'), from('china')],
    valuesFrom: { unknownTenant: from('errorCodes') },
  },
  'CLD-04': {
    statement: 'During the preview only test or simulated data is used, and no production target.',
    levels: levels('restricted', 'not-applicable'),
    confirmed: true,
    source: from('prerequisites', 'Cloud requirements'),
  },
  'CLD-05': {
    statement: 'The preview was by invitation.',
    levels: levels('info', 'not-applicable'),
    confirmed: true,
    source: from('preview'),
    background: 'nothing to look for: the preview is over',
  },
  'CLD-06': {
    statement:
      'Hybrid Identity Administrator for the agent; Application or Cloud Application Administrator for provisioning in the portal and to assign users.',
    levels: levels('required', 'required'),
    values: {
      /** Role template ids. */
      roles: {
        hybridIdentity: '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2',
        application: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
        cloudApplication: '158c047a-c907-4556-b7ef-446551a6b5f7',
        global: '62e90394-69f5-4237-9190-012177145e10',
      },
    },
    confirmed: true,
    source: from('sql', 'Cloud requirements'),
    also: [
      from('ldap', 'Cloud requirements'),
      from('preview'),
      from('previewInstall'),
      from('agentPrerequisites'),
    ],
    valuesFrom: { roles: from('roleIds') },
  },
  'CLD-07': {
    statement: 'The tenant is a workforce tenant, not a B2C one; of external ones nothing is said any more.',
    levels: levels('not-applicable', 'restricted'),
    values: { workforce: 'AAD', others: ['AAD B2C', 'CIAM'], unsaid: 'CIAM' },
    confirmed: true,
    source: from('knownIssues'),
    also: [from('organization')],
  },
  'CLD-08': {
    statement: 'The users in Microsoft Entra ID carry the attributes that the target needs.',
    levels: levels('not-applicable', 'required'),
    confirmed: true,
    source: from('sql'),
    also: [from('ldap'), from('knownIssues')],
    background: 'attributes of single users: a matter of the mapping',
  },
  'CLD-09': {
    statement: 'A free developer tenant can be used for the preview.',
    levels: levels('info', 'not-applicable'),
    values: { product: 'DEVELOPERPACK_E5' },
    confirmed: true,
    source: from('prerequisites', 'Cloud requirements'),
    also: [from('servicePlans')],
    background: 'a way to come by a tenant, nothing to look for',
  },
  'CLD-10': {
    statement: 'The placeholder in the attribute mapping is replaced by a matching attribute of the target.',
    levels: levels('required', 'required'),
    values: {
      namespace: 'urn:ietf:params:scim:schemas:extension:ECMA2Host:2.0:User:',
      permission: 'Synchronization.Read.All',
    },
    confirmed: true,
    source: from('sql'),
    also: [from('previewConfigure'), from('syncSchema')],
    valuesFrom: { permission: from('syncSchema') },
    background: 'the mapping in the tenant; the doctor asks for no permission to read it',
  },
  'CLD-11': {
    statement: 'The application "On-premises ECMA app" is added from the gallery.',
    levels: levels('required', 'required'),
    confirmed: true,
    source: from('sql'),
    also: [from('previewInstall')],
    background: 'the application in the tenant; the doctor asks for no permission to read it',
  },
  'CLD-12': {
    statement: 'The account that registers the agent is no guest; one of the cloud alone is advised.',
    levels: levels('not-applicable', 'recommended'),
    confirmed: true,
    source: from('agentPrerequisites'),
  },
});
