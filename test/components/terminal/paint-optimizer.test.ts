import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { PaintOptimizer } from '../../../components/terminal/paint-optimizer.ts';

const squeeze = (...texts: string[]) => {
  const squeezer = new PaintOptimizer();
  return texts.map((text) => squeezer.optimize(text));
};

/** What a terminal shows after these bytes: characters with their attributes. */
async function drawn(bytes: string): Promise<string[]> {
  const terminal = new xterm.Terminal({ cols: 20, rows: 5, allowProposedApi: true, convertEol: true });
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  const buffer = terminal.buffer.active;
  return Array.from({ length: 5 }, (_, y) =>
    Array.from({ length: 20 }, (_unused, x) => {
      const cell = buffer.getLine(buffer.baseY + y)?.getCell(x);
      const text = cell?.getChars().trim() ?? '';
      const ink = text === '' ? [] : [cell?.getFgColor(), cell?.isBold()];
      return [text, cell?.getBgColor(), cell?.isInverse(), ...ink].join(',');
    }).join(' '),
  );
}

describe('Squeezer', () => {
  it('drops the interactions of synchronized output', () => {
    expect(squeeze('\u001b[?2026ha\u001b[?2026l')).toEqual(['a']);
  });

  it('joins steps to the next line', () => {
    expect(squeeze('\u001b[E\u001b[E\u001b[Ea\u001b[E')).toEqual(['\u001b[3Ea\u001b[E']);
  });

  it('leaves out colours that no character gets', () => {
    expect(squeeze('\u001b[31m\u001b[39m\u001b[1m\u001b[22ma')).toEqual(['a']);
  });

  it('does not repeat a colour that stands', () => {
    expect(squeeze('\u001b[31ma\u001b[39m\u001b[31mb\u001b[39m')).toEqual(['\u001b[31mab\u001b[m']);
  });

  it('leaves no colour behind at the end of a paint', () => {
    expect(squeeze('\u001b[31ma\u001b[39m', 'b')).toEqual(['\u001b[31ma\u001b[m', 'b']);
  });

  it('erases in the colour that stands', () => {
    expect(squeeze('\u001b[44ma\u001b[49m\u001b[K')).toEqual(['\u001b[44ma\u001b[m\u001b[K']);
  });

  it.each([
    [
      '\u001b[1m\u001b[97m> title\u001b[39m\u001b[22m \u001b[90mfound\u001b[39m\n\u001b[44m\u001b[32mpass\u001b[39m  \u001b[49m\nend',
    ],
    ['a\nb\nc\nd\n\u001b[44mblue\u001b[49m\n\n\nscrolled'],
    ['\u001b[7minverse\u001b[27m\n\u001b[2A\u001b[E\u001b[E\u001b[5G\u001b[K\u001b[36m|\u001b[39m'],
    ['\u001b[31mred \u001b[1mbold\u001b[22m red\u001b[39m plain\u001b[2G\u001b[0Kx'],
  ])('draws the same as the paint it was made from: %j', async (paint) => {
    const [short = ''] = squeeze(paint);
    expect(await drawn(short)).toEqual(await drawn(paint));
    expect(short.length).toBeLessThanOrEqual(paint.length);
  });
});
