import { describe, expect, test } from 'vitest';
import { annotationsOf, azureLine, azureSummaryLine, githubLine } from '../../src/report/annotations.ts';
import { problemGroups } from '../../src/report/problems.ts';
import { hostile, madeUp } from './made-up.ts';

describe('annotations', () => {
  const found = annotationsOf(madeUp);

  test('tell problems only, worst first, those that one remedy mends as one', () => {
    const told = found.map(({ message }) => message).join('\n');
    expect(found).toHaveLength(problemGroups(madeUp.rows).length);
    for (const { status, id } of madeUp.rows) {
      if (status === 'fail' || status === 'crashed') expect(told).toContain(`[${id}]`);
      if (status === 'pass' || status === 'blocked') expect(told).not.toContain(`[${id}]`);
    }
    expect(found[0]?.kind).toBe('error');
    expect(found.some(({ kind }) => kind === 'warning')).toBe(true);
  });

  test.each([
    ['GitHub Actions', githubLine, /^::(?:error|warning) title=[^:,]*::[^\r\n]*\n$/],
    ['Azure Pipelines', azureLine, /^##vso\[task\.logissue type=(?:error|warning)\][^\r\n;\]]*\n$/],
  ])('are one line each for %s, whatever a peer said', (_, write, form) => {
    const nasty = { kind: 'error', title: `a,b:c\n${hostile}`, message: `100%\r\n${hostile}` } as const;
    for (const one of [...found, nasty]) expect(write(one)).toMatch(form);
  });

  test('escape as documented', () => {
    const one = { kind: 'error', title: 'a: b, c', message: '50%\nnext' } as const;
    expect(githubLine(one)).toBe('::error title=a%3A b%2C c::50%25%0Anext\n');
    expect(azureLine(one)).toBe('##vso[task.logissue type=error]a: b, c: 50%AZP25%0Anext\n');
    expect(azureSummaryLine('/t/a;b.md')).toBe('##vso[task.uploadsummary]/t/a%3Bb.md\n');
  });
});
