import { expect, it } from 'vitest';
import { placeArguments } from '../../src/cli/editor.ts';

it.each([
  ['vi', ['+7', '.ecmarc']],
  ['/usr/bin/nvim', ['+7', '.ecmarc']],
  ['nano', ['+7', '.ecmarc']],
  ['emacsclient', ['+7', '.ecmarc']],
  ['hx', ['.ecmarc:7']],
  ['code', ['--goto', '.ecmarc:7']],
  ['C:\\Program Files\\VS Code\\bin\\code.cmd', ['--goto', '.ecmarc:7']],
  // None of them takes a line, or nobody knows how.
  ['C:\\Windows\\System32\\notepad.exe', ['.ecmarc']],
  ['/bin/sh', ['.ecmarc']],
  ['vibes', ['.ecmarc']],
])('%s is told the line as it takes it', (file, told) => {
  expect(placeArguments(file, { path: '.ecmarc', line: 7 })).toEqual(told);
  expect(placeArguments(file, { path: '.ecmarc', line: undefined })).toEqual(['.ecmarc']);
});
