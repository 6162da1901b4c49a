import { defined } from '../../src/base/defined.ts';
import type { Facts } from '../../src/engine/facts.ts';
import type { Remedy } from '../../src/engine/probe.ts';
import type { Status } from '../../src/engine/status.ts';
import type { ReportInput } from '../../src/report/input.ts';
import type { Row } from '../../src/results/row.ts';
import { countByStatus } from '../../src/results/tally.ts';

/** A made-up run that has every status, and texts as bad as peers can send them. Uncleaned on purpose. */

const at = '2026-11-24T07:52:19.000Z';

/** What a hostile server could put into a banner: markup, escape codes, forbidden and reordering characters. */
export const hostile = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"\' onmouseover="x" & &lt; ]]> --> <!--',
  '\u001b[2J\u001b]0;owned\u0007\u009b31m',
  '\u0000\u0001\u0008\u000b\u001f\ufffe\uffff\ud800',
  '\u202eevil\u202c \u05d0\u05d1\u05d2 \u0627\u0644\u0639',
  '\u6771\u4eac\u30b5\u30fc\u30d0\u30fc \ud83d\ude00',
  '`code` ``` **bold** | cell | [link](javascript:alert(1)) @everyone #1 https://evil.example www.evil.example',
  '::error file=x::y ##vso[task.complete]',
].join(' ');

export const long = `start ${'0123456789abcdef'.repeat(256)} end`;

const dotnet: Remedy = {
  why: 'The connector host is a .NET Framework program. With 4.6.2 it starts, then fails.',
  steps: [
    {
      text: 'Install .NET Framework 4.8',
      command: 'ndp48-x86-x64-allos-enu.exe /q /norestart',
      owner: 'server',
    },
    { text: 'Restart the server', command: 'Restart-Computer', owner: 'server' },
    { text: 'Press r' },
  ],
  links: ['https://learn.microsoft.com/dotnet/framework/install/', 'javascript:alert(1)'],
};

const firewall: Remedy = {
  why: 'The agent connects outwards only; nothing answered.',
  steps: [
    { text: 'Allow srv-ecma01 to login.microsoftonline.com, port 443', owner: 'network' },
    { text: 'Or name the proxy in .ecmarc', owner: 'server' },
  ],
  links: [],
};

const unset: Remedy = {
  why: 'No tenant was named.',
  steps: [{ text: 'Add tenant.id to .ecmarc', command: 'tenant:\n  id: contoso.onmicrosoft.com' }],
  links: [],
};

function row(id: string, status: Status, message: string, more: Partial<Row>): Row {
  const [base = id, connector] = id.split('@');
  const looked = !['skipped', 'blocked', 'pending', 'running', 'cancelled', 'crashed', 'timed-out'].includes(
    status,
  );
  return {
    id,
    title: `Title of ${base}`,
    area: base.split('.')[0] ?? base,
    ...defined({ connector }),
    level: 'required',
    levels: { 'preview-2021': 'required', ga: 'required' },
    requirements: ['OS-01'],
    source: 'Prerequisites for the Azure AD ECMA Connector Host, On-premises',
    status,
    message,
    evidence: [],
    ...(looked ? { facts: { usable: true }, observedAt: at } : {}),
    attempts: looked ? [{ startedAt: at, durationMs: 14, status, message }] : [],
    ...(looked ? { durationMs: 14, outcome: { kind: 'facts' } } : {}),
    deadlineMs: 10_000,
    answerable: false,
    lockout: false,
    ...more,
  };
}

const hostileFacts: Facts = { usable: false, banner: hostile, [hostile]: [1, null, true], __proto__x: 'y' };

