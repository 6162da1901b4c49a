import { mostXmlBytes } from '../../formats/host-xml/document.ts';
import { pathsOf } from '../../platform/paths.ts';
import type { Settings } from '../../settings/schema.ts';
import type { ProbeContext } from '../environment.ts';

/** The connector host's files: where they are on this machine, and how they are read. */

/** The host's program, below its folder. */
export const hostProgram = 'Service\\Microsoft.ECMA2Host.Service.exe';

/** A path below the connector host's folder, given with backslashes. */
export function inHost(settings: Settings, below: string): string {
  const { folder } = settings.host;
  return pathsOf(folder).join(folder, ...below.split('\\'));
}

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

/** The same file with another value in it: facts keep less than a reader gives. */
export function mapFile<T, R>(file: HostFile<T>, keep: (value: T) => R): HostFile<R> {
  return file.state === 'read' ? { state: 'read', value: keep(file.value) } : file;
}
