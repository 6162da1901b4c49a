import { describe, expect, it } from 'vitest';
import { factsWords } from '../../src/probes/facts-shapes.ts';
import { formats } from '../../src/report/formats.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { Pseudonyms } from '../../src/report/pseudonyms.ts';
import { redact } from '../../src/report/redact.ts';
import { reportDocument } from '../../src/report/report-document.ts';
import { madeUp } from './made-up.ts';

/** The made-up run with one row that says this. */
function saying(message: string, more: Partial<ReportInput['rows'][number]>): ReportInput {
  const [first] = madeUp.rows;
  return { ...madeUp, causes: [], rows: first === undefined ? [] : [{ ...first, message, ...more }] };
}

function said(message: string): string {
  return redact(saying(message, {}), []).input.rows[0]?.message ?? '';
}

describe('redact', () => {
  it.each([
    ['10.20.0.14 (LDAP.contoso.example) in 12 ms', '192.0.2.1 (host-2.domain-2.example) in 12 ms'],
    ['srv-ecma01 is a member of contoso.example', 'host-1 is a member of domain-2.example'],
    ['it is AD DS (dc7.corp.contoso.example)', 'it is AD DS (host-3.domain-3.example)'],
    [
      'bound as CN=ecma,OU=services,DC=Contoso,DC=example',
      'bound as CN=user-1,OU=services,dc=domain-2,dc=example',
    ],
    ['sAMAccountName CONTOSO\\ecma', 'sAMAccountName domain-1\\user-1'],
    ['mail to ecma@contoso.example', 'mail to user-1@domain-2.example'],
    ["Login failed for user 'ecma'.", "Login failed for user 'user-1'."],
    ['contoso.onmicrosoft.com is there', 'domain-1.onmicrosoft.com is there'],
    ['Contoso TLS Inspection CA', 'domain-1 TLS Inspection CA'],
    // Words of the trade stay, and so does what belongs to everybody.
    ['the ECMA Connector Host reads ldap attributes', 'the ECMA Connector Host reads ldap attributes'],
    [
      'login.microsoftonline.com:443, graph.microsoft.com',
      'login.microsoftonline.com:443, graph.microsoft.com',
    ],
    ['localhost:8585, 127.0.0.1', 'localhost:8585, 127.0.0.1'],
    [
      'System.Management.Automation 1.2.3.4 in clock.ts:12',
      'System.Management.Automation 1.2.3.4 in clock.ts:12',
    ],
    ['mycontoso.examples', 'mycontoso.examples'],
    // Names of every script.
    ['mail to jörg@contoso.example', 'mail to user-3@domain-2.example'],
    ['it is MÜNCHEN-7.contoso.example', 'it is host-3.domain-2.example'],
    ['ldaps://サーバー東京.contoso.example:636', 'ldaps://host-3.domain-2.example:636'],
  ])('%s', (given, expected) => {
    expect(said(given)).toBe(expected);
  });

  const whole = redact(madeUp, []);

  it('leaves no name in any format', () => {
    for (const format of formats) {
      expect(format.write(whole.input), format.name).not.toMatch(/contoso|anna|srv-ecma01|cn=ecma/i);
    }
  });

  it('keeps ids, titles, verdicts and what is needed to judge again', () => {
    const [before, after] = [reportDocument(madeUp), reportDocument(whole.input)];
    const kept = (document: typeof before): unknown =>
      document.probes.map(({ id, title, status, requirements, severity, reason, blockedBy }) => [
        ...[id, title, status, requirements, severity, reason, blockedBy],
      ]);
    expect(kept(after)).toEqual(kept(before));
    expect(after.probes.map(({ facts }) => facts?.usable)).toEqual(
      before.probes.map(({ facts }) => facts?.usable),
    );
    expect(whole.input.settings).toMatchObject({
      connectors: [
        {
          library: 'generic-ldap',
          target: { ldap: { url: 'ldap://host-2.domain-2.example:389', attributes: ['cn', 'sn', 'mail'] } },
        },
      ],
    });
  });

  it('keeps how each attempt ended, whatever the server is called, and no name in it', () => {
    const named = { ...madeUp, host: { ...madeUp.host, name: 'crashed' } };
    const ends = (input: ReportInput) => reportDocument(input).probes.map(({ outcome }) => outcome?.kind);
    expect(ends(redact(named, []).input)).toEqual(ends(named));
    const [row] = madeUp.rows;
    if (row === undefined) throw new Error('no row');
    const waits: ReportInput = {
      ...madeUp,
      rows: [
        {
          ...row,
          outcome: { kind: 'timed-out', deadlineMs: 5, waitingFor: 'ldap.contoso.example:389' },
        },
      ],
    };
    expect(JSON.stringify(reportDocument(redact(waits, []).input).probes)).not.toContain('contoso');
  });

  it('lists what it replaced, each name once', () => {
    const names = whole.replaced.map(({ kind, name }) => `${kind} ${name.toLowerCase()}`);
    expect(names).toEqual(
      expect.arrayContaining(['host srv-ecma01', 'domain contoso.example', 'user ecma', 'user anna']),
    );
    expect(new Set(names).size).toBe(names.length);
    const pseudonyms = whole.replaced.map(({ kind, pseudonym }) => `${kind} ${pseudonym}`);
    expect(new Set(pseudonyms).size).toBe(pseudonyms.length);
  });

  it('gives the same names in another run when the list is handed on', () => {
    const other = { ...saying('new01.fabrikam.example:636 and anna@contoso.example', {}), settings: null };
    const again = redact(other, whole.replaced);
    expect(again.input.rows[0]?.message).toMatch(
      /^host-\d+\.domain-\d+\.example:636 and user-2@domain-2\.example$/,
    );
    expect(again.replaced.slice(0, whole.replaced.length)).toEqual(whole.replaced);
  });

  it('changes nothing when it has been through already', () => {
    expect(redact(whole.input, whole.replaced).input).toEqual(whole.input);
  });

  it('replaces addresses that stand as values, in their family, wherever they stand then', () => {
    const facts = {
      usable: true,
      peer: { address: '10.20.0.14', six: 'fd00::14', loop: '127.0.0.1' },
      fileVersion: '4.8.0.1',
    };
    const row = redact(saying('10.20.0.14 answers, not 10.20.0.141', { facts }), []).input.rows[0];
    expect(row?.message).toBe('192.0.2.1 answers, not 192.0.2.2');
    expect(row?.facts).toEqual({
      ...facts,
      peer: { address: '192.0.2.1', six: '2001:db8::3', loop: '127.0.0.1' },
    });
  });

  it('keeps what the facts tell as a version, wherever it stands then, and no address beside it', () => {
    const name = 'HR wizard 7';
    const facts = {
      usable: true,
      drivers: [
        { name, version: '3.1.17.0' },
        { name: 'x', version: '10.0.1.1' },
      ],
    };
    const given = saying('3.1.17.0 is at 10.20.0.14, as 10.0.1.1', {
      id: 'sql.driver@HR',
      facts,
      evidence: [
        { label: name, value: '3.1.17.0, C:\\x.dll' },
        { label: 'MariaDB ODBC 3.1 Driver', value: '3.1.17.1, no path' },
        { label: 'Build server', value: '10.73.1.1' },
      ],
    });
    const row = redact(given, [], factsWords).input.rows[0];
    expect(row?.message).toBe('3.1.17.0 is at 192.0.2.1, as 10.0.1.1');
    expect(row?.facts).toEqual(facts);
    expect(row?.evidence.map(({ value }) => value)).toEqual([
      '3.1.17.0, C:\\x.dll',
      '3.1.17.1, no path',
      '192.0.2.2',
    ]);
  });

  it('keeps the versions of a file and its product', () => {
    const file = { state: 'seen', value: { file: '1.1.96.0', product: '1.1.96.1' } };
    const facts = { usable: true, path: 'x', file, host: { state: 'absent' }, listed: [] };
    const row = redact(saying('x', { id: 'host.agent-version', facts }), [], factsWords).input.rows[0];
    expect(row?.facts).toEqual(facts);
  });

  it('replaces in what a check of another version is called, and not in what ours are', () => {
    const called = {
      id: 'custom.srv-linz9',
      title: 'Server srv-linz9.adatum.example answers',
      area: 'srv-linz9',
      connector: 'srv-linz9',
    };
    const named = (source: string) =>
      redact(saying('srv-linz9.adatum.example', { ...called, source }), []).input.rows[0];
    expect(named('')).toMatchObject({
      id: 'custom.host-3',
      title: 'Server host-3.domain-3.example answers',
      area: 'host-3',
      connector: 'host-3',
    });
    expect(named('a page of ours')).toMatchObject(called);
  });

  it('replaces in the names of members and in evidence', () => {
    const facts = { usable: true, 'db-01.contoso.example': { port: 1 } };
    const row = redact(saying('x', { facts, evidence: [{ label: 'host', value: 'DB-01' }] }), []).input
      .rows[0];
    expect(Object.keys(row?.facts ?? {})).toContain('host-3.domain-2.example');
    expect(row?.evidence).toEqual([{ label: 'host', value: 'host-3' }]);
  });

  it('keeps the id of a tenant a GUID', () => {
    const settings = { tenant: { id: '0b3c2f5e-1111-4222-8333-444455556666' } };
    expect(redact({ ...madeUp, settings }, []).input.settings).toEqual({
      tenant: { id: '00000000-0000-0000-0000-000000000001' },
    });
  });

  it('takes the domain of a tenant for a name, though it looks like the id of a probe', () => {
    const settings = {
      tenant: { id: 'fabrikam.example' },
      probes: { waive: [{ id: 'ldap.bind', reason: 'x' }] },
    };
    const facts = { usable: true, tenant: { id: 'fabrikam.example' } };
    const { input } = redact({ ...saying('x', { facts }), settings }, []);
    expect(JSON.stringify(input)).not.toContain('fabrikam');
    expect(input.settings).toMatchObject({ probes: { waive: [{ id: 'ldap.bind' }] } });
  });

  it.each(['MÜNCHEN-SRV', 'サーバー東京', 'Řídící-server'])('replaces a server called %s', (name) => {
    const input = saying(`${name.toLowerCase()} says no`, {});
    const { input: after } = redact({ ...input, host: { ...input.host, name } }, []);
    expect(after.host.name).toBe('host-1');
    expect(after.rows[0]?.message).toBe('host-1 says no');
  });

  it.each(['vm', 'ECMA', 'Database'])('replaces a server called %s where its name stands', (name) => {
    const { input } = redact({ ...madeUp, host: { ...madeUp.host, name } }, []);
    expect(input.host.name).toBe('host-1');
  });

  it.each([
    ['C:\\ecma\\contoso-audit\\.ecmarc', 'C:\\user-1\\domain-1-audit\\.ecmarc'],
    ['C:\\my files\\LDAP.contoso.example-x\\a', 'C:\\my files\\host-2.domain-2.example-x\\a'],
    ['\\\\srv-ecma01\\contoso_share\\a.json', '\\\\host-1\\domain-1_share\\a.json'],
    ['/srv/mycontoso/.ecmarc', '/srv/mydomain-1/.ecmarc'],
  ])('replaces names that are a part of a name in a path: %s', (configPath, expected) => {
    const text = `${configPath.replace('my files', 'my')}: no such file`;
    const { input } = redact({ ...saying(text, {}), configPath }, []);
    expect(input.configPath).toBe(expected);
    expect(input.rows[0]?.message).toBe(`${expected.replace('my files', 'my')}: no such file`);
  });

  it('replaces who the doctor was, where nothing else names that account; not what every machine has', () => {
    const by = (name: string) =>
      redact(
        saying(`${name} may not look`, {
          facts: { usable: true, reached: { as: name }, faults: [{ as: 'Contoso.Kind' }] },
          evidence: [{ label: 'Asked as', value: name }],
        }),
        [],
      ).input.rows[0];
    expect(by('jsmith')).toMatchObject({
      message: 'user-3 may not look',
      facts: { reached: { as: 'user-3' }, faults: [{ as: expect.stringContaining('.Kind') }] },
      evidence: [{ value: 'user-3' }],
    });
    expect(by('SYSTEM')).toMatchObject({ message: 'SYSTEM may not look', evidence: [{ value: 'SYSTEM' }] });
  });

  it('leaves no name of thousands in clear, and says so where there are more than it keeps', () => {
    const many = Array.from({ length: 6000 }, (_, index) => `srv-${index}.adatum.example:1`).join(' ');
    const { input, replaced } = redact(saying(many, {}), []);
    expect(input.rows[0]?.message).not.toMatch(/srv-|adatum/);
    expect(new Set(replaced.map(({ pseudonym }) => pseudonym)).size).toBe(replaced.length);
    const names = new Pseudonyms([], 2);
    for (const name of ['srv-1', 'srv-2', 'SRV-2']) names.add('host', name);
    expect(() => names.add('host', 'srv-3')).toThrow('--redact: more than 2 names were found');
  });

  it.each(['address', 'card', 'tenant'] as const)(
    'gives each of many of the kind %s another pseudonym',
    (kind) => {
      const names = new Pseudonyms([]);
      const hex = (index: number) => index.toString(16).padStart(6, '0').match(/../g)?.join(':');
      for (let index = 0; index < 70_000; index += 1) names.add(kind, `aa:aa:aa:${hex(index)}`);
      expect(new Set(names.list().map(({ pseudonym }) => pseudonym)).size).toBe(70_000);
    },
  );

  it('stands texts that look like endless names', () => {
    const many = Array.from({ length: 6000 }, (_, index) => `h${index}.contoso.example:1`).join(' ');
    const endless = [
      'a.',
      'A.',
      'dc=a,',
      'cn=a,',
      'ab-',
      'ab\\ab',
      '10.1.1.1-',
      'AB.CD ',
      '/a',
      'schema a ',
      'ldap/a.',
    ];
    const texts = endless.map((part) => part.repeat(100_000 / part.length));
    for (const text of [...texts, ...texts.map((each) => each.slice(0, 19_000)), many]) {
      const row = redact(saying(text, { evidence: [{ label: 'host', value: text }] }), []).input.rows[0];
      expect(row?.message.length).toBeGreaterThan(1000);
    }
  });
});
