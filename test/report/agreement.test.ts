import { describe, expect, test } from 'vitest';
import { defined } from '../../src/base/defined.ts';
import type { Level, SkipReason, Status } from '../../src/engine/status.ts';
import { annotationsOf } from '../../src/report/annotations.ts';
import { lastLines } from '../../src/report/events.ts';
import { writeHtml } from '../../src/report/html.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { writeJunit } from '../../src/report/junit.ts';
import { writeMarkdown } from '../../src/report/markdown.ts';
import { writePlain } from '../../src/report/plain.ts';
import { reportDocument } from '../../src/report/report-document.ts';
import { comparisonDocument } from '../../src/report/side-by-side/comparison-document.ts';
import { writeComparisonHtml } from '../../src/report/side-by-side/html.ts';
import { writeComparisonMarkdown } from '../../src/report/side-by-side/markdown.ts';
import { writeComparisonPlain } from '../../src/report/side-by-side/plain.ts';
import { exitCodeOf, type FailOn } from '../../src/results/exit-code.ts';
import { isReady } from '../../src/results/readiness.ts';
import type { Row } from '../../src/results/row.ts';
import { compareServers } from '../../src/results/side-by-side/compare-servers.ts';
import { verdictSentence } from '../../src/results/verdict-sentence.ts';
import { madeUp } from './made-up.ts';
import { readXml } from './xml.ts';

/** One table of sites, told in all formats: whatever one says, all say. */

type RowParts = readonly [id: string, status: Status, more?: Partial<Row>];

const skipped = (reason: SkipReason, level: Level = 'required'): Partial<Row> => ({ reason, level });
const advice: Partial<Row> = { level: 'recommended' };
const note: Partial<Row> = { level: 'info' };
const waived: Partial<Row> = { judged: { status: 'fail', message: 'no' } };

interface Site {
  readonly name: string;
  readonly rows: readonly RowParts[];
  readonly exit: number;
  readonly ready: boolean;
  readonly partial?: boolean;
  readonly waived?: number;
  readonly failOn?: FailOn;
  readonly cancelled?: boolean;
  readonly ran?: boolean;
}

const well: RowParts = ['server.os', 'pass'];

const sites: readonly Site[] = [
  { name: 'all well', rows: [well, ['server.clock', 'warn', advice]], exit: 0, ready: true },
  {
    name: 'a warning that counts',
    rows: [well, ['server.clock', 'warn', advice]],
    exit: 1,
    ready: true,
    failOn: 'warn',
  },
  { name: 'a failure', rows: [well, ['server.dotnet', 'fail']], exit: 1, ready: false },
  { name: 'unknown', rows: [well, ['ldap.rights@D', 'unknown']], exit: 1, ready: false },
  {
    name: 'a question',
    rows: [well, ['attest.test-data', 'manual', { level: 'restricted' }]],
    exit: 1,
    ready: false,
  },
  {
    name: 'not configured',
    rows: [well, ['tenant.exists', 'skipped', skipped('not-configured')]],
    exit: 1,
    ready: false,
  },
  {
    name: 'not built',
    rows: [well, ['tenant.exists', 'skipped', skipped('not-built')]],
    exit: 1,
    ready: false,
    partial: true,
  },
  {
    name: 'an unasked sign-in that required rows wait for',
    rows: [
      well,
      ['tenant.sign-in', 'skipped', skipped('not-configured', 'info')],
      ['tenant.licence', 'blocked', { blockedBy: 'tenant.sign-in' }],
    ],
    exit: 1,
    ready: false,
  },
  {
    name: 'a waived root that required rows wait for',
    rows: [
      well,
      ['ldap.bind@D', 'waived', waived],
      ['ldap.users@D', 'blocked', { blockedBy: 'ldap.bind@D' }],
    ],
    exit: 1,
    ready: false,
    waived: 1,
  },
  {
    name: 'only chosen',
    rows: [well, ['server.dotnet', 'skipped', skipped('not-chosen')]],
    exit: 0,
    ready: true,
    partial: true,
  },
  {
    name: 'only chosen, not well',
    rows: [
      ['connector.library', 'skipped', skipped('not-configured')],
      ['tenant.exists', 'skipped', skipped('not-configured')],
      ['server.os', 'skipped', skipped('not-chosen')],
    ],
    exit: 1,
    ready: false,
    partial: true,
  },
  {
    name: 'all waived',
    rows: [well, ['server.dotnet', 'waived', waived], ['ldap.bind@D', 'waived', waived]],
    exit: 0,
    ready: true,
    waived: 2,
  },
  {
    name: 'waived and chosen',
    rows: [
      ['server.dotnet', 'waived', waived],
      ['server.os', 'skipped', skipped('not-chosen')],
    ],
    exit: 0,
    ready: true,
    waived: 1,
    partial: true,
  },
  { name: 'out of time', rows: [well, ['network.dns', 'timed-out']], exit: 3, ready: false },
  { name: 'crashed', rows: [well, ['network.dns', 'crashed']], exit: 3, ready: false },
  {
    name: 'crashed, and only advice',
    rows: [well, ['server.clock', 'crashed', advice]],
    exit: 0,
    ready: true,
  },
  {
    name: 'out of time where required rows wait',
    rows: [
      well,
      ['tenant.sign-in', 'timed-out', note],
      ['tenant.licence', 'blocked', { blockedBy: 'tenant.sign-in' }],
    ],
    exit: 3,
    ready: false,
  },
  {
    name: 'nothing ran',
    rows: [['server.os', 'skipped', skipped('not-applicable')]],
    exit: 3,
    ready: false,
    ran: false,
  },
  { name: 'cancelled', rows: [well, ['network.dns', 'cancelled']], exit: 130, ready: false, cancelled: true },
  {
    name: 'cancelled in what is only advice',
    rows: [well, ['server.clock', 'cancelled', advice]],
    exit: 130,
    ready: false,
    cancelled: true,
  },
];

