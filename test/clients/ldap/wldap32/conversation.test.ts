import { describe, expect, it } from 'vitest';
import { isAnswer } from '../../../../src/clients/ldap/wldap32/answer-shape.ts';
import { WindowsConversation } from '../../../../src/clients/ldap/wldap32/conversation.ts';
import { WindowsDirectory } from '../../../../src/clients/ldap/wldap32/directory.ts';

const entry = { dn: 'cn=x', attributes: [['cn', ['eA==']]] };
const good: readonly object[] = [
  { ok: true },
  { ok: true, entries: [], referrals: 0, controls: [] },
  { ok: true, entries: [entry], controls: [{ oid: '1.2', critical: true, value: 'eA==' }] },
  { ok: true, tls: { protocol: 1, cipher: 2, strength: 3 } },
  { ok: false, stage: 'bind', code: 49, text: '' },
  { ok: false, stage: 'library', code: -1, text: 'x' },
  { ok: false, stage: 'operation', code: 4, text: '', entries: [entry], tooMuch: true },
];
const bad: readonly object[] = [
  {},
  { ok: 1 },
  { ok: true, entries: {} },
  { ok: true, entries: [null] },
  { ok: true, entries: [{ dn: 7, attributes: [] }] },
  { ok: true, entries: [{ dn: 'cn=x' }] },
  { ok: true, entries: [{ dn: 'cn=x', attributes: [['cn']] }] },
  { ok: true, entries: [{ dn: 'cn=x', attributes: [['cn', 'eA==']] }] },
  { ok: true, entries: [{ dn: 'cn=x', attributes: [['cn', [7]]] }] },
  { ok: true, referrals: -1 },
  { ok: true, referrals: 1.5 },
  { ok: true, controls: [{ oid: '1.2' }] },
  { ok: true, tls: { protocol: '1', cipher: 2, strength: 3 } },
  { ok: false, stage: 'bind', code: '49', text: '' },
  { ok: false, stage: 'elsewhere', code: 49, text: '' },
  { ok: false, stage: 'bind', code: 49 },
  { ok: false, stage: 'bind', code: 49, text: '', tooMuch: false },
];

describe("an answer of wldap32's child", () => {
  it.each(good)('is taken: %j', (answer) => expect(isAnswer({ ...answer })).toBe(true));
  it.each(bad)('is refused: %j', (answer) => expect(isAnswer({ ...answer })).toBe(false));

  /** The child answers each request so. */
  function directory(answer: object): WindowsDirectory {
    const code = `const fs = require('fs'); require('readline').createInterface({ input: process.stdin }).on('line', (line) =>
      fs.writeSync(3, JSON.stringify({ ...${JSON.stringify(answer)}, id: JSON.parse(line).id }) + '\\n'))`;
    return new WindowsDirectory(
      new WindowsConversation({ file: process.execPath, args: ['-e', code, '--'] }, process.env),
    );
  }

  it.each([{ ok: true, entries: [{ dn: 7 }] }, { ok: true }, { ok: 'yes' }])(
    'that is none says nothing of the directory: %j',
    async (answer) => {
      const asked = directory(answer);
      const found = await asked.read('', ['namingContexts'], AbortSignal.timeout(60_000));
      await asked.close();
      expect(found).toMatchObject({
        ok: false,
        problem: { code: 'CHILD_ENDED', text: expect.stringContaining('no answer that can be read') },
      });
    },
  );

  it('that is one is found', async () => {
    const asked = directory({ ok: true, entries: [entry] });
    const found = await asked.read('cn=x', ['cn'], AbortSignal.timeout(60_000));
    await asked.close();
    expect(found.ok && found.entries.map(({ values }) => values('cn'))).toEqual([['x']]);
  });
});
