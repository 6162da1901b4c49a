import { describe, expect, it } from 'vitest';
import { SocketDirectory } from '../../../src/clients/ldap/directory.ts';
import { socketTo } from '../../fuzz/peer.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** Found by `npm run fuzz -- ldap 1 300`: each of these ended the whole program. */
describe('a message whose number is none', () => {
  it.each([
    ['of no byte', '3003 0200 6500'],
    ['longer than the message', '3002 0204'],
    ['longer than all that came', '300c 0284 00000004'],
    ['of a length that is no number', '3004 02ff 0102'],
  ])('%s is an answer that cannot be read', async (_, bytes) => {
    const directory = await SocketDirectory.over(socketTo([hex(bytes)]));
    const answer = await directory.read('', [], new AbortController().signal);
    await directory.close();
    expect(answer).toMatchObject({ ok: false });
  });
});

/**
 * Found by `npm run fuzz -- ldap 339 1`: the client library read such an entry without end, and the process with all its
 * deadlines stood still until its memory was gone.
 */
describe('an element that reaches beyond its message', () => {
  const entry = hex(
    '305a 0201 02 6455 041a 7569643d612c6f753d70656f706c652c64633d6578616d706c65 3037 300a 0403 756964 3103 0401 61 3014 040a 636e3b6c616e672d656e 3106 046e 672d656e31060401410401423013',
  );
  it.each([
    ['a value', entry],
    ['an attribute', hex('3012 0201 02 640d 0400 3009 3007 0402 636e 310a')],
    ['a reference', hex('300a 0201 02 7305 0410 6c6461')],
    ['a referral of a result', hex('3010 0201 02 650b 0a01 0a 0400 0400 a302 0409')],
    ['a control', hex('3010 0201 02 6507 0a01 00 0400 0400 a002 3009')],
    ['a length of more than two thousand million', hex('3084 ffffffff 0201 02')],
    ['an indefinite length', hex('3080 0201 02 6507 0a01 00 0400 0400 0000')],
  ])('%s: the answer cannot be read, and the connection is over', async (_, bytes) => {
    const directory = await SocketDirectory.over(socketTo([Buffer.concat([bytes, Buffer.alloc(64)])]));
    const answer = await directory.read('', [], new AbortController().signal);
    const next = await directory.read('', [], new AbortController().signal);
    await directory.close();
    expect(answer).toMatchObject({
      ok: false,
      problem: { code: expect.stringMatching(/^(?:NOT_LDAP|TOO_MUCH)$/) },
    });
    expect(next).toMatchObject({ ok: false });
  });
});
