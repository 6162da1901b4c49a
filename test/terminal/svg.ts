import type { Cell } from './cells.ts';

/** A picture of a terminal's cells, in the colours of Windows' console. */

const palette = [
  '#0c0c0c',
  '#c50f1f',
  '#13a10e',
  '#c19c00',
  '#0037da',
  '#881798',
  '#3a96dd',
  '#cccccc',
  '#767676',
  '#e74856',
  '#16c60c',
  '#f9f1a5',
  '#3b78ff',
  '#b4009e',
  '#61d6d6',
  '#f2f2f2',
]; // prettier-ignore

/** A terminal's own colours: of text, of the background. */
export interface Paper {
  readonly ink: string;
  readonly paper: string;
}

export const dark: Paper = { ink: '#cccccc', paper: '#0c0c0c' };
export const light: Paper = { ink: '#0c0c0c', paper: '#ffffff' };

const cellWidth = 9;
const cellHeight = 19;

function quoted(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function colours(cell: Cell, own: Paper): { readonly ink: string; readonly paper: string | undefined } {
  const ink = (cell.foreground === undefined ? undefined : palette[cell.foreground]) ?? own.ink;
  const paper = cell.background === undefined ? undefined : palette[cell.background];
  return cell.inverse ? { ink: paper ?? own.paper, paper: ink } : { ink, paper };
}

export function drawSvg(lines: readonly (readonly Cell[])[], title: string, own: Paper = dark): string {
  const columns = lines[0]?.length ?? 0;
  const width = columns * cellWidth + 16;
  const height = lines.length * cellHeight + 16;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${quoted(title)}</title>`,
    '<style>text{font:15px Consolas,"DejaVu Sans Mono",monospace;white-space:pre}</style>',
    `<rect width="${width}" height="${height}" fill="${own.paper}"/>`,
  ];
  lines.map(blanksLikeText).forEach((cells, y) => {
    const top = 8 + y * cellHeight;
    for (let x = 0; x < cells.length; ) {
      const cell = cells[x];
      if (cell === undefined) break;
      const look = colours(cell, own);
      let end = x + 1;
      const same = (other: Cell | undefined) =>
        other !== undefined &&
        other.bold === cell.bold &&
        colours(other, own).ink === look.ink &&
        colours(other, own).paper === look.paper;
      while (same(cells[end])) end += 1;
      const text = cells
        .slice(x, end)
        .map((each) => each.text)
        .join('');
      const left = 8 + x * cellWidth;
      if (look.paper !== undefined) {
        parts.push(
          `<rect x="${left}" y="${top}" width="${(end - x) * cellWidth}" height="${cellHeight}" fill="${look.paper}"/>`,
        );
      }
      if (text.trim() !== '') {
        const bold = cell.bold ? ' style="font-weight:bold"' : '';
        parts.push(
          `<text x="${left}" y="${top + 14}" fill="${look.ink}"${bold} textLength="${(end - x) * cellWidth}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${quoted(text)}</text>`,
        );
      }
      x = end;
    }
  });
  parts.push('</svg>');
  return `${parts.join('\n')}\n`;
}

const unstyled: Cell = {
  text: ' ',
  foreground: undefined,
  background: undefined,
  bold: false,
  inverse: false,
  exotic: false,
};

/**
 * Nobody sees the colour or weight of a blank: it takes that of the text before it, or none, so that pictures do not
 * differ in it.
 */
function blanksLikeText(cells: readonly Cell[]): readonly Cell[] {
  let before: Cell | undefined;
  return cells.map((cell) => {
    const blank = cell.text.trim() === '' && cell.background === undefined && !cell.inverse;
    const like =
      before !== undefined && before.background === undefined && !before.inverse ? before : undefined;
    before = blank ? { ...(like ?? unstyled), text: cell.text } : cell;
    return before;
  });
}
