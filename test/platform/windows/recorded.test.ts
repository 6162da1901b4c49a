import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lazyWindows } from '../../../src/platform/windows/lazy.ts';
import { openWindows } from '../../../src/platform/windows/open.ts';
import { withoutPassword } from '../../../src/platform/windows/proxy-text.ts';
import { recordedWindows } from '../../../src/platform/windows/recorded.ts';

const scratch: string[] = [];
afterAll(() => {
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
});

describe('recordedWindows', () => {
  const windows = recordedWindows({
    registry: {
      'HKLM\\SOFTWARE\\Contoso': { values: { A: 1, B: 'text' }, subkeys: ['Sub'] },
      'HKLM\\SECRET': 'denied',
    },
    services: { VaultSvc: { start: 'disabled' } },
  });

  it('answers like Windows: any case, named values only, absent told from denied', async () => {
    expect(await windows.registry('hklm\\software\\CONTOSO', ['a', 'gone'])).toEqual({
      state: 'seen',
      value: { writtenAt: '2020-01-01T00:00:00.000Z', values: { A: { type: 'dword', data: 1 } } },
    });
    expect(await windows.registry('HKLM\\SECRET', ['x'])).toEqual({ state: 'denied' });
    expect(await windows.registry('HKLM\\Nowhere', ['x'])).toEqual({ state: 'absent' });
    expect(await windows.registryNames('HKLM\\SOFTWARE\\Contoso')).toEqual({
      state: 'seen',
      value: { values: ['A', 'B'], subkeys: ['Sub'] },
    });
    expect(await windows.service('vaultsvc')).toMatchObject({ state: 'seen', value: { start: 'disabled' } });
    expect(await windows.service('Other')).toEqual({ state: 'absent' });
    expect(await windows.fileVersion('C:\\x.dll')).toEqual({ state: 'absent' });
  });
});

describe('openWindows', () => {
  it('gives a reason for every answer where the native module cannot be loaded', async () => {
    const windows = await openWindows('/nowhere/koffi.node');
    const answers = [
      await windows.registry('HKLM\\SOFTWARE', []),
      await windows.service('VaultSvc'),
      await windows.certificates('LocalMachine', 'Root'),
      (await windows.proxies()).winHttp,
      windows.console(),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ state: 'failed', problem: { code: 'ERR_DLOPEN_FAILED' } });
    expect(() => windows.holdConsole().restore()).not.toThrow();
    await windows.close();
  });

  it('loads the named file alone, not what a search for modules would find by its name', async () => {
    const script = writeScratch('koffi.node.js', "module.exports = { load: () => 'planted' };");
    const windows = await openWindows(script.replace(/\.js$/, ''));
    expect(await windows.service('VaultSvc')).toMatchObject({ problem: { code: 'ERR_DLOPEN_FAILED' } });
    await windows.close();
  });

  it('says what may have refused a module that the system does not load', async () => {
    // No library at all: a policy's refusal comes as the same error.
    const windows = await openWindows(async () => writeScratch('koffi.node', 'not a library'));
    expect(await windows.registry('HKLM\\SOFTWARE', [])).toMatchObject({
      state: 'failed',
      problem: {
        code: 'ERR_DLOPEN_FAILED',
        text: expect.stringMatching(/AppLocker, App Control.*endpoint protection.*koffi\.node/s),
      },
    });
    await windows.close();
  });

  it('gives the reason where the module could not be unpacked', async () => {
    const windows = await openWindows(() => Promise.reject(new Error('no folder for it')));
    expect(await windows.service('VaultSvc')).toEqual({
      state: 'failed',
      problem: { code: 'ERROR', text: 'no folder for it' },
    });
    await windows.close();
  });
});

function writeScratch(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-native-'));
  scratch.push(folder);
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

it.skipIf(process.platform === 'win32')(
  'off Windows there is none to ask, and nothing of it is loaded',
  () => {
    expect(lazyWindows()).toBeUndefined();
  },
);

it.each([
  ['http://svc:pa$$word@proxy:8080', 'http://svc@proxy:8080'],
  ['svc:secret@proxy:8080', 'svc@proxy:8080'],
  ['http=u:p@a:1;https=u:p@b:2', 'http=u@a:1;https=u@b:2'],
  ['proxy.contoso.example:8080', 'proxy.contoso.example:8080'],
  ['http=a:1;https=b:2', 'http=a:1;https=b:2'],
])('withoutPassword(%s)', (text, expected) => {
  expect(withoutPassword(text)).toBe(expected);
});
