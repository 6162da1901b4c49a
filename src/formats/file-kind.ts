/** What a file is by its first bytes, for the most common things that lie where a library should. */
export type FileKind =
  | 'empty'
  | 'zeros'
  | 'zip'
  | 'html'
  | 'xml'
  | 'gzip'
  | '7z'
  | 'rar'
  | 'cab'
  | 'installer'
  | 'elf'
  | 'mach-o'
  | 'git-lfs'
  | 'text'
  | 'unknown';

const signatures: readonly (readonly [FileKind, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['gzip', [0x1f, 0x8b]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['rar', [0x52, 0x61, 0x72, 0x21]],
  ['cab', [0x4d, 0x53, 0x43, 0x46]],
  ['installer', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['elf', [0x7f, 0x45, 0x4c, 0x46]],
  ['mach-o', [0xcf, 0xfa, 0xed, 0xfe]],
];

/** `start` is the first few hundred bytes; a whole file when it is shorter. */
export function fileKind(start: Uint8Array): FileKind {
  if (start.length === 0) return 'empty';
  if (start.every((byte) => byte === 0)) return 'zeros';
  for (const [kind, bytes] of signatures) if (bytes.every((byte, at) => start[at] === byte)) return kind;
  const text = textOf(start);
  if (text === undefined) return 'unknown';
  const head = text.trimStart().slice(0, 200).toLowerCase();
  if (head.startsWith('version https://git-lfs')) return 'git-lfs';
  if (/^(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)\b/s.test(head)) return 'html';
  return head.startsWith('<?xml') ? 'xml' : 'text';
}

/** Text, if it is text: UTF-16 with its mark, or bytes without control characters. */
function textOf(start: Uint8Array): string | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le').decode(start);
  const isText = start.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
  return isText ? new TextDecoder().decode(start) : undefined;
}
