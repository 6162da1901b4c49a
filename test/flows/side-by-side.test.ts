import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { comparisonSchema } from '../../src/report/side-by-side/comparison-schema.ts';
import type { Cloud } from '../beds/loopback.ts';
import { freePort } from '../beds/program.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { type CloudBed, makeCloudBed } from './cloud.ts';
import { environment, makePlace, type Place, programCommand, removePlaces, run } from './program.ts';
import { Session } from './pty.ts';

/** Several saved reports side by side: made by the program itself, in two places with different settings. */

let bed: CloudBed;
let cloud: Cloud;
let place: Place;
const open: Session[] = [];
const only = ['--only', 'server.memory,server.os,network.sign-in,attest.*'];

/** The report of a run, as if it were of a server of this name. */
async function saved(name: string, settings: string): Promise<void> {
  place.write('.ecmarc', settings);
  const ended = await run([...only, '--report', 'new.json'], { place });
  expect(ended).toMatchObject({ code: 1, stderr: '' });
  const document = JSON.parse(readFileSync(join(place.folder, 'new.json'), 'utf8'));
  document.host.name = name;
  place.write(`${name.toLowerCase()}.json`, JSON.stringify(document));
}

beforeAll(async () => {
  bed = await makeCloudBed();
  cloud = await bed.start();
  place = makePlace();
  await saved('SRV1', `${bed.settings(cloud.port)}attest: { testDataOnly: true }\n`);
  await saved('SRV2', bed.settings(await freePort()));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.end()));
});
afterAll(async () => {
  await Promise.all([cloud.stop(), bed.authority.stop()]);
  removePlaces();
});

const both = ['--from', 'srv1.json', '--from', 'srv2.json'];

