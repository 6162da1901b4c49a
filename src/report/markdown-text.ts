import { clean } from '../base/text.ts';
import type { Step } from '../engine/probe.ts';

/** A word joiner (U+2060, unseen): behind it, `@name` calls nobody and `#1` points at no ticket. */
const joiner = '\u2060';

/**
 * Text of ours, or with names of peers in it, as inline Markdown: no markup, no link and no mention comes out of
 * it, whatever it holds (CommonMark 2.4). Round brackets stay: without square ones before them they mean nothing.
 */
export function inline(value: string): string {
  return clean(value)
    .replace(/[\\`*_{}[\]<|~&$]/g, '\\$&')
    .replace(/^(\s*)([-+=#>])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/(^|[^\w])@(?=\w)/g, `$1@${joiner}`)
    .replace(/#(?=\d)/g, `#${joiner}`)
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\.(?=\w)/gi, (word) => `${word.slice(0, 3)}\\.`)
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** What a peer sent, as a code span: no markup works in it, and its fence is longer than any run inside. */
export function code(value: string): string {
  const text = clean(value).trim();
  if (text === '') return '(empty)';
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** The same inside a table, where a bar would end the cell even in a code span (GFM 4.10). */
export function codeCell(value: string): string {
  return code(value).replaceAll('|', '\\|');
}

/** A command on lines of its own, to be copied whole. `indent` sets it under a list item. */
export function block(value: string, indent: string): string {
  const text = clean(value, true);
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [fence, ...text.split('\n'), fence].map((line) => `${indent}${line}`).join('\n');
}

/** A link where it is an address of the web, else its text. */
export function link(value: string): string {
  const address = clean(value);
  return /^https?:\/\/[^\s<>"`|]+$/i.test(address) ? `<${address}>` : code(address);
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** A numbered step as one or two paragraphs, its command in a block of its own. `mark` follows the text. */
export function stepParagraphs(step: Step, index: number, mark: string): string[] {
  return [
    `${index + 1}. ${inline(step.text)}${mark}`,
    ...(step.command === undefined ? [] : [block(step.command, '   ')]),
  ];
}
