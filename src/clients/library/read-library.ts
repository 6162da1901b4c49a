import type { Assembly } from '../../formats/dotnet/assembly.ts';
import type { ByteSource } from '../../formats/dotnet/bytes.ts';
import { readAssembly } from '../../formats/dotnet/read-assembly.ts';
import { fileKind } from '../../formats/file-kind.ts';
import type { OpenFile, Platform, Problem } from '../../platform/types.ts';
import type { ReadRefusal } from './types.ts';

/** One library's metadata, or why there is none. */
export async function readLibrary(
  path: string,
  platform: Platform,
  signal: AbortSignal,
  mostMetadata: number,
): Promise<{ readonly assembly: Assembly } | { readonly refusal: ReadRefusal }> {
  const opened = await platform.files.open(path, signal);
  if (!opened.ok) return { refusal: refusalOf(opened.problem) };
  const { file } = opened;
  try {
    const read = await readAssembly(sourceOf(file, signal), { mostMetadata });
    if (read.ok) return { assembly: read.assembly };
    if (read.reason !== 'not-windows') return { refusal: { why: read.reason, text: read.text } };
    const start = await file.read(0, 512, signal);
    return {
      refusal: start.ok ? { why: 'other-kind', kind: fileKind(start.bytes) } : refusalOf(start.problem),
    };
  } catch (error) {
    if (error instanceof ReadFailure) return { refusal: refusalOf(error.problem) };
    throw error;
  } finally {
    await file.close();
  }
}

/** The file failed while it was read: a fact, carried through the reader as the one thing that it lets pass. */
class ReadFailure extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.text);
    this.problem = problem;
  }
}

function sourceOf(file: OpenFile, signal: AbortSignal): ByteSource {
  return {
    size: file.size,
    async read(offset, length) {
      const read = await file.read(offset, length, signal);
      if (!read.ok) throw new ReadFailure(read.problem);
      return read.bytes;
    },
  };
}

export function refusalOf(problem: Problem): ReadRefusal {
  switch (problem.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { why: 'absent', problem };
    case 'EACCES':
    case 'EPERM':
      return { why: 'denied', problem };
    case 'EISDIR':
      return { why: 'not-a-file', problem };
    default:
      return { why: 'failed', problem };
  }
}
