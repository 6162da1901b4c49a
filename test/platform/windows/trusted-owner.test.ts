import { expect, it } from 'vitest';
import { recordedWindows } from '../../../src/platform/windows/recorded.ts';
import { ownerTrusted } from '../../../src/platform/windows/trusted-owner.ts';
import type { AccessEntry, AccessList } from '../../../src/platform/windows/types.ts';

const me = 'S-1-5-21-1-2-3-1001';
const file = 'C:\\work\\.ecmarc';
const entry = (
  sid: string,
  mask: number,
  kind: AccessEntry['kind'] = 'allow',
  inheritOnly = false,
): AccessEntry => ({
  kind,
  sid,
  mask,
  inherited: true,
  inheritOnly,
});
const [full, read, modify] = [0x1f01ff, 0x1200a9, 0x1301bf];

async function ask(list: AccessList | 'denied'): Promise<string> {
  const identity = { user: me, elevated: true, administrators: 'enabled', groups: [] } as const;
  const windows = recordedWindows({ identity, access: { [file]: list } });
  const { trusted, reason } = await ownerTrusted(windows, file);
  return trusted ? 'trusted' : (reason ?? 'no reason');
}

it.each<[string, AccessList | 'denied', string]>([
  ['own', { owner: me, everyone: false, entries: [entry(me, full), entry('S-1-5-18', full)] }, 'trusted'],
  [
    'of Administrators, readable by Users',
    { owner: 'S-1-5-32-544', everyone: false, entries: [entry('S-1-5-32-545', read)] },
    'trusted',
  ],
  [
    'of another',
    { owner: 'S-1-5-21-1-2-3-1002', everyone: false, entries: [] },
    'it belongs to S-1-5-21-1-2-3-1002',
  ],
  [
    'changed by Users',
    { owner: me, everyone: false, entries: [entry('S-1-5-32-545', modify)] },
    'S-1-5-32-545 (Users) may change it',
  ],
  [
    'denied to Users',
    { owner: me, everyone: false, entries: [entry('S-1-5-32-545', full, 'deny')] },
    'trusted',
  ],
  [
    'for children',
    { owner: me, everyone: false, entries: [entry('S-1-1-0', full, 'allow', true)] },
    'trusted',
  ],
  ['no list', { owner: me, everyone: true, entries: [] }, 'everybody may change it'],
  ['no owner', { everyone: false, entries: [] }, 'it belongs to nobody'],
  ['not shown', 'denied', 'Windows does not show who owns it'],
])('%s', async (_name, list, expected) => {
  expect(await ask(list)).toBe(expected);
});
