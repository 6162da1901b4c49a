import { lstatSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { isJsonObject, type Json } from '../base/json.ts';
import type { Problem } from '../platform/types.ts';
import { codeOf, problemOf } from './file-problem.ts';

const version = 1;

/** What lay in a file of the state folder. `savedAt` is ISO 8601. */
export type StoredFile<T> =
  | { readonly kind: 'none' }
  | { readonly kind: 'loaded'; readonly body: T; readonly savedAt: string }
  /** It was damaged, or not of this program: it lies at `movedTo` now and is not read again. */
  | { readonly kind: 'set-aside'; readonly why: string; readonly movedTo: string }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** A stored document of one kind, as the text of its file. */
export function jsonFileText(kind: string, body: Json, savedAt: string): string {
  const head = JSON.stringify({ 'ecma-doctor': kind, version, savedAt });
  return `${head.slice(0, -1)},"body":${bodyText(body)}}\n`;
}

/** Of an object its members one by one: the text of a long list's items is kept, since most of them come again. */
function bodyText(body: Json): string {
  if (!isJsonObject(body)) return JSON.stringify(body);
  const members = Object.entries(body).map(([key, value]) => {
    const text = Array.isArray(value) ? `[${value.map(itemText).join(',')}]` : JSON.stringify(value);
    return text === undefined ? [] : `${JSON.stringify(key)}:${text}`;
  });
  return `{${members.flat().join(',')}}`;
}

function itemText(item: Json): string {
  if (!isJsonObject(item)) return JSON.stringify(item) ?? 'null';
  const known = textsOfItems.get(item) ?? JSON.stringify(item);
  textsOfItems.set(item, known);
  return known;
}

/** Plain data is replaced, never changed. */
const textsOfItems = new WeakMap<object, string>();

/** Reads a document that `documentText` made, of at most `limit` bytes. Whatever else lies there is set aside. */
export function readJsonFile(path: string, kind: string, limit: number): StoredFile<Json> {
  const file = readBounded(path, limit);
  if (file.kind === 'none' || file.kind === 'unreadable') return file;
  if (file.kind === 'strange') return setAside(path, file.why);
  const parsed = parseJson(file.text);
  if (!isJsonObject(parsed)) return setAside(path, 'it is damaged or not JSON');
  if (parsed['ecma-doctor'] !== kind) return setAside(path, 'it was not written by this program');
  if (parsed.version !== version) return setAside(path, 'it was written by another version');
  const { body, savedAt } = parsed;
  if (body === undefined || typeof savedAt !== 'string' || Number.isNaN(Date.parse(savedAt)))
    return setAside(path, 'a part of it is missing');
  return { kind: 'loaded', body, savedAt };
}

/** Moves a file to `.bad`, over an older one: there is never more than one. */
export function setAside(path: string, why: string): StoredFile<never> {
  const movedTo = `${path}.bad`;
  try {
    rmSync(movedTo, { recursive: true, force: true });
    renameSync(path, movedTo);
    return { kind: 'set-aside', why, movedTo };
  } catch (error) {
    return { kind: 'unreadable', problem: problemOf(error) };
  }
}

export type BoundedFile =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strange'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** A file's text; never more than `limit` bytes, and never a pipe or device that would not end. */
export function readBounded(path: string, limit: number): BoundedFile {
  try {
    // Most are not there: an error costs ten times as much as an answer.
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return { kind: 'none' };
    if (!stat.isFile()) return { kind: 'strange', why: 'it is not a file' };
    if (stat.size > limit) return { kind: 'strange', why: `it is larger than ${limit} bytes` };
    return { kind: 'text', text: readFileSync(path, 'utf8') };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? { kind: 'none' } : { kind: 'unreadable', problem: problemOf(error) };
  }
}

/** Plain data from a text, or undefined when it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
