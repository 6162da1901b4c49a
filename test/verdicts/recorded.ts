import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Facts } from '../../src/engine/facts.ts';
import type { ConnectorSettings, Settings } from '../../src/settings/schema.ts';
import { Secret } from '../../src/settings/secret.ts';

/** What one judge was once asked in a test: the facts, and all else that it read. Plain JSON. */
export interface RecordedInput {
  readonly id: string;
  /** The connector whose row it is, and the settings and options it stood in; absent for rows of the server. */
  readonly scope?: {
    readonly settings: Settings;
    readonly connector: ConnectorSettings;
    readonly options: { readonly writeTest: boolean };
  };
  readonly settings: Settings;
  readonly observedAt: string;
  readonly facts: Facts;
  /** Facts of other probes that it read, by id; null where there were none. */
  readonly uses: Readonly<Record<string, Facts | null>>;
}

const folder = join(import.meta.dirname, '..', 'fixtures', 'verdicts');

/** Areas of which there are recordings, in alphabetic order. */
export function recordedAreas(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl.gz'))
    .map((name) => name.slice(0, -'.jsonl.gz'.length))
    .toSorted();
}

export function readInputs(area: string): readonly RecordedInput[] {
  return readLines(area).map((line) => JSON.parse(line, revived));
}

export function inputsFile(area: string): string {
  return join(folder, `${area}.jsonl.gz`);
}

export function readLines(area: string): readonly string[] {
  const bytes = gunzipSync(readFileSync(inputsFile(area)));
  return bytes.toString().trimEnd().split('\n');
}

export function writeLines(area: string, lines: readonly string[]): void {
  writeFileSync(inputsFile(area), gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
}

export function goldenFile(area: string): string {
  return join(folder, `${area}.golden.txt`);
}

/** A secret in clear was recorded as its placeholder: judges never read more of it. */
function revived(key: string, value: unknown): unknown {
  return key === 'secret' && value === '[secret]' ? new Secret('never recorded') : value;
}
