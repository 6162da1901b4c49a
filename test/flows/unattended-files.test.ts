import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reportSchema } from '../../src/results/report-schema.ts';
import { type Cloud, type CountingBed, startSilent } from '../beds/loopback.ts';
import { freePort } from '../beds/program.ts';
import { type CloudBed, makeCloudBed } from './cloud.ts';
import { makePlace, type Place, programFile, removePlaces, run } from './program.ts';

/** Reports that a run writes, reads again, compares and gives to build servers. */

let bed: CloudBed;
let cloud: Cloud;
let silent: CountingBed;

beforeAll(async () => {
  bed = await makeCloudBed();
  cloud = await bed.start();
});
// One for each test: a connection of the program that the test before it ran may still be open.
beforeEach(async () => {
  silent = await startSilent();
});
afterEach(() => silent.stop());
afterAll(async () => {
  await Promise.all([cloud.stop(), bed.authority.stop()]);
  removePlaces();
});

function placeWith(text: string): Place {
  const place = makePlace();
  place.write('.ecmarc', text);
  return place;
}

const only = ['--only', 'server.*,network.sign-in,attest.*'];

describe('--report', () => {
  test('several at once: each in its format, whole, and over what stood there', async () => {
    const place = placeWith(bed.settings(cloud.port));
    const names = ['a.json', 'a.xml', 'a.html', 'a.md', 'tickets.md', 'tickets.txt'];
    place.write('a.md', 'what stood there');
    const ended = await run([...only, ...names.flatMap((name) => ['--report', name])], { place });
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    const text = (name: string) => readFileSync(join(place.folder, name), 'utf8');
    reportSchema.strict().parse(JSON.parse(text('a.json')));
    expect(text('a.xml')).toMatch(/^<\?xml[\s\S]*<\/testsuites>\s*$/);
    expect(text('a.html')).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/i);
    expect(text('a.md')).toMatch(/^# NOT READY/);
    expect(text('tickets.md')).toMatch(/server administrator/i);
    expect(text('tickets.txt')).not.toBe('');
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('that cannot be written in the end is told, and is no success', async () => {
    const place = placeWith(bed.settings(silent.port));
    const folder = join(place.folder, 'gone');
    mkdirSync(folder);
    const ended = await run(
      ['--only', 'network.sign-in', '--timeout', '5', '--report', 'gone/a.json', '--report', 'b.json'],
      {
        place,
        during: () => void silent.opened(1).then(() => rmSync(folder, { recursive: true })),
      },
    );
    expect(ended.code).toBe(3);
    expect(ended.stderr).toMatch(/^ecma-doctor: .*gone\/a\.json: no such file or folder/);
    expect(readdirSync(place.folder)).toContain('b.json');
  });
});

describe('--from', () => {
  let saved: Place;
  beforeAll(async () => {
    saved = placeWith(`${bed.settings(cloud.port)}attest: { testDataOnly: true }\n`);
    const ended = await run([...only, '--report', 'a.json'], { place: saved });
    expect(ended.code).toBe(1);
  });
  const path = () => join(saved.folder, 'a.json');

  test('says the same again, asks no host, and keeps no state', async () => {
    const asked = cloud.total();
    const place = makePlace();
    const { code, stdout, stderr } = await run(['--from', path(), '--json'], { place });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(path(), 'utf8')));
    expect(cloud.total()).toBe(asked);
    expect(readdirSync(place.folder)).toEqual([]);
  });

  test('judges by the other profile, into another format', async () => {
    const { code, stdout } = await run(['--from', path(), '--profile', 'ga', '--report', 'b.json'], {
      place: saved,
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Profile: general availability; judged as preview, 28 May 2021: not ready$/m);
    expect(stdout).toMatch(/^- skipped +Only test data +not applicable/m);
    const again = reportSchema.parse(JSON.parse(readFileSync(join(saved.folder, 'b.json'), 'utf8')));
    const before = reportSchema.parse(JSON.parse(readFileSync(path(), 'utf8')));
    expect(again.profile).toBe('ga');
    expect(again.readyByProfile).toEqual(before.readyByProfile);
    expect(again.startedAt).toBe(before.startedAt);
  });

  test('can be cut down by --only', async () => {
    const part = await run(['--from', path(), '--only', 'server.memory'], {});
    expect(part).toMatchObject({ code: 0, stderr: '' });
    const told = await run(['--from', path(), '--only', 'server.memory', '--config', 'x'], {});
    expect(told).toMatchObject({ code: 0, stderr: expect.stringMatching(/--config is not read$/m) });
    expect(await run(['--from', path(), '--only', 'sql.*'], {})).toMatchObject({ code: 2, stdout: '' });
  });

  test('is not written over, also when only a part of it was judged again', async () => {
    const before = readFileSync(path());
    const refused = await run(['--from', path(), '--only', 'server.memory', '--report', path()], {});
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/a\.json: is read by this run, and would be lost/);
    expect(readFileSync(path())).toEqual(before);
    const place = makePlace();
    const config = place.write('settings.json', '{}');
    const other = await run(['--config', config, '--only', 'server.os', '--report', 'settings.json'], {
      place,
    });
    expect(other).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/is read by this run/),
    });
    expect(readFileSync(config, 'utf8')).toBe('{}');
  });

  test('opens a run that was cancelled', async () => {
    const place = placeWith(bed.settings(silent.port));
    const cancelled = await run(['--only', 'network.sign-in', '--report', 'c.json'], {
      place,
      during: (child) => void silent.opened(1).then(() => child.kill('SIGINT')),
    });
    expect(cancelled.code).toBe(130);
    const { code, stdout } = await run(['--from', 'c.json'], { place });
    expect(code).toBe(130);
    expect(stdout).toMatch(/^□ cancelled +Reaches Microsoft sign-in +cancelled by SIGINT/m);
  });

  test.each([
    ['cut', '{"schemaVersion": 1, "tool"', /it is cut off before its end/],
    ['XML', '<testsuites/>', /it is XML or HTML, not JSON/],
    ['another version', '{"schemaVersion": 99}', /its schemaVersion is 99/],
    ['a part missing', '{"schemaVersion": 1}', /not a readable report: /],
  ])('refuses a file that is %s, with 2', async (_, text, words) => {
    const place = makePlace();
    place.write('bad.json', text);
    const { code, stdout, stderr } = await run(['--from', 'bad.json', '--json'], { place });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(words);
  });
});

