import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { programFile } from '../flows/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-entry-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nodes on this machine that are too old for the program. */
const onPath = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .filter((file) => existsSync(file));
const oldNodes = [...new Set(onPath.map((file) => realpathSync(file)))].filter((file) =>
  /^v(1\d|20|21)\./.test(versionOf(file)),
);

function versionOf(file: string): string {
  return execFileSync(file, ['--version'], { encoding: 'utf8' });
}

const sentence =
  /^ecma-doctor needs Node 22\.19 or newer; this is Node \d+\.\d+\.\d+\.\n.*https:\/\/nodejs\.org/;

describe('the entry on a Node that is too old', () => {
  test.each(['18.20.8', '20.20.2', '22.18.0'])(
    'says so in a sentence, exit 2: made to look like %s',
    (version) => {
      // `process.versions` cannot be written, so it is put in its place as a whole.
      const lie = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
      const args = ['--import', `data:text/javascript,${encodeURIComponent(lie)}`, programFile, '--version'];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect(stderr).toMatch(sentence);
      expect(stderr).toContain(`Node ${version}`);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    },
  );

  test.runIf(oldNodes.length > 0)('says so on the older Nodes of this machine', () => {
    for (const node of oldNodes) {
      const { status, stdout, stderr } = spawnSync(node, [programFile, '--json'], { encoding: 'utf8' });
      expect(stderr).toMatch(sentence);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    }
  });

  test('has nothing in it that Node 12 cannot read, and loads nothing before it has looked', async () => {
    const text = readFileSync(programFile, 'utf8');
    const { code, warnings } = await transform(text, { format: 'esm', target: 'node12.22', minify: true });
    expect(warnings).toEqual([]);
    // Newer syntax would have been put in older words, and a top-level await refused.
    const plain = await transform(text, { format: 'esm', target: 'esnext', minify: true });
    expect(code).toBe(plain.code);
    const imported = [...text.matchAll(/^import\b[^(].*?from\s*['"]([^'"]+)/gm)].map(([, name]) => name);
    expect(imported).toEqual([]);
  });
});

describe('a fault', () => {
  const ended = (file: string, ...before: readonly string[]) => {
    const args = [...before, file, '--json', '--only', 'attest.*'];
    const env = { ...process.env, ECMA_DOCTOR_STATE: join(folder, 'state') };
    return spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
  };

  const plant = `const { write } = process.stderr;
process.stderr.write = function (text) {
  setImmediate(() => { throw new Error('thrown by a forgotten socket'); });
  return write.call(this, text);
};`;
  const planted = `--import=data:text/javascript,${encodeURIComponent(plant)}`;

  test('that nobody waits for is told, and its exit code is not the one of "not ready"', () => {
    const { status, stderr } = ended(programFile, planted);
    expect(stderr).toMatch(/^ecma-doctor: a fault in the program: Error: thrown by a forgotten socket\n/m);
    expect(status).toBe(3);
  });

  test('has the same exit code where nobody reads what is told', async () => {
    const args = [planted, programFile, '--json', '--only', 'attest.*'];
    const env = { ...process.env, ECMA_DOCTOR_STATE: join(folder, 'state') };
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.destroy();
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(3);
  });

  test('a copy without the rest of the program says so, exit 3', () => {
    const alone = join(folder, 'ecma-doctor.mjs');
    copyFileSync(programFile, alone);
    const { status, stdout, stderr } = ended(alone);
    expect(stderr).toMatch(/^ecma-doctor is not whole: Cannot find module .*\n$/);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  });
});
