import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/probes/index.ts';
import { eventSchema } from '../../src/report/events.ts';
import { reportSchema } from '../../src/results/report-schema.ts';
import { defaultSettings } from '../../src/settings/default-settings.ts';
import { type Cloud, type CountingBed, listen, startSilent } from '../beds/loopback.ts';
import { freePort } from '../beds/program.ts';
import { type CloudBed, makeCloudBed } from './cloud.ts';
import { type Ended, makePlace, type Place, removePlaces, run } from './program.ts';

/** The built program, run for real without a person. */

let bed: CloudBed;
let cloud: Cloud;
let silent: CountingBed;

beforeAll(async () => {
  bed = await makeCloudBed();
  [cloud, silent] = await Promise.all([bed.start(), startSilent()]);
});
afterAll(async () => {
  await Promise.all([cloud.stop(), silent.stop(), bed.authority.stop()]);
  removePlaces();
});

function placeWith(text: string): Place {
  const place = makePlace();
  place.write('.ecmarc', text);
  return place;
}

/** One JSON document and a newline, nothing else; it fits the schema. */
function reportOf({ stdout }: Pick<Ended, 'stdout'>) {
  expect(stdout.endsWith('}\n')).toBe(true);
  const parsed = reportSchema.strict().safeParse(JSON.parse(stdout));
  if (!parsed.success) throw new Error(parsed.error.message);
  return parsed.data;
}

const status = (report: ReturnType<typeof reportOf>, id: string) =>
  report.probes.find((probe) => probe.id === id)?.status;

