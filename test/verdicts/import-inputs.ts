/**
 * `node test/verdicts/import-inputs.ts FOLDER`: takes what `RECORD_VERDICTS=FOLDER npm test -- test/probes` has written
 * there into the recordings, each input once. `npm run renew` then writes down the verdicts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { inputsFile, readLines, writeLines } from './recorded.ts';

const [folder = '.'] = process.argv.slice(2);
const found = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
  // The machine that the tests ran on is nobody's business.
  .map((line) => line.replaceAll(`"${hostname()}"`, '"SRV-ECMA01"'));
const areaOf = (line: string): string => /"id":"([a-z]+)\./.exec(line)?.[1] ?? 'other';

for (const [area, lines] of Map.groupBy(found, areaOf)) {
  const known = existsSync(inputsFile(area)) ? readLines(area) : [];
  writeLines(area, [...new Set([...known, ...lines])].toSorted());
}
