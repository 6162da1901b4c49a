import { describe, expect, it } from 'vitest';
import { entryOf } from '../../src/doctor/saved-probe.ts';
import { formats } from '../../src/report/formats.ts';
import { readReport } from '../../src/report/read.ts';
import { nameAhead, reportDocument, writeJson } from '../../src/report/report-document.ts';
import type { ReportDocument as Report } from '../../src/results/report-schema.ts';
import { reportJsonSchema } from '../../src/results/report-schema.ts';
import { obeyed } from './golden.ts';
import { countsOfMadeUp, hostile, madeUp, nothing } from './made-up.ts';

const text = writeJson(madeUp);

function refusal(given: string): string {
  const reading = readReport(given);
  return reading.ok ? 'read' : reading.message;
}

describe('the JSON report', () => {
  it('of rows that were named by and by is the same', async () => {
    const rows = Array.from({ length: 30 }, () => madeUp.rows.map((row) => ({ ...row }))).flat();
    expect(rows.length).toBeGreaterThan(500);
    let turns = 0;
    const counting = (): void => {
      turns += 1;
      if (turns < 100) setImmediate(counting);
    };
    setImmediate(counting);
    await nameAhead(rows);
    expect(turns).toBeGreaterThanOrEqual(2);
    turns = 100;
    const others = rows.map((row) => ({ ...row }));
    expect(reportDocument({ ...madeUp, rows }).probes).toEqual(
      reportDocument({ ...madeUp, rows: others }).probes,
    );
  });

  it('has the members that the contract names', () => {
    expect(Object.keys(reportDocument(madeUp))).toEqual([
      ...[
        'schemaVersion',
        'tool',
        'partial',
        'profile',
        'settings',
        'host',
        'startedAt',
        'finishedAt',
        'durationMs',
      ],
      ...['ready', 'readyByProfile', 'exitCode', 'summary', 'causes', 'doFirst', 'notices', 'probes'],
    ]);
    for (const probe of reportDocument(madeUp).probes) {
      expect(Object.keys(probe)).toEqual(
        expect.arrayContaining([
          'id',
          'title',
          'area',
          'status',
          'severity',
          'requirements',
          'message',
          'evidence',
          'facts',
          'observedAt',
          'attempts',
          'durationMs',
          'deadlineMs',
        ]),
      );
      expect(Object.values(probe)).not.toContain(undefined);
      expect('reason' in probe).toBe(probe.status === 'skipped');
    }
  });

  it('holds nothing that a running row tells the person', () => {
    const prompt = {
      code: 'ABCD-EFGH',
      address: 'https://login.example/device',
      expiresAt: madeUp.startedAt,
    };
    const running = { since: madeUp.startedAt, prompt };
    const input = { ...madeUp, rows: madeUp.rows.map((row) => ({ ...row, running })) };
    for (const { write } of formats) expect(write(input)).not.toMatch(/ABCD-?EFGH|login\.example/);
    expect(writeJson(input)).toBe(text);
  });

  it('counts every status, none left out', () => {
    expect(reportDocument(madeUp).summary).toEqual(countsOfMadeUp);
    expect(reportDocument(nothing).summary.pass).toBe(0);
  });

  it('is one document that gives everything back, facts byte for byte', () => {
    const reading = readReport(text);
    expect(reading).toEqual({ ok: true, document: JSON.parse(text) });
    const probe = JSON.parse(text).probes.find(
      ({ id }: { id: string }) => id === 'ldap.server-kind@Directory',
    );
    expect(probe.facts.banner).toBe(hostile);
    expect(probe.judged).toBeUndefined();
  });

  it('keeps what an answered probe was', () => {
    const probe = reportDocument(madeUp).probes.find(({ id }) => id === 'sql.rights@HR db');
    expect(probe).toMatchObject({
      status: 'waived',
      judged: { status: 'fail' },
      answer: { until: '2027-01-31' },
    });
  });

  it('gives the doctor its probes back, without what was not seen', () => {
    const reading = readReport(text);
    if (!reading.ok) throw new Error(reading.message);
    const entries = new Map(
      reading.document.probes.map((probe) => [probe.id, entryOf(probe, () => undefined)]),
    );
    expect(entries.get('ldap.bind@Directory')?.outcome).toEqual({
      kind: 'as-reported',
      status: 'skipped',
      reason: 'not-built',
      message: 'was not looked at in the saved run',
    });
    expect(entries.get('server.os')?.outcome).toHaveProperty('facts.usable', true);
  });

  it('lets members pass that it does not know', () => {
    const newer = { ...JSON.parse(text), extra: 1, tool: { name: 'x', version: 'y', extra: 2 } };
    expect(readReport(JSON.stringify(newer))).toMatchObject({
      ok: true,
      document: { tool: { name: 'x', version: 'y' } },
    });
  });

  it.each([
    ['an empty file', ' \n', 'empty'],
    ['a page', '<html></html>', 'XML or HTML'],
    ['words', 'hello', 'not JSON'],
    ['half a report', text.slice(0, text.length / 2), 'cut off'],
    ['events', '{"type":"run-started"}\n{"schemaVersion":1}\n', 'events'],
    ['other JSON', '{"a":1}', 'no schemaVersion'],
    ['a list', '[]', 'no schemaVersion'],
    ['null', 'null', 'no schemaVersion'],
    ['a newer version', '{"schemaVersion":2}', 'schemaVersion is 2; this version reads 1'],
    ['a version of another kind', '{"schemaVersion":{"a":"\\u001b[2J"}}', 'this version reads 1'],
    ['a report without members', '{"schemaVersion":1}', 'tool'],
    ['a wrong member', text.replace('"status": "fail"', '"status": "bad"'), 'probes[1].status'],
  ])('refuses %s', (_what, given, why) => {
    expect(refusal(given)).toContain('not a readable report');
    expect(refusal(given)).toContain(why);
    expect(refusal(given)).not.toMatch(obeyed);
    expect(refusal(given)).not.toContain('\n');
  });

  it.each([
    [
      'a time that is none',
      (report: Report) => ({ ...report, startedAt: 'garbage' }),
      'startedAt: expected a time',
    ],
    [
      'an end that is none',
      (report: Report) => ({ ...report, finishedAt: '' }),
      'finishedAt: expected a time',
    ],
    [
      'one row twice, of which one may hide the other',
      (report: Report) => ({ ...report, probes: [...report.probes, ...report.probes.slice(0, 1)] }),
      'stands there twice',
    ],
  ])('refuses %s', (_, changed, words) => {
    expect(refusal(JSON.stringify(changed(JSON.parse(text))))).toContain(words);
  });

  it('refuses what is far too long without reading it', () => {
    expect(refusal(' '.repeat(64 * 1024 * 1024 + 1))).toContain('64 MiB');
  });

  it('is ASCII, so that no code page changes it on its way into a file or a program', () => {
    const host = { ...madeUp.host, name: 'M\u00dcNCHEN-\u30b5 \ud83d\ude00' };
    const written = writeJson({ ...madeUp, host });
    expect(written).toMatch(/^[\n\x20-\x7e]+$/);
    expect(JSON.parse(written)).toHaveProperty('host.name', host.name);
  });

  it('refuses what is nested deeper than any report, with and without --redact', () => {
    const nested = (depth: number, part: string) =>
      text.replace(
        '"settings":',
        `"${part}": ${'{"a":['.repeat(depth / 2)}1${']}'.repeat(depth / 2)}, "unused":`,
      );
    for (const depth of [200, 3000, 100_000])
      expect(refusal(nested(depth, 'settings')), String(depth)).toBe(
        'not a readable report: it is nested more than 100 levels deep',
      );
    expect(readReport(nested(60, 'settings')).ok).toBe(true);
  });

  it('reads a file that begins with a byte order mark, as editors on Windows write it', () => {
    expect(readReport(`\ufeff${text}`).ok).toBe(true);
  });

  it('has a JSON Schema of the same shape', () => {
    const schema = reportJsonSchema();
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' });
    expect(schema).toHaveProperty('properties.probes.items.properties.remedy');
    expect(schema).toHaveProperty('properties.probes.items.properties.outcome');
    // What reports of older versions do not have is optional.
    const later = new Set(['partial', 'doFirst', 'notices']);
    const always = Object.keys(reportDocument(madeUp)).filter((name) => !later.has(name));
    expect(schema).toHaveProperty('required', always);
  });
});
