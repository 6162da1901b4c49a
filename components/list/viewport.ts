/** Which part of a long list is on the screen. */
export interface Viewport {
  readonly offset: number;
  readonly above: number;
  readonly below: number;
}

/** What was on the screen before: used so that nothing moves under the eye without need. */
export interface Anchor {
  readonly key: string;
  readonly index: number;
  readonly offset: number;
}

/** The lines that belong to the cursor: its own, what stands above it (a heading), what below (a question). */
export interface Cursor {
  readonly key: string;
  readonly index: number;
  readonly first: number;
  readonly last: number;
}

/**
 * The window of `height` lines over `length` lines, with the cursor's lines in it.
 * The same cursor stays on the same screen line when lines come or go above it; a moved cursor scrolls only as
 * far as it must. At the very top the list stays at the top.
 */
export function viewportOf(
  length: number,
  height: number,
  cursor: Cursor,
  before: Anchor | undefined,
): Viewport {
  if (length <= height) return { offset: 0, above: 0, below: 0 };
  let offset = before?.offset ?? 0;
  if (before !== undefined && before.key === cursor.key && offset > 0) offset += cursor.index - before.index;
  // The last line of the window is lost to "24 more" unless the end is in sight.
  const shown = Math.max(1, height - 1);
  const last = Math.min(cursor.last, cursor.index + shown - 1);
  const first = Math.max(cursor.first, last - shown + 1);
  if (last > offset + shown - 1) offset = last - shown + 1;
  if (first < offset) offset = first;
  offset = Math.min(Math.max(0, offset), length - height);
  return { offset, above: offset, below: length - offset - height };
}
