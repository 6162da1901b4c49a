import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reportSchema } from '../../src/results/report-schema.ts';
import { type CountingBed, startSilent } from '../beds/loopback.ts';
import { freePort } from '../beds/program.ts';
import { type CloudBed, makeCloudBed } from './cloud.ts';
import { environment, makePlace, type Place, programCommand, removePlaces, run } from './program.ts';
import { Session } from './pty.ts';

/** How a run ends when something is against it: signals, closed streams, planted files, secrets. */

let bed: CloudBed;
let silent: CountingBed;

beforeAll(async () => {
  bed = await makeCloudBed();
});
// One for each test: a connection of the program that the test before it ran may still be open.
beforeEach(async () => {
  silent = await startSilent();
});
afterEach(() => silent.stop());
afterAll(async () => {
  await bed.authority.stop();
  removePlaces();
});

function placeWith(text: string): Place {
  const place = makePlace();
  place.write('.ecmarc', text);
  return place;
}

/** Does this once the program has reached the host that says nothing. */
const whenWaiting = (what: (child: ChildProcess) => void) => (child: ChildProcess) => {
  void silent.opened(1).then(() => what(child));
};

describe('signals', () => {
  test.each([
    ['SIGINT', '--json'],
    ['SIGTERM', '--events'],
    ['SIGHUP', '--json'],
  ] as const)('%s during a run: 130, and a valid report with %s', async (signal, voice) => {
    const place = placeWith(bed.settings(silent.port));
    const during = whenWaiting((child) => child.kill(signal));
    const args = [voice, '--only', 'network.sign-in', '--report', 'a.xml', '--report', 'a.json'];
    const { code, stdout, stderr } = await run(args, { place, during });
    expect(code).toBe(130);
    const report = reportSchema
      .strict()
      .parse(JSON.parse(voice === '--json' ? stdout : (stdout.trimEnd().split('\n').at(-1) ?? '')));
    expect(report.exitCode).toBe(130);
    const statusOf = (id: string) => report.probes.find((probe) => probe.id === id);
    expect(statusOf('network.sign-in')).toMatchObject({
      status: 'cancelled',
      message: `cancelled by ${signal}`,
    });
    // It had its answer before sign-in could begin.
    expect(statusOf('network.proxy')?.status).toBe('pass');
    expect(readFileSync(join(place.folder, 'a.xml'), 'utf8')).toMatch(/<\/testsuites>\s*$/);
    expect(JSON.parse(readFileSync(join(place.folder, 'a.json'), 'utf8'))).toEqual(report);
    expect(stderr).not.toMatch(/\n\s+at /);
    // What was learnt before lies in the state folder.
    const [ledger = ''] = readdirSync(place.state).filter((name) => /^ecmarc-[0-9a-f]+\.json$/.test(name));
    expect(readFileSync(join(place.state, ledger), 'utf8')).toContain(`cancelled by ${signal}`);
    expect(readdirSync(place.state).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s before anything runs: 130, and a valid report',
    async (signal) => {
      const place = makePlace();
      const { stdout: earlier } = await run(['--json', '--only', 'server.memory'], { place });
      // The run begins when its baseline is read.
      const pipe = join(place.folder, 'baseline');
      execFileSync('mkfifo', [pipe]);
      const args = ['--json', '--baseline', pipe, '--only', 'server.*', '--report', 'a.json'];
      const during = async (child: ChildProcess) => {
        const file = await open(pipe, 'w');
        child.kill(signal);
        // It may have left by now.
        await file.writeFile(earlier).catch(() => {});
        await file.close();
      };
      const { code, stdout, stderr } = await run(args, { place, during: (child) => void during(child) });
      expect(code).toBe(130);
      const report = reportSchema.strict().parse(JSON.parse(stdout));
      const memory = report.probes.find(({ id }) => id === 'server.memory');
      expect(memory).toMatchObject({ status: 'cancelled', message: `cancelled by ${signal}` });
      expect(JSON.parse(readFileSync(join(place.folder, 'a.json'), 'utf8'))).toEqual(report);
      expect(stderr).not.toMatch(/\n\s+at /);
    },
  );

  describe.skipIf(process.platform === 'win32')('on a pipe that never says anything', () => {
    let place: Place;
    let pipe: string;
    beforeEach(() => {
      place = makePlace();
      pipe = join(place.folder, 'pipe.json');
      execFileSync('mkfifo', [pipe]);
    });

    /** The signal comes when the program has opened the pipe, and whoever could write waits for its end. */
    const onceOpened = (signal: NodeJS.Signals) => (child: ChildProcess) => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      void open(pipe, 'w').then(async (file) => {
        child.kill(signal);
        await ended;
        await file.close();
      });
    };

    test.each([['--from'], ['--from', 'none.json', '--from'], ['--only', 'server.memory', '--baseline']])(
      '--timeout ends %s %s %s',
      async (...args) => {
        const ended = await run([...args, pipe, '--plain', '--timeout', '0.5'], { place });
        expect(ended).toMatchObject({ code: 2, stdout: '' });
        expect(ended.stderr).toMatch(/pipe\.json: not read within the time that --timeout gives$/m);
      },
    );

    test.each(['SIGINT', 'SIGTERM'] as const)('%s ends --from', async (signal) => {
      const ended = await run(['--from', pipe, '--plain'], { place, during: onceOpened(signal) });
      expect(ended).toEqual({ code: 130, stdout: '', stderr: '' });
    });

    test('and --from where nobody opens it to write', async () => {
      const during = (child: ChildProcess) => void child.stderr?.once('data', () => child.kill('SIGTERM'));
      // Told right before the report is opened.
      const ended = await run(['--from', pipe, '--config', 'none', '--plain'], { place, during });
      expect(ended).toMatchObject({ code: 130, stdout: '' });
    });

    test.each(['SIGINT', 'SIGTERM'] as const)(
      '%s ends --baseline, and the report says what was cancelled',
      async (signal) => {
        const args = ['--json', '--baseline', pipe, '--only', 'server.memory'];
        const { code, stdout, stderr } = await run(args, { place, during: onceOpened(signal) });
        expect(code).toBe(130);
        expect(reportSchema.strict().parse(JSON.parse(stdout))).toMatchObject({ exitCode: 130 });
        expect(stderr).toMatch(/^ecma-doctor: --baseline .*pipe\.json: not read to its end$/m);
      },
    );
  });

  test('a second one leaves at once', async () => {
    const during = whenWaiting((child) => {
      child.kill('SIGINT');
      child.kill('SIGTERM');
    });
    const ended = await run(['--plain', '--only', 'network.sign-in'], {
      place: placeWith(bed.settings(silent.port)),
      during,
    });
    expect(ended.code).toBe(130);
    expect(ended.stderr).toBe('');
  });
});

describe('streams', () => {
  test.each([
    ['--json', 'server.memory', 0],
    ['--events', 'server.os', 1],
    ['--plain', 'server.os', 1],
  ] as const)('a reader of %s that went away: the exit code is still true', async (voice, only, expected) => {
    const place = makePlace();
    const { file, args } = programCommand([voice, '--only', only]);
    const child = spawn(file, args, {
      cwd: place.folder,
      env: environment(place),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(expected);
    expect(stderr).not.toMatch(/EPIPE|\n\s+at /);
  });

  test.skipIf(!existsSync('/dev/full')).each([
    ['--json', 'server.memory', 3],
    ['--plain', 'server.memory', 3],
    ['--json', 'server.os', 1],
  ] as const)('%s onto a full disk is told, and no success: %s', async (voice, only, expected) => {
    const place = makePlace();
    const { file, args } = programCommand([voice, '--only', only]);
    const full = openSync('/dev/full', 'w');
    const child = spawnSync(file, args, {
      cwd: place.folder,
      env: environment(place),
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(child.status).toBe(expected);
    expect(child.stderr).toMatch(/^ecma-doctor: standard output ends before its end \(ENOSPC\)/m);
  });

  test('neither input nor output: the exit code is still true', async () => {
    expect(await run(['--only', 'server.os'], { stdin: 'no-output' })).toMatchObject({ code: 1, stderr: '' });
  });

  test('CI on a terminal: plain lines, no key is waited for', async () => {
    const session = new Session(
      makePlace(),
      ['--only', 'server.memory'],
      { columns: 100, rows: 30 },
      { CI: 'true' },
    );
    try {
      expect(await session.exited()).toBe(0);
      expect(session.sent).not.toMatch(/\[\?(?:25l|1049h)|\[2J/);
      expect(session.history()).toMatch(/^√ pass +At least 3 GB of memory/m);
      expect(session.history()).toMatch(/Exit code 0: ready/);
    } finally {
      await session.end();
    }
  });
});

describe('found files', () => {
  test('planted code and imports run nothing', async () => {
    const place = makePlace();
    const marker = join(place.folder, 'marker');
    const evil = `require('node:fs').writeFileSync(${JSON.stringify(marker)}, 'ran'); module.exports = { profile: 'ga' };`;
    for (const name of ['.ecmarc.js', '.ecmarc.cjs', '.ecmarc.ts', 'ecma.config.js']) place.write(name, evil);
    mkdirSync(join(place.folder, '.config'));
    place.write('.config/config.js', evil);
    place.write('.config/ecmarc.js', evil);
    place.write(
      'package.json',
      JSON.stringify({ ecma: { profile: 'ga' }, cosmiconfig: { $import: './.ecmarc.js' } }),
    );
    const ignored = await run(['--json', '--only', 'server.memory'], { place });
    expect(ignored.code).toBe(0);
    expect(JSON.parse(ignored.stdout)).toMatchObject({ profile: 'preview-2021' });
    place.write('.ecmarc', '$import: ./.ecmarc.js\n');
    const refused = await run(['--json', '--only', 'server.memory'], { place });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/\.ecmarc:1:1 \$import: unknown key: nothing is imported into \.ecmarc/);
    expect(existsSync(marker)).toBe(false);
  });

  test.skipIf(process.geteuid?.() !== 0)(
    'elevated: a found file of another user is not used, a named one is',
    async () => {
      const place = makePlace();
      const file = place.write('.ecmarc', 'profile: ga\n');
      chownSync(file, 65534, 65534);
      const found = await run(['--json', '--only', 'server.memory'], { place });
      expect(found).toMatchObject({ code: 2, stdout: '' });
      expect(found.stderr).toContain(`${file} `);
      expect(found.stderr).toMatch(/belongs to another user.*--config/);
      const named = await run(['--json', '--only', 'server.memory', '--config', '.ecmarc'], { place });
      expect(named.code).toBe(0);
      expect(JSON.parse(named.stdout)).toMatchObject({ profile: 'ga' });
    },
  );

  test('waivers and answers in .ecmarc count unattended', async () => {
    const place = placeWith(
      'attest: { testDataOnly: true }\nprobes: { waive: [ { id: "server.os", reason: a laptop, until: 2199-01-31 } ] }\n',
    );
    const { code, stdout } = await run(['--json', '--only', 'server.os,attest.test-data'], { place });
    expect(code).toBe(0);
    const { probes, ready } = reportSchema.parse(JSON.parse(stdout));
    expect(ready).toBe(true);
    expect(probes.find(({ id }) => id === 'server.os')).toMatchObject({
      status: 'waived',
      judged: { status: 'fail' },
      answer: { reason: 'a laptop', until: '2199-01-31', where: join(place.folder, '.ecmarc') },
    });
    expect(probes.find(({ id }) => id === 'attest.test-data')).toMatchObject({ status: 'attested' });
    const past = placeWith('probes: { waive: [ { id: "server.os", reason: old, until: 2001-01-31 } ] }\n');
    expect((await run(['--only', 'server.os'], { place: past })).code).toBe(1);
  });

  test('--init writes a starter that the next run takes, and overwrites nothing', async () => {
    const place = makePlace();
    const first = await run(['--init', 'ldap'], { place });
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Wrote .*\.ecmarc\./),
      stderr: '',
    });
    const text = readFileSync(join(place.folder, '.ecmarc'), 'utf8');
    const second = await run(['--init', 'sql'], { place });
    expect(second).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/exists already/) });
    expect(readFileSync(join(place.folder, '.ecmarc'), 'utf8')).toBe(text);
    const used = await run(['--json', '--only', 'attest.*'], { place });
    expect(used.code).toBe(1);
    expect(JSON.parse(used.stdout)).toMatchObject({ settings: { connectors: [{ name: 'Directory' }] } });
  });

  test('--init on a terminal asks which release, unless --profile says it', async () => {
    for (const [args, asks, expected] of [
      [[], true, 'ga'],
      [['--profile', 'preview-2021'], false, 'preview-2021'],
    ] as const) {
      const place = makePlace();
      const session = new Session(place, ['--init', ...args], { columns: 120, rows: 30 });
      const answered = async (question: RegExp, text = ''): Promise<void> => {
        await session.waitFor(question);
        session.type(`${text}\r`);
      };
      try {
        await answered(/What shall be connected\?/, 'custom');
        if (asks) await answered(/Which release will be installed\?/);
        await answered(/Tenant, a domain/);
        await answered(/Name of the connector/);
        await answered(/Path of the connector/);
        await answered(/Host and port of the application/);
        expect(await session.exited()).toBe(0);
        expect(session.history().includes('Which release')).toBe(asks);
        const text = readFileSync(join(place.folder, '.ecmarc'), 'utf8');
        expect(text).toMatch(new RegExp(`^profile: ${expected} `, 'm'));
      } finally {
        await session.end();
      }
    }
  });

  test('--init example writes .ecmarc.example, which is no settings yet, and says the next step', async () => {
    const place = makePlace();
    const told = async (...args: readonly string[]) => run(['--init', 'example', ...args], { place });
    const example = join(place.folder, '.ecmarc.example');
    const whole = expect.stringMatching(
      /^Wrote .*\.ecmarc\.example: it explains every key\. Copy it to \.ecmarc, /,
    );
    expect(await told()).toMatchObject({ code: 0, stdout: whole, stderr: '' });
    expect(
      readdirSync(place.folder)
        .filter((name) => name.includes('ecmarc'))
        .sort(),
    ).toEqual(['.ecmarc.example', 'ecmarc.schema.json']);
    const text = readFileSync(example, 'utf8');
    const next = await run(['--json', '--only', 'server.memory'], { place });
    expect([next.code, next.stderr]).toEqual([0, expect.stringMatching(/^Settings: none found/)]);

    // Beside settings that are in use, and where the same lies there already.
    expect((await run(['--init', 'ldap', '--profile', 'ga'], { place })).code).toBe(0);
    expect(readFileSync(join(place.folder, '.ecmarc'), 'utf8')).toMatch(/^profile: ga /m);
    expect(await told()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /is there already, and explains every key\. Copy what you need into the \.ecmarc /,
      ),
    });

    expect(await told('--config', 'x.json')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'ecma-doctor: --init writes YAML: name another file than x.json\n',
    });
    for (const name of ['x.js', 'package.yaml'])
      expect(await told('--config', name)).toEqual({
        code: 2,
        stdout: '',
        stderr: `ecma-doctor: --init writes no file of a name that is never read: name another file than ${name}\n`,
      });

    writeFileSync(example, `${text}# mine\n`);
    expect(await told()).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /exists already: nothing was written; move it away, or name another file/,
      ),
    });
    expect(readFileSync(example, 'utf8')).toBe(`${text}# mine\n`);
    expect(await told('--config', 'other.yml')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/other\.yml: it explains every key\./),
    });
  });
});