const [like] = madeUp.rows;

function inputOf(site: Site): ReportInput {
  const rows = site.rows.map(([id, status, more = {}]): Row => {
    if (like === undefined) throw new Error('no row');
    const [, connector] = id.split('@');
    const area = id.split('.')[0] ?? id;
    return {
      ...like,
      id,
      area,
      title: `Title of ${id}`,
      ...defined({ connector }),
      status,
      message: 'so it is',
      ...more,
    };
  });
  const { failOn = 'fail', cancelled = false, ran = true } = site;
  const exitCode = exitCodeOf({ rows, failOn, cancelled, ran });
  const ready = ran && !cancelled && isReady(rows);
  const words = verdictSentence({
    rows,
    causes: [],
    ready,
    busy: false,
    cancelled,
    partly: site.partial === true,
  });
  const readyByProfile = { 'preview-2021': ready, ga: ready };
  return { ...madeUp, rows, causes: [], notices: [], ready, readyByProfile, exitCode, failOn, words };
}

/** Every place where it is said in capitals or behind "ready": with how far it reaches. */
function readyWithoutReach(text: string): readonly string[] {
  const said = text
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<[^>]+>/g, '\n')
    .matchAll(/\b(?:not )?ready\b[^\n;]{0,30}/gi);
  return [...said]
    .map(([words]) => words)
    .filter((words) => !/^not ready/i.test(words) && !/^ready for the chosen probes/i.test(words))
    .filter((words) => !/^(readyByProfile|readiness)/i.test(words) && !/^ready"?:/.test(words));
}

describe.each(sites)('$name', (site) => {
  const input = inputOf(site);
  const { partial = false, exit, ready } = site;
  const plain = writePlain(input, { ascii: true, color: false });
  const markdown = writeMarkdown(input);
  const html = writeHtml(input);
  const texts = { plain, markdown, html };

  test('exit code, ready and partial of JSON and events', () => {
    expect(reportDocument(input)).toMatchObject({ exitCode: exit, ready, partial });
    const finished: unknown = JSON.parse(lastLines(input).split('\n')[0] ?? '');
    expect(finished).toMatchObject({ type: 'run-finished', exitCode: exit, ready, partial });
  });

  test('JUnit is red where the exit code is not 0, and nowhere else', () => {
    const { attributes, children } = readXml(writeJunit(input));
    const kinds = { failures: Number(attributes.failures), errors: Number(attributes.errors) };
    expect(kinds.failures > 0).toBe(exit === 1);
    expect(kinds.failures + kinds.errors > 0).toBe(exit !== 0);
    const counted = children.reduce((sum, suite) => sum + Number(suite.attributes.tests), 0);
    expect(counted).toBe(Number(attributes.tests));
  });

  test('annotations', () => {
    expect(annotationsOf(input).some(({ kind }) => kind === 'error')).toBe(exit !== 0);
  });

  test.each(Object.entries(texts))('%s: the words, and how far they reach', (_name, text) => {
    expect(/(?<!NOT )READY/.test(text)).toBe(ready);
    expect(text.replace(/<[^>]+>/g, ' ')).toMatch(new RegExp(`exit code\\W+${exit}\\b`, 'i'));
    if (partial) expect(readyWithoutReach(text)).toEqual([]);
    else expect(text).not.toContain('for the chosen probes');
    if (ready && site.waived !== undefined) expect(text).toContain(`${site.waived} set aside`);
    for (const [id, status] of site.rows) if (status === 'waived') expect(text).toContain(id);
  });

  test('side by side with one that is well', () => {
    const other = inputOf({ name: '', rows: [well], exit: 0, ready: true });
    const server = (one: ReportInput, name: string) => ({
      ...one,
      host: { ...one.host, name },
      file: `${name}.json`,
      version: '1',
      savedProfile: one.profile,
      unknown: [],
    });
    const compared = {
      ...compareServers([server(input, 'one'), server(other, 'two')], 'preview-2021'),
      tool: madeUp.tool,
      madeAt: madeUp.finishedAt,
    };
    expect(comparisonDocument(compared)).toMatchObject({
      exitCode: exit,
      ready,
      partial,
      servers: [
        { exitCode: exit, ready, partial },
        { exitCode: 0, ready: true, partial: false },
      ],
    });
    const told = [
      writeComparisonPlain(compared, { ascii: true, color: false }),
      writeComparisonMarkdown(compared),
      writeComparisonHtml(compared),
    ];
    for (const text of told) {
      expect(text).toMatch(ready ? /(^|\W)(?<!NOT )READY/ : /NOT READY/);
      if (ready) expect(text.includes('READY for the chosen probes')).toBe(partial);
      if (ready && site.waived !== undefined) expect(text).toContain(`${site.waived} set aside`);
    }
  });
});
