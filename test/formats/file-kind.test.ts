import { expect, it } from 'vitest';
import { fileKind } from '../../src/formats/file-kind.ts';

it.each<[string, string | number[], string]>([
  ['nothing', '', 'empty'],
  ['zeros', '\0\0\0\0', 'zeros'],
  ['a ZIP', 'PK\x03\x04rest\0', 'zip'],
  ['an empty ZIP', 'PK\x05\x06\0\0', 'zip'],
  ['HTML', '\r\n<!DOCTYPE HTML><html lang="en">', 'html'],
  ['HTML without doctype', '<html><head>', 'html'],
  ['HTML behind a comment', '<!-- saved from url -->\n<html>', 'html'],
  ['HTML with a mark', [0xef, 0xbb, 0xbf, ...Buffer.from('<!doctype html>')], 'html'],
  ['HTML in UTF-16', [0xff, 0xfe, ...Buffer.from('<html></html>', 'utf16le')], 'html'],
  ['XML', '<?xml version="1.0"?>', 'xml'],
  ['gzip', [0x1f, 0x8b, 8, 0], 'gzip'],
  ['an MSI', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'installer'],
  ['a Linux library', '\x7fELF\x02', 'elf'],
  ['Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:0', 'git-lfs'],
  ['text', 'using System;\n', 'text'],
  ['bytes', [0x01, 0x02, 0x99], 'unknown'],
])('%s', (_name, given, kind) => {
  const bytes = typeof given === 'string' ? Buffer.from(given, 'latin1') : Uint8Array.from(given);
  expect(fileKind(bytes)).toBe(kind);
});
