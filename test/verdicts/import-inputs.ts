import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { inputsFile, readLines, writeLines } from './recorded.ts';

/** Takes what `record.ts` has written into this folder into the recordings, each input once. */
export function importInputs(folder: string): void {
  const found = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
    // The machine that the tests ran on is nobody's business.
    .map((line) => line.replaceAll(`"${hostname()}"`, '"SRV-ECMA01"'));
  for (const [area, lines] of Map.groupBy(found, areaOf)) {
    const known = existsSync(inputsFile(area)) ? readLines(area) : [];
    writeLines(area, [...new Set([...known, ...lines])].toSorted());
  }
}

function areaOf(line: string): string {
  return /"id":"([a-z]+)\./.exec(line)?.[1] ?? 'other';
}
