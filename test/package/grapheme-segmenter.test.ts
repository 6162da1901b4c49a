import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GraphemeSegmenter } from '../../.tools/pieces/grapheme-segmenter.mjs';

const own = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ours = new GraphemeSegmenter(undefined, { granularity: 'grapheme' });

/** What the screen draws, and what joins with what stands before it. */
const signs = [
  ...'aZ 0-~éÜß│─█■▲►√…–',
  '\u001b',
  '\r',
  '\n',
  '\u0301',
  '\u200d',
  '👩',
  '🔧',
  '한',
  '\u1100',
  '🇩',
  '\t',
];
const texts = fc.array(fc.constantFrom(...signs), { maxLength: 12 }).map((parts) => parts.join(''));

test('segments as Intl does, whatever the text', () => {
  fc.assert(
    fc.property(texts, fc.nat(14), (text, index) => {
      expect([...ours.segment(text)]).toEqual(
        [...own.segment(text)].map(({ segment, index: at, input }) => ({ segment, index: at, input })),
      );
      expect(ours.segment(text).containing(index)?.segment).toBe(
        own.segment(text).containing(index)?.segment,
      );
    }),
    { numRuns: 2000 },
  );
});
