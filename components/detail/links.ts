import type { StyledLine } from '../text/styled-text.ts';

/** A row that another row's page names, and that can be gone to from there. */
export interface Link {
  /** Its id. */
  readonly row: string;
  /** The line of the page on which it stands, and its place on that line. */
  readonly line: number;
  readonly column: number;
}

/** All that `lines` name, in reading order: a piece that names a row carries its id. */
export function linksIn(lines: readonly StyledLine[]): readonly Link[] {
  return lines.flatMap((pieces, line) =>
    pieces.flatMap(({ link }) => link ?? []).map((row, column): Link => ({ row, line, column })),
  );
}

interface Window {
  readonly top: number;
  readonly maxTop: number;
  readonly height: number;
}

export function isInSight({ line }: Link, { top, maxTop, height }: Window): boolean {
  return line >= top && line < top + height - (maxTop > 0 ? 1 : 0);
}

/** What an arrow does: the next link where one is in sight, else a line further (`top`), onto a link that comes in sight. */
export function moved(
  links: readonly Link[],
  chosen: number,
  step: 1 | -1,
  window: Window,
): { readonly link: number; readonly top: number } {
  const here = links[chosen];
  const { top, maxTop } = window;
  if (here !== undefined && isInSight(here, window)) {
    const next = links.findIndex(({ line, column }) => line === here.line + step && column <= here.column);
    const there = lastOfLine(links, next, here.column);
    const target = links[there];
    if (target !== undefined && isInSight(target, window)) return { link: there, top };
  }
  const scrolled = { ...window, top: Math.max(0, Math.min(maxTop, top + step)) };
  if (here !== undefined && isInSight(here, scrolled)) return { link: chosen, top: scrolled.top };
  const seen = links.map((link, index) => ({ link, index })).filter(({ link }) => isInSight(link, scrolled));
  return { link: (step === 1 ? seen[0] : seen.at(-1))?.index ?? chosen, top: scrolled.top };
}

/** On the line of the link `index`, that in `column`, or the last before it. */
function lastOfLine(links: readonly Link[], index: number, column: number): number {
  const next = links[index + 1];
  const first = links[index];
  return column > 0 && next !== undefined && next.line === first?.line ? index + 1 : index;
}
