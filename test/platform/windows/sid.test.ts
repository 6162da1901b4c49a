import { describe, expect, it } from 'vitest';
import { serviceSid, sidForReaders, sidText } from '../../../src/platform/windows/sid.ts';

describe('sidText', () => {
  it.each([
    ['010100000000000512000000', 'S-1-5-18'],
    ['01020000000000052000000020020000', 'S-1-5-32-544'],
    ['010100000000000100000000', 'S-1-1-0'],
    ['0102000000000005500000000000000000', 'S-1-5-80-0'],
  ])('%s is %s', (hex, text) => {
    expect(sidText(Buffer.from(hex, 'hex'))).toBe(text);
  });

  it.each(['', '01', '0201000000000005', '010500000000000512000000'])('%s is none', (hex) => {
    expect(sidText(Buffer.from(hex, 'hex'))).toBe('');
  });
});

describe('serviceSid', () => {
  // Published by Microsoft: S-1-5-80-956008885-... is NT SERVICE\TrustedInstaller.
  it('computes the SID that Windows gives a service', () => {
    const known = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';
    expect(serviceSid('TrustedInstaller')).toBe(known);
    expect(serviceSid('TRUSTEDinstaller')).toBe(known);
  });
});

it('names well-known accounts for readers', () => {
  expect(sidForReaders('S-1-5-20')).toBe('S-1-5-20 (NETWORK SERVICE)');
  expect(sidForReaders('S-1-5-21-1-2-3-500')).toBe('S-1-5-21-1-2-3-500');
});
