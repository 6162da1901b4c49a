import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportInput } from '../../src/report/input.ts';
import { writePlain } from '../../src/report/plain.ts';
import type { RunResults } from '../../src/results/run-results.ts';
import { makeRow } from '../components/fake-doctor.ts';

/** Keys are the screen's: a step that names one must be made by `onScreen`, so that reports leave it out. */

const folder = join(import.meta.dirname, '../../src/probes');

function sources(): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts'));
}

test.each(sources())('%s offers no key outside a step for the screen', (name) => {
  const text = readFileSync(join(folder, name), 'utf8').replace(/onScreen\([^)]*\)/g, '');
  expect(text).not.toMatch(/\b[Pp]ress [a-z]\b/);
});

describe('a report', () => {
  test('leaves out what only the screen can do, and keeps the rest', () => {
    const row = makeRow({
      id: 'attest.test-data',
      title: 'Only test data',
      status: 'manual',
      message: '?',
      remedy: {
        why: 'Nobody can see it.',
        steps: [
          { text: 'Look', owner: 'entra' },
          { text: 'If so, press y on this row', screen: true },
          { text: 'Or answer:\nattest: { testDataOnly: true }' },
        ],
        links: [],
      },
    });
    const run: RunResults = {
      tool: { name: 'ecma-doctor', version: '1' },
      host: { name: 'SRV', os: 'Windows', platform: 'win32' },
      profile: 'preview-2021',
      rows: [row],
      ready: false,
      readyByProfile: { 'preview-2021': false, ga: false },
      setAside: {},
      exitCode: 1,
      words: 'Not ready.',
      causes: [],
      notices: [],
      readOnly: false,
      startedAt: '2026-11-24T07:00:00.000Z',
      finishedAt: '2026-11-24T07:00:01.000Z',
    };
    const input = reportInput(run, { settings: {} });
    expect(input.rows[0]?.remedy?.steps.map(({ text }) => text)).toEqual([
      'Look',
      'Or answer:\nattest: { testDataOnly: true }',
    ]);
    const plain = writePlain(input, { ascii: true, color: false });
    expect(plain).not.toMatch(/press/i);
    expect(plain).toContain('attest: { testDataOnly: true }');
    expect(plain).toContain('ecma-doctor --only attest.test-data');
  });
});
