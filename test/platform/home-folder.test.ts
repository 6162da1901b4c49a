import { spawnSync } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { expect, test } from 'vitest';

/** In a process of its own: Node asks the system for HOME. */
function homeOf(env: Readonly<Record<string, string>>): string {
  const file = new URL('../../src/platform/home-folder.ts', import.meta.url).href;
  const script = `import(${JSON.stringify(file)}).then(({ homeFolder }) => process.stdout.write(homeFolder()))`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
  return stdout === '' ? stderr : stdout;
}

test.skipIf(process.platform === 'win32')('the home folder is never the current one by an empty HOME', () => {
  const own = homeOf({});
  expect(isAbsolute(own)).toBe(true);
  expect([homeOf({ HOME: '' }), homeOf({ HOME: 'here' })]).toEqual([own, own]);
  expect(homeOf({ HOME: '/somewhere' })).toBe('/somewhere');
});
