import { describe, expect, test } from 'vitest';
import { causesOf } from '../../src/causes/index.ts';
import type { EcmaProbe } from '../../src/clients/environment.ts';
import { answersOf } from '../../src/doctor/answers.ts';
import { makePlan } from '../../src/engine/plan.ts';
import type { Status } from '../../src/engine/status.ts';
import { probesFor } from '../../src/probes/index.ts';
import { assess } from '../../src/results/assess.ts';
import { isReady } from '../../src/results/readiness.ts';
import { readinessSentence } from '../../src/results/readiness-sentence.ts';
import type { Row } from '../../src/results/row.ts';
import { statusWord } from '../../src/results/status-words.ts';
import { settingsSchema } from '../../src/settings/schema.ts';
import { ecma, says, useless } from '../doctor/kit.ts';

const at = '2026-11-24T08:00:00.000Z';

function row(id: string, status: Status, more: Partial<Row> = {}): Row {
  return {
    id,
    title: `Title of ${id}`,
    area: id.split('.')[0] ?? id,
    level: 'required',
    levels: { 'preview-2021': 'required', ga: 'required' },
    requirements: [],
    source: 'test',
    status,
    message: `${status} it is`,
    evidence: [],
    attempts: [],
    deadlineMs: 1,
    answerable: false,
    lockout: false,
    ...more,
  };
}

const unset = { reason: 'not-configured' } as const;

function words(rows: readonly Row[], more: Partial<Parameters<typeof readinessSentence>[0]> = {}): string {
  return readinessSentence({
    rows,
    causes: [],
    ready: isReady(rows),
    busy: false,
    cancelled: false,
    partly: false,
    ...more,
  });
}

test('its numbers have the words of the header', () => {
  const all = ['unknown', 'manual', 'timed-out', 'crashed', 'cancelled'] as const;
  const sentence = words(all.map((status, i) => row(`a.${i}`, status)));
  for (const status of all) expect(sentence).toMatch(new RegExp(`\\b1 (?:to )?${statusWord(status)}\\b`));
});

test('a row and a cause are named with their connector', () => {
  const root = row('ldap.reach@HR', 'fail', { title: 'Answers', connector: 'HR', message: 'refused' });
  const echo = row('ldap.bind@HR', 'blocked', { connector: 'HR', blockedBy: root.id });
  expect(words([root, echo])).toBe('Not ready: Answers, HR: refused.');
  expect(causesOf([root, echo])).toEqual([
    { id: root.id, text: 'Answers, HR: refused', probes: [root.id, echo.id] },
  ]);
});

describe('the verdict in words', () => {
  test.each<[string, readonly Row[], Partial<Parameters<typeof readinessSentence>[0]>]>([
    ['Ready.', [row('server.os', 'pass')], {}],
    ['Ready for the chosen probes.', [row('server.os', 'pass')], { partly: true }],
    ['Ready.', [row('server.clock', 'unknown', { level: 'info' })], {}],
    ['Cancelled.', [row('server.os', 'pass')], { cancelled: true }],
    ['Cancelled: 1 cancelled.', [row('server.os', 'cancelled')], { cancelled: true }],
    ['Still looking.', [row('server.os', 'running')], { busy: true }],
    ['Still looking: fail it is.', [row('server.os', 'fail')], { busy: true }],
    ['Not ready for the chosen probes: 1 crashed.', [row('server.os', 'crashed')], { partly: true }],
    [
      'Not ready: fail it is; Title of a.b: fail it is; 2 more FAIL; 1 unknown; 1 to confirm.',
      [
        row('server.os', 'fail'),
        row('a.b', 'fail'),
        row('a.c', 'fail'),
        row('a.d', 'fail'),
        row('a.e', 'fail', { level: 'info' }),
        row('a.f', 'unknown'),
        row('a.g', 'manual'),
      ],
      {},
    ],
    [
      'Not ready: 1 timed out; 1 crashed.',
      [row('a.b', 'timed-out'), row('a.c', 'crashed'), row('a.d', 'blocked', { blockedBy: 'a.b' })],
      {},
    ],
    [
      'Not ready: no target, no tenant and no connector looked at yet.',
      [row('connector.library', 'skipped', unset), row('tenant.exists', 'skipped', unset)],
      {},
    ],
    [
      'Not ready: 2 blocked by Title of network.proxy: warn it is.',
      [
        row('network.proxy', 'warn'),
        row('network.dns', 'blocked', { blockedBy: 'network.proxy' }),
        row('network.sign-in', 'blocked', { blockedBy: 'network.proxy' }),
        row('server.clock', 'blocked', { blockedBy: 'network.proxy', level: 'info' }),
      ],
      {},
    ],
    [
      'Not ready: 3 blocked by File DSN: no dsn; 1 blocked by Title of b.a: warn it is; 3 blocked by others.',
      [
        ...['A', 'B', 'C'].flatMap((name) => [
          row(`sql.dsn@${name}`, 'skipped', {
            ...unset,
            level: 'info',
            title: 'File DSN',
            message: 'no dsn',
          }),
          row(`sql.driver@${name}`, 'blocked', { blockedBy: `sql.dsn@${name}` }),
        ]),
        ...['b.a', 'c.a', 'd.a'].flatMap((id) => [
          row(id, 'warn'),
          row(`${id}-follows`, 'blocked', { blockedBy: id }),
        ]),
        row('d.b', 'blocked', { blockedBy: 'd.a' }),
      ],
      {},
    ],
    ['Not ready: no tenant looked at yet.', [row('tenant.exists', 'skipped', unset)], {}],
    ['Not ready: not signed in to the tenant.', [row('tenant.licence', 'skipped', unset)], {}],
    [
      'Not ready: 1 not set; 1 not in the saved report.',
      [row('sql.dsn@HR', 'skipped', unset), row('sql.login@HR', 'skipped', { reason: 'not-built' })],
      {},
    ],
  ])('%s', (expected, rows, more) => {
    expect(words(rows, more)).toBe(expected);
  });

  test('never says nothing about a server that is not ready', () => {
    for (const status of [
      'fail',
      'unknown',
      'manual',
      'blocked',
      'timed-out',
      'crashed',
      'cancelled',
    ] as const) {
      const blocked = status === 'blocked' ? { blockedBy: 'server.edition' } : {};
      const root = row('server.edition', 'warn', { level: 'info' });
      expect(words([root, row('ldap.bind@D', status, blocked)]), status).toMatch(/^Not ready: .+\.$/);
    }
  });
});

