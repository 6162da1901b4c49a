import { type FileHandle, open, readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isScalar, isSeq, type Node, parseDocument, type YAMLSeq } from 'yaml';
import { decodeText } from '../../base/decode-text.ts';
import { parseYaml } from '../parse-yaml.ts';
import { connectorLines, type StarterConnector } from './template.ts';
import type { WriteResult } from './write.ts';

/**
 * The text of an `.ecmarc` with further connectors behind its own; everything else in it stays as it is, comments too.
 * Undefined where that cannot be done in place.
 */
export function withConnectors(text: string, more: readonly StarterConnector[]): string | undefined {
  const lines = more.flatMap(connectorLines);
  const added = plainOf(['connectors:', ...lines].join('\n'));
  const before = plainOf(text);
  if (before === undefined || added === undefined) return undefined;
  const changed = inserted(text, lines, connectorsOf(added));
  const after = changed === undefined ? undefined : plainOf(changed);
  const wanted = { ...before, connectors: [...connectorsOf(before), ...connectorsOf(added)] };
  return isDeepStrictEqual(after, wanted) ? changed : undefined;
}

type Plain = Readonly<Record<string, unknown>>;

function plainOf(text: string): Plain | undefined {
  const parsed = parseYaml(text);
  if (!parsed.ok) return undefined;
  const { value = {} } = parsed;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function connectorsOf({ connectors }: Plain): readonly unknown[] {
  return Array.isArray(connectors) ? connectors : [];
}

function inserted(text: string, lines: readonly string[], values: readonly unknown[]): string | undefined {
  const { contents } = parseDocument(text);
  const flow = values.map((value) => JSON.stringify(value)).join(', ');
  if (!isNode(contents) || isScalar(contents)) return behind(text, text.length, ['connectors:', ...lines]);
  if (!isMap(contents)) return undefined;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === 'connectors');
  if (pair === undefined) {
    if (contents.flow !== true) return behind(text, text.length, ['connectors:', ...lines]);
    const last = contents.items.at(-1);
    const at = endOf(last?.value) ?? endOf(last?.key) ?? startOf(contents) + 1;
    return at === undefined
      ? undefined
      : put(text, at, `${last === undefined ? '' : ', '}"connectors": [${flow}]`);
  }
  const { key, value } = pair;
  if (isSeq(value)) return value.flow === true ? intoFlow(text, value, flow) : behindLast(text, value, lines);
  // Nothing stands behind the key yet.
  const at = endOf(key);
  if (at === undefined || contents.flow === true || !isScalar(value) || value.source !== '') return undefined;
  return behind(text, lineEnd(text, at), lines);
}

function intoFlow(text: string, list: YAMLSeq, flow: string): string | undefined {
  const last = endOf(list.items.at(-1));
  if (last !== undefined) return put(text, last, `, ${flow}`);
  return put(text, startOf(list) + 1, flow);
}

/** Behind the last connector with the comments that are indented as its lines are. */
function behindLast(text: string, list: YAMLSeq, lines: readonly string[]): string | undefined {
  const start = startOf(list);
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  let at = endOf(list.items.at(-1)) ?? start;
  while (/\s/.test(text[at - 1] ?? '')) at -= 1;
  at = lineEnd(text, at);
  const comment = new RegExp(`^[ ]{${indent + 1},}#`);
  while (at < text.length && comment.test(text.slice(at, text.indexOf('\n', at)))) at = lineEnd(text, at);
  const pad = ' '.repeat(indent);
  return behind(
    text,
    at,
    lines.map((line) => `${pad}${line.slice(2)}`),
  );
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function endOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[1] : undefined;
}

/** Where the next line begins. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

function behind(text: string, at: number, lines: readonly string[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const open = at > 0 && text[at - 1] !== '\n' ? eol : '';
  return put(text, at, `${open}${lines.join(eol)}${eol}`);
}

function put(text: string, at: number, more: string): string {
  return text.slice(0, at) + more + text.slice(at);
}

/**
 * Writes a text that had something put into it, in place: owner, rights and links of the file stay, and so does its
 * encoding. Nothing is written where the file is not what it was.
 */
export async function writeAddition(file: string, before: string, after: string): Promise<WriteResult> {
  const bytes = await readFile(file).catch(() => undefined);
  const encode = bytes && encoderOf(bytes);
  if (bytes === undefined || decodeText(bytes) !== before)
    return { ok: false, message: `${file} was changed meanwhile: nothing was written` };
  if (encode === undefined || !encode(before).equals(bytes))
    return { ok: false, message: `${file} was not written: save it as UTF-8 first` };
  const next = encode(after);
  let same = 0;
  while (same < bytes.length && bytes[same] === next[same]) same += 1;
  try {
    const handle = await open(file, 'r+');
    try {
      await writeFrom(handle, next, same);
      await handle.sync();
    } catch (error) {
      await writeFrom(handle, bytes, same).catch(() => undefined);
      await handle.truncate(bytes.length).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
    return { ok: true };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
    const denied = ['EACCES', 'EPERM', 'EROFS'].includes(code);
    return { ok: false, message: `${file} was not written${denied ? ': access is denied' : ` (${code})`}` };
  }
}

/** All of it: a disk that fills takes a part and says nothing, until there is no room for a byte. */
async function writeFrom(handle: FileHandle, bytes: Uint8Array, from: number): Promise<void> {
  for (let at = from; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, at);
    at += bytesWritten;
  }
}

/** Text to bytes as the file has them, with its byte order mark. */
function encoderOf(bytes: Uint8Array): ((text: string) => Buffer) | undefined {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return (text) => Buffer.from(`\ufeff${text}`, 'utf16le');
  if (first === 0xfe && second === 0xff) return (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  const mark = first === 0xef && second === 0xbb && third === 0xbf ? '\ufeff' : '';
  return (text) => Buffer.from(`${mark}${text}`, 'utf8');
}
