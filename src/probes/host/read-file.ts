import type { ProbeContext } from '../../clients/environment.ts';
import { mostXmlBytes } from '../../formats/host-xml/document.ts';
import { inHost } from '../connector/places.ts';

/** What became of reading one of the host's files. Only what its reader lets through is a value. */
export type HostFile<T> =
  | { readonly state: 'read'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'denied' }
  /** In words: not XML, far too large, a failing disk. */
  | { readonly state: 'failed'; readonly reason: string };

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Reads a file below the host's folder, given with backslashes. */
export async function readHostFile<T>(
  context: ProbeContext,
  below: string,
  parse: (bytes: Uint8Array) => Parsed<T>,
  signal: AbortSignal,
): Promise<HostFile<T>> {
  const read = await context.platform.files.read(inHost(context.settings, below), mostXmlBytes + 1, signal);
  if (!read.ok)
    switch (read.problem.code) {
      case 'ENOENT':
      case 'ENOTDIR':
        return { state: 'absent' };
      case 'EACCES':
      case 'EPERM':
        return { state: 'denied' };
      default:
        return { state: 'failed', reason: `${read.problem.text} (${read.problem.code})` };
    }
  const parsed = parse(read.bytes);
  return parsed.ok ? { state: 'read', value: parsed.value } : { state: 'failed', reason: parsed.reason };
}

/** Names of the files that this account may not read, for `notSeen`. */
export function refusedFiles(files: Readonly<Record<string, HostFile<unknown>>>): {
  notSeen?: readonly string[];
} {
  const names = Object.keys(files).filter((name) => files[name]?.state === 'denied');
  return names.length === 0 ? {} : { notSeen: names };
}
