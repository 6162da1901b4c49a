import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { files } from '../../src/platform/files.ts';

const signal = new AbortController().signal;

describe('files', () => {
  let folder = '';
  let file = '';
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ecma-files-'));
    file = join(folder, 'Library.dll');
    await writeFile(file, bytes);
    await mkdir(join(folder, 'Cache'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('tells what stands at a path', async () => {
    expect(await files.stat(file, signal)).toMatchObject({ ok: true, kind: 'file', bytes: 1000 });
    expect(await files.stat(folder, signal)).toMatchObject({ ok: true, kind: 'folder' });
    expect(await files.stat('/dev/null', signal)).toMatchObject({ ok: true, kind: 'other' });
    expect(await files.stat(join(folder, 'no'), signal)).toMatchObject({
      ok: false,
      problem: { code: 'ENOENT' },
    });
  });

  it('reads ranges, short only at the end', async () => {
    const opened = await files.open(file, signal);
    if (!opened.ok) throw new Error(opened.problem.text);
    try {
      expect(opened.file.size).toBe(1000);
      expect(await opened.file.read(10, 5, signal)).toEqual({ ok: true, bytes: bytes.subarray(10, 15) });
      expect(await opened.file.read(990, 50, signal)).toEqual({ ok: true, bytes: bytes.subarray(990) });
      expect(await opened.file.read(5000, 50, signal)).toEqual({ ok: true, bytes: Buffer.alloc(0) });
    } finally {
      await opened.file.close();
    }
    expect(await opened.file.read(0, 1, signal)).toMatchObject({ ok: false });
  });

  it('reads the start of a file, and says when there is more', async () => {
    expect(await files.read(file, 10, signal)).toEqual({ ok: true, bytes: bytes.subarray(0, 10), cut: true });
    expect(await files.read(file, 5000, signal)).toEqual({ ok: true, bytes, cut: false });
    expect(await files.read(folder, 10, signal)).toMatchObject({ ok: false, problem: { code: 'EISDIR' } });
  });

  it('lists a folder', async () => {
    const listed = await files.list(folder, signal);
    expect(listed).toMatchObject({ ok: true, cut: false });
    expect(listed.ok && listed.entries.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'Cache', folder: true },
      { name: 'Library.dll', folder: false },
    ]);
    expect(await files.list(file, signal)).toMatchObject({ ok: false, problem: { code: 'ENOTDIR' } });
  });

  it('sums a file up', async () => {
    const digest = createHash('sha256').update(bytes).digest('hex');
    expect(await files.sha256(file, signal)).toEqual({ ok: true, digest });
    expect(await files.sha256(folder, signal)).toMatchObject({ ok: false, problem: { code: 'EISDIR' } });
  });

  it('reads a stream beside a file', async () => {
    expect(await files.stream(file, 'Zone.Identifier', 100, signal)).toMatchObject({
      ok: false,
      problem: { code: 'ENOENT' },
    });
    await writeFile(`${file}:Zone.Identifier`, 'ZoneId=3');
    expect(await files.stream(file, 'Zone.Identifier', 6, signal)).toEqual({
      ok: true,
      bytes: Buffer.from('ZoneId'),
      cut: true,
    });
    await rm(`${file}:Zone.Identifier`);
  });

  it('never opens a pipe: it would wait for the other end', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', pipe]);
    const soon = AbortSignal.timeout(60_000);
    for (const look of [files.open(pipe, soon), files.read(pipe, 1, soon), files.sha256(pipe, soon)])
      expect(await look).toMatchObject({ ok: false, problem: { code: 'EISDIR' } });
    await rm(pipe);
  });

  it('ends with its signal', async () => {
    const ended = AbortSignal.abort(new Error('stopped'));
    const looks = [
      () => files.stat(file, ended),
      () => files.open(file, ended),
      () => files.read(file, 1, ended),
      () => files.list(folder, ended),
      () => files.sha256(file, ended),
      () => files.stream(file, 'x', 1, ended),
    ];
    for (const look of looks) await expect(look()).rejects.toThrow('stopped');
    const later = new AbortController();
    const hashing = files.sha256(file, later.signal);
    later.abort(new Error('stopped later'));
    await expect(hashing).rejects.toThrow('stopped later');
  });

  it.runIf(process.platform === 'linux').each([
    ['list', () => folder, files.list],
    ['open', () => file, files.open],
    ['read', () => file, (path: string, signal: AbortSignal) => files.read(path, 1000, signal)],
  ] as const)('leaves nothing open wherever its signal ends it: %s', async (_, where, ask) => {
    const path = where();
    // What nobody closes Node closes some time, and warns.
    const warned: string[] = [];
    const warn = ({ message }: Error) => warned.push(message);
    process.on('warning', warn);
    // At each turn of the loop, until it is over before that.
    for (let turns = 0, over = false; !over; turns += 1) {
      const cut = new AbortController();
      const asking = ask(path, cut.signal).then(
        async (answer) => {
          over = true;
          if (answer.ok && 'file' in answer) await answer.file.close();
        },
        () => {},
      );
      for (let turn = 0; turn < turns && !over; turn += 1) await nextTurn();
      cut.abort(new Error('cut'));
      await asking;
    }
    const opened = async () => {
      const numbers = await readdir('/proc/self/fd');
      const paths = await Promise.all(
        numbers.map((number) => readlink(join('/proc/self/fd', number)).catch(() => '')),
      );
      return paths.filter((one) => one === path);
    };
    // Behind it the threads are through with what came before.
    await files.list(folder, signal);
    await expect.poll(opened).toEqual([]);
    process.off('warning', warn);
    expect(warned.filter((message) => message.includes('garbage collection'))).toEqual([]);
  });
});
