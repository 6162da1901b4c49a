import type xterm from '@xterm/headless';

export interface Cell {
  readonly text: string;
  /** Named colour's number (0 to 15), or undefined for the terminal's own. */
  readonly foreground: number | undefined;
  readonly background: number | undefined;
  readonly bold: boolean;
  readonly inverse: boolean;
  /** Colours beyond the sixteen named ones. */
  readonly exotic: boolean;
}

/** Cells of one line of the window; the second half of a double-width character is an empty cell. */
export function cellsOf(emulator: xterm.Terminal, y: number): Cell[] {
  const buffer = emulator.buffer.active;
  const line = buffer.getLine(buffer.baseY + y);
  return Array.from({ length: emulator.cols }, (_, x) => {
    const cell = line?.getCell(x);
    const palette = (isDefault: boolean | undefined, color: number | undefined) =>
      isDefault === false ? color : undefined;
    return {
      text: cell?.getWidth() === 0 ? '' : cell?.getChars() || ' ',
      foreground: palette(cell?.isFgDefault(), cell?.getFgColor()),
      background: palette(cell?.isBgDefault(), cell?.getBgColor()),
      bold: cell?.isBold() !== 0,
      inverse: cell?.isInverse() !== 0,
      exotic:
        cell?.isFgRGB() === true ||
        cell?.isBgRGB() === true ||
        (cell?.isFgDefault() === false && cell.getFgColor() > 15) ||
        (cell?.isBgDefault() === false && cell.getBgColor() > 15),
    };
  });
}
