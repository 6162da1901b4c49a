import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReportFile } from '../../src/cli/read-report.ts';
import { checkTargets, overwrittenSources, writeReports, writeWhole } from '../../src/cli/report-files.ts';
import { formatFor } from '../../src/report/formats.ts';
import { writeJson } from '../../src/report/report-document.ts';
import { allWell, madeUp } from '../report/made-up.ts';

const posix = process.platform !== 'win32';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('writeWhole', () => {
  it('writes, replaces, and leaves nothing else behind', async () => {
    const path = join(folder, 'a.md');
    expect(await writeWhole(path, 'one')).toEqual({ ok: true });
    expect(await writeWhole(path, 'two')).toEqual({ ok: true });
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(folder)).toEqual(['a.md']);
  });

  it('removes what a killed run left half-written of the same report, and nothing else', async () => {
    const names = [
      'a.md.0123456789ab.tmp',
      'a.md.ba9876543210.tmp',
      'b.md.0123456789ab.tmp',
      'a.md.mine.tmp',
    ];
    for (const name of names) writeFileSync(join(folder, name), '');
    for (const name of names) if (!name.includes('ba98')) utimesSync(join(folder, name), 1000, 1000);
    expect(await writeWhole(join(folder, 'a.md'), 'one')).toEqual({ ok: true });
    expect(readdirSync(folder).sort()).toEqual(['a.md', ...names.slice(1)].sort());
  });

  it('refuses a folder, a missing folder and a path through a file', async () => {
    mkdirSync(join(folder, 'sub.md'));
    writeFileSync(join(folder, 'file'), '');
    expect(await writeWhole(join(folder, 'sub.md'), 'x')).toMatchObject({
      message: expect.stringContaining('is a folder'),
    });
    expect(await writeWhole(join(folder, 'no', 'a.md'), 'x')).toMatchObject({
      message: expect.stringContaining('ENOENT'),
    });
    expect(await writeWhole(join(folder, 'file', 'a.md'), 'x')).toMatchObject({ ok: false });
    expect(readdirSync(folder).sort()).toEqual(['file', 'sub.md']);
  });

  it.runIf(posix)('writes to what a link names, and keeps the link and the file’s rights', async () => {
    const real = join(folder, 'real.md');
    writeFileSync(real, 'old');
    chmodSync(real, 0o640);
    symlinkSync(real, join(folder, 'link.md'));
    expect(await writeWhole(join(folder, 'link.md'), 'new')).toEqual({ ok: true });
    expect(readFileSync(real, 'utf8')).toBe('new');
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['link.md', 'real.md']);
  });

  it.runIf(posix)('leaves a device alone', async () => {
    expect(await writeWhole('/dev/null', 'x')).toMatchObject({
      message: expect.stringContaining('not a plain file'),
    });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('checkTargets', () => {
  it('refuses the names under which settings are looked for', async () => {
    for (const name of ['.ecmarc.json', 'sub/../.ECMARC.json'])
      expect(await checkTargets([name], folder, formatFor)).toEqual({
        ok: false,
        problems: [expect.stringMatching(/ecmarc\.json: settings are looked for under this name/i)],
      });
    expect(await checkTargets(['my.ecmarc.json'], folder, formatFor)).toMatchObject({ ok: true });
  });

  it.runIf(posix)('refuses a link that leads nowhere: a report would put it away', async () => {
    symlinkSync(join(folder, 'none', 'a.json'), join(folder, 'link.json'));
    expect(await checkTargets(['link.json'], folder, formatFor)).toEqual({
      ok: false,
      problems: ['--report link.json: is a link that leads nowhere'],
    });
    expect(await writeWhole(join(folder, 'link.json'), 'x')).toMatchObject({ ok: false });
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
  });

  it('gives each file its format', async () => {
    const checked = await checkTargets(['a.json', 'b.xml', 'tickets.md'], folder, formatFor);
    expect(
      checked.ok ? checked.targets.map(({ given, format }) => `${given} ${format.name}`) : checked,
    ).toEqual(['a.json json', 'b.xml junit', 'tickets.md tickets']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    [['a.docx'], 'known are'],
    [['no/such/a.json'], 'no such file or folder'],
    [['a.json', './a.json'], 'named twice'],
    [['sub/../a.json', 'a.json'], 'named twice'],
    [['folder.json'], 'is a folder'],
  ])('refuses %j', async (given, why) => {
    mkdirSync(join(folder, 'folder.json'));
    const checked = await checkTargets(given, folder, formatFor);
    expect(checked.ok ? [] : checked.problems).toEqual([expect.stringContaining(why)]);
  });

  it('tells every problem at once', async () => {
    const checked = await checkTargets(['a.docx', 'b.docx', 'ok.md'], folder, formatFor);
    expect(checked.ok ? [] : checked.problems).toHaveLength(2);
  });

  it.runIf(posix && process.getuid?.() !== 0)('refuses a folder that cannot be written', async () => {
    mkdirSync(join(folder, 'closed'), { mode: 0o500 });
    const checked = await checkTargets(['closed/a.md'], folder, formatFor);
    expect(checked.ok ? [] : checked.problems).toEqual([expect.stringContaining('access denied')]);
  });
});

const noChange = {
  baseline: { host: 'h', profile: 'ga', finishedAt: '2027-01-31T08:00:00Z' },
  cautions: [],
  fixed: [],
  new: [],
  stillFailing: [],
  changedEvidence: [],
  notComparable: [],
};

describe('writing and reading', () => {
  it('writes several reports, and the others when one cannot be', async () => {
    mkdirSync(join(folder, 'sub'));
    const checked = await checkTargets(['a.json', 'sub/b.html', 'c.md'], folder, formatFor);
    if (!checked.ok) throw new Error(checked.problems.join());
    rmSync(join(folder, 'sub'), { recursive: true });
    expect(await writeReports(checked.targets, madeUp)).toEqual({
      input: madeUp,
      problems: [expect.stringContaining('b.html')],
    });
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'c.md']);
    expect(await readReportFile(join(folder, 'a.json'))).toMatchObject({
      ok: true,
      document: { exitCode: 130 },
    });
  });

  it.each([
    [0, 3],
    [1, 1],
  ])('where one cannot be written, the others say the code of the end: %i is %i', async (code, ends) => {
    mkdirSync(join(folder, 'sub'));
    const names = ['a.json', 'm.prom', 'sub/b.html', 'c.md'];
    const checked = await checkTargets(names, folder, formatFor);
    if (!checked.ok) throw new Error(checked.problems.join());
    rmSync(join(folder, 'sub'), { recursive: true });
    const earlier = { ready: false, partial: false, setAside: 0, exitCode: 1 };
    const verdict = { was: earlier, now: { ...earlier, ready: true, exitCode: code } };
    const run = { ...allWell, exitCode: code, comparison: { ...noChange, verdict } };
    const written = await writeReports(checked.targets, run);
    expect(written).toMatchObject({
      input: { exitCode: ends },
      problems: [expect.stringContaining('b.html')],
    });
    const text = (name: string) => readFileSync(join(folder, name), 'utf8');
    expect(JSON.parse(text('a.json'))).toMatchObject({
      exitCode: ends,
      comparison: { verdict: { was: { exitCode: 1 }, now: { exitCode: ends } } },
    });
    expect(text('m.prom')).toMatch(new RegExp(`^ecma_doctor_exit_code\\{host="[^"]+"\\} ${ends}$`, 'm'));
    expect(text('c.md')).toMatch(new RegExp(`^- Exit code: ${ends},`, 'm'));
  });

  it.each(['utf-16le', 'utf-16be'])('reads %s, as Windows PowerShell writes it', async (encoding) => {
    const path = join(folder, 'a.json');
    const bytes = Buffer.from(`\ufeff${writeJson(madeUp)}`.replaceAll('\n', '\r\n'), 'utf16le');
    writeFileSync(path, encoding === 'utf-16be' ? bytes.swap16() : bytes);
    expect(await readReportFile(path)).toMatchObject({ ok: true, document: { exitCode: 130 } });
  });

  it('says in which file something is wrong', async () => {
    writeFileSync(join(folder, 'not-text.json'), Buffer.from([0x7b, 0xff, 0x00]));
    expect(await readReportFile(join(folder, 'not-text.json'))).toMatchObject({
      message: expect.stringMatching(/not-text\.json: not a readable report: it is not text$/),
    });
    writeFileSync(join(folder, 'bad.json'), '{');
    expect(await readReportFile(join(folder, 'bad.json'))).toMatchObject({
      message: expect.stringMatching(/bad\.json.*cut off/),
    });
    expect(await readReportFile(join(folder, 'none.json'))).toMatchObject({
      message: expect.stringContaining('ENOENT'),
    });
    expect(await readReportFile(folder)).toMatchObject({ message: expect.stringContaining('EISDIR') });
  });
});

it.runIf(posix)('what a run reads is known by any name of it', async () => {
  mkdirSync(join(folder, 'real'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  writeFileSync(join(folder, 'real', 'a.json'), '');
  const target = { given: 'a.json', path: join(folder, 'real', 'a.json') };
  expect(await overwrittenSources([target], { from: [join(folder, 'link', 'a.json')] })).toHaveLength(1);
  expect(await overwrittenSources([target], { from: [join(folder, 'link', 'b.json')] })).toEqual([]);
});

it.runIf(posix)('a file without an end is no report, and is not read to its end', async () => {
  expect(await readReportFile('/dev/zero')).toEqual({
    ok: false,
    message: '/dev/zero: too big for a report',
  });
});