/** The real list of probes, with these judgements in place of the machine. */
function site(
  given: unknown,
  seen: Readonly<Record<string, ReturnType<typeof says>>>,
  blind: readonly string[],
) {
  const settings = settingsSchema.parse(given);
  const probes = probesFor(settings, { writeTest: false, unattended: true }).map((probe): EcmaProbe => {
    const { work } = ecma(probe.id, { judge: seen[probe.id] ?? says('pass', 'fine') });
    return work === undefined ? probe : { ...probe, work };
  });
  const plan = makePlan(probes);
  const rows = assess({
    plan,
    entryOf: (id) => ({
      phase: 'idle',
      outcome: {
        kind: 'facts',
        facts: blind.includes(id)
          ? useless
          : { usable: true, installed: false, reached: { platform: 'win32', steps: [] } },
      },
      observedAt: at,
      attempts: [],
    }),
    settings,
    profile: 'preview-2021',
    answers: answersOf({
      settings,
      where: '.ecmarc',
      user: 'anna',
      settingsAt: at,
      today: at,
      given: () => undefined,
    }),
    attestedBy: { by: 'anna', at },
  });
  return { rows, words: words(rows) };
}

describe('a joint cause', () => {
  const down = {
    id: 'proxy-down',
    text: 'The proxy does not answer',
    probes: ['network.proxy', 'network.sign-in', 'tenant.exists'],
  };
  const rows = [
    row('network.proxy', 'fail'),
    row('network.sign-in', 'unknown'),
    row('tenant.exists', 'blocked', { blockedBy: 'network.proxy' }),
    row('server.os', 'fail'),
    row('ldap.reach', 'unknown'),
  ];

  test('is named once, in place of the rows that it explains', () => {
    expect(words(rows, { causes: [down] })).toBe(
      'Not ready: The proxy does not answer (3 rows); fail it is; 1 unknown.',
    );
  });

  test('of one row and what waits for it: the row says it', () => {
    const { id } = row('server.os', 'fail');
    expect(words(rows.slice(3), { causes: [{ id, text: 'x', probes: [id] }] })).toBe(
      'Not ready: fail it is; 1 unknown.',
    );
  });

  test('that keeps nobody from being ready is not named', () => {
    const mild = [row('network.revocation', 'warn', { level: 'info' }), row('server.os', 'fail')];
    expect(words(mild, { causes: [{ ...down, probes: ['network.revocation'] }] })).toBe(
      'Not ready: fail it is.',
    );
  });
});

describe('the three sites of the judgements', () => {
  test('a Linux laptop without .ecmarc', () => {
    const manual = { 'attest.test-data': says('manual', '?'), 'attest.not-a-source': says('manual', '?') };
    const { words: said } = site({}, { ...manual, 'server.os': says('fail', 'Linux, not Windows') }, [
      'server.os',
    ]);
    expect(said).toBe(
      'Not ready: Linux, not Windows; 1 to confirm; no target, no tenant and no connector looked at yet.',
    );
  });

  const ldap = (attest: object) => ({
    tenant: { id: 'contoso.example' },
    connectors: [
      {
        name: 'D',
        library: 'generic-ldap',
        target: {
          ldap: {
            url: 'ldap://ldap01.contoso.example',
            startTls: true,
            bindDn: 'cn=ecma',
            password: { env: 'X' },
            users: 'ou=people',
          },
        },
      },
    ],
    attest,
  });

  test('a good server, not signed in: its questions only, then ready', () => {
    const seen = {
      'attest.test-data': says('manual', '?'),
      'attest.not-a-source': says('manual', '?'),
      'ldap.rights@D': says('unknown', 'the server cannot tell'),
    };
    const open = site(ldap({}), seen, []);
    expect(open.words).toBe('Not ready: 1 unknown; 1 to confirm; not signed in to the tenant.');
    const answers = {
      testDataOnly: true,
      notASource: true,
      licence: true,
      country: 'US',
      targetWritable: ['D'],
    };
    expect(site(ldap(answers), seen, []).words).toBe('Ready.');
  });

  test('a fresh 2016 with AD DS as its target', () => {
    const answers = {
      testDataOnly: true,
      notASource: true,
      licence: true,
      country: 'US',
      targetWritable: ['D'],
    };
    const { words: said, rows } = site(
      ldap(answers),
      {
        'server.dotnet': says('fail', '4.6.2, needs 4.7.1'),
        'ldap.server-kind@D': says('fail', 'Active Directory Domain Services'),
      },
      ['ldap.server-kind@D'],
    );
    expect(said).toMatch(
      /^Not ready: \.NET Framework new enough: 4\.6\.2, needs 4\.7\.1; .*Active Directory/,
    );
    expect(rows.find(({ id }) => id === 'ldap.bind@D')).toMatchObject({ status: 'blocked' });
  });
});
