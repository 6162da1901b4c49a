import type { JointCause } from '../../src/results/joint-cause.ts';
import type { RowInput } from './fake-doctor.ts';

/** The invented site of the design: ten connectors, much of it wrong, and most of it for one of few causes. */

const step = (
  text: string,
  owner?: 'server' | 'network' | 'directory' | 'database' | 'entra' | 'connector',
) => ({
  text,
  ...(owner === undefined ? {} : { owner }),
});
const remedy = (...steps: ReturnType<typeof step>[]) => ({
  why: 'Nothing works without it.',
  steps,
  links: [],
});

const fine = (area: string, titles: readonly string[]): RowInput[] =>
  titles.map((title, i) => ({ id: `${area}.fine-${i}`, title, message: 'as required' }));

const ldapTitles = [
  'Secured by TLS',
  'Binds as the service account',
  'Reads the schema',
  'Finds the users',
  'Offers what the connector uses',
  'May write users',
  'Changes can be followed',
  'Not Active Directory',
];
const sqlTitles = [
  'Logs in as the service account',
  'Known database engine',
  'Database is open for writing',
  'Finds the table',
  'May read and write the table',
  'Anchor is unique',
  'Mandatory columns are mapped',
  'Changes can be followed',
];

function connector(
  name: string,
  kind: 'ldap' | 'sql' | 'tcp',
  subject: string,
  fault?: string,
  extra: readonly RowInput[] = [],
): RowInput[] {
  const titles = kind === 'ldap' ? ldapTitles : kind === 'sql' ? sqlTitles : [];
  const root = `${kind}.reach@${name}`;
  const owner = kind === 'ldap' ? 'directory' : 'database';
  return [
    {
      id: `connector.library@${name}`,
      title: 'Connector library',
      subject: `generic-${kind}`,
      message: 'ECMA 2.3',
    },
    fault === undefined
      ? { id: root, title: 'Answers', subject, message: '10.30.4.11 in 12 ms' }
      : {
          id: root,
          title: 'Answers',
          subject,
          status: 'fail',
          message: fault,
          remedy: remedy(step(`See whether the service on ${subject} runs`, owner)),
        },
    ...titles.map((title, i): RowInput => {
      const id = `${kind}.check-${i}@${name}`;
      return fault === undefined
        ? { id, title, message: 'as required' }
        : { id, title, status: 'blocked', message: 'needs: Answers', blockedBy: root };
    }),
    ...Array.from(
      { length: 10 },
      (_, i): RowInput => ({
        id: `connector.host-${i}@${name}`,
        title: `Comes with the host ${i}`,
        status: 'skipped',
        reason: 'not-applicable',
        message: 'the host is not installed',
      }),
    ),
    ...extra,
  ];
}

export const siteRows: readonly RowInput[] = [
  ...fine('server', [
    'Windows Server 2016 or later',
    'At least 3 GB of memory',
    'TLS 1.2 for the services',
    'Strong cryptography',
    'Clock',
  ]),
  {
    id: 'server.dotnet',
    title: '.NET Framework 4.7.1 or later',
    status: 'fail',
    message: '4.6.2',
    expected: 'Release 461308 or more: version 4.7.1',
    remedy: remedy(step('Install .NET Framework 4.8', 'server')),
  },
  {
    id: 'network.tls-inspection',
    title: 'Nobody opens TLS on the way',
    subject: 'proxy.contoso.example:8080',
    status: 'fail',
    message: 'Contoso TLS Inspection CA',
    expected: 'They show a certificate of a public authority',
    remedy: remedy(step('Exempt 12 hosts from TLS inspection', 'network')),
  },
  {
    id: 'network.sign-in',
    title: 'Reaches Microsoft sign-in',
    status: 'fail',
    message: 'Contoso TLS Inspection CA',
  },
  { id: 'network.proxy', title: 'Way out', status: 'warn', message: 'proxy.contoso.example:8080' },
  ...fine('network', ['Finds hosts by name', "Reaches the agent's hosts", 'Revocation lists']),
  {
    id: 'tenant.exists',
    title: 'Tenant exists',
    subject: 'contoso.onmicrosoft.com',
    status: 'fail',
    message: 'Contoso TLS Inspection CA',
  },
  ...Array.from(
    { length: 7 },
    (_, i): RowInput => ({
      id: `tenant.check-${i}`,
      title: `Tenant check ${i}`,
      status: 'blocked',
      message: 'needs: Tenant exists',
      blockedBy: 'tenant.exists',
    }),
  ),
  { id: 'host.installed', title: 'Not installed yet', message: 'not installed yet' },
  ...connector('Directory EU', 'ldap', 'ldap-eu.contoso.example:389', undefined, [
    {
      id: 'ldap.rights@Directory EU',
      title: 'May write users',
      status: 'unknown',
      message: 'not known',
      remedy: remedy(step('Grant create, write and delete', 'directory')),
    },
    {
      id: 'ldap.attributes@Directory EU',
      title: 'Mapped',
      status: 'fail',
      message: 'not mapped: sn',
      remedy: remedy(step('Map sn')),
    },
  ]),
  ...connector('Directory US', 'ldap', 'ldap-us.contoso.example:636', 'certificate of another name'),
  ...connector('Directory APAC', 'ldap', 'ldap-apac.contoso.example:389', 'nothing said by ldap-apac:389'),
  ...connector('Directory Lab', 'ldap', 'ldap-lab.contoso.example:389', 'refused by ldap-lab:389'),
  ...connector('HR', 'sql', 'sql-hr.contoso.example:1433', undefined, [
    {
      id: 'sql.dsn@HR',
      title: 'File DSN',
      status: 'skipped',
      reason: 'not-configured',
      message: 'dsn is not set',
    },
    { id: 'sql.anchor@HR', title: 'Anchor is unique', status: 'warn', message: 'nothing keeps it so' },
  ]),
  ...connector('Payroll', 'sql', 'sql-pay.contoso.example:1433', 'refused by sql-pay:1433'),
  ...connector('Badges', 'sql', 'sql-badges.contoso.example:1433', 'no answer from sql-badges:1433'),
  ...connector('Ticketing', 'tcp', 'api.contoso.example:443'),
  ...connector('Intranet', 'tcp', 'intranet.contoso.example:443', 'refused by intranet:443'),
  ...connector('Legacy', 'tcp', 'legacy01.contoso.example:8443', 'refused by legacy01:8443'),
  {
    id: 'attest.test-data',
    title: 'Only test data',
    status: 'manual',
    message: 'Only test or simulated data?',
  },
  {
    id: 'attest.not-a-source',
    title: 'Target is not also a source',
    status: 'manual',
    message: 'Is no target a source of users?',
  },
];

export const siteCauses: readonly JointCause[] = [
  {
    id: 'tls-inspection',
    text: 'TLS is opened on the way (Contoso TLS Inspection CA)',
    probes: ['network.tls-inspection', 'network.sign-in', 'tenant.exists'],
  },
];
