import { chmodSync, linkSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { withConnectors, writeAddition } from '../../../src/settings/starter/add.ts';
import { starterText } from '../../../src/settings/starter/template.ts';
import { settingsFromText } from '../../../src/settings/validate.ts';
import { cleanUpFolders, freshFolder } from '../scratch-folders.ts';

cleanUpFolders();

const more = [{ kind: 'custom' as const, answers: { name: 'New', library: 'C:\\n.dll', tcp: 'n:443' } }];

function namesIn(text: string): readonly string[] {
  const parsed = settingsFromText(text, '.ecmarc');
  if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  return parsed.settings.connectors.map(({ name }) => name);
}

const one = "  - name: One\n    library: 'C:\\a.dll' # mine\n    # delta: true\n";

describe('a further connector', () => {
  test.each([
    [
      'behind the last one, with its comments',
      `# head\nconnectors:\n${one}\n# tail\nattest: { licence: true } # yes\n`,
    ],
    ['at the end of the file', `connectors:\n${one}`],
    ['where the last line has no end', `connectors:\n  - name: One\n    library: a.dll`],
    ['without indentation', `connectors:\n- name: One\n  library: a.dll\nprofile: ga\n`],
    ['deeper', `connectors:\n      - name: One\n        library: a.dll\n\n\nprofile: ga\n`],
    ['in lines of Windows', `# a\r\nconnectors:\r\n${one.replaceAll('\n', '\r\n')}profile: ga\r\n`],
    ['in brackets', 'connectors: [ { name: One, library: a.dll } ] # all\n'],
    [
      'in JSON',
      '{\n  "connectors": [\n    { "name": "One", "library": "a.dll" }\n  ],\n  "profile": "ga"\n}\n',
    ],
    ['as the starter wrote it', starterText('ldap', { name: 'One' })],
  ])('is put in %s, and nothing else changes', (_, text) => {
    const after = withConnectors(text, more) ?? '';
    expect(namesIn(after)).toEqual(['One', 'New']);
    // All that was there is there, in its order.
    let at = 0;
    while (text[at] === after[at] && at < text.length) at += 1;
    expect(after.endsWith(text.slice(at))).toBe(true);
    if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    if (text.includes('# delta'))
      expect(after.replaceAll('\r', '')).toContain('# delta: true\n  - name: New\n');
  });

  test.each([
    ['no connectors yet', 'profile: ga # why\n'],
    ['nothing but a comment', '# nothing yet\n'],
    ['nothing at all', ''],
    ['a key with nothing behind it', 'connectors: # none yet\nprofile: ga\n'],
    ['an empty list', 'connectors: []\n'],
    ['an empty object', '{}'],
    ['JSON without connectors', '{ "profile": "ga" }'],
  ])('is the first where there is %s', (_, text) => {
    const after = withConnectors(text, more) ?? '';
    expect(namesIn(after)).toEqual(['New']);
    for (const comment of text.match(/#.*/g) ?? []) expect(after).toContain(comment);
  });

  test('stays away where it would not read back, and where the list stands elsewhere', () => {
    expect(withConnectors('connectors: *all\n', more)).toBeUndefined();
    expect(withConnectors('connectors: One\n', more)).toBeUndefined();
    expect(withConnectors('- a\n', more)).toBeUndefined();
    expect(withConnectors('{ "connectors": [', more)).toBeUndefined();
  });
});

describe('the file', () => {
  const text = `connectors:\n${one}`;
  const after = withConnectors(text, more) ?? '';

  test.each([
    ['UTF-8', (said: string) => Buffer.from(said)],
    ['UTF-8 with a mark', (said: string) => Buffer.from(`\ufeff${said}`)],
    ['UTF-16', (said: string) => Buffer.from(`\ufeff${said}`, 'utf16le')],
  ])('in %s stays so, in its place, with its rights and names', async (_, encode) => {
    const file = join(freshFolder(), '.ecmarc');
    writeFileSync(file, encode(text));
    chmodSync(file, 0o640);
    linkSync(file, `${file}-too`);
    expect(await writeAddition(file, text, after)).toEqual({ ok: true });
    expect(readFileSync(file).equals(encode(after))).toBe(true);
    expect(readFileSync(`${file}-too`).equals(encode(after))).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  test('on a disk that fills is whole or as it was', async () => {
    const file = join(freshFolder(), '.ecmarc');
    writeFileSync(file, text);
    const handle = await open(file, 'r+');
    const { write: real } = handle;
    const write = vi.spyOn(Object.getPrototypeOf(handle), 'write');
    await handle.close();
    let full = false;
    write.mockImplementation(function (this: FileHandle, ...given: unknown[]) {
      const [bytes, at, length, place] = given as [Uint8Array, number, number, number];
      if (full && place + length > text.length)
        return Promise.reject(Object.assign(new Error(), { code: 'ENOSPC' }));
      return Reflect.apply(real, this, [bytes, at, Math.min(length, 5), place]) as ReturnType<
        FileHandle['write']
      >;
    });
    full = true;
    expect(await writeAddition(file, text, after)).toMatchObject({ ok: false });
    expect(readFileSync(file, 'utf8')).toBe(text);
    full = false;
    expect(await writeAddition(file, text, after)).toEqual({ ok: true });
    expect(readFileSync(file, 'utf8')).toBe(after);
    write.mockRestore();
  });

  test('that was changed meanwhile is not written', async () => {
    const file = join(freshFolder(), '.ecmarc');
    writeFileSync(file, `${text}# mine\n`);
    expect(await writeAddition(file, text, after)).toMatchObject({ ok: false });
    expect(readFileSync(file, 'utf8')).toBe(`${text}# mine\n`);
  });
});
