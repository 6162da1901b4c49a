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
