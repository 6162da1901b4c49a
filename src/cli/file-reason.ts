import { clean } from '../base/text.ts';

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The system's own code beside words that do not depend on its language. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    ENOTDIR: 'a part of the path is not a folder',
    EISDIR: 'is a folder',
    EACCES: 'access denied',
    EPERM: 'not permitted',
    EBUSY: 'in use by another program',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left on the disk',
    ENAMETOOLONG: 'the name is too long',
    ELOOP: 'too many links',
  };
  const text = words[code] ?? (error instanceof Error ? error.message : String(error));
  return clean(code === '' || words[code] === undefined ? text : `${text} (${code})`);
}
