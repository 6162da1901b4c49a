import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canRun, wine8 } from '../wine/bed.ts';
import { windowsPath } from '../wine/cli.ts';
import { WinePrefix } from '../wine/prefix.ts';
import { systemKeys } from '../wine/servers.ts';
import { dropNative, emptyRegistry, makeClone, nativeThere, type Registry, run } from './clone.ts';

const withNative = nativeThere();
/** Each starts npm or a compiler: seconds on an idle machine. */

const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-package-'));
const clone = join(folder, 'clone');
const unpacked = join(folder, 'consumer', 'node_modules', 'ecma-doctor');
const tarball = join(folder, 'ecma-doctor.tgz');
let registry: Registry;
let shown: string;

/** npm as on a machine of its own: an empty home and cache, and a registry that has nothing. */
function npmEnvironment(): Record<string, string> {
  return {
    HOME: join(folder, 'home'),
    npm_config_cache: join(folder, 'cache'),
    npm_config_registry: registry.url,
    npm_config_update_notifier: 'false',
    // npm's own question about what it has installed.
    npm_config_audit: 'false',
    ECMA_DOCTOR_STATE: join(folder, 'state'),
  };
}

function listed(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

async function unpack(file: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  expect(await run('tar', ['-xzf', file, '-C', to, '--strip-components=1'], to, {})).toMatchObject({
    code: 0,
  });
}

beforeAll(async () => {
  registry = await emptyRegistry();
  mkdirSync(join(folder, 'home'), { recursive: true });
  mkdirSync(clone);
  makeClone(clone, withNative);
  const packed = await run('npm', ['pack', '--pack-destination', folder], clone, npmEnvironment());
  expect(packed, packed.stderr).toMatchObject({ code: 0 });
  shown = packed.stdout;
  const made = join(folder, shown.trim());
  await unpack(made, unpacked);
  renameSync(made, tarball);
});

afterAll(async () => {
  await registry.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('npm pack in a clone', () => {
  test('prints the name of the tarball and nothing else', () => {
    expect(shown).toMatch(/^ecma-doctor-\d+\.\d+\.\d+\.tgz\n$/);
  });

  test.each(['package.json', 'README.md'])('leaves %s as it was', (name) => {
    const own = join(import.meta.dirname, '../..', name);
    expect(readFileSync(join(clone, name), 'utf8')).toBe(readFileSync(own, 'utf8'));
    expect(readdirSync(clone).filter((one) => one.endsWith('.orig'))).toEqual([]);
  });

  test('ships README for users: pictures as text, and nothing that leads out of the package', () => {
    const readme = readFileSync(join(unpacked, 'README.md'), 'utf8');
    expect(readme).toMatch(/```text\n ECMA Connector Host doctor .*\n NOT READY/);
    expect(readme).not.toMatch(/\.svg|For developers|npm start/);
    const links = [...readme.matchAll(/\]\(([^)#][^)]*)\)/g)].map(([, link]) => link);
    expect(links.filter((link) => !link?.startsWith('https:'))).toEqual(['.ecmarc.example']);
  });

  test('ships the built program, types, schemas and licences, and nothing else', () => {
    const meta = JSON.parse(readFileSync(join(clone, 'dist', 'meta.json'), 'utf8'));
    const ansible = listed(join(clone, 'src', 'fleet')).map((name) => `dist/ansible/${name}`);
    const expected = [
      ...Object.keys(meta.outputs),
      'dist/ecma-doctor.js',
      'dist/start.cjs',
      ...ansible,
      ...(withNative ? ['dist/koffi-win32-x64.node'] : []),
      '.ecmarc.example',
      'LICENSE',
      'README.md',
      'dist/THIRD-PARTY-LICENSES.txt',
      'dist/sbom.cdx.json',
      'dist/index.d.ts',
      'dist/schemas/comparison.schema.json',
      'dist/schemas/ecmarc.schema.json',
      'dist/schemas/event.schema.json',
      'dist/schemas/report.schema.json',
      'package.json',
    ];
    expect(listed(unpacked)).toEqual(expected.sort());
  });

  test('holds the library that tenants are asked with once: databases need none of it', () => {
    const meta = JSON.parse(readFileSync(join(clone, 'dist', 'meta.json'), 'utf8'));
    const forms = new Set(
      Object.keys(meta.inputs).flatMap((path) => /@azure\/identity\/dist\/(\w+)\//.exec(path)?.[1] ?? []),
    );
    expect([...forms]).toEqual(['esm']);
  });

  test.runIf(withNative)('depends on no other package', () => {
    const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
    expect(Object.keys(manifest).filter((key) => /dependencies|overrides/i.test(key))).toEqual([]);
    expect(manifest).toMatchObject({
      bin: { 'ecma-doctor': 'dist/ecma-doctor.js' },
      engines: { node: expect.any(String) },
    });
    expect(statSync(join(unpacked, manifest.bin['ecma-doctor'])).mode & 0o111).toBe(0o111);
  });

  test('names every package whose code it has in the licences', () => {
    const licences = readFileSync(join(unpacked, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['react', 'ink', 'yoga-layout', 'mssql', 'ldapts', 'zod'])
      expect(licences).toMatch(new RegExp(`^${name} \\d.* \\((MIT)\\)$`, 'm'));
    if (withNative) expect(licences).toMatch(/^@koromix\/koffi-win32-x64 \d.* \(MIT\)$/m);
  });
});

describe('the tarball in an empty folder', () => {
  test.runIf(withNative)('runs with npx, and no registry is asked for anything', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    copyFileSync(tarball, join(empty, 'ecma-doctor.tgz'));
    const version = await run('npx', ['--yes', './ecma-doctor.tgz', '--version'], empty, npmEnvironment());
    expect(version, version.stderr).toMatchObject({ code: 0, stdout: '0.1.0\n' });
    expect(registry.asked).toEqual([]);
    expect(readdirSync(empty)).toEqual(['ecma-doctor.tgz']);
  });

  test.runIf(withNative)('gives a report with --json, by the name of its command', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    const args = ['--yes', `--package=${tarball}`, '--', 'ecma-doctor', '--json', '--only', 'server.memory'];
    const { code, stdout, stderr } = await run('npx', args, empty, npmEnvironment());
    expect(stdout, stderr).not.toBe('');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ schemaVersion: 1, exitCode: code });
    expect(report.probes.find((probe: { id: string }) => probe.id === 'server.memory').facts).not.toBeNull();
    expect(readdirSync(empty)).toEqual([]);
  });
});

describe.runIf(canRun(wine8))('the package on Windows, with no other package there', () => {
  test('asks Windows by the native module that it brings', async () => {
    const prefix = new WinePrefix(systemKeys('2019', 'Server'), wine8);
    try {
      const program = windowsPath(join(unpacked, 'dist', 'ecma-doctor.js'));
      const env = { NODE_PATH: '', ECMA_DOCTOR_STATE: windowsPath(join(prefix.folder, 'state')) };
      const { stdout, stderr } = await prefix.node(program, { args: ['--json', '--only', 'server.os'], env });
      expect(stdout, stderr).not.toBe('');
      expect(JSON.parse(stdout).probes[0]).toMatchObject({ id: 'server.os', status: 'pass' });
    } finally {
      prefix.remove();
    }
  });
});

describe('types and schemas', () => {
  const consumer = join(folder, 'consumer');
  const code = `
import type { Comparison, Connector, Report, ReportProbe, RunEvent, Settings, Status } from 'ecma-doctor';
const settings: Settings = {
  profile: 'ga',
  connectors: [{ name: 'HR', library: 'generic-ldap', target: { ldap: { url: 'ldap://localhost' } } }],
};
// @ts-expect-error a key that .ecmarc does not have
const wrong: Connector = { name: 'HR', library: 'generic-sql', liberty: true };
export function failing(report: Report): ReportProbe[] {
  const status: Status = 'fail';
  // @ts-expect-error a report has no such member
  void report.redy;
  return report.probes.filter((probe) => probe.status === status);
}
export const kind = (event: RunEvent): string => (event.type === 'run-finished' ? String(event.ready) : event.at);
export const alike = (servers: Comparison): boolean => servers.probes.every((probe) => !probe.differs);
export { settings, wrong };
`;

  test.each(['NodeNext', 'Bundler'])('compile in a project with module resolution %s', async (resolution) => {
    writeFileSync(join(consumer, 'package.json'), '{"type":"module"}');
    writeFileSync(join(consumer, 'index.ts'), code);
    const module = resolution === 'Bundler' ? 'ESNext' : 'NodeNext';
    const flags = [
      '--noEmit',
      '--strict',
      '--lib',
      'es2022',
      '--module',
      module,
      '--moduleResolution',
      resolution,
    ];
    const tsc = await run('tsc', [...flags, 'index.ts'], consumer, {});
    expect(tsc).toMatchObject({ code: 0, stdout: '' });
  });

  test.each(['report', 'comparison', 'ecmarc', 'event'])(
    'the schema %s can be imported by its name',
    async (name) => {
      const program = `import schema from 'ecma-doctor/schemas/${name}.json' with { type: 'json' };
process.stdout.write(schema.$schema);`;
      const ran = await run('node', ['--input-type=module', '-e', program], consumer, {});
      expect(ran, ran.stderr).toMatchObject({ stdout: 'https://json-schema.org/draft/2020-12/schema' });
    },
  );
});

describe('where something is missing', () => {
  test('without the native module the package names it as optional, and says so', async () => {
    const whole = readFileSync(join(clone, 'package.json'), 'utf8');
    if (withNative) dropNative(clone);
    const env = { ...npmEnvironment(), npm_config_offline: 'true' };
    const made = await run('node', ['.tools/npm-package.mjs'], clone, env);
    expect(made, made.stderr).toMatchObject({ code: 0 });
    expect(made.stderr).toContain('@koromix/koffi-win32-x64 cannot be had');
    const manifest = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      optionalDependencies: { '@koromix/koffi-win32-x64': expect.any(String) },
    });
    expect(manifest).not.toHaveProperty('dependencies');
    expect(listed(join(clone, 'dist'))).not.toContain('koffi-win32-x64.node');
    await run('node', ['.tools/npm-package.mjs', '--restore'], clone, env);
    expect(readFileSync(join(clone, 'package.json'), 'utf8')).toBe(whole);
  });

  test('what a killed pack left behind is put back by the next command', async () => {
    const names = ['package.json', 'README.md'];
    const whole = names.map((name) => readFileSync(join(clone, name), 'utf8'));
    names.forEach((name, index) => {
      writeFileSync(join(clone, ['package.json.orig', '.readme.orig'][index] ?? ''), whole[index] ?? '');
      writeFileSync(join(clone, name), '{}');
    });
    const ready = await run('node', ['.tools/ready.mjs'], clone, npmEnvironment());
    expect(ready, ready.stderr).toMatchObject({ code: 0 });
    expect(names.map((name) => readFileSync(join(clone, name), 'utf8'))).toEqual(whole);
    expect(readdirSync(clone).filter((name) => name.endsWith('.orig'))).toEqual([]);
  });

  test('npm publish in the clone is refused: the registry would be told other dependencies', async () => {
    const before = readFileSync(join(clone, 'package.json'), 'utf8');
    const env = { ...npmEnvironment(), npm_command: 'publish' };
    const refused = await run('node', ['.tools/npm-package.mjs'], clone, env);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('npm publish ./ecma-doctor-');
    expect(readFileSync(join(clone, 'package.json'), 'utf8')).toBe(before);
  });
});
