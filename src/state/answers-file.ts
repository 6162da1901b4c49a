import { defined } from '../base/defined.ts';
import type { Json } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';
import { clean } from '../base/text.ts';
import type { Problem } from '../platform/types.ts';
import { replaceFileSync } from './file-saver.ts';
import { jsonFileText, readJsonFile, type StoredFile, setAside } from './json-file.ts';

const kind = 'answers';
const limit = 1024 * 1024;

/**
 * What a person answered with `y` on the screen. `id` is the probe's; `at` is ISO 8601; `about` is the target or tenant
 * that it was given for, absent where an older version did not note it.
 */
export interface StoredAnswer {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  readonly where: string;
  readonly about?: string;
  /** It is no answer but a waiver: why, and its last day (YYYY-MM-DD). */
  readonly waiver?: { readonly reason: string; readonly until: string };
}

/** The answers given for one `.ecmarc`. Entries that make no sense are left out. */
export function loadAnswers(path: string): StoredFile<readonly StoredAnswer[]> {
  const read = readJsonFile(path, kind, limit);
  if (read.kind !== 'loaded') return read;
  if (!Array.isArray(read.body)) return setAside(path, 'it holds no answers');
  return { ...read, body: read.body.flatMap(answer) };
}

/** Replaces the stored answers, before it returns. */
export function saveAnswers(path: string, answers: readonly StoredAnswer[]): Problem | undefined {
  const body = answers.map(({ id, by, at, where, about, waiver }) => ({
    id,
    by,
    at,
    where,
    ...defined({ about, waiver: waiver && { ...waiver } }),
  }));
  return replaceFileSync(path, jsonFileText(kind, body, new Date().toISOString()));
}

function answer(value: Json): StoredAnswer[] {
  if (!isJsonObject(value)) return [];
  const { id, by, at, where, about, waiver } = value;
  if (typeof id !== 'string' || typeof by !== 'string' || typeof at !== 'string' || typeof where !== 'string')
    return [];
  if (Number.isNaN(Date.parse(at))) return [];
  // What is not understood must not count as a yes.
  const read = waiver === undefined ? undefined : waiverOf(waiver);
  if (waiver !== undefined && read === undefined) return [];
  return [
    {
      id,
      by: clean(by),
      at,
      where: clean(where),
      ...(typeof about === 'string' ? { about } : {}),
      ...defined({ waiver: read }),
    },
  ];
}

function waiverOf(value: Json): StoredAnswer['waiver'] {
  if (!isJsonObject(value)) return undefined;
  const { reason, until } = value;
  if (typeof reason !== 'string' || typeof until !== 'string') return undefined;
  return /^\d{4}-\d\d-\d\d$/.test(until) ? { reason: clean(reason), until } : undefined;
}
