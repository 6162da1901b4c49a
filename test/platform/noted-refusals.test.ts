import { describe, expect, it } from 'vitest';
import { createPlatform } from '../../src/platform/node.ts';
import { noteRefusals, underLabel } from '../../src/platform/noted-refusals.ts';
import type { Platform } from '../../src/platform/types.ts';
import { recordedWindows, type WindowsRecord } from '../../src/platform/windows/recorded.ts';

const idle = new AbortController().signal;
const key = 'HKLM\\SOFTWARE\\Test';

function noted(record: WindowsRecord, more: Partial<Platform> = {}) {
  const platform = createPlatform({ windows: async () => recordedWindows(record) });
  return noteRefusals({ ...platform, ...more });
}

describe('refusals', () => {
  it('are noted by what was asked, each once, in the order of asking', async () => {
    const { platform, refused } = noted({
      registry: { [key]: 'denied' },
      services: { VaultSvc: 'denied', W32Time: { state: 'running' } },
      rights: { SeServiceLogonRight: 'denied' },
    });
    const windows = await platform.windows?.();
    await windows?.service('VaultSvc');
    await windows?.registry(key, ['A']);
    await windows?.registryNames(key);
    await windows?.service('W32Time');
    await windows?.service('None');
    await windows?.accountsWithRight('SeServiceLogonRight');
    expect(refused()).toEqual(['the service VaultSvc', key, 'who may log on as a service']);
  });

  it('are called by the label of whoever asks, the first of several', async () => {
    const { platform, refused } = noted({ registry: { [key]: 'denied' } });
    const windows = await platform.windows?.();
    if (windows === undefined) throw new Error('no Windows');
    await underLabel(windows, 'the switch').registry(key, ['A']);
    await underLabel(underLabel(windows, 'outer'), 'inner').registry(key, ['A']);
    expect(refused()).toEqual(['the switch', 'outer']);
  });

  it('leave a reader that notes nothing as it is', () => {
    const windows = recordedWindows({});
    expect(underLabel(windows, 'the switch')).toBe(windows);
  });

  it('of files are noted by their path; what is not there is none', async () => {
    const problem = (code: string) => ({ ok: false as const, problem: { code, text: code } });
    const { platform, refused } = noted(
      {},
      {
        files: {
          ...createPlatform({}).files,
          stat: async (path) => problem(path === 'C:\\closed' ? 'EACCES' : 'ENOENT'),
        },
      },
    );
    await platform.files.stat('C:\\closed', idle);
    await platform.files.stat('C:\\none', idle);
    expect(refused()).toEqual(['C:\\closed']);
  });

  it('of the memory and of proxies are noted, though another way answered', async () => {
    const { platform, refused } = noted({
      memory: 'denied',
      proxies: { winHttp: { state: 'denied' }, user: { state: 'denied' } },
    });
    expect((await platform.memory(idle)).visible).toBeGreaterThan(0);
    await platform.windowsProxySources(idle);
    expect(refused()).toEqual(['the memory of this server', "WinHTTP's proxy", "this user's proxy"]);
  });

  it('of one attempt are none of another', async () => {
    const platform = createPlatform({ windows: async () => recordedWindows({ join: 'denied' }) });
    const [one, other] = [noteRefusals(platform), noteRefusals(platform)];
    await (await one.platform.windows?.())?.join();
    expect([one.refused(), other.refused()]).toEqual([['membership of a domain'], []]);
  });
});
