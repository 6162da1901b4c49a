import { renameSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isTransient, renameWithRetries, renameWithRetriesSync } from '../../src/platform/rename.ts';

/** Windows' passing refusals, which no file system here gives: the system's call is played. */

vi.mock('node:fs', async (original) => ({ ...(await original<object>()), renameSync: vi.fn() }));
const renamed = vi.mocked(renameSync);
const own = Object.getOwnPropertyDescriptor(process, 'platform') ?? {};

function on(platform: NodeJS.Platform): void {
  Object.defineProperty(process, 'platform', { ...own, value: platform });
}

function failing(code: string, times: number): void {
  for (let nth = 0; nth < times; nth += 1)
    renamed.mockImplementationOnce(() => {
      throw Object.assign(new Error(`${code}: no`), { code });
    });
}

beforeEach(() => void renamed.mockReset());
afterEach(() => {
  Object.defineProperty(process, 'platform', own);
});

const ways = [
  ['waiting', renameWithRetries],
  ['at once', async (from: string, to: string) => renameWithRetriesSync(from, to)],
] as const;

describe.each(ways)('a rename, %s', (_, rename) => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('is tried again on Windows after %s', async (code) => {
    on('win32');
    failing(code, 2);
    await rename('a', 'b');
    expect(renamed.mock.calls).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('gives up with the last error', async () => {
    on('win32');
    failing('EBUSY', 6);
    failing('EPERM', 1);
    await expect(rename('a', 'b')).rejects.toMatchObject({ code: 'EPERM' });
    expect(renamed).toHaveBeenCalledTimes(7);
  });

  it.each([
    ['linux', 'EACCES'],
    ['win32', 'ENOENT'],
    ['win32', 'ENOSPC'],
  ] as const)('on %s fails at once with %s', async (platform, code) => {
    on(platform);
    failing(code, 1);
    await expect(rename('a', 'b')).rejects.toMatchObject({ code });
    expect(renamed).toHaveBeenCalledTimes(1);
  });
});

it('ends as soon as it is not needed any more', async () => {
  on('win32');
  expect(await renameWithRetries('a', 'b', () => true)).toBe(false);
  expect(renamed).not.toHaveBeenCalled();
  failing('EBUSY', 1);
  expect(await renameWithRetries('a', 'b', () => renamed.mock.calls.length > 0)).toBe(false);
  expect(renamed).toHaveBeenCalledTimes(1);
  expect(await renameWithRetries('a', 'b')).toBe(true);
});

it('knows an error that is none of the system as lasting', () => {
  on('win32');
  expect(isTransient('EPERM')).toBe(false);
  expect(isTransient(new Error('EPERM'))).toBe(false);
});
