import type { JointCause } from '../../src/results/joint-cause.ts';
import type { RowInput } from './fake-doctor.ts';

/** The server of the design's pictures, in mid-run: every kind of row once. */

const dotnet: RowInput = {
  id: 'server.dotnet',
  title: '.NET Framework 4.7.1 or later',
  status: 'fail',
  message: '4.6.2 found (Release 394802)',
  expected: 'Release 461308 or more: version 4.7.1',
  found: 'Release 394802: version 4.6.2',
  requirements: ['NETFX-01'],
  evidence: [
    { label: '', value: 'HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full' },
    { label: 'Release', value: '0x60632 (394802), written 2019-11-02' },
  ],
  remedy: {
    why: 'The connector host is a .NET Framework program. With 4.6.2 it starts, then fails to load System.Management.Automation.',
    steps: [
      {
        text: 'Install .NET Framework 4.8',
        command: 'ndp48-x86-x64-allos-enu.exe /q /norestart',
        owner: 'server',
      },
      { text: 'Restart the server', command: 'Restart-Computer', owner: 'server' },
      { text: 'Press r' },
    ],
    links: ['https://learn.microsoft.com/dotnet/framework/install/on-server-2019'],
  },
  attempts: [
    { startedAt: '2026-11-24T07:41:03.000Z', durationMs: 12, status: 'fail', message: '394802' },
    { startedAt: '2026-11-24T07:52:19.000Z', durationMs: 14, status: 'fail', message: '394802' },
  ],
  otherVerdict: { profile: 'ga', status: 'fail', message: '4.7.2 is asked for' },
};

export const sampleRows: readonly RowInput[] = [
  { id: 'server.os', title: 'Windows Server 2016 or later', message: 'Windows Server 2019, build 17763' },
  dotnet,
  { id: 'server.memory', title: 'At least 3 GB of memory', message: '8.0 GB' },
  { id: 'server.tls12', title: 'TLS 1.2 for the services', message: 'on (Windows default)' },
  { id: 'network.proxy', title: 'Way out', status: 'warn', message: 'proxy.contoso.example:8080' },
  { id: 'network.sign-in', title: 'Reaches Microsoft sign-in', message: 'login.microsoftonline.com, 84 ms' },
  {
    id: 'network.tls-inspection',
    title: 'Nobody opens TLS on the way',
    status: 'fail',
    message: 'Contoso TLS Inspection CA',
    remedy: {
      why: 'The agent trusts only public roots.',
      steps: [{ text: 'Exempt login.microsoftonline.com from inspection', owner: 'network' }],
      links: [],
    },
  },
  { id: 'network.agent-hosts', title: "Reaches the agent's hosts", status: 'running', message: '' },
  {
    id: 'ldap.reach@Directory',
    title: 'Answers',
    subject: 'ldap.contoso.example:389',
    message: '10.20.0.14 in 12 ms',
  },
  { id: 'ldap.tls@Directory', title: 'Secured by TLS', message: 'TLS 1.3, expires in 214 days' },
  {
    id: 'ldap.server-kind@Directory',
    title: 'Not Active Directory',
    status: 'fail',
    message: 'it is AD DS (DC01, corp.example)',
  },
  {
    id: 'ldap.bind@Directory',
    title: 'Binds as the service account',
    status: 'blocked',
    message: 'blocked',
    blockedBy: 'ldap.server-kind@Directory',
  },
  {
    id: 'ldap.schema@Directory',
    title: 'Reads the schema',
    status: 'blocked',
    message: 'blocked',
    blockedBy: 'ldap.server-kind@Directory',
  },
  {
    id: 'ldap.write@Directory',
    title: 'Create, update, delete a user',
    status: 'skipped',
    reason: 'not-allowed',
    message: 'write test is off',
  },
  {
    id: 'tenant.exists',
    title: 'The tenant exists',
    status: 'pending',
    message: '',
    previous: { status: 'pass', message: 'contoso.onmicrosoft.com', observedAt: '2026-11-24T05:00:00.000Z' },
  },
  {
    id: 'tenant.licence',
    title: 'Licence for provisioning',
    status: 'manual',
    message: 'Is Entra ID P1 or P2 bought?',
  },
  {
    id: 'tenant.country',
    title: 'Country of the tenant',
    status: 'unknown',
    message: 'null in the directory',
  },
  {
    id: 'attest.test-data',
    title: 'Only test data is used',
    status: 'attested',
    message: 'yes',
    answer: { by: 'admin', at: '2026-11-20', where: '.ecmarc' },
    judged: { status: 'manual', message: 'only a person can say' },
  },
  {
    id: 'attest.not-a-source',
    title: 'Target is not the source',
    status: 'manual',
    message: 'Are users made only by provisioning?',
  },
];

export const sampleCauses: readonly JointCause[] = [
  {
    id: 'tls-inspection',
    text: 'The proxy re-signs TLS to Microsoft (Contoso TLS Inspection CA)',
    probes: ['network.tls-inspection', 'network.agent-hosts'],
  },
];
