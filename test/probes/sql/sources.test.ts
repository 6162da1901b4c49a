import { describe, expect, it } from 'vitest';
import { numbersWithWords } from '../../../src/probes/sql/login/words.ts';
import { refusalNumbers } from '../../../src/probes/sql/write/refusals.ts';
import { catalogue } from './catalogues.ts';
import { errorSource, rowSources } from './sources.ts';

describe('what the scripted server says', () => {
  it('has a source for every row', () => {
    for (const [row, source] of Object.entries(rowSources)) expect(source, row).not.toBe('');
    expect(Object.keys(rowSources)).toEqual(expect.arrayContaining(Object.keys(catalogue())));
  });

  it.each([...numbersWithWords(), ...refusalNumbers])(
    'has a page of Microsoft for number %i, which has words of its own',
    (number) => {
      expect(errorSource(number)).toMatch(/\w/);
      expect(errorSource(number)).not.toBe('general knowledge');
    },
  );
});
