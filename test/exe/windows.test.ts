import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { importsOf } from '../../.tools/exe/imports.mjs';
import { makeExecutable, nativeModule } from '../../.tools/exe/make.mjs';
import { lackedByServer2016 } from '../../.tools/exe/server-2016.mjs';
import { describeWindows } from '../../.tools/exe/windows.mjs';
import { reportSchema } from '../../src/results/report-schema.ts';
import { canRun, koffiFile, wine10 } from '../wine/bed.ts';
import { runCli } from '../wine/cli.ts';
import { WinePrefix } from '../wine/prefix.ts';
import { dotnetKeys, serviceKeys, systemKeys, tlsKeys } from '../wine/servers.ts';
import { shippedExecutable } from '../wine/shipped.ts';

/** The very file that is copied to servers, started where nothing else is. */
const able = canRun(wine10);
const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-windows-exe-'));
const executable = join(folder, 'ecma-doctor.exe');
const prefixes: WinePrefix[] = [];

beforeAll(() => {
  if (able) copyFileSync(shippedExecutable(), executable);
});
afterEach(() => {
  for (const prefix of prefixes.splice(0)) prefix.remove();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!able)('its environment', () => {
  test('OPENSSL_CONF is not heeded: it names libraries to load', async () => {
    const prefix = new WinePrefix([]);
    prefixes.push(prefix);
    writeFileSync(
      join(prefix.driveC, 'openssl.cnf'),
      'nodejs_conf = a\n[a]\nengines = b\n[b]\nc = d\n[d]\nengine_id = c\ndynamic_path = C:/planted.dll\ninit = 0\n',
    );
    const env = { OPENSSL_CONF: 'C:\\openssl.cnf' };
    const { exitCode, stderr } = await runCli(prefix, { args: ['--version'], env });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(await prefix.run(wine10.nodeExe(), { args: ['-e', '1'], env })).not.toMatchObject({ exitCode: 0 });
  });

  test('NODE_COMPILE_CACHE is not heeded: compiled code would be taken from that folder', async () => {
    const prefix = new WinePrefix([]);
    prefixes.push(prefix);
    const cache = join(prefix.driveC, 'cache');
    const env = { NODE_COMPILE_CACHE: 'C:\\cache' };
    const { exitCode, stderr } = await runCli(prefix, { args: ['--plain', '--only', 'server.memory'], env });
    expect([exitCode, stderr, existsSync(cache)]).toEqual([0, '', false]);
    writeFileSync(join(prefix.driveC, 'script.cjs'), '1;');
    await prefix.run(wine10.nodeExe(), { args: ['C:\\script.cjs'], env });
    expect(existsSync(cache)).toBe(true);
  });
});

describe.skipIf(!able)('the file', () => {
  test('is called what it is, carries its blob, and bears no signature', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const made = describeWindows(readFileSync(executable));
    expect(made).toMatchObject({ signature: 0, systemOnly: true, manifest: true, fuse: true });
    expect(made.blob?.includes('ecma-doctor')).toBe(true);
    expect(made.strings).toEqual({
      ProductName: 'ECMA Connector Host doctor',
      FileDescription: 'Readiness doctor for the ECMA Connector Host',
      FileVersion: version,
      ProductVersion: version,
      InternalName: 'ecma-doctor',
      OriginalFilename: 'ecma-doctor.exe',
      LegalCopyright: expect.stringMatching(/^Copyright .*\d{4}/),
    });
    const plain = describeWindows(readFileSync(wine10.nodeExe()));
    expect(plain).toMatchObject({
      systemOnly: false,
      fuse: false,
      blob: undefined,
      strings: { ProductName: 'Node.js' },
    });
    expect(plain.signature).toBeGreaterThan(1000);
  });

  test('the same tree gives the same bytes', async () => {
    const node = wine10.nodeExe();
    const made = ['one', 'other'].map((name) => join(folder, name));
    for (const out of made) await makeExecutable({ system: 'win32', node, out, native: nativeModule() });
    const [one, other] = made.map((file) => createHash('sha256').update(readFileSync(file)).digest('hex'));
    expect(one).toBe(other);
  });

  test('asks nothing of Windows that Server 2016 lacks; something that does is found', () => {
    const bytes = readFileSync(executable);
    expect(lackedByServer2016(bytes)).toEqual([]);
    const imports = importsOf(bytes);
    expect(imports.map(({ library }) => library.toLowerCase())).toContain('kernel32.dll');
    // A name of the same length as one that came later, and a library that no Server 2016 has.
    const [longer = ''] = imports
      .flatMap(({ functions }) => functions)
      .filter((name) => name.length === 'GetTempPath2W'.length);
    expect(longer).not.toBe('');
    const planted = Buffer.from(bytes);
    for (const at of allOf(bytes, `${longer}\0`)) planted.write('GetTempPath2W', at, 'latin1');
    for (const at of allOf(bytes, 'WINMM.dll\0')) planted.write('NEWER.dll', at, 'latin1');
    expect(lackedByServer2016(planted)).toEqual([
      expect.stringMatching(/GetTempPath2W$/),
      'NEWER.dll: not known to be in Windows Server 2016',
    ]);
  });

  test("the native module's imports are read too, those that come late included", () => {
    const imports = importsOf(readFileSync(koffiFile()));
    expect(imports.find(({ late }) => late)?.functions).toContain('napi_create_function');
    expect(lackedByServer2016(readFileSync(koffiFile()))).toEqual([]);
  });
});

