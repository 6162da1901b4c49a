import { constants, open as openDescriptor } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { decodeText } from '../base/decode-text.ts';
import { clean } from '../base/text.ts';
import { closeOnAbort, orAborted } from '../platform/wait.ts';
import { maxReportLength, type ReportReading, readReport } from '../report/read.ts';
import { reasonOf } from './file-reason.ts';

const never = new AbortController().signal;

/**
 * Reads a saved report from a file or a pipe, for `--from` and `--baseline`. Also in UTF-16: so Windows PowerShell writes
 * what `ecma-doctor --json > report.json` says. Ends with the signal, wherever it waits.
 */
export async function readReportFile(path: string, signal = never): Promise<ReportReading> {
  try {
    const bytes = await orAborted(signal, readBytes(path, signal));
    if (bytes === undefined) return { ok: false, message: `${clean(path)}: too big for a report` };
    const text = decodeText(bytes);
    if (text === undefined)
      return { ok: false, message: `${clean(path)}: not a readable report: it is not text` };
    const reading = readReport(text);
    return reading.ok ? reading : { ...reading, message: `${clean(path)}: ${reading.message}` };
  } catch (error) {
    return {
      ok: false,
      message: `${clean(path)}: ${signal.aborted ? unreadWords(signal) : reasonOf(error)}`,
    };
  }
}

function unreadWords({ reason }: AbortSignal): string {
  const isLate = reason instanceof Error && reason.name === 'TimeoutError';
  return isLate ? 'not read within the time that --timeout gives' : 'not read to its end';
}

/** What pipes gave: they give it once, and names are collected from a report before it is read for its rows. */
const fromPipes = new Map<string, Buffer | undefined>();

/** The whole file; undefined where it is longer than any report. */
async function readBytes(path: string, signal: AbortSignal): Promise<Buffer | undefined> {
  if (fromPipes.has(path)) return fromPipes.get(path);
  const found = await stat(path);
  // On Windows no file is one, and nothing could be opened so.
  if (found.isFIFO() && process.platform !== 'win32') {
    const bytes = await readPipe(path, signal);
    fromPipes.set(path, bytes);
    return bytes;
  }
  const file = await open(path, 'r');
  try {
    return await readUpTo(file, maxReportLength);
  } finally {
    await file.close();
  }
}

const openNow = promisify(openDescriptor);

/**
 * A pipe to its end. To open it the usual way would hold a thread until somebody writes, and the program with it: no
 * signal could end that. The event loop waits instead, also for the writer.
 */
async function readPipe(path: string, signal: AbortSignal): Promise<Buffer | undefined> {
  const fd = await openNow(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const pipe = new Socket({ fd, readable: true, writable: false });
  closeOnAbort(signal, pipe);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of pipe as AsyncIterable<Buffer>) {
    length += part.length;
    // Leaving the loop closes it.
    if (length > maxReportLength) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Devices tell no size, and some have no end. */
async function readUpTo(file: FileHandle, most: number): Promise<Buffer | undefined> {
  const { size } = await file.stat();
  if (size > most) return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  // One byte more than it says: a file of that size ends there.
  for (let room = size + 1; ; room = 1024 * 1024) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(room), 0, room, null);
    if (bytesRead === 0) return Buffer.concat(parts);
    parts.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
    if (length > most) return undefined;
  }
}
