/** Widths of the list and of the detail beside it; `undefined` where one window is all there is room for. */
export interface Panes {
  readonly list: number;
  readonly detail: number;
}

/** From so many cells on the list leaves room beside it. */
const leastWidth = 109;
const wideWidth = 159;
/** A blank and the line between them; what stands behind it begins with a blank of its own. */
export const wallWidth = 2;
/** Lines of text that are longer are hard to read. */
export const widestText = 108;

/** By the window alone: the list is at most as wide as in a window of eighty, so that a verdict stands by its row. */
export function panesOf(width: number): Panes | undefined {
  if (width < leastWidth) return undefined;
  const list = width >= wideWidth ? 79 : 62;
  return { list, detail: Math.min(widestText, width - list - wallWidth) };
}
