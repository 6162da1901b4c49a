import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { folder } from '../../.tools/bundle.mjs';
import { leanLibraries } from '../../.tools/lean-libraries.mjs';

interface Iconv {
  decode(bytes: Buffer, codePage: string): string;
  encode(text: string, codePage: string): Buffer;
}

const require = createRequire(join(folder, 'node_modules/tedious/lib/connection.js'));
const tables = 'iconv-lite';
const whole = require(tables) as Iconv;
let lean: Iconv;

beforeAll(async () => {
  const made = await build({
    stdin: {
      contents: "module.exports = require('iconv-lite');",
      sourcefile: join(folder, 'node_modules/tedious/lib/asks.js'),
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    plugins: [leanLibraries],
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', made.outputFiles[0]?.text ?? '')(
    module,
    module.exports,
    require,
  );
  lean = module.exports as Iconv;
});

describe('what reads varchar columns in the bundle', () => {
  const single = ['CP437', 'CP850', 'CP874', ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((last) => `CP125${last}`)];

  it.each(single)('%s: every character that the whole library knows is the same', (codePage) => {
    for (let byte = 0; byte < 256; byte += 1) {
      const text = whole.decode(Buffer.from([byte]), codePage);
      if (text !== '\ufffd') expect.soft(lean.decode(Buffer.from([byte]), codePage)).toBe(text);
    }
  });

  it.each([
    ['CP932', '株式会社テスト、従業員〜表'],
    ['CP936', '公司数据库，员工表'],
    ['CP949', '회사 데이터베이스 직원'],
    ['CP950', '公司資料庫，員工表'],
    ['utf-8', 'Größe ✓ 株'],
  ])('%s: names are the same', (codePage, name) => {
    const bytes = whole.encode(name, codePage);
    expect(lean.decode(bytes, codePage)).toBe(whole.decode(bytes, codePage));
  });
});

it('the bundle has one part of systeminformation, and no table of code pages', () => {
  const { outputs } = JSON.parse(readFileSync(join(folder, 'dist', 'meta.json'), 'utf8')) as {
    outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
  };
  const sizes = (name: string) =>
    Object.values(outputs)
      .flatMap(({ inputs }) => Object.entries(inputs))
      .filter(([path]) => path.includes(`node_modules/${name}/`))
      .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  expect(sizes('iconv-lite')).toBe(0);
  expect(sizes('systeminformation')).toBeGreaterThan(0);
  expect(sizes('systeminformation')).toBeLessThan(100_000);
});

describe('of what tedious needs in the bundle', () => {
  it('a credential is told as the whole package tells it', async () => {
    const code = (plugins: Plugin[]) =>
      build({
        stdin: {
          contents: "module.exports = require('@azure/core-auth').isTokenCredential;",
          sourcefile: join(folder, 'node_modules/tedious/lib/asks.js'),
          resolveDir: join(folder, 'node_modules/tedious/lib'),
        },
        bundle: true,
        write: false,
        format: 'cjs',
        platform: 'node',
        plugins,
      });
    const [small, all] = [await code([leanLibraries]), await code([])].map(
      ({ outputFiles: [file] }) => file?.text ?? '',
    );
    expect(small?.length).toBeLessThan((all?.length ?? 0) / 4);
    const run = (text: string) => {
      const module: { exports: unknown } = { exports: undefined };
      new Function('module', 'exports', 'require', text)(module, {}, require);
      return module.exports as (credential: unknown) => unknown;
    };
    for (const credential of [
      { getToken: () => 'x' },
      { getToken: 'x' },
      { getToken: () => 1, signRequest: () => 2 },
    ])
      expect(Boolean(run(small ?? '')(credential))).toBe(Boolean(run(all ?? '')(credential)));
  });
});
