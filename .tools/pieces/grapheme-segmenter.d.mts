/** As Intl.Segmenter of graphemes. */
export declare class GraphemeSegmenter {
  constructor(locales: string | undefined, options?: { granularity: 'grapheme' });
  segment(input: string): Pick<Intl.Segments, 'containing'> & Iterable<Intl.SegmentData>;
}
