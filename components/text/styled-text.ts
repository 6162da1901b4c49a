import type { Tone } from '../theme/theme.ts';
import { cut, safe, widthOf } from './text-width.ts';

/** A piece of a line in one tone. A line is a list of them. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

export type Spans = readonly Span[];

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text: safe(text), tone };
}

export function spansWidth(spans: Spans): number {
  return spans.reduce((sum, { text }) => sum + widthOf(text), 0);
}

export function cutSpans(spans: Spans, width: number, ellipsis: string): Span[] {
  let room = width;
  const kept: Span[] = [];
  for (const { text, tone } of spans) {
    const shown = cut(text, room, ellipsis);
    if (shown !== '') kept.push({ text: shown, tone });
    room -= widthOf(shown);
    if (shown !== text || room <= 0) break;
  }
  return kept;
}

/** `left` at the left edge, `right` at the right one; `left` is cut when both do not fit into `width`. */
export function between(left: Spans, right: Spans, width: number, ellipsis: string): Span[] {
  const end = cutSpans(right, width, ellipsis);
  const endWidth = spansWidth(end);
  if (endWidth === 0) return cutSpans(left, width, ellipsis);
  const start = cutSpans(left, Math.max(0, width - endWidth - 1), ellipsis);
  const gap = Math.max(0, width - endWidth - spansWidth(start));
  return [...start, { text: ' '.repeat(gap), tone: 'plain' }, ...end];
}
