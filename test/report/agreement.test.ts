import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { defined } from '../../src/base/defined.ts';
import type { SkipReason, Status } from '../../src/engine/status.ts';
import { annotationsOf } from '../../src/report/annotations.ts';
import { comparisonTitle } from '../../src/report/baseline-words.ts';
import { writeCsv } from '../../src/report/csv.ts';
import { effectsIn } from '../../src/report/effects-in.ts';
import { eventOfRun } from '../../src/report/event-log.ts';
import { lastLines } from '../../src/report/events.ts';
import { formats } from '../../src/report/formats.ts';
import { writeHtml } from '../../src/report/html.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { writeJunit } from '../../src/report/junit.ts';
import { writeMarkdown } from '../../src/report/markdown.ts';
import { writePlain } from '../../src/report/plain.ts';
import { writePrometheus } from '../../src/report/prometheus.ts';
import { reportDocument } from '../../src/report/report-document.ts';
import { comparisonDocument } from '../../src/report/side-by-side/comparison-document.ts';
import { comparisonFormats } from '../../src/report/side-by-side/formats.ts';
import { writeComparisonHtml } from '../../src/report/side-by-side/html.ts';
import { writeComparisonMarkdown } from '../../src/report/side-by-side/markdown.ts';
import { writeComparisonPlain } from '../../src/report/side-by-side/plain.ts';
import { writeTicketsMarkdown, writeTicketsText } from '../../src/report/ticket-text.ts';
import { compare, comparisonLists } from '../../src/results/baseline.ts';
import { doFirst } from '../../src/results/do-first.ts';
import { compareServers } from '../../src/results/side-by-side/compare-servers.ts';
import type { Besides, ComparisonReport } from '../../src/results/side-by-side/server-comparison.ts';
import { inputOf, type Site, setAsideOther, sites, toldIn, well } from './agreement-sites.ts';
import { madeUp } from './made-up.ts';
import { readXml } from './xml.ts';

/** One table of sites, told in all formats: whatever one says, all say. The playbook's words: test/fleet/verdict.test.ts. */

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

/** The same rows, each well: of what was not chosen, not asked or only left out nobody says more. */
function allPass(site: Site): Partial<Site> & Pick<Site, 'exit' | 'ready'> {
  const rows = site.rows.map(([id, , { level, levels, reason } = {}]) => {
    const left: SkipReason | undefined =
      reason === 'not-chosen' || reason === 'not-built' ? 'not-chosen' : undefined;
    const status: Status = left === undefined ? 'pass' : 'skipped';
    return [id, status, defined({ level, levels, reason: left })] as const;
  });
  return { rows, exit: 0, ready: true, ran: true, cancelled: false, readyOther: true };
}

/** Lines of a CSV as what stands under each name; no cell of these has a comma. */
function cellsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const [names = [], ...lines] = csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])));
}

const failing: Site = { name: '', rows: [['server.dotnet', 'fail']], exit: 1, ready: false };

function comparedOf(inputs: readonly ReportInput[], besides?: Besides): ComparisonReport {
  const servers = inputs.map((one, index) => ({
    ...one,
    host: { ...one.host, name: `SRV${index + 1}` },
    file: `SRV${index + 1}.json`,
    version: '1',
    savedProfile: one.profile,
    unknown: [],
  }));
  return {
    ...compareServers(servers, 'preview-2021', besides),
    tool: madeUp.tool,
    madeAt: madeUp.finishedAt,
  };
}

test('every format is held against the table', () => {
  const here = ['tickets', 'tickets-text', 'html', 'markdown', 'json', 'junit', 'prometheus', 'csv'];
  expect(formats.map(({ name }) => name)).toEqual(here);
  expect(comparisonFormats.map(({ name }) => name)).toEqual(['html', 'markdown', 'json', 'csv']);
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

test.skipIf(!hasPromtool)('Prometheus reads the metrics of all sites by itself', () => {
  for (const site of sites) {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: writePrometheus(inputOf(site)),
      encoding: 'utf8',
    });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
  }
});

