import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromFiles } from '../../src/cli/from-files.ts';
import { overwrittenSources } from '../../src/cli/report-files.ts';
import { writeJson } from '../../src/report/report-document.ts';
import { writeComparisonJson } from '../../src/report/side-by-side/comparison-document.ts';
import { writeComparisonHtml } from '../../src/report/side-by-side/html.ts';
import { madeUp } from '../report/made-up.ts';
import { twoAlike } from '../report/side-by-side/made-up.ts';

let folder = '';
const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'from-'));
  mkdirSync(at('f'));
  for (const name of ['A.json', 'B.json']) writeFileSync(at(`f/${name}`), writeJson(madeUp));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const report = writeJson(madeUp);
const comparison = writeComparisonJson(twoAlike);
const unseen = JSON.stringify({ schemaVersion: 1, type: 'not-seen', host: { name: 'S' }, why: 'no way' });

/** Of what a folder holds and this run writes over, only the last run's comparison is not read, and so may be lost. */
describe('a report file that the folder holds already', () => {
  it.each<[string, string, string, boolean]>([
    ['the last comparison', 'c.json', comparison, false],
    ['the last comparison with a byte order mark', 'c.json', `\uFEFF${comparison}`, false],
    ["a server's report", 'c.json', report, true],
    ["a server's report of another version", 'c.json', '{"schemaVersion":2}', true],
    ["a server's report, cut off", 'c.json', report.slice(0, 400), true],
    ['a server that could not be looked at', 'c.json', unseen, true],
    ['JSON of something else', 'c.json', '{}', true],
    ['an empty file', 'c.json', '', true],
    ['the last page', 'c.html', writeComparisonHtml(twoAlike), false],
    ["a server's report under another ending", 'c.html', report, true],
  ])('%s', async (_, name, text, kept) => {
    const path = at(`f/${name}`);
    writeFileSync(path, text);
    symlinkSync('f', at('link'));
    for (const given of ['f/*', ...(name.endsWith('.json') ? ['f'] : [])]) {
      for (const target of [path, at(`link/${name}`)]) {
        const found = await fromFiles([at(given)], [target]);
        if (!found.ok) throw new Error(found.lines.join());
        const from = found.files.map((file) => file.path);
        expect(from.map((file) => basename(file))).toEqual(['A.json', 'B.json', ...(kept ? [name] : [])]);
        // What is read is not written over: exit code 2, before anything is.
        const lost = await overwrittenSources([{ given: target, path: target }], { from });
        expect(lost).toEqual(kept ? [expect.stringContaining('is read by this run, and would be lost')] : []);
      }
    }
  });
});

describe('stands side by side', () => {
  it.each<[string, readonly string[], boolean]>([
    ['a folder', ['f'], true],
    ['a folder of one report', ['one'], true],
    ['a wildcard that fits one', ['f/A*.json'], true],
    ['two names', ['f/A.json', 'f/B.json'], true],
    ['a name and its folder of one', ['one', 'one/A.json'], true],
    ['one name', ['f/A.json'], false],
  ])('%s: %j', async (_, given, sideBySide) => {
    mkdirSync(at('one'));
    writeFileSync(at('one/A.json'), report);
    expect(await fromFiles(given.map(at), [])).toMatchObject({ ok: true, sideBySide });
  });
});
