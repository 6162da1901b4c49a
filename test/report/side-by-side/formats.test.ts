import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { describe, expect, it } from 'vitest';
import { statuses } from '../../../src/engine/status.ts';
import { formatFor } from '../../../src/report/formats.ts';
import { readReport } from '../../../src/report/read.ts';
import {
  comparisonDocument,
  writeComparisonJson,
} from '../../../src/report/side-by-side/comparison-document.ts';
import {
  comparisonJsonSchema,
  comparisonSchema,
} from '../../../src/report/side-by-side/comparison-schema.ts';
import { comparisonFormatFor, comparisonFormats } from '../../../src/report/side-by-side/formats.ts';
import { writeComparisonPlain } from '../../../src/report/side-by-side/plain.ts';
import { compareServers } from '../../../src/results/side-by-side/compare-servers.ts';
import { likenesses } from '../../../src/results/side-by-side/likeness.ts';
import type { ComparisonReport } from '../../../src/results/side-by-side/server-comparison.ts';
import { report } from '../../results/side-by-side/kit.ts';
import { expectGolden, obeyed } from '../golden.ts';
import { hostile } from '../made-up.ts';
import { nothingLeft, threeServers, twoAlike } from './made-up.ts';

const writers: readonly { name: string; write(input: ComparisonReport): string }[] = [
  ...comparisonFormats.map(({ suggested, write }) => ({ name: suggested, write })),
  { name: 'plain.txt', write: (input) => writeComparisonPlain(input, { ascii: false, color: false }) },
  { name: 'plain-ascii.txt', write: (input) => writeComparisonPlain(input, { ascii: true, color: false }) },
];
const plain = (input: ComparisonReport) => writeComparisonPlain(input, { ascii: true, color: false });

describe('every format of a comparison', () => {
  it('is given every status, and every way to be alike that they make', () => {
    const { rows } = threeServers;
    const seen = new Set(rows.flatMap(({ sides }) => sides.map((side) => side?.status)));
    expect(seen).toEqual(new Set([...statuses, undefined]));
    expect(new Set(rows.map(({ likeness }) => likeness))).toEqual(
      new Set(likenesses.filter((each) => each !== 'otherwise' || rows.some((row) => row.likeness === each))),
    );
  });

  for (const { name, write } of writers) {
    it(`${name}: three servers with hostile texts, as recorded`, () => {
      expectGolden(`three-servers.${name}`, write(threeServers));
    });

    it(`${name}: lets nothing through, ends with one line feed, is pure, and never says undefined`, () => {
      for (const input of [threeServers, twoAlike, nothingLeft]) {
        const text = write(input);
        expect(text).not.toMatch(obeyed);
        expect(text).toMatch(/[^\n]\n$/);
        expect(write(input)).toBe(text);
        expect(text).not.toContain('undefined');
        expect(text).not.toContain('[object');
      }
    });
  }

  it('leaves no check out', () => {
    const folded = new Set(
      threeServers.rows.filter(({ likeness }) => likeness === 'same').map(({ id }) => id),
    );
    // A line a server has room for counts alone.
    for (const { name, write } of writers.filter((one) => !one.name.endsWith('.csv'))) {
      const text = write(threeServers);
      const missing = threeServers.rows.filter(({ id }) => !text.includes(id)).map(({ id }) => id);
      // Plain lines count what is the same everywhere.
      expect(
        missing.filter((id) => !name.startsWith('plain') || !folded.has(id)),
        name,
      ).toEqual([]);
    }
    expect(plain(twoAlike)).toContain('The same everywhere: 1 (1 pass)');
  });
});

describe('files that are no reports', () => {
  const files = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      file: `reports/${hostile}S${index}.json`,
      why: 'it is JSON',
    }));
  const besides = (count: number): ComparisonReport => ({
    ...twoAlike,
    ...compareServers(twoAlike.servers, 'ga', { filesLeftOut: files(count), notSeen: [] }),
  });

  it.each(writers)('are told: $name', ({ write }) => {
    const text = write(besides(2));
    for (const name of ['S0.json', 'S1.json']) expect(text.replaceAll('\\', '')).toContain(name);
    expect(text).toMatch(/left out: it is JSON/);
    expect(text).not.toMatch(obeyed);
    expect(write(besides(0))).toBe(write(twoAlike));
  });

  it('are counted beside the verdict, and where they are many', () => {
    expect(plain(besides(1))).toContain('READY: 2 of 2 servers are ready, 1 file left out\n');
    const many = besides(7);
    expect(many.cautions).toHaveLength(6);
    expect(many.cautions.at(-1)).toBe('2 more files were left out: none is a report');
    expect(comparisonDocument(many).filesLeftOut).toHaveLength(7);
    comparisonSchema.parse(JSON.parse(writeComparisonJson(many)));
  });

  it('have a line of a CSV each, in which nothing else is known', () => {
    const csv = writers
      .find(({ name }) => name.endsWith('.csv'))
      ?.write({
        ...twoAlike,
        filesLeftOut: [{ file: 'S2.json', why: 'it is JSON' }],
      });
    expect(csv?.trimEnd().split('\n').at(-1)).toMatch(/^S2\.json,+left out: it is JSON,S2\.json$/);
  });
});