describe('--from twice', () => {
  test('says what passes on one and fails on the other, and asks no host', async () => {
    const asked = cloud.total();
    const { code, stdout, stderr } = await run(both, { place });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(
      /^1 row passes on SRV1 and fails on SRV2; 1 passes on SRV1 and does not pass on SRV2\./,
    );
    expect(stdout).toMatch(/× FAIL +SRV2 +refused by localhost:\d+/);
    expect(stdout).toMatch(/^Exit code 1: a server is not ready$/m);
    expect(cloud.total()).toBe(asked);
  });

  test('is one JSON document, by the profile that was asked for', async () => {
    const { code, stdout, stderr } = await run([...both, '--json', '--profile', 'ga'], { place });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const document = comparisonSchema.parse(JSON.parse(stdout));
    expect(document.profile).toBe('ga');
    expect(document.servers.map(({ label, file }) => [label, file])).toEqual([
      ['SRV1', 'srv1.json'],
      ['SRV2', 'srv2.json'],
    ]);
    expect(document.probes.find(({ id }) => id === 'network.sign-in')).toMatchObject({
      differs: true,
      statuses: ['pass', 'fail'],
    });
    expect(document.probes.find(({ id }) => id === 'server.memory')).toMatchObject({ differs: false });
  });

  test('writes each format, and takes names by the environment', async () => {
    const names = ['c.json', 'c.html', 'c.md'];
    const ended = await run(
      names.flatMap((name) => ['--report', name]),
      { place, env: { ECMA_DOCTOR_FROM: 'srv1.json,srv2.json' } },
    );
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    const text = (name: string) => readFileSync(join(place.folder, name), 'utf8');
    comparisonSchema.parse(JSON.parse(text('c.json')));
    expect(text('c.html')).toMatch(/^<!doctype html>[\s\S]*SRV1[\s\S]*<\/html>\s*$/i);
    expect(text('c.md')).toMatch(/^# NOT READY: 0 of 2 servers are ready/);
  });

  test('can be cut down, and is exit 0 when all of that is well', async () => {
    const part = await run([...both, '--only', 'server.memory'], { place });
    expect(part).toMatchObject({ code: 0, stderr: '' });
    expect(part.stdout).toMatch(/^No check passes on one and fails on another\.$/m);
    expect(part.stdout).toMatch(
      /^READY for the chosen probes: 2 of 2 servers are ready for the chosen probes$/m,
    );
    expect(part.stdout).toMatch(/^Exit code 0: every server is ready for the chosen probes$/m);
    expect(await run([...both, '--only', 'sql.*'], { place })).toMatchObject({ code: 2, stdout: '' });
    expect(await run([...both, '--fail-on', 'never'], { place })).toMatchObject({ code: 0 });
  });

  test('replaces names in all of them by the same pseudonyms', async () => {
    const { stdout, stderr } = await run([...both, '--redact', '--json'], { place });
    expect(stdout).not.toMatch(/SRV1|SRV2|srv1/);
    const { servers } = comparisonSchema.parse(JSON.parse(stdout));
    expect(servers.map(({ label }) => label)).toEqual(['host-1', 'host-2']);
    expect(stderr).toMatch(/SRV1 -> host-1[\s\S]*SRV2 -> host-2/);
    place.write('monday-Srv1-x.json', readFileSync(join(place.folder, 'srv1.json'), 'utf8'));
    const named = await run(['--from', 'monday-Srv1-x.json', '--from', 'srv2.json', '--redact'], { place });
    expect(named.stdout).toMatch(/monday-host-1-x\.json/);
    expect(named.stdout).not.toMatch(/srv1/i);
  });

  test('tells no file by the name of its host, and is judged as before when it is read back', async () => {
    const folder = join('Kunden', 'ecma-doctor-reports');
    mkdirSync(join(place.folder, folder), { recursive: true });
    for (const [index, name] of ['hr-linz.lucerne.example', 'graz'].entries())
      place.write(
        join(folder, `${name}.json`),
        readFileSync(join(place.folder, `srv${index + 1}.json`), 'utf8').replaceAll(
          `SRV${index + 1}`,
          `VM023${index}`,
        ),
      );
    const written = ['f.json', 'f.html', 'f.md', 'f.csv'];
    const secret = /kunden|linz|lucerne|graz|VM023/i;
    const reports = written.flatMap((name) => ['--report', name]);
    const several = await run(['--from', folder, '--redact', '--plain', ...reports], { place });
    expect(several.stdout).not.toMatch(secret);
    for (const name of written)
      expect(readFileSync(join(place.folder, name), 'utf8'), name).not.toMatch(secret);
    const compared = JSON.parse(readFileSync(join(place.folder, 'f.json'), 'utf8'));
    expect(comparisonSchema.parse(compared).servers.map(({ label, file }) => [label, file])).toEqual([
      ['host-1', 'folder-1/ecma-doctor-reports/host-1.json'],
      ['host-2', 'folder-1/ecma-doctor-reports/host-2.domain-1.example.json'],
    ]);
    const one = ['--from', join(folder, 'hr-linz.lucerne.example.json'), '--plain'];
    const single = await run([...one, '--redact', ...reports], { place });
    expect(single.stdout).toMatch(/host-1\.domain-1\.example\.json/);
    for (const name of written)
      expect(readFileSync(join(place.folder, name), 'utf8'), name).not.toMatch(secret);
    const rows = (text: string) =>
      text.match(/\S+ +\S+ .*\[[a-z]+\.[a-z-]+\]$/gm)?.map((row) => row.slice(0, 12));
    const again = await run(['--from', 'f.json', '--plain'], { place });
    const before = await run(one, { place });
    expect(rows(before.stdout)?.length).toBeGreaterThan(3);
    expect(rows(again.stdout)).toEqual(rows(before.stdout));
    const log = await run([...one, '--redact'], { place, env: { GITHUB_ACTIONS: 'true' } });
    expect(log.stdout + log.stderr).not.toMatch(secret);
    expect(log.stderr).toMatch(/^Redacted: \d+ names\./);
  });

  test('takes a folder, a wildcard and what a shell made of one: the same; no number is too many', async () => {
    const [first, second] = ['srv1.json', 'srv2.json'].map((name) =>
      readFileSync(join(place.folder, name), 'utf8'),
    );
    mkdirSync(join(place.folder, 'fleet', 'sub'), { recursive: true });
    const names = Array.from({ length: 60 }, (_, index) => `fleet/r${String(index).padStart(2, '0')}.json`);
    for (const [index, name] of names.entries())
      place.write(name, (index % 2 === 0 ? first : second)?.replaceAll(/SRV[12]/g, `SRV${index}`) ?? '');
    const csv = ['--report', 'fleet/fleet.csv', '--report', 'fleet/comparison.json'];
    const ways = [['fleet'], ['fleet/r*.json'], ['fle?t/*.json'], names];
    for (const way of ways) {
      // A folder holds what the last run wrote there: a comparison is no report.
      const ended = await run(['--from', ...way, ...csv, '--plain'], { place });
      expect(ended, way[0]).toMatchObject({ code: 1 });
      const lines = readFileSync(join(place.folder, 'fleet/fleet.csv'), 'utf8').split('\n');
      expect(lines[0]).toMatch(/^server,when,profile,ready,partial,exitCode,pass,.*,firstCause,label$/);
      expect(lines).toHaveLength(62);
      expect(lines[1]).toMatch(/^SRV0,/);
    }
  });

  test('tells in every format which files of a folder were no reports, and why', async () => {
    const first = readFileSync(join(place.folder, 'srv1.json'), 'utf8');
    mkdirSync(join(place.folder, 'mixed'), { recursive: true });
    place.write('mixed/S1.json', first);
    place.write('mixed/S2.json', '{}');
    place.write('mixed/S3.json', first.replaceAll('SRV1', 'SRV3'));
    const names = ['m.html', 'm.md', 'm.csv', 'm.json'];
    const reports = names.flatMap((name) => ['--report', name]);
    const why = /S2\.json.*left out: it is JSON, but not a report of this program/;
    const { stdout, stderr } = await run(['--from', 'mixed', '--plain', ...reports], { place });
    expect(stdout).toMatch(why);
    expect(stdout).toMatch(/of 2 servers are ready.*, 1 file left out$/m);
    expect(stderr).toMatch(/S2\.json: it is JSON, .*: left out/);
    for (const name of names) {
      const text = readFileSync(join(place.folder, name), 'utf8');
      expect(text.replaceAll('\\', ''), name).toMatch(why);
    }
    const redacted = await run(['--from', 'mixed', '--json', '--redact'], { place });
    const { cautions, filesLeftOut } = comparisonSchema.parse(JSON.parse(redacted.stdout));
    expect(filesLeftOut).toMatchObject([{ file: 'file-1' }]);
    expect(cautions.join()).toMatch(/^file-1 was left out: it is JSON/);
    expect(redacted.stdout).not.toContain('S2.json');
  });

  test('a folder or a wildcard with one report is a comparison too', async () => {
    mkdirSync(join(place.folder, 'one'), { recursive: true });
    place.write('one/S1.json', readFileSync(join(place.folder, 'srv1.json'), 'utf8'));
    for (const from of ['one', 'one/*.json']) {
      const ended = await run(['--from', from, '--json'], { place });
      expect(comparisonSchema.parse(JSON.parse(ended.stdout)).servers, from).toHaveLength(1);
      expect(await run(['--from', from, '--report', 'one.xml'], { place })).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('JUnit XML is about one server'),
      });
      expect(await run(['--from', from, '--baseline', 'srv1.json'], { place })).toMatchObject({ code: 2 });
    }
    // One file that is named is that report.
    const named = await run(['--from', 'one/S1.json', '--json'], { place });
    expect(JSON.parse(named.stdout)).toMatchObject({ host: { name: 'SRV1' } });
  });

  test("drops no server's report, and writes over none, where a report file is one of the folder's", async () => {
    mkdirSync(join(place.folder, 'kept'), { recursive: true });
    const first = readFileSync(join(place.folder, 'srv1.json'), 'utf8');
    for (const name of ['A', 'B']) place.write(`kept/${name}.json`, first);
    for (const from of ['kept', 'kept/*.json']) {
      const ended = await run(['--from', from, '--plain', '--report', 'kept/A.json'], { place });
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toMatch(/--report kept\/A\.json: is read by this run, and would be lost/);
      expect(readFileSync(join(place.folder, 'kept/A.json'), 'utf8')).toBe(first);
    }
  });

  test('says READY of all only with what was waived for it', async () => {
    const waive = "probes: { waive: [{ id: '*', reason: later, until: 2099-12-31 }] }\n";
    const other = makePlace();
    other.write('.ecmarc', waive);
    const ended = await run([...only, '--report', 'W.json'], { place: other });
    expect(ended.stdout).toMatch(/^READY.*, with \d+ rows set aside/m);
    const { host } = JSON.parse(readFileSync(join(other.folder, 'W.json'), 'utf8'));
    const text = readFileSync(join(other.folder, 'W.json'), 'utf8');
    other.write('V.json', text.replaceAll(JSON.stringify(host.name), '"V"'));
    const both = ['--from', 'W.json', 'V.json', '--plain', '--report', 'c.html'];
    const { code, stdout } = await run(both, { place: other });
    expect(code).toBe(0);
    const words = / with \d+ rows set aside on 2 servers/;
    expect(stdout).toMatch(words);
    expect(stdout).toMatch(/^Exit code 0: every server is ready.*, \d+ set aside on 2 servers$/m);
    expect(/<title>.*<\/title>/.exec(readFileSync(join(other.folder, 'c.html'), 'utf8'))?.[0]).toMatch(words);
  });

  test('one that could not be looked at is told of, by a folder or by its name alone', async () => {
    mkdirSync(join(place.folder, 'unseen'), { recursive: true });
    place.write('unseen/S1.json', readFileSync(join(place.folder, 'srv1.json'), 'utf8'));
    const note = { schemaVersion: 1, type: 'not-seen', host: { name: 'SRV9' }, why: 'no route to 10.9.8.7' };
    place.write('unseen/S9.json', JSON.stringify(note));
    const args = ['--only', 'server.memory', '--plain'];
    const folder = await run(['--from', 'unseen', ...args], { place });
    expect(folder).toMatchObject({ code: 3 });
    expect(folder.stdout).toMatch(/^NOT READY: 1 of 2 servers is ready.*, 1 could not be looked at$/m);
    expect(folder.stdout).toMatch(/^ +SRV9 +NOT READY +could not be looked at: no route to 10\.9\.8\.7/m);
    const alone = await run(['--from', 'unseen/S9.json', ...args, '--fail-on', 'never'], { place });
    expect(alone).toMatchObject({ code: 3, stderr: '' });
    expect(alone.stdout).toMatch(/^NOT READY: 0 of 1 server is ready, 1 could not be looked at$/m);
    const redacted = await run(['--from', 'unseen', '--json', '--redact'], { place });
    expect(redacted.stdout).not.toMatch(/SRV9|S9\.json|10\.9\.8\.7/);
    expect(comparisonSchema.parse(JSON.parse(redacted.stdout)).notSeen).toHaveLength(1);
  });

  test('a build server gets annotations and a page', async () => {
    const summary = place.write('summary.md', '');
    const github = { GITHUB_ACTIONS: 'true', CI: 'true', GITHUB_STEP_SUMMARY: summary };
    const { stdout, stderr } = await run([...both, '--json'], { place, env: github });
    comparisonSchema.parse(JSON.parse(stdout));
    expect(stderr).toMatch(/^::error title=SRV1%2C SRV2%3A not ready::Windows Server 2016 or later/m);
    expect(readFileSync(summary, 'utf8')).toMatch(/^# NOT READY: 0 of 2 servers are ready/);
    const azure = { TF_BUILD: 'True', AGENT_TEMPDIRECTORY: place.folder };
    const plain = await run([...both, '--plain'], { place, env: azure });
    expect(plain.stdout).toMatch(/^##vso\[task\.logissue type=error\]SRV1, SRV2: not ready: /m);
    const [, page = ''] = /^##vso\[task\.uploadsummary\](.*)$/m.exec(plain.stdout) ?? [];
    expect(readFileSync(page, 'utf8')).toMatch(/^# NOT READY/);
  });

  describe.skipIf(process.platform === 'win32')('with links and pipes', () => {
    const text = (name: string) => readFileSync(join(place.folder, name), 'utf8');
    const pipeAt = (name: string) => {
      execFileSync('mkfifo', [join(place.folder, name)]);
      return name;
    };

    test('reads no comparison of the last run, by whatever path it was written', async () => {
      mkdirSync(join(place.folder, 'again'));
      for (const name of ['srv1.json', 'srv2.json']) place.write(`again/${name}`, text(name));
      symlinkSync('again', join(place.folder, 'link'));
      const whole = join(place.folder, 'again/cmp.json');
      for (const from of ['again', 'link', 'again/*.json', './again/'])
        for (const report of [whole, 'link/cmp.json', './again/../again/cmp.json']) {
          const ended = await run(['--from', from, '--plain', '--report', report], { place });
          expect(ended, `${from} ${report}`).toMatchObject({ code: 1, stderr: '' });
          expect(comparisonSchema.parse(JSON.parse(text('again/cmp.json'))).servers).toHaveLength(2);
        }
    });

    test('passes over what is no regular file in a folder, and says so', async () => {
      mkdirSync(join(place.folder, 'piped'));
      for (const name of ['srv1.json', 'srv2.json']) place.write(`piped/${name}`, text(name));
      pipeAt('piped/x.json');
      for (const from of ['piped', 'piped/*.json']) {
        const { code, stderr } = await run(['--from', from, '--plain'], { place });
        expect({ code, stderr }, from).toEqual({
          code: 1,
          stderr: 'ecma-doctor: --from piped/x.json: it is no regular file: left out\n',
        });
      }
    });

    test('a pipe that is named is read, once, and may be written late or be there already', async () => {
      const pipe = pipeAt('named.json');
      const during = async () => {
        const file = await openFile(join(place.folder, pipe), 'w');
        await file.writeFile(text('srv1.json'));
        await file.close();
      };
      // With --redact each report is gone through twice.
      const args = ['--from', pipe, '--from', 'srv2.json', '--json', '--redact'];
      const { code, stdout } = await run(args, { place, during: () => void during() });
      expect(code).toBe(1);
      expect(comparisonSchema.parse(JSON.parse(stdout)).servers).toHaveLength(2);
      const { file, args: words } = programCommand(['--from', '/dev/stdin', '--json']);
      const piped = spawnSync('/bin/sh', ['-c', 'cat srv1.json | "$0" "$@"', file, ...words], {
        cwd: place.folder,
        env: environment(place),
        encoding: 'utf8',
      });
      expect(JSON.parse(piped.stdout)).toMatchObject({ host: { name: 'SRV1' } });
    });
  });

  test('tells the same server twice by its files, the older and the newer', async () => {
    const older = JSON.parse(readFileSync(join(place.folder, 'srv1.json'), 'utf8'));
    older.finishedAt = '2026-01-05T08:00:00.000Z';
    place.write('monday.json', JSON.stringify(older));
    const { stdout } = await run(['--from', 'monday.json', '--from', 'srv1.json'], { place });
    expect(stdout).toMatch(/^Note: 2 of the reports are of one server, or of servers with one name: SRV1$/m);
    expect(stdout).toMatch(/^Note: the report of SRV1 \(monday\.json\) is \d+ days older/m);
  });
});

describe('is refused with exit 2 and a word on which file', () => {
  beforeAll(() => {
    const text = readFileSync(join(place.folder, 'srv2.json'), 'utf8');
    place.write('cut.json', text.slice(0, 400));
    place.write('newer.json', text.replace('"schemaVersion":1', '"schemaVersion":2'));
    place.write('other.json', '{"a": 1}');
    place.write('settings.json', JSON.stringify({ ...JSON.parse(text), settings: { tenent: 1 } }));
    place.write('empty.json', '');
    // One hole: as long as it says, and of no size on the disk.
    truncateSync(place.write('huge.json', ''), 65 * 1024 * 1024);
    return run([...both, '--report', 'comparison.json'], { place });
  });

  test.each([
    ['a missing file', ['srv1.json', 'none.json'], /none\.json: no such file/],
    ['a cut one', ['srv1.json', 'cut.json'], /cut\.json: .*cut off before its end/],
    ['another schema version', ['newer.json', 'srv1.json'], /newer\.json: .*schemaVersion is 2/],
    ['no report', ['srv1.json', 'other.json'], /other\.json: .*no schemaVersion/],
    ['an empty file', ['srv1.json', 'empty.json'], /empty\.json: .*empty/],
    ['a huge one', ['huge.json', 'srv1.json'], /huge\.json: too big/],
    ['a comparison', ['srv1.json', 'comparison.json'], /comparison\.json: .*comparison of reports/],
    [
      'bad settings in it',
      ['srv1.json', 'settings.json'],
      /settings\.json settings\.tenent: .*did you mean tenant/,
    ],
    ['the same file twice', ['srv1.json', 'srv1.json'], /srv1\.json: is the same file as srv1\.json/],
    ['the same file by another name', ['srv1.json', './srv1.json'], /\.\/srv1\.json: is the same file/],
  ])('%s', async (_, files, words) => {
    const ended = await run(
      files.flatMap((file) => ['--from', file]),
      { place },
    );
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(words) });
  });

  test('every bad file, not only the first', async () => {
    const { stderr } = await run(['--from', 'none.json', '--from', 'cut.json'], { place });
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });

  test.each([
    ['--baseline', [...both, '--baseline', 'srv1.json'], /--baseline compares one run/],
    ['--events', [...both, '--events'], /--from runs nothing/],
    ['--write-test', [...both, '--write-test'], /--write-test has no use/],
    ['a JUnit file', [...both, '--report', 'c.xml'], /c\.xml: JUnit XML is about one server/],
    ['tickets', [...both, '--report', 'tickets.md'], /tickets are about one server/],
    [
      'a file that holds one of the reports',
      [...both, '--report', './srv1.json'],
      /\.\/srv1\.json: is read by this run, and would be lost/,
    ],
    [
      'a wildcard that nothing fits',
      ['--from', 'nowhere-*.json'],
      /nowhere-\*\.json: no file fits this wildcard/,
    ],
    ['a folder without a report', ['--from', 'empty'], /empty: the folder holds no \.json file/],
  ])('with %s', async (_, args, words) => {
    mkdirSync(join(place.folder, 'empty'), { recursive: true });
    const ended = await run(args, { place });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(words) });
  });
});

test('a person sees which server fails what, opens it, and leaves with the worst exit code', async () => {
  const session = new Session(place, both, { columns: 80, rows: 25 });
  open.push(session);
  await session.waitFor(/DIFFERENT/);
  const screen = session.lines().join('\n');
  expect(screen).toMatch(/1 SRV1 +2 SRV2/);
  expect(screen).toMatch(/Reaches Microsoft sign-in +√ pass: .* × FAIL: refused/);
  session.type('n');
  await session.cursorMoves();
  session.type('/');
  await session.waitFor(/Enter keep/);
  session.type('sign-in');
  await session.waitFor(/sign-in█/);
  session.type(keys.enter);
  await session.waitFor(/Esc clears/);
  session.type(keys.enter);
  await session.waitFor(/State +pass +FAIL/);
  await session.waitFor(/refused by/);
  session.type(keys.escape);
  await session.waitFor(/DIFFERENT/);
  session.type('q');
  expect(await session.exited()).toBe(1);
  expect(session.history()).toMatch(/NOT READY: 0 of 2 servers are ready/);
  expect(session.history()).toMatch(/Exit code 1: a server is not ready/);
  expect(session.cursorHidden).toBe(false);
});
