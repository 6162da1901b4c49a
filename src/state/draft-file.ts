import { rmSync } from 'node:fs';
import { isJsonObject, type Json } from '../base/json.ts';
import { clean } from '../base/text.ts';
import type { Problem } from '../platform/types.ts';
import { replaceFileSync } from './file-saver.ts';
import { jsonFileText, readJsonFile } from './json-file.ts';
import { ledgerKey, stateFiles } from './state-folder.ts';

const kind = 'draft';
const limit = 64 * 1024;

type Texts = { readonly [key: string]: string };

/** Answers to the questions that write an `.ecmarc`, put aside half-way. No password is among them. */
export interface StoredDraft {
  readonly tenant?: string;
  readonly done: readonly Texts[];
  readonly current: Texts;
}

/** Where the draft of this `.ecmarc` lies, in the state folder. */
export function draftPath(folder: string, file: string): string {
  return stateFiles(folder, ledgerKey(file, process.platform)).draft;
}

/** The draft that was put aside; undefined where there is none, or it makes no sense. */
export function loadDraft(path: string): StoredDraft | undefined {
  const read = readJsonFile(path, kind, limit);
  if (read.kind !== 'loaded' || !isJsonObject(read.body)) return undefined;
  const { tenant, done, current } = read.body;
  const texts = textsOf(current);
  if (texts === undefined || !Array.isArray(done)) return undefined;
  return {
    ...(typeof tenant === 'string' ? { tenant: clean(tenant) } : {}),
    done: done.map(textsOf).filter((one) => one !== undefined),
    current: texts,
  };
}

export function saveDraft(path: string, { tenant, done, current }: StoredDraft): Problem | undefined {
  const body = { ...(tenant === undefined ? {} : { tenant }), done: [...done], current };
  return replaceFileSync(path, jsonFileText(kind, body, new Date().toISOString()));
}

/** What was written, or thrown away, is no draft any more. */
export function forgetDraft(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It would only be offered once more.
  }
}

function textsOf(value: Json | undefined): Texts | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, clean(text)]] : [])),
  );
}