export const rows: readonly Row[] = [
  row('server.os', 'pass', 'Windows Server 2019, build 17763', {
    title: 'Windows Server 2016 or later',
    evidence: [{ label: 'CurrentBuild', value: '17763' }],
  }),
  row('server.dotnet', 'fail', '4.6.2 found (Release 394802)', {
    title: '.NET Framework 4.7.1 or later',
    expected: 'Release 461308 or more: version 4.7.1',
    found: 'Release 394802: version 4.6.2',
    evidence: [
      { label: 'HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full', value: 'Release = 394802' },
    ],
    remedy: dotnet,
    requirements: ['NETFX-01'],
  }),
  row('server.clock', 'crashed', 'a fault in this check: TypeError: x is not a function (clock.ts:12)', {
    title: 'Clock',
    level: 'recommended',
    durationMs: 3,
    outcome: { kind: 'crashed', error: 'TypeError: x is not a function (clock.ts:12)' },
  }),
  row('server.memory', 'warn', '3.5 GB', { title: 'At least 3 GB of memory' }),
  row('server.ntlm', 'skipped', 'not asked for', { title: 'NTLM', level: 'info', reason: 'not-chosen' }),
  row('network.sign-in', 'timed-out', 'no result within 10 s, waiting for login.microsoftonline.com:443', {
    title: 'Reaches Microsoft sign-in',
    remedy: firewall,
    durationMs: 10_000,
    outcome: { kind: 'timed-out', deadlineMs: 10_000, waitingFor: 'login.microsoftonline.com:443' },
  }),
  row('network.proxy', 'unknown', 'a PAC file is set: http://wpad.contoso.example/wpad.dat', {
    title: 'Way out',
    remedy: firewall,
    subject: 'proxy.contoso.example:8080',
  }),
  row('network.revocation', 'unknown', 'nothing to go on', {
    title: 'Revocation lists',
    level: 'recommended',
  }),
  row('ldap.server-kind@Directory', 'fail', `it is ${hostile}`, {
    title: 'Not Active Directory',
    expected: 'a directory other than AD DS',
    found: hostile,
    evidence: [
      { label: hostile, value: hostile },
      { label: 'very long', value: long },
    ],
    facts: hostileFacts,
    remedy: {
      why: `Microsoft names AD DS as not supported. The server says: ${hostile}`,
      steps: [
        {
          text: `Name another server than ${hostile}`,
          command: `echo "${hostile}"\nsecond line`,
          owner: 'directory',
        },
      ],
      links: ['https://learn.microsoft.com/entra/?a="><script>'],
    },
  }),
  row('ldap.bind@Directory', 'blocked', 'needs: Not Active Directory', {
    title: 'Binds as the service account',
    blockedBy: 'ldap.server-kind@Directory',
  }),
  row('ldap.write@Directory', 'skipped', 'write test is off', {
    title: 'Create, update, delete a user',
    reason: 'not-allowed',
  }),
  row('sql.rights@HR db', 'waived', 'the DBA grants it on Monday', {
    title: 'May select, insert, update',
    judged: { status: 'fail', message: 'no INSERT on dbo.Employees' },
    answer: {
      by: 'CONTOSO\\anna',
      at,
      until: '2027-01-31',
      reason: 'the DBA grants it on Monday',
      where: '/etc/ecma/.ecmarc: probes.waive',
    },
  }),
  row('sql.login@HR db', 'cancelled', 'Ctrl+C', {
    title: 'Signs in',
    durationMs: 812,
    outcome: { kind: 'cancelled', why: 'Ctrl+C' },
  }),
  row('sql.table@HR db', 'running', 'looking', { title: 'Table is there', running: { since: at } }),
  row('sql.anchor@HR db', 'pending', 'waits for: Signs in', { title: 'Anchor column' }),
  row('tenant.exists', 'skipped', 'no tenant.id in .ecmarc', {
    title: 'Tenant is there',
    reason: 'not-configured',
    remedy: unset,
  }),
  row('tenant.licence', 'skipped', 'no tenant.id in .ecmarc', {
    title: 'Licence',
    reason: 'not-configured',
    remedy: unset,
  }),
  row('attest.test-data', 'manual', 'only a person can say', { title: 'Only test data', answerable: true }),
  row('attest.not-a-source', 'attested', 'confirmed by CONTOSO\\anna', {
    title: 'Target is not a source',
    judged: { status: 'manual', message: 'only a person can say' },
    answer: { by: 'CONTOSO\\anna', at, where: '.ecmarc: attest.notASource' },
  }),
];

/** A run that was cancelled half-way. */
export const madeUp: ReportInput = {
  readOnly: false,
  tool: { name: 'ecma-doctor', version: '0.1.0' },
  profile: 'preview-2021',
  settings: {
    profile: 'preview-2021',
    tenant: { id: 'contoso.onmicrosoft.com', cloud: 'public' },
    connectors: [
      {
        name: 'Directory',
        library: 'generic-ldap',
        target: {
          ldap: {
            url: 'ldap://ldap.contoso.example:389',
            bindDn: 'cn=ecma,ou=services,dc=contoso,dc=example',
            password: { env: 'ECMA_LDAP_PASSWORD' },
            attributes: ['cn', 'sn', 'mail'],
          },
        },
      },
    ],
  },
  host: { name: 'SRV-ECMA01', os: 'Windows Server 2019', platform: 'win32' },
  startedAt: at,
  finishedAt: '2026-11-24T07:52:31.500Z',
  durationMs: 12_500,
  ready: false,
  readyByProfile: { 'preview-2021': false, ga: false },
  setAside: { 'preview-2021': 0, ga: 0 },
  exitCode: 130,
  words: 'Cancelled: .NET Framework 4.7.1 or later: 4.6.2 found (Release 394802); 1 to confirm.',
  causes: [
    {
      id: 'tls-inspection',
      text: `The proxy re-signs TLS: ${hostile}`,
      probes: ['network.sign-in', 'network.proxy'],
    },
  ],
  rows,
  configPath: 'C:\\Users\\anna\\.ecmarc',
  notices: [{ kind: 'warn', text: 'connectors[0].target.ldap.password stands in clear in .ecmarc' }],
};

/** Everything well, nothing to say. */
export const allWell: ReportInput = {
  ...madeUp,
  rows: rows.filter(({ status }) => status === 'pass'),
  causes: [],
  notices: [],
  ready: true,
  readyByProfile: { 'preview-2021': true, ga: true },
  exitCode: 0,
  words: 'Ready.',
};

/** A run in which nothing was looked at. */
export const nothing: ReportInput = { ...allWell, rows: [], ready: false, exitCode: 3, words: 'Not ready.' };

export const countsOfMadeUp = countByStatus(rows);