test('--baseline: what was fixed, what is new, what still fails', async () => {
  const port = await freePort();
  const place = placeWith(bed.settings(port));
  await run([...only, '--report', 'before.json'], { place });
  place.write('.ecmarc', bed.settings(cloud.port));
  const { code, stdout } = await run([...only, '--baseline', 'before.json', '--json'], { place });
  expect(code).toBe(1);
  const { comparison } = reportSchema.parse(JSON.parse(stdout));
  expect(comparison?.fixed.map(({ id }) => id)).toContain('network.sign-in');
  expect(comparison?.stillFailing.map(({ id }) => id)).toContain('server.os');
});

describe('--redact', () => {
  const name = 'dc07.fabrikam.example';

  test('replaces names in what is told and written; which, stands on stderr alone', async () => {
    const place = makePlace();
    mkdirSync(join(place.folder, 'fabrikam-audit'));
    const config = place.write(
      'fabrikam-audit/.ecmarc',
      `tenant: { id: fabrikam.example, cloud: { signIn: "https://${name}:9" } }\n`,
    );
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await freePort()}` };
    const args = [
      '--config',
      config,
      '--only',
      'network.*',
      '--redact',
      '--report',
      'a.json',
      '--report',
      'a.html',
    ];
    for (const voice of ['--json', '--plain']) {
      const { stdout, stderr } = await run([voice, ...args], { place, env });
      expect(stdout).not.toMatch(/fabrikam|dc07/i);
      expect(stderr).toMatch(/^ {2}fabrikam\.example -> .*\(domain\)$/m);
      if (voice === '--plain') expect(stdout).toMatch(/\[network\.proxy\]$/m);
    }
    for (const file of ['a.json', 'a.html'])
      expect(readFileSync(join(place.folder, file), 'utf8'), file).not.toMatch(/fabrikam|dc07/i);
  });
});

describe('build servers', () => {
  test('GitHub Actions: annotations beside the report, and a step summary', async () => {
    const place = makePlace();
    const summary = place.write('summary.md', 'of an earlier step\n');
    const env = { GITHUB_ACTIONS: 'true', CI: 'true', GITHUB_STEP_SUMMARY: summary };
    const { code, stdout, stderr } = await run(['--json', '--only', 'server.os,attest.not-a-source'], {
      place,
      env,
    });
    expect(code).toBe(1);
    reportSchema.strict().parse(JSON.parse(stdout));
    expect(stderr).toMatch(
      /^::error title=Windows Server 2016 or later::Linux, not Windows \[server\.os\]\. Fix: /m,
    );
    expect(stderr).toMatch(/^::warning title=Target is not also a source::/m);
    expect(readFileSync(summary, 'utf8')).toMatch(/^of an earlier step\n# NOT READY/);
  });

  test('Azure Pipelines: logging commands, and a page that is uploaded', async () => {
    const place = makePlace();
    const env = { TF_BUILD: 'True', AGENT_TEMPDIRECTORY: place.folder };
    const { code, stdout } = await run(['--plain', '--only', 'server.os'], { place, env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^##vso\[task\.logissue type=error\]Windows Server 2016 or later: /m);
    const [, page = ''] = /^##vso\[task\.uploadsummary\](.*)$/m.exec(stdout) ?? [];
    expect(readFileSync(page, 'utf8')).toMatch(/^# NOT READY/);
  });

  test('a summary that cannot be written changes no exit code; elsewhere nothing is told', async () => {
    const place = makePlace();
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(place.folder, 'none', 's.md') };
    const [broken, none] = await Promise.all([
      run(['--only', 'server.memory'], { place, env }),
      run(['--only', 'server.os'], {}),
    ]);
    expect(broken).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/step summary .* was not written \(ENOENT\)/),
    });
    expect(none.stdout).not.toMatch(/^::|##vso/m);
  });
});

test('the JSON Schemas ship with the program', () => {
  const folder = join(programFile, '..', 'schemas');
  const read = (name: string) =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
  expect(readdirSync(folder).toSorted()).toEqual([
    'comparison.schema.json',
    'ecmarc.schema.json',
    'event.schema.json',
    'report.schema.json',
  ]);
  expect(read('ecmarc.schema.json').properties).toHaveProperty('connectors');
  expect(read('report.schema.json').properties).toHaveProperty('readyByProfile');
  expect(read('comparison.schema.json').properties).toHaveProperty('servers');
  expect(read('event.schema.json')).toHaveProperty('oneOf');
});
