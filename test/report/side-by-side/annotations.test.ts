import { describe, expect, it } from 'vitest';
import { githubLine } from '../../../src/report/annotations.ts';
import { comparisonAnnotations } from '../../../src/report/side-by-side/annotations.ts';
import { compareServers } from '../../../src/results/side-by-side/compare-servers.ts';
import type { Besides, ServerReport } from '../../../src/results/side-by-side/server-comparison.ts';
import { aRow, report } from '../../results/side-by-side/kit.ts';
import { threeServers } from './made-up.ts';

const well = { ready: true, exitCode: 0, words: 'Ready.' };
const bad = (name: string, firstCause: string) =>
  report(name, [aRow('server.os', 'fail')], { ready: false, exitCode: 1, firstCause });

const told = (
  reports: readonly ServerReport[],
  besides: Partial<Besides> = {},
  more: { readonly unwritten?: boolean; readonly exitCode?: number } = {},
) =>
  comparisonAnnotations({
    ...compareServers(reports, 'preview-2021', { filesLeftOut: [], notSeen: [], ...besides }),
    tool: threeServers.tool,
    madeAt: threeServers.madeAt,
    ...more,
  }).map(({ kind, title, message }) => `${kind} ${title} | ${message}`);

describe('annotations of several servers', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['all ready: none', told([report('S1', [], well), report('S2', [], well)]), []],
    [
      'each that is not ready, with what to do first',
      told([report('S1', [], well), bad('S2', 'no DNS'), bad('S3', '4.6.2 found')]),
      ['error S2: not ready | no DNS', 'error S3: not ready | 4.6.2 found'],
    ],
    [
      'one cause of many servers once',
      told(['S1', 'S2', 'S3', 'S4', 'S5'].map((name) => bad(name, 'no DNS'))),
      ['error S1, S2, S3 and 2 more: not ready | no DNS'],
    ],
    [
      'warnings that count',
      told([report('S1', [aRow('a.b', 'waived')], { ...well, exitCode: 1 })]),
      ['error S1: ready, 1 set aside, but --fail-on warn counts warnings | Ready.'],
    ],
    [
      '--fail-on never',
      told([{ ...bad('S1', 'no DNS'), exitCode: 0 }]),
      ['error S1: not ready, but --fail-on never was given | no DNS'],
    ],
    [
      'a run that was cancelled',
      told([{ ...bad('S1', 'no DNS'), exitCode: 130, words: 'Cancelled.' }]),
      ['error S1: cancelled | Cancelled.'],
    ],
    [
      'one that could not be looked at, and a file that is no report',
      told([report('S1', [], well)], {
        notSeen: [{ name: 'S9', why: 'no route', file: 'S9.json' }],
        filesLeftOut: [{ file: 'x.json', why: 'it is JSON' }],
      }),
      ['error S9: could not be looked at | no route', 'warning x.json: left out | it is JSON'],
    ],
    [
      'a report that was not written',
      told([report('S1', [], well)], {}, { exitCode: 3, unwritten: true }),
      [
        'error exit code 3: every server is ready; not all that was asked for could be written | One report alone: there is nothing to compare it with.',
      ],
    ],
  ])('%s', (_, lines, expected) => {
    expect(lines).toEqual(expected);
  });

  it('are no more than a build server shows, however many causes there are', () => {
    const lines = told(Array.from({ length: 25 }, (_, index) => bad(`S${index}`, `cause ${index}`)));
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toMatch(/^error 16 more \| S9, S10, .*S24$/);
  });

  it('are one line each, whatever a server is called', () => {
    for (const one of comparisonAnnotations(threeServers))
      expect(githubLine(one)).toMatch(/^::(?:error|warning) title=[^:,]*::[^\r\n]*\n$/);
  });
});
