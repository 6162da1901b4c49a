import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, opendir, stat } from 'node:fs/promises';
import { isoTime } from '../base/iso-time.ts';
import { toProblem } from './problem.ts';
import type { Answer, FileEntry, Files, OpenFile } from './types.ts';
import { orAborted } from './wait.ts';

/** A folder of a connector host holds some hundred files; one with more is not listed to its end. */
const mostEntries = 10_000;

/** This machine's files, read only. */
export const files: Files = {
  stat: (path, signal) =>
    answer(signal, async () => {
      const found = await orAborted(signal, stat(path));
      const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
      return { kind, bytes: found.size, changedAt: isoTime(found.mtime) } as const;
    }),

  open: (path, signal) =>
    answer(signal, async () => {
      const handle = await openFile(path, signal);
      try {
        const { size } = await handle.stat();
        signal.throwIfAborted();
        return { file: rangesOf(handle, size) };
      } catch (error) {
        await handle.close();
        throw error;
      }
    }),

  read: (path, maxBytes, signal) => answer(signal, () => readStart(path, maxBytes, signal)),

  list: (folder, signal) => answer(signal, () => list(folder, signal)),

  sha256: (path, signal) =>
    answer(signal, async () => {
      await mustBeFile(path, signal);
      const hash = createHash('sha256');
      for await (const part of createReadStream(path, { signal })) hash.update(part);
      return { digest: hash.digest('hex') };
    }),

  // NTFS opens it by this name. Elsewhere a file of that name may lie beside, as copies out of WSL leave it.
  stream: (path, name, maxBytes, signal) =>
    answer(signal, () => readStart(`${path}:${name}`, maxBytes, signal)),
};

/** An ended signal is thrown, whatever else went wrong; all else is a value. */
async function answer<T>(signal: AbortSignal, work: () => Promise<T>): Promise<Answer<T>> {
  signal.throwIfAborted();
  try {
    const done = await work();
    signal.throwIfAborted();
    return { ok: true, ...done };
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, problem: toProblem(error) };
  }
}

/** Opening a pipe would wait for its other end, and a device may never end. */
async function mustBeFile(path: string, signal: AbortSignal): Promise<void> {
  const found = await orAborted(signal, stat(path));
  if (!found.isFile()) throw Object.assign(new Error(`${path} is not a file`), { code: 'EISDIR' });
}

async function openFile(path: string, signal: AbortSignal): Promise<FileHandle> {
  await mustBeFile(path, signal);
  return orClosed(signal, open(path, 'r'));
}

/** What opens after the wait has ended is closed. */
async function orClosed<T extends { close(): Promise<void> }>(
  signal: AbortSignal,
  opening: Promise<T>,
): Promise<T> {
  try {
    return await orAborted(signal, opening);
  } catch (error) {
    void opening.then((late) => late.close()).catch(() => {});
    throw error;
  }
}

function rangesOf(handle: FileHandle, size: number): OpenFile {
  return {
    size,
    read: (offset, length, signal) =>
      answer(signal, async () => ({ bytes: await readRange(handle, offset, length, signal) })),
    close: () => handle.close(),
  };
}

/** A read may give less than was asked for before the end is reached. */
async function readRange(
  handle: FileHandle,
  offset: number,
  length: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await orAborted(
      signal,
      handle.read(bytes, filled, length - filled, offset + filled),
    );
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function readStart(
  path: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<{ readonly bytes: Uint8Array; readonly cut: boolean }> {
  const handle = await openFile(path, signal);
  try {
    const { size } = await handle.stat();
    const bytes = await readRange(handle, 0, Math.min(size, maxBytes), signal);
    return { bytes, cut: size > bytes.length };
  } finally {
    await handle.close();
  }
}

async function list(
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly entries: readonly FileEntry[]; readonly cut: boolean }> {
  const entries: FileEntry[] = [];
  // The iteration closes the folder, also when it is left early.
  for await (const entry of await orClosed(signal, opendir(folder))) {
    signal.throwIfAborted();
    if (entries.length === mostEntries) return { entries, cut: true };
    entries.push({ name: entry.name, folder: entry.isDirectory() });
  }
  return { entries, cut: false };
}
