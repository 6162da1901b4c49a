import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completionScript } from '../../src/cli/completion.ts';
import { optionNames } from '../../src/cli/options.ts';
import { powershellFaults } from './parser.ts';

/** Scripts for PowerShell that nobody runs here: what a completion script is made of, and whether a grammar takes them. */

const faults = await powershellFaults();
const script = completionScript('powershell');

/** Brackets and quotes, without what stands in texts and behind `#`: those that are left open, or close nothing. */
function unclosed(text: string): string {
  const bare = text
    .replace(/#.*$/gm, '')
    .replace(/'(?:[^']|'')*'/g, '')
    .replace(/"(?:[^"`]|`.)*"/gs, '');
  const closing: Readonly<Record<string, string>> = { ')': '(', '}': '{', ']': '[' };
  let open = '';
  for (const [mark] of bare.matchAll(/[(){}[\]'"]/g)) {
    if (open.endsWith(closing[mark] ?? '-')) open = open.slice(0, -1);
    else open += mark;
  }
  return open;
}

function blocksOf(readme: string): readonly string[] {
  return [...readme.matchAll(/^( *)```powershell\n(.*?)^ *```$/gms)].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

describe('the completion script', () => {
  test('closes what it opens, and is ASCII: a profile has whichever encoding', () => {
    expect(unclosed(script)).toBe('');
    expect(script).toMatch(/^[ -~\n]*$/);
  });

  test('is registered for the program by both its names, with every option once', () => {
    expect(script).toMatch(
      /^Register-ArgumentCompleter -Native -CommandName @\('ecma-doctor', 'ecma-doctor\.exe'\) -ScriptBlock \{$/m,
    );
    const [, list = ''] = /^ {4}@\(('--config', .*)\)$/m.exec(script) ?? [];
    expect(list.split(', ')).toEqual(optionNames.map((name) => `'--${name}'`));
  });

  test('leaves a file to PowerShell, which completes files where nothing is offered', () => {
    expect(script).toMatch(
      /if \(@\('--config', '--report', '--from', '--baseline'\) -contains \$before\) \{ return \}/,
    );
  });
});

test.skipIf(faults === undefined)('a grammar of PowerShell takes the completion script', () => {
  expect(faults?.(script)).toEqual([]);
  expect(faults?.(script.replace('param($word, $ast, $cursor)', 'param($word, $ast'))).not.toEqual([]);
});

const blocks = blocksOf(readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8'));

test('README: each PowerShell block closes what it opens', () => {
  expect(blocks.length).toBeGreaterThan(3);
  expect(blocks.map(unclosed)).toEqual(blocks.map(() => ''));
});

test.skipIf(faults === undefined)('README: a grammar of PowerShell takes each block', () => {
  // The grammar splits a path behind a variable, which PowerShell reads as one word.
  const known = (text: string) => text.replaceAll('$HOME\\', '.\\');
  expect(blocks.flatMap((text) => faults?.(known(text)) ?? [])).toEqual([]);
});
