import { describe, expect, it } from 'vitest';
import { accessList, allows } from '../../../src/platform/windows/access-list.ts';
import type { AccessEntry, AccessList } from '../../../src/platform/windows/types.ts';

const system = '010100000000000512000000';
const networkService = '010100000000000514000000';

function ace(type: number, flags: number, mask: number, sid: string): Buffer {
  const body = Buffer.from(sid, 'hex');
  const head = Buffer.alloc(8);
  head.writeUInt8(type, 0);
  head.writeUInt8(flags, 1);
  head.writeUInt16LE(8 + body.length, 2);
  head.writeUInt32LE(mask >>> 0, 4);
  return Buffer.concat([head, body]);
}

function descriptor(aces: readonly Buffer[] | undefined): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt8(1, 0);
  head.writeUInt16LE(0x8004, 2);
  head.writeUInt32LE(20, 4);
  const owner = Buffer.from(system, 'hex');
  if (aces === undefined) return Buffer.concat([head, owner]);
  head.writeUInt32LE(20 + owner.length, 16);
  const list = Buffer.alloc(8);
  list.writeUInt8(2, 0);
  list.writeUInt16LE(8 + aces.reduce((sum, one) => sum + one.length, 0), 2);
  list.writeUInt16LE(aces.length, 4);
  return Buffer.concat([head, owner, list, ...aces]);
}

describe('accessList', () => {
  it('reads owner, entries and their flags, generic rights mapped', () => {
    const bytes = descriptor([
      ace(1, 0, 2, networkService),
      ace(0, 0x13, 0x1000_0000, system),
      ace(0, 0x0b, 0x8000_0000, networkService),
      ace(5, 0, 1, system),
    ]);
    expect(accessList(bytes)).toEqual({
      owner: 'S-1-5-18',
      everyone: false,
      entries: [
        { kind: 'deny', sid: 'S-1-5-20', mask: 2, inherited: false, inheritOnly: false },
        { kind: 'allow', sid: 'S-1-5-18', mask: 0x1f01ff, inherited: true, inheritOnly: false },
        { kind: 'allow', sid: 'S-1-5-20', mask: 0x120089, inherited: false, inheritOnly: true },
      ],
    });
  });

  it('tells a null list (no protection) from an empty one (nobody)', () => {
    expect(accessList(descriptor(undefined))).toMatchObject({ everyone: true, entries: [] });
    expect(accessList(descriptor([]))).toMatchObject({ everyone: false, entries: [] });
  });

  it('survives cut and foreign bytes', () => {
    const whole = descriptor([ace(0, 0, 1, system)]);
    for (let length = 0; length < whole.length; length += 1) accessList(whole.subarray(0, length));
    expect(accessList(Buffer.from('not a descriptor at all'))).toBeUndefined();
  });
});

describe('allows', () => {
  const entry = (kind: AccessEntry['kind'], sid: string, mask: number, inheritOnly = false): AccessEntry => ({
    kind,
    sid,
    mask,
    inherited: false,
    inheritOnly,
  });
  const list = (...entries: AccessEntry[]): AccessList => ({ everyone: false, entries });
  const me = new Set(['S-1-5-20', 'S-1-1-0']);

  it.each<[string, AccessList, boolean]>([
    ['nobody', list(), false],
    ['no list', { everyone: true, entries: [] }, true],
    ['own entry', list(entry('allow', 'S-1-5-20', 3)), true],
    ['another', list(entry('allow', 'S-1-5-18', 3)), false],
    ['from two groups', list(entry('allow', 'S-1-5-20', 1), entry('allow', 'S-1-1-0', 2)), true],
    ['only a part', list(entry('allow', 'S-1-5-20', 1)), false],
    ['denied first', list(entry('deny', 'S-1-1-0', 2), entry('allow', 'S-1-5-20', 3)), false],
    ['denied too late', list(entry('allow', 'S-1-5-20', 3), entry('deny', 'S-1-1-0', 2)), true],
    ['for children only', list(entry('allow', 'S-1-5-20', 3, true)), false],
  ])('%s', (_name, rights, expected) => {
    expect(allows(rights, me, 3)).toBe(expected);
  });
});
