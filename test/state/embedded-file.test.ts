import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EmbeddedFile, unpackEmbedded, windowsCodeFolders } from '../../src/state/embedded-file.ts';
import { childRunner, scratchFolders } from './scratch.ts';

const scratch = scratchFolders();
const runChild = childRunner();
const posixIt = it.skipIf(process.platform === 'win32');
const packed: EmbeddedFile = {
  name: 'part.node',
  bytes: Buffer.from('code that was packed'),
  version: 'ab12',
};
const text = (file: string) => readFileSync(file, 'utf8');

describe('unpack', () => {
  it('writes the file for its owner alone, and takes it again as it is', async () => {
    const folder = join(scratch(), 'made', 'native');
    const file = await unpackEmbedded(packed, [folder]);
    expect(file).toBe(join(folder, 'ab12', 'part.node'));
    expect(text(file)).toBe('code that was packed');
    const before = statSync(file);
    if (process.platform !== 'win32') expect(before.mode & 0o777).toBe(0o600);
    expect(await unpackEmbedded(packed, [folder])).toBe(file);
    expect(statSync(file).ino).toBe(before.ino);
    expect(readdirSync(join(folder, 'ab12'))).toEqual(['part.node']);
  });

  it.each([
    ['other code', 'code that was plante'],
    ['a part of it', 'code that'],
    ['more', 'code that was packed, and more'],
  ])('replaces %s that lies there', async (_what, planted) => {
    const folder = scratch();
    mkdirSync(join(folder, 'ab12'), { mode: 0o700 });
    writeFileSync(join(folder, 'ab12', 'part.node'), planted, { mode: 0o600 });
    expect(text(await unpackEmbedded(packed, [folder]))).toBe('code that was packed');
  });

  posixIt('replaces the right file where others may change it, and a link to one', async () => {
    const folder = scratch();
    const place = join(folder, 'ab12');
    mkdirSync(place, { mode: 0o700 });
    const file = join(place, 'part.node');
    writeFileSync(file, packed.bytes);
    chmodSync(file, 0o666);
    await unpackEmbedded(packed, [folder]);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const elsewhere = join(scratch(), 'planted');
    writeFileSync(elsewhere, packed.bytes, { mode: 0o600 });
    const linked = scratch();
    mkdirSync(join(linked, 'ab12'), { mode: 0o700 });
    symlinkSync(elsewhere, join(linked, 'ab12', 'part.node'));
    const unpacked = await unpackEmbedded(packed, [linked]);
    expect(statSync(unpacked).ino).not.toBe(statSync(elsewhere).ino);
  });

  posixIt('passes over a folder that others may write to, and one behind a link', async () => {
    const [open, behind, good] = [scratch(), scratch(), scratch()];
    mkdirSync(join(open, 'ab12'));
    chmodSync(join(open, 'ab12'), 0o777);
    writeFileSync(join(open, 'ab12', 'part.node'), packed.bytes, { mode: 0o600 });
    symlinkSync(good, join(behind, 'ab12'));
    expect(await unpackEmbedded(packed, [open, behind, good])).toBe(join(good, 'ab12', 'part.node'));
    await expect(unpackEmbedded(packed, [open, behind])).rejects.toThrow(
      /part\.node could not be unpacked \(.*ab12 can be written by others.*; .*ab12 is a link\)/,
    );
  });

  it('tells why no folder would do', async () => {
    const blocked = join(scratch(), 'file');
    writeFileSync(blocked, '');
    await expect(unpackEmbedded(packed, [blocked])).rejects.toThrow(
      /part\.node could not be unpacked \(.*file.*\)/,
    );
    await expect(unpackEmbedded(packed, [])).rejects.toThrow('no folder');
  });

  it('many at once: each gets the whole file, and nothing else is left', async () => {
    const folder = scratch();
    const children = Array.from({ length: 4 }, () => runChild('unpack-big.ts', [folder]));
    await Promise.all(children.map((child) => child.printed('ready')));
    for (const child of children) child.process.stdin?.end('go\n');
    const ended = await Promise.all(children.map((child) => child.ended));
    expect(children.map((child) => child.errors())).toEqual(children.map(() => ''));
    expect(ended.map(({ code }) => code)).toEqual(children.map(() => 0));
    expect(readdirSync(folder, { recursive: true }).map(String).toSorted()).toEqual([
      'big',
      join('big', 'part.node'),
    ]);
  });
});

describe('windowsCodeFolders', () => {
  it.each([
    [
      { ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'D:\\L', ECMA_DOCTOR_STATE: 'E:\\open' },
      ['C:\\Program Files\\ecma-doctor\\native', 'D:\\L\\ecma-doctor\\native'],
    ],
    [{}, ['C:\\Users\\ada\\AppData\\Local\\ecma-doctor\\native']],
    [{ ProgramFiles: 'here', LOCALAPPDATA: 'there' }, []],
  ])('%o', (env, expected) => {
    expect(windowsCodeFolders(env, 'C:\\Users\\ada')).toEqual(expected);
  });
});