describe('exit codes', () => {
  test('0: ready; what a chosen probe needs runs too and is shown', async () => {
    const ended = await run(['--json', '--only', 'network.sign-in'], {
      place: placeWith(bed.settings(cloud.port)),
    });
    expect(ended.code).toBe(0);
    const report = reportOf(ended);
    expect(report).toMatchObject({ ready: true, exitCode: 0, profile: 'preview-2021' });
    expect([status(report, 'network.sign-in'), status(report, 'network.proxy')]).toEqual(['pass', 'pass']);
    expect(status(report, 'network.dns')).toBe('skipped');
    expect(report.settings).toMatchObject({
      tenant: { cloud: { signIn: `https://localhost:${cloud.port}` } },
    });
  });

  test('1: a sign-in host that is down; --fail-on never makes it 0', async () => {
    const place = placeWith(bed.settings(await freePort()));
    const args = ['--plain', '--only', 'network.sign-in'];
    const [fails, never] = await Promise.all([
      run(args, { place }),
      run([...args, '--fail-on', 'never'], { place: placeWith(bed.settings(await freePort())) }),
    ]);
    expect(fails.code).toBe(1);
    expect(fails.stdout).toMatch(/^× FAIL +Reaches Microsoft sign-in .*\[network\.sign-in\]$/m);
    expect(fails.stdout).toMatch(/^Exit code 1: not ready$/m);
    expect(never.code).toBe(0);
    expect(never.stdout).toMatch(/^Exit code 0: not ready, but --fail-on never was given$/m);
  });

  test('1 for a warning with --fail-on warn only', async () => {
    const proxy = await listen(
      createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
      }),
    );
    try {
      const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
      const args = ['--json', '--only', 'network.proxy'];
      const plain = await run(args, { env });
      expect([plain.code, status(reportOf(plain), 'network.proxy')]).toEqual([0, 'warn']);
      const strict = await run([...args, '--fail-on', 'warn'], { env });
      expect(strict.code).toBe(1);
    } finally {
      await proxy.stop();
    }
  });

  test('3: --timeout cuts a host that says nothing', async () => {
    const ended = await run(['--json', '--only', 'network.sign-in', '--timeout', '4'], {
      place: placeWith(bed.settings(silent.port)),
    });
    const report = reportOf(ended);
    expect([ended.code, report.exitCode]).toEqual([3, 3]);
    const row = report.probes.find(({ id }) => id === 'network.sign-in');
    expect(row).toMatchObject({
      status: 'timed-out',
      message: expect.stringMatching(/run's 4 s.*localhost/),
    });
  });

  test.concurrent.each<[string, readonly string[], RegExp, string?]>([
    ['an unknown option', ['--jsn'], /unknown option --jsn, did you mean --json\?/],
    ['two voices', ['--json', '--events'], /--json and --events both want stdout/],
    ['from with write-test', ['--from', 'a.json', '--write-test'], /--write-test has no use/],
    [
      'an unknown ending',
      ['--report', 'a.docx'],
      /--report a\.docx: the ending says no format; known are .*\.xml/,
    ],
    [
      'a folder that is not there',
      ['--report', 'none/a.json'],
      /none\/a\.json: no such file or folder \(ENOENT\)/,
    ],
    ['the same file twice', ['--report', 'a.json', '--report', './a.json'], /\.\/a\.json: is named twice/],
    ['a report that is not there', ['--from', 'none.json'], /--from none\.json: no such file/],
    ['a baseline that is not there', ['--baseline', 'none.json'], /--baseline none\.json: no such file/],
    ['init without a kind', ['--init'], /--init asks questions on a terminal.*ldap, sql, custom or example/],
    ['globs that fit nothing', ['--only', 'sql.*'], /--only sql\.\* leaves no check to run/],
    ['all skipped', ['--skip', '*'], /--skip \* leaves no check to run/],
    ['an .ecmarc that is not there', ['--config', 'none.yaml'], /none\.yaml/],
    [
      'a broken .ecmarc',
      ['--only', 'server.os'],
      /\.ecmarc:2:12 .*did you mean signIn\?/,
      'tenant:\n  cloud: { singIn: planted-secret-2 }\n',
    ],
    [
      'a variable that is not set',
      ['--only', 'ldap.bind'],
      /connectors\.D\.target\.ldap\.password: the environment variable NOT_THERE is not set/,
      'connectors: [{ name: D, library: generic-ldap, target: { ldap: { url: "ldap://localhost:1", bindDn: cn=x, password: { env: NOT_THERE } } } }]\n',
    ],
    [
      'a password that nobody can type',
      ['--only', 'ldap.bind'],
      /connectors\.D\.target\.ldap\.password: needs to be typed/,
      'connectors: [{ name: D, library: generic-ldap, target: { ldap: { url: "ldap://localhost:1", bindDn: cn=x, password: { prompt: true } } } }]\n',
    ],
  ])('2, with an empty stdout, for %s', async (_, args, words, ecmarc) => {
    const place = ecmarc === undefined ? makePlace() : placeWith(ecmarc);
    const { code, stdout, stderr } = await run(args, { place });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/planted-secret|\n\s+at /);
  });
});