test('metrics of two servers lie in one folder: no series of one is a series of the other', () => {
  const [site] = sites;
  if (site === undefined) throw new Error('no site');
  const input = inputOf(site);
  const seriesOf = (name: string) =>
    writePrometheus({ ...input, host: { ...input.host, name } })
      .split('\n')
      .filter((line) => /^[a-z]/.test(line))
      .map((line) => line.slice(0, line.lastIndexOf(' ')));
  const [one, other] = [seriesOf('SRV1'), seriesOf('SRV2')];
  expect(one.length).toBeGreaterThan(8);
  expect(new Set([...one, ...other]).size).toBe(one.length + other.length);
});

describe.each(sites)('$name', (site) => {
  const input = inputOf(site);
  const { partial = false, exit, ready } = site;
  const waived = site.rows.filter(([, status]) => status === 'waived');
  const plain = writePlain(input, { ascii: true, color: false });
  const markdown = writeMarkdown(input);
  const html = writeHtml(input);
  const tickets = { tickets: writeTicketsMarkdown(input), 'tickets as text': writeTicketsText(input) };
  const texts = { plain, markdown, html, ...tickets, event: eventOfRun(input).texts[0] ?? '' };

  test('exit code, ready and partial of JSON and events', () => {
    expect(reportDocument(input)).toMatchObject({ exitCode: exit, ready, partial });
    const finished: unknown = JSON.parse(lastLines(input).split('\n')[0] ?? '');
    expect(finished).toMatchObject({ type: 'run-finished', exitCode: exit, ready, partial });
  });

  test('JUnit is red where the exit code is not 0, and nowhere else but by --fail-on never', () => {
    const { attributes, children } = readXml(writeJunit(input));
    const kinds = { failures: Number(attributes.failures), errors: Number(attributes.errors) };
    expect({ failures: kinds.failures > 0, errors: kinds.errors > 0 }).toEqual(toldIn(site));
    const counted = children.reduce((sum, suite) => sum + Number(suite.attributes.tests), 0);
    expect(counted).toBe(Number(attributes.tests));
  });

  /** What keeps it from being ready, and somebody can do something about. */
  const stands = !ready && effectsIn(input).size > 0;

  test('CSV: a line with readiness, its reach and the exit code', () => {
    expect(cellsOf(writeCsv(input))[0]).toMatchObject({
      ready: String(ready),
      partial: String(partial),
      exitCode: String(exit),
    });
    if (!ready) expect(cellsOf(writeCsv(input))[0]?.firstCause !== '').toBe(stands);
  });

  test('Prometheus text', () => {
    const metrics = writePrometheus(input).split('\n');
    const of = `host="${input.host.name}"`;
    expect(metrics).toContain(`ecma_doctor_exit_code{${of}} ${exit}`);
    expect(metrics).toContain(`ecma_doctor_ready{${of},profile="${input.profile}"} ${Number(ready)}`);
    expect(metrics).toContain(`ecma_doctor_partial{${of}} ${Number(partial)}`);
    expect(metrics).toContain(`ecma_doctor_checks{${of},status="waived"} ${waived.length}`);
    if (!ready) expect(metrics.includes(`ecma_doctor_causes{${of}} 0`)).toBe(!stands);
  });

  test('the event of the Application log', () => {
    const { id, kind, texts } = eventOfRun(input);
    expect({ id, good: kind === 'information' }).toEqual({ id: 100 + exit, good: exit === 0 });
    expect(JSON.parse(texts[1] ?? '')).toMatchObject({ exitCode: exit, ready, partial });
  });

  test('annotations', () => {
    expect(annotationsOf(input).some(({ kind }) => kind === 'error')).toBe(
      toldIn(site).failures || toldIn(site).errors,
    );
    // Each row that makes the exit code what it is, not the first alone.
    const errors = annotationsOf(input).filter(({ kind }) => kind === 'error');
    for (const id of effectsIn(input).keys()) expect(JSON.stringify(errors)).toContain(`[${id}]`);
  });

  test('readiness by the other profile, and how far it reaches', () => {
    const other = site.readyOther ?? ready;
    expect(reportDocument(input).readyByProfile).toEqual({ 'preview-2021': ready, ga: other });
    const aside = setAsideOther(site, input.rows);
    const reach = `${partial ? ' for the chosen probes' : ''}${aside === 0 ? '' : `, ${aside} set aside`}`;
    const words = `general availability: ${other ? `ready${reach}` : 'not ready'}`;
    for (const text of [plain, markdown, html]) expect(text).toMatch(new RegExp(`${words}(?!,|\\w)`));
    expect(writePrometheus(input)).toContain(
      `ecma_doctor_ready{host="${input.host.name}",profile="ga"} ${Number(other)}\n`,
    );
  });

  test.each(Object.entries(texts))('%s: the words, and how far they reach', (name, text) => {
    expect(/(?<!NOT )READY/.test(text)).toBe(ready);
    expect(text.replace(/<[^>]+>/g, ' ')).toMatch(new RegExp(`exit code\\W+${exit}\\b`, 'i'));
    if (partial) expect(readyWithoutReach(text)).toEqual([]);
    else expect(text).not.toContain('for the chosen probes');
    if (ready && site.waived !== undefined) expect(text).toContain(`${site.waived} set aside`);
    // An event has the count alone: all else is in the report.
    if (name === 'event') return;
    for (const [id, status] of site.rows) if (status === 'waived') expect(text).toContain(id);
  });

  const wellOnce = inputOf({ ...site, ...allPass(site) });
  test.each([
    ['it was well before', wellOnce, input],
    ['it is well now', input, wellOnce],
  ])('with an earlier report: %s', (_, before, now) => {
    const saved = reportDocument(before);
    const comparison = compare({ ...now, host: now.host.name }, saved);
    const lists = comparisonLists(comparison);
    const title = comparisonTitle(comparison);
    const same = before.exitCode === now.exitCode && before.ready === now.ready;
    if (!same) expect(title).not.toContain('nothing changed');
    // Where nothing ran, no row can say it: the verdict does.
    if (!same && site.ran !== false) expect(lists).not.toEqual([]);
    const told = { ...now, comparison };
    expect(reportDocument(told).comparison?.verdict).toMatchObject({
      was: { ready: before.ready, exitCode: before.exitCode },
      now: { ready: now.ready, exitCode: now.exitCode },
    });
    const formats = {
      plain: writePlain(told, { ascii: true, color: false }),
      junit: writeJunit(told),
      markdown: writeMarkdown(told),
      html: writeHtml(told).replace(/<[^>]+>/g, ''),
    };
    for (const [name, text] of Object.entries(formats)) {
      expect(text.replaceAll('\\', ''), name).toContain(title);
      for (const { name: list, changes } of lists) {
        expect(text, name).toContain(name === 'junit' ? `compared: ${list.toLowerCase()}` : list);
        for (const { id } of changes) expect(text, name).toContain(id);
      }
    }
  });

  test.each(Object.entries(tickets))(
    '%s: what stands in the way is told, and nothing else is nobody’s',
    (_, text) => {
      expect(/Nobody has anything to do/.test(text)).toBe(ready && doFirst(input.rows, []).length === 0);
      const told = effectsIn(input);
      for (const { probe, rows } of doFirst(input.rows, []))
        if (rows.some((id) => told.has(id))) expect(text).toContain(probe);
    },
  );

  test('side by side with one that is well', () => {
    const other = inputOf({ name: '', rows: [well], exit: 0, ready: true });
    const compared = comparedOf([input, other]);
    expect(comparisonDocument(compared)).toMatchObject({
      exitCode: exit,
      ready,
      partial,
      servers: [
        { exitCode: exit, ready, partial },
        { exitCode: 0, ready: true, partial: false },
      ],
    });
    const csv = comparisonFormats.find(({ name }) => name === 'csv');
    expect(cellsOf(csv?.write(compared) ?? '')).toMatchObject([
      { ready: String(ready), partial: String(partial), exitCode: String(exit) },
      { ready: 'true', partial: 'false', exitCode: '0' },
    ]);
    const told = [
      writeComparisonPlain(compared, { ascii: true, color: false }),
      writeComparisonMarkdown(compared),
      writeComparisonHtml(compared),
    ];
    for (const text of told) {
      expect(text).toMatch(ready ? /(^|\W)(?<!NOT )READY/ : /NOT READY/);
      expect(text.replace(/<[^>]+>/g, ' ')).toMatch(new RegExp(`exit code\\W+${exit}\\b`, 'i'));
      if (ready) expect(text.includes('for the chosen probes')).toBe(partial);
    }
  });

  /** Also of three with the same rows set aside, where one of them is not ready for another reason. */
  test.each([
    ['two alike', [input, input]],
    ['one that is not ready beside them', [input, input, inputOf(failing)]],
    ['it alone', [input]],
  ])('side by side, what was set aside: %s', (_, all) => {
    const compared = comparedOf(all);
    const readyOnes = compared.servers.filter((server) => server.ready);
    const aside = ready ? (site.waived ?? 0) : 0;
    const count = all.filter((one) => one === input).length;
    expect(compared.setAside).toEqual({ rows: aside * count, servers: aside === 0 ? 0 : count });
    const document = comparisonDocument(compared);
    expect(document.setAside).toBe(aside * count);
    expect(document.servers.map(({ setAside }) => setAside)).toEqual(
      all.map((one) => (one === input ? aside : 0)),
    );
    const rows = `${aside * count} ${aside * count === 1 ? 'row' : 'rows'}`;
    const on = `on ${count} ${count === 1 ? 'server' : 'servers'}`;
    const html = writeComparisonHtml(compared);
    const told = {
      plain: writeComparisonPlain(compared, { ascii: true, color: false }),
      markdown: writeComparisonMarkdown(compared),
      html,
      title: /<title>(.*?)<\/title>/s.exec(html)?.[1] ?? '',
    };
    for (const [name, text] of Object.entries(told)) {
      if (aside === 0) {
        expect(text, name).not.toContain('set aside');
        continue;
      }
      expect(text, name).toContain(`with ${rows} set aside ${on}`);
      if (!compared.ready) continue;
      // The heading's own words, and those of the exit code.
      expect(text, name).toMatch(
        new RegExp(`READY${partial ? ' for the chosen probes' : ''}, ${aside * count} set aside`),
      );
      if (name !== 'title')
        expect(text, name).toContain(
          `every server is ready${partial ? ' for the chosen probes' : ''}, ${aside * count} set aside ${on}`,
        );
    }
    expect(readyOnes).toHaveLength(ready ? count : 0);
  });

  test('side by side with one that could not be looked at, nobody says READY of all, and no code is 0', () => {
    const notSeen = [{ name: 'SRV9', why: 'no route', file: 'SRV9.json' }];
    const compared = comparedOf([input], { filesLeftOut: [], notSeen });
    const code = exit === 0 ? 3 : exit;
    expect(comparisonDocument(compared)).toMatchObject({
      ready: false,
      readyByProfile: { 'preview-2021': false, ga: false },
      exitCode: code,
      notSeen,
    });
    for (const text of [
      writeComparisonPlain(compared, { ascii: true, color: false }),
      writeComparisonMarkdown(compared),
      writeComparisonHtml(compared),
    ]) {
      expect(text).toMatch(/NOT READY/);
      expect(text).toMatch(/of 2 servers (?:is|are) ready.*, 1 could not be looked at/);
      expect(text).toContain('SRV9 could not be looked at: no route');
      expect(text.replace(/<[^>]+>/g, ' ')).toMatch(new RegExp(`exit code\\W+${code}\\b`, 'i'));
    }
    const csv = comparisonFormats.find(({ name }) => name === 'csv');
    expect(cellsOf(csv?.write(compared) ?? '')[1]).toMatchObject({
      server: 'SRV9',
      ready: 'false',
      exitCode: '3',
      firstCause: 'could not be looked at: no route',
      label: 'SRV9',
    });
  });
});
