import { statusWidth } from '../../src/results/status-words.ts';

/** Widths of the list's columns. They depend on the window alone, so nothing that arrives can move them. */
export interface Columns {
  readonly title: number;
  readonly message: number;
  readonly state: number;
}

const gutter = 3;
const gaps = 3;
/** Titles are 30 characters at most. */
const longestTitle = 30;
/** Glyph, space, word; the last cell is the spinner's. */
const state = 2 + statusWidth;

export function columnsFor(width: number): Columns {
  const room = width - gutter - gaps - state;
  // Where there is little room, a title cut short is worse than a finding cut short.
  const title = Math.min(longestTitle, Math.floor(room * (room < 50 ? 0.6 : 0.5)));
  return { title, message: room - title, state };
}
