import { describe, expect, it } from 'vitest';
import { statuses } from '../../src/engine/status.ts';
import { lastLines } from '../../src/report/events.ts';
import { formatOf, formats } from '../../src/report/formats.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { writePlain } from '../../src/report/plain.ts';
import { reportDocument } from '../../src/report/report-document.ts';
import { compare } from '../../src/results/baseline.ts';
import { expectGolden, obeyed } from './golden.ts';
import { allWell, hostile, madeUp, nothing, rows } from './made-up.ts';

const writers: readonly { name: string; write(input: ReportInput): string }[] = [
  ...formats.map(({ suggested, write }) => ({ name: suggested, write })),
  { name: 'plain.txt', write: (input) => writePlain(input, { ascii: false, color: false }) },
  { name: 'plain-ascii.txt', write: (input) => writePlain(input, { ascii: true, color: false }) },
  { name: 'last-lines.ndjson', write: lastLines },
];

/** The made-up run compared with one in which other things were well. */
function compared(): ReportInput {
  const before = reportDocument({
    ...madeUp,
    host: { ...madeUp.host, name: 'SRV-OLD' },
    rows: rows.map((row) =>
      row.id === 'server.dotnet'
        ? { ...row, status: 'pass' as const, message: '4.8 found' }
        : row.id === 'server.os'
          ? { ...row, status: 'fail' as const, message: hostile }
          : row,
    ),
  });
  return { ...madeUp, comparison: compare({ ...madeUp, host: madeUp.host.name }, before) };
}

describe('every format', () => {
  it('is given a run with every status', () => {
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(statuses));
  });

  for (const { name, write } of writers) {
    it(`${name}: a cancelled run with every status and hostile texts, as recorded`, () => {
      expectGolden(`made-up.${name}`, write(madeUp));
    });

    it(`${name}: lets nothing through that a terminal or a reader could obey`, () => {
      for (const input of [madeUp, compared(), allWell, nothing]) expect(write(input)).not.toMatch(obeyed);
    });

    it(`${name}: ends with one line feed, is pure, and never says undefined`, () => {
      for (const input of [madeUp, compared(), allWell, nothing]) {
        const text = write(input);
        expect(text).toMatch(/[^\n]\n$/);
        expect(write(input)).toBe(text);
        expect(text).not.toContain('undefined');
        expect(text).not.toContain('[object');
      }
    });
  }

  it('tells the comparison', () => {
    for (const name of [
      'plain.txt',
      'ecma-doctor.html',
      'ecma-doctor.md',
      'ecma-doctor.xml',
      'ecma-doctor.json',
    ]) {
      const text = writers.find((writer) => writer.name === name)?.write(compared()) ?? '';
      expect(text, name).toContain('SRV-OLD');
      expect(text, name).toContain('4.8 found');
    }
  });

  it('plain text in ASCII is ASCII where the texts are', () => {
    const text = writePlain({ ...allWell, causes: [] }, { ascii: true, color: false });
    expect(text).toMatch(/^[\n -~]+$/);
    expect(writePlain(allWell, { ascii: false, color: false })).toContain('√');
  });
});

describe('formatOf', () => {
  it.each([
    ['report.json', 'json'],
    ['C:\\reports\\SRV1.XML', 'junit'],
    ['./a.b/page.html', 'html'],
    ['notes.md', 'markdown'],
    ['crickets.md', 'markdown'],
    ['tickets.md', 'tickets'],
    ['out/SRV1-tickets.md', 'tickets'],
    ['SRV1.tickets.txt', 'tickets-text'],
  ])('%s is %s', (path, name) => {
    expect(formatOf(path)?.name).toBe(name);
  });

  it.each(['report', 'report.txt', 'report.htm', '.json', 'report.json/', 'json', 'a.json.bak', ''])(
    '%s has no format',
    (path) => {
      expect(formatOf(path)).toBeUndefined();
    },
  );

  it('finds each format by the name that it suggests', () => {
    for (const format of formats) expect(formatOf(format.suggested)).toBe(format);
  });
});