/** Every byte below a folder, by file. */
function written(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const paths = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  return new Map(paths.map((path) => [path, readFileSync(path, 'latin1')]));
}

test('no secret in anything that is told or written', async () => {
  const down = await freePort();
  const place = placeWith(
    [
      'tenant: { id: contoso.example, cloud: { signIn: "https://localhost:PORT", graph: "https://localhost:PORT" }, signIn: { method: client-secret, clientId: 00000000-0000-0000-0000-000000000000, secret: { env: S_TENANT } } }',
      'network: { proxy: { url: "http://localhost:PORT", user: svc, password: { env: S_PROXY } } }',
      'connectors:',
      '  - { name: D, library: generic-ldap, secretToken: { env: S_TOKEN }, tenantUrl: "https://localhost:PORT/ecma2host_D/scim", target: { ldap: { url: "ldap://localhost:PORT", bindDn: cn=ecma, password: { file: ldap.txt }, users: ou=people } } }',
      '  - { name: S, library: generic-sql, target: { sql: { server: localhost, port: PORT, database: C, table: dbo.E, user: ecma, password: { env: S_SQL } } } }',
      '',
    ]
      .join('\n')
      .replaceAll('PORT', String(down)),
  );
  place.write('ldap.txt', 'planted-ldap-9\n');
  const env = {
    S_TENANT: 'planted-tenant-9',
    S_PROXY: 'planted-proxy-9',
    S_TOKEN: 'planted-token-9',
    S_SQL: 'planted-sql-9',
  };
  const reports = ['r.json', 'r.xml', 'r.html', 'r.md', 'tickets.md', 'tickets.txt'];
  const [json, plain] = [
    await run(['--json', '--timeout', '20', ...reports.flatMap((name) => ['--report', name])], {
      place,
      env,
    }),
    await run(['--events', '--timeout', '20'], { place, env }),
  ];
  expect([json.code, plain.code]).toEqual([1, 1]);
  const files = written(place.folder);
  for (const name of reports) expect([...files.keys()], name).toContain(join(place.folder, name));
  files.set('stdout', json.stdout + plain.stdout);
  files.set('stderr', json.stderr + plain.stderr);
  for (const [path, text] of files) {
    if (!path.endsWith('ldap.txt')) expect(text, path).not.toMatch(/planted-/);
    for (const secret of ['planted-ldap-9', ...Object.values(env)]) {
      const encoded = Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -2);
      expect(text, path).not.toContain(encoded);
    }
  }
});