describe('servers that could not be looked at', () => {
  const notSeen = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${hostile}N${index}`,
      why: `no ${hostile} route`,
      file: `reports/${hostile}N${index}.json`,
    }));
  const besides = (count: number, servers = twoAlike.servers): ComparisonReport => ({
    ...twoAlike,
    ...compareServers(servers, 'ga', { filesLeftOut: [], notSeen: notSeen(count) }),
  });

  it.each(writers)('are told, each of them, and with no report beside them: $name', ({ write }) => {
    for (const input of [besides(7), besides(2, [])]) {
      const text = write(input).replaceAll('\\', '');
      for (const { file } of input.notSeen) expect(text).toContain(/N\d/.exec(file)?.[0]);
      expect(text).toMatch(/could not be looked at: no .* route/);
      expect(text).not.toMatch(obeyed);
      expect(text).not.toMatch(/undefined|Infinity/);
      if (input.servers.length === 0) expect(text).not.toMatch(/(?<!NOT )READY/);
    }
    expect(write(besides(0))).toBe(write(twoAlike));
  });

  it('keep READY from all, and a 0 from the exit code', () => {
    expect(plain(besides(1))).toContain('NOT READY: 2 of 3 servers are ready, 1 could not be looked at\n');
    expect(plain(besides(1))).toContain('Exit code 3: nothing failed, but a server could not be looked at\n');
    // A server that fails, judged with --fail-on never.
    const spared = twoAlike.servers.map((server) => ({ ...server, ready: false, exitCode: 0 as const }));
    expect(plain(besides(1, spared))).toContain(
      'Exit code 3: a server could not be looked at; not every other is ready, but --fail-on never was given\n',
    );
    expect(besides(7).cautions.at(5)).toBe('2 more servers could not be looked at');
    comparisonSchema.parse(JSON.parse(writeComparisonJson(besides(7))));
  });

  it.each<[string, unknown, object]>([
    [
      'a note in the place of a report',
      { schemaVersion: 1, type: 'not-seen', host: { name: ` S\u202e1 ` }, why: 'no\nroute' },
      { other: { kind: 'not-seen', host: 'S1', reason: 'no route' } },
    ],
    ['one without a name', { schemaVersion: 1, type: 'not-seen', host: { name: '' }, why: '' }, {}],
    ['one without a reason', { schemaVersion: 1, type: 'not-seen', host: { name: 'S1' } }, {}],
    ['one of another version', { schemaVersion: 2, type: 'not-seen', host: { name: 'S1' }, why: '' }, {}],
  ])('are read: %s', (_, note, found) => {
    const reading = readReport(JSON.stringify(note));
    expect(reading).toMatchObject({ ok: false, ...found });
    expect('other' in reading).toBe('other' in found);
  });
});

describe('a CSV line', () => {
  it('tells servers of one name apart by its last column', () => {
    const [one, two] = ['a/one.json', 'a/two.json'].map((file) => report('VM', [], { file }));
    if (one === undefined || two === undefined) throw new Error('no server');
    const csv = comparisonFormats.find(({ name }) => name === 'csv');
    const lines = csv?.write({ ...twoAlike, ...compareServers([one, two], 'ga') }).split('\n') ?? [];
    expect(lines[0]).toMatch(/^server,when,profile,ready,partial,exitCode,pass,.*,firstCause,label$/);
    expect(lines.slice(1, 3).map((line) => line.split(',').at(-1))).toEqual([
      'VM (one.json)',
      'VM (two.json)',
    ]);
  });
});

describe('JSON of a comparison', () => {
  it('fits its schema, and its members stand in the order of the servers', () => {
    for (const input of [threeServers, twoAlike, nothingLeft]) {
      comparisonSchema.parse(JSON.parse(writeComparisonJson(input)));
    }
    const document = comparisonDocument(threeServers);
    expect(document).toMatchObject({ schemaVersion: 1, type: 'comparison', ready: false, exitCode: 130 });
    const dotnet = document.probes.find(({ id }) => id === 'server.dotnet');
    expect(dotnet).toMatchObject({ differs: true, likeness: 'split', statuses: ['fail', 'pass', 'fail'] });
    expect(dotnet?.sides[0]).toMatchObject({
      message: '4.6.2 found (Release 394802)',
      remedy: { links: [{}, {}] },
    });
    const bind = document.probes.find(({ id }) => id === 'ldap.bind@Directory');
    expect(bind).toMatchObject({ statuses: ['blocked', 'pass', null], connector: 'Directory' });
    expect(bind?.sides[2]).toBeNull();
  });

  it('has a JSON Schema that names what it requires', () => {
    expect(comparisonJsonSchema()).toMatchObject({
      title: 'ecma-doctor comparison',
      required: expect.arrayContaining(['schemaVersion', 'type', 'servers', 'probes']),
      properties: {
        probes: { items: { required: expect.arrayContaining(['differs', 'statuses', 'sides']) } },
      },
    });
  });

  it('is not taken for a report', () => {
    expect(readReport(writeComparisonJson(twoAlike))).toEqual({
      ok: false,
      message: 'not a readable report: it is a comparison of reports; name the reports that it was made from',
      other: {
        kind: 'comparison',
        why: 'it is a comparison of reports; name the reports that it was made from',
      },
    });
  });
});

describe('plain lines of a comparison', () => {
  it('begin with how the servers differ, and end with what the exit code says', () => {
    const lines = plain(threeServers).split('\n');
    expect(lines[0]).toMatch(/^\d rows? pass/);
    expect(lines.at(-2)).toBe('Exit code 130: the run of a server was cancelled');
    expect(plain(twoAlike)).toMatch(/^No check passes on one and fails on another\.$/m);
    expect(plain(twoAlike)).toMatch(/^READY: 2 of 2 servers are ready$/m);
  });

  it('show what differs of the evidence, and the fix of the one that fails', () => {
    const text = plain(threeServers);
    const dotnet = text.slice(text.indexOf('[server.dotnet]'), text.indexOf('[network.sign-in]'));
    expect(dotnet).toMatch(/x FAIL +SRV-ECMA01 +4\.6\.2 found/);
    expect(dotnet).toMatch(/\+ pass +SRV-ECMA02 +4\.8 found/);
    expect(dotnet).toMatch(/seen: +SRV-ECMA02: Release 528049/);
    // Evidence that all share says nothing of the difference.
    expect(dotnet).not.toContain('expected:');
    expect(dotnet).toMatch(/fix 1: +Install \.NET Framework 4\.8 \(server administrator\)/);
  });

  it('tell one remedy once', () => {
    const text = plain(threeServers);
    expect(text.match(/Allow srv-ecma01 to login\.microsoftonline\.com/g)).toHaveLength(1);
    expect(text).toMatch(/fix: +as for [a-z.-]+, above/);
  });

  it.each([
    [0, true, 'every server is ready'],
    [0, false, 'not every server is ready, but --fail-on never was given'],
    [1, false, 'a server is not ready'],
    [1, true, 'every server is ready, but --fail-on warn counts warnings'],
    [3, false, 'nothing failed, but on a server a required check crashed or ran out of time, or nothing ran'],
  ] as const)('say what exit code %d means (ready: %s)', (exitCode, ready, words) => {
    expect(plain({ ...twoAlike, exitCode, ready })).toContain(`Exit code ${exitCode}: ${words}\n`);
  });
});

describe('the page of a comparison', () => {
  const html = comparisonFormats.find(({ name }) => name === 'html');

  it('is well-formed, and holds no element, attribute or address of what servers sent', () => {
    const text = html?.write(threeServers) ?? '';
    const body = text.slice(text.indexOf('<body>'), text.indexOf('</body>') + 7).replaceAll('<br>', '<br/>');
    const names = new Set<string>();
    const walk = (element: XmlElement): void => {
      names.add(element.name);
      for (const name of Object.keys(element.attributes)) names.add(`@${name}`);
      for (const child of element.children) if (child instanceof XmlElement) walk(child);
    };
    const { root } = parseXml(body);
    if (root === null) throw new Error('no body');
    walk(root);
    const known =
      'body header h1 h2 h3 div strong p b bdi table thead tbody tr th td dl dt dd code section article span br ol li pre a';
    const attributes = '@class @scope @href @rel';
    expect([...names].filter((name) => !`${known} ${attributes}`.split(' ').includes(name))).toEqual([]);
  });
});

describe('the file of a comparison', () => {
  it.each([
    ['a.json', 'json'],
    ['C:\\r\\A.HTML', 'html'],
    ['a.md', 'markdown'],
  ])('%s is %s', (path, name) => {
    expect(comparisonFormatFor(path)).toMatchObject({ name });
  });

  it.each([
    [
      'a.xml',
      'JUnit XML is about one server: write it for each with --from FILE --report ecma-doctor.xml; several are told in .html, .md, .json, .csv',
    ],
    [
      'tickets.md',
      'tickets are about one server: write it for each with --from FILE --report ecma-doctor-tickets.md; several are told in .html, .md, .json, .csv',
    ],
    ['a.docx', 'the ending says no format; known are .html, .md, .json, .csv'],
  ])('%s is refused with a reason', (path, why) => {
    expect(comparisonFormatFor(path)).toBe(why);
  });

  it('has a name of its own that says its format', () => {
    for (const format of comparisonFormats) {
      expect(comparisonFormatFor(format.suggested)).toBe(format);
      expect(formatFor(format.suggested)).toMatchObject({ name: format.name });
      expect(format.suggested).toMatch(/^ecma-doctor-comparison\./);
    }
  });
});
