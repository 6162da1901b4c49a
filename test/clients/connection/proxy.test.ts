import { describe, expect, it } from 'vitest';
import { authSchemes } from '../../../src/clients/connection/proxy.ts';

describe('ways of signing in', () => {
  it.each([
    ['Basic realm="x"', ['Basic']],
    ['Negotiate, NTLM, Basic realm="a, Digest b"', ['Negotiate', 'NTLM', 'Basic']],
    ['Digest realm="x", nonce="y", Basic realm="z"', ['Digest', 'Basic']],
    ['Negotiate TlRMTVNTUAAC==', ['Negotiate']],
    ['', []],
    [`${'A,'.repeat(5)}${Array.from({ length: 30 }, (_, n) => `S${n}`).join(',')}`, 10],
  ])('%j', (header, expected) => {
    const schemes = authSchemes(header);
    if (typeof expected === 'number') expect(schemes).toHaveLength(expected);
    else expect(schemes).toEqual(expected);
  });
});
