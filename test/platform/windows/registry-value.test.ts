import { describe, expect, it } from 'vitest';
import { dwordIn, registryValue, textIn, valueIn } from '../../../src/platform/windows/registry-value.ts';
import type { RegistryKey, WindowsAnswer } from '../../../src/platform/windows/types.ts';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('registryValue', () => {
  it.each([
    [1, utf16('text\0'), { type: 'sz', data: 'text' }],
    [1, utf16('no zero'), { type: 'sz', data: 'no zero' }],
    [1, utf16('ends\0here'), { type: 'sz', data: 'ends' }],
    [2, utf16('%TEMP%\0'), { type: 'expand-sz', data: '%TEMP%' }],
    [3, Buffer.from([1, 255]), { type: 'binary', data: '01ff' }],
    [4, Buffer.from([255, 255, 255, 255]), { type: 'dword', data: 4_294_967_295 }],
    [4, Buffer.from([1]), { type: 'other', code: 4, data: '01' }],
    [7, utf16('a\0b\0\0'), { type: 'multi-sz', data: ['a', 'b'] }],
    [11, Buffer.from([1, 0, 0, 0, 0, 0, 0, 128]), { type: 'qword', data: '9223372036854775809' }],
    [0, Buffer.alloc(0), { type: 'other', code: 0, data: '' }],
    [99, Buffer.from([7]), { type: 'other', code: 99, data: '07' }],
  ])('type %i', (code, data, expected) => {
    expect(registryValue(code, data)).toEqual(expected);
  });
});

const key: WindowsAnswer<RegistryKey> = {
  state: 'seen',
  value: {
    writtenAt: '2026-01-01T00:00:00.000Z',
    values: {
      Enabled: { type: 'dword', data: 1 },
      Name: { type: 'sz', data: 'x' },
      Empty: { type: 'sz', data: '' },
    },
  },
};

describe('values of a key', () => {
  it('are found in any case, and only with their own type', () => {
    expect(dwordIn(key, 'ENABLED')).toBe(1);
    expect(dwordIn(key, 'Name')).toBeUndefined();
    expect(textIn(key, 'name')).toBe('x');
    expect(textIn(key, 'Enabled')).toBeUndefined();
    expect(textIn(key, 'Empty')).toBeUndefined();
    expect(valueIn(key, 'toString')).toBeUndefined();
  });

  it('are none where there is no key', () => {
    for (const state of ['absent', 'denied'] as const) expect(dwordIn({ state }, 'Enabled')).toBeUndefined();
  });
});