describe('a Linux machine without .ecmarc', () => {
  test('is not ready, and the words say what stands in the way', async () => {
    // A proxy that is down keeps it from asking any host but this one.
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await freePort()}` };
    const { code, stdout, stderr } = await run([], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Settings: none found/);
    expect(stdout).toMatch(
      /^NOT READY: The proxy .* does not answer: .*\(4 rows\); Linux, not Windows; .*no target, no tenant and no connector looked at yet/m,
    );
    expect(stdout).toMatch(/^× FAIL +Windows Server 2016 or later .*\[server\.os\]$/m);
    expect(stdout).toMatch(/^· blocked +\.NET Framework new enough +needs: Windows Server 2016 or later/m);
    expect(stdout).toMatch(/^√ pass +At least 3 GB of memory/m);
    expect(stdout).toMatch(/^► confirm +Only test data/m);
    expect(stdout).toMatch(/^Looked: .*, Linux \d+\.\d+, /m);
    expect(stdout).toMatch(/ecma-doctor --init/);
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toBe('');
  });
});

describe('voices', () => {
  test('--json says all else on stderr', async () => {
    const place = placeWith(
      'tenant: { signIn: { method: client-secret, clientId: 00000000-0000-0000-0000-000000000000, secret: planted-secret-3 } }\n',
    );
    const { code, stdout, stderr } = await run(['--json', '--only', 'server.memory'], { place });
    expect(code).toBe(0);
    reportOf({ stdout });
    expect(stderr).toMatch(/^Settings: .*\.ecmarc\nNote: .*tenant\.signIn\.secret/);
    expect(stdout + stderr).not.toContain('planted-secret-3');
  });

  test('--events: every line an event, the report last', async () => {
    const { code, stdout } = await run(['--events', '--only', 'network.sign-in'], {
      place: placeWith(bed.settings(cloud.port)),
    });
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    const report = reportSchema.strict().parse(JSON.parse(lines.pop() ?? ''));
    const events = lines.map((line) => eventSchema.parse(JSON.parse(line)));
    expect(events[0]).toMatchObject({ type: 'run-started', probes: ['network.proxy', 'network.sign-in'] });
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', ready: true, exitCode: 0 });
    expect(events.slice(1, -1).map((event) => `${event.type} ${'id' in event ? event.id : ''}`)).toEqual([
      'attempt-started network.proxy',
      'attempt-finished network.proxy',
      'attempt-started network.sign-in',
      'attempt-finished network.sign-in',
    ]);
    expect(report.exitCode).toBe(0);
  });

  test('--list, with nothing read: every id of the contract once, a source each', async () => {
    const place = placeWith('not: [valid');
    const [json, text] = await Promise.all([
      run(['--list', '--json'], { place }),
      run(['--list'], { place }),
    ]);
    expect([json.code, text.code, json.stderr + text.stderr]).toEqual([0, 0, '']);
    const { probes } = JSON.parse(json.stdout) as { probes: Record<string, unknown>[] };
    expect(probes.map(({ id }) => id)).toEqual(catalogue(defaultSettings).map(({ id }) => id));
    for (const probe of probes) {
      expect(Object.keys(probe)).toEqual([
        'id',
        'title',
        'area',
        'severity',
        'requirements',
        'needs',
        'uses',
        'source',
      ]);
      expect(probe.source).not.toBe('');
    }
    expect(text.stdout.trimEnd().split('\n')).toHaveLength(probes.length + 1);
  });

  test('--version and --help', async () => {
    const [version, help] = await Promise.all([run(['--version']), run(['--help'])]);
    expect(version).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const name of [
      'config',
      'profile',
      'only',
      'skip',
      'plain',
      'json',
      'events',
      'report',
      'from',
      'baseline',
      'write-test',
      'fail-on',
      'timeout',
      'list',
      'event-log',
      'readme',
      'init',
      'ascii',
      'no-color',
      'calm',
      'redact',
    ])
      expect(help.stdout, name).toMatch(new RegExp(`--${name}\\b`));
    for (const line of help.stdout.split('\n')) expect(line.length).toBeLessThan(80);
  });

  test('twins in the environment, and the option over them; ASCII', async () => {
    const place = placeWith('profile: preview-2021\n');
    const env = { ECMA_DOCTOR_PROFILE: 'ga', ECMA_DOCTOR_ONLY: 'server.memory', ECMA_DOCTOR_JSON: '1' };
    const [twins, option] = await Promise.all([
      run([], { place, env }),
      run(['--profile', 'preview-2021', '--json=false', '--ascii'], { place: placeWith(''), env }),
    ]);
    expect(reportOf(twins)).toMatchObject({ profile: 'ga', ready: true });
    expect(option.stdout).toMatch(/^Profile: preview, 28 May 2021/m);
    expect(option.stdout).toMatch(/^\+ pass/m);
    expect(option.stdout).not.toMatch(/[^\n\x20-\x7e]/);
  });

  test.each(['closed', 'silent-pipe'] as const)('never waits for input: stdin %s', async (stdin) => {
    expect(await run(['--only', 'server.memory'], { stdin })).toMatchObject({ code: 0, stderr: '' });
  });
});
