/** Why a file could not be had, in words that follow its name. */
export function fileErrorText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: access is denied';
    case 'EISDIR':
      return 'is a folder, not a file';
    case 'EBUSY':
      return 'cannot be read: another program has it open';
    case 'ELOOP':
      return 'is a link that leads nowhere';
    default:
      return `cannot be read (${code})`;
  }
}