function allOf(bytes: Buffer, text: string): readonly number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) found.push(at);
  return found;
}

const keys = [
  ...systemKeys('2016', 'Server'),
  ...dotnetKeys(394_802),
  ...tlsKeys('off'),
  ...serviceKeys('VaultSvc', 'Credential Manager', 4),
];

function freshPrefix(): WinePrefix {
  const prefix = new WinePrefix(keys);
  prefix.executable = executable;
  prefixes.push(prefix);
  return prefix;
}

const options = { args: ['--json', '--profile', 'ga', '--only', 'server.*'] };
const programFiles = (prefix: WinePrefix) => join(prefix.driveC, 'Program Files/ecma-doctor');

/** `status: message` by probe. */
function told(stdout: string): Readonly<Record<string, string>> {
  const { probes } = reportSchema.strict().parse(JSON.parse(stdout));
  return Object.fromEntries(probes.map(({ id, status, message }) => [id, `${status}: ${message}`]));
}

const verdicts = {
  'server.os': 'warn: Windows Server 2016, supported until January 2027',
  'server.dotnet': 'fail: 4.6.2',
  'server.tls12': 'fail: off for outgoing connections',
  'server.credential-manager': 'fail: disabled',
};

/** All files below a folder. */
function filesIn(place: string): readonly string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.skipIf(!able)('on a Windows with a staged registry', () => {
  test('tells its verdicts; its native module lies where only administrators write, once', async () => {
    const prefix = freshPrefix();
    const first = await runCli(prefix, options);
    expect(first).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^Settings: none found[^\n]*\n$/),
    });
    expect(told(first.stdout)).toMatchObject(verdicts);
    const [module = '', ...others] = filesIn(programFiles(prefix));
    expect(module).toMatch(/native\/[0-9a-f]{32}\/koffi\.node$/);
    expect(others).toEqual([]);
    expect(readFileSync(module).equals(readFileSync(koffiFile()))).toBe(true);

    const { ino } = statSync(module);
    expect(told((await runCli(prefix, options)).stdout)).toMatchObject(verdicts);
    expect(statSync(module).ino).toBe(ino);

    // What was put in its place is not loaded.
    writeFileSync(module, 'planted');
    expect(told((await runCli(prefix, options)).stdout)).toMatchObject(verdicts);
    expect(readFileSync(module).equals(readFileSync(koffiFile()))).toBe(true);
  });

  test('runs no script that a package.json beside it gives for the module', async () => {
    const prefix = freshPrefix();
    const hash = createHash('sha256').update(readFileSync(koffiFile())).digest('hex').slice(0, 32);
    const name = `C:\\Program Files\\ecma-doctor\\native\\${hash}\\koffi.node`;
    const planted = { 'package.json': JSON.stringify({ name, exports: './planted.cjs' }), 'planted.cjs': '' };
    try {
      for (const [file, text] of Object.entries(planted)) writeFileSync(join(folder, file), text);
      expect(told((await runCli(prefix, options)).stdout)).toMatchObject(verdicts);
      expect(filesIn(programFiles(prefix))).toEqual([expect.stringContaining(`native/${hash}/koffi.node`)]);
    } finally {
      for (const file of Object.keys(planted)) rmSync(join(folder, file));
    }
  });

  test('two that start at once both answer', async () => {
    const prefix = freshPrefix();
    const both = await Promise.all([runCli(prefix, options), runCli(prefix, options)]);
    for (const { stdout } of both) expect(told(stdout)).toMatchObject(verdicts);
    expect(filesIn(programFiles(prefix))).toHaveLength(1);
  });

  test('uses a folder of the user where Program Files is closed', async () => {
    const prefix = freshPrefix();
    writeFileSync(programFiles(prefix), 'a file in the way');
    const { stdout } = await runCli(prefix, options);
    expect(told(stdout)).toMatchObject(verdicts);
    expect(filesIn(join(prefix.driveC, 'users')).filter((file) => file.endsWith('koffi.node'))).toEqual([
      expect.stringMatching(/AppData\/Local\/ecma-doctor\/native\/[0-9a-f]{32}\/koffi\.node$/),
    ]);
  });

  test('unpacks nowhere: Windows stays unknown, with the reason', async () => {
    const prefix = freshPrefix();
    writeFileSync(programFiles(prefix), 'a file in the way');
    const local = join(prefix.driveC, 'users', userInfo().username, 'AppData/Local');
    mkdirSync(local, { recursive: true });
    writeFileSync(join(local, 'ecma-doctor'), 'a file in the way');
    const { exitCode, stdout } = await runCli(prefix, options);
    expect(exitCode).toBe(1);
    const { probes } = reportSchema.strict().parse(JSON.parse(stdout));
    expect(probes.find(({ id }) => id === 'server.dotnet')).toMatchObject({
      status: 'unknown',
      found: expect.stringMatching(
        /koffi\.node could not be unpacked \(C:\\Program Files\\ecma-doctor.*; C:\\users\\.*\)/,
      ),
    });
    expect(existsSync(join(prefix.driveC, 'windows/ecma-doctor'))).toBe(false);
    expect(probes.map(({ status }) => status)).not.toContain('crashed');
  });
});
