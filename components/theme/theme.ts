import type { SpinnerName } from 'cli-spinners';
import type { TextProps } from 'ink';
import type { Status } from '../../src/engine/status.ts';
import { statusGlyph } from '../../src/results/status-words.ts';

/**
 * The one place for glyphs and colours. Glyphs come from the set that Consolas and raster fonts on Windows Server
 * have; each has an ASCII twin. Colours are the sixteen named ones, and no meaning hangs on a colour alone.
 */

/**
 * How the screen may look: `ascii` plain glyphs only, `color` false no colour, `calm` no animation at all, `wide` signs
 * of ambiguous width take two cells (consoles of Japan, China and Korea).
 */
export interface Look {
  readonly ascii: boolean;
  readonly color: boolean;
  readonly calm: boolean;
  readonly wide?: boolean;
}

export type Tone =
  | 'plain'
  | 'strong'
  | 'quiet'
  | 'area'
  | 'good'
  | 'warn'
  | 'bad'
  | 'ask'
  | 'live'
  | 'answered'
  | 'command'
  /** What is chosen or found on a page. */
  | 'mark';

/** Properties of Ink's Text. */
export type Style = Pick<TextProps, 'color' | 'backgroundColor' | 'bold' | 'inverse'>;

export interface Glyphs {
  status(status: Status | 'unset'): string;
  readonly cursor: string;
  readonly rule: string;
  /** The part of a rule that is done. */
  readonly bar: string;
  /** Between two panes. */
  readonly wall: string;
  readonly more: { readonly up: string; readonly down: string };
  readonly folded: string;
  readonly ellipsis: string;
  readonly dot: string;
  readonly mask: string;
  readonly caret: string;
}

export interface Theme {
  readonly look: Look;
  readonly glyphs: Glyphs;
  readonly spinner: SpinnerName;
  /** Milliseconds of one whole turn of the spinner, and its pictures. */
  readonly spinnerCycle: number;
  readonly spinnerFrames: readonly string[];
  style(tone: Tone, selected: boolean): Style;
}

const safeGlyphs: Glyphs = {
  status: (status) => (status === 'unset' ? '○' : statusGlyph(status, false)),
  cursor: '>',
  rule: '─',
  bar: '═',
  wall: '│',
  more: { up: '▲', down: '▼' },
  folded: '►',
  ellipsis: '…',
  dot: '·',
  mask: '●',
  caret: '█',
};

const asciiGlyphs: Glyphs = {
  status: (status) => (status === 'unset' ? '_' : statusGlyph(status, true)),
  cursor: '>',
  rule: '-',
  bar: '=',
  wall: '|',
  more: { up: '^', down: 'v' },
  folded: '+',
  ellipsis: '..',
  dot: '-',
  mask: '*',
  caret: '_',
};

/**
 * One set for dark and light backgrounds: what matters most is the terminal's own colour, bold. Bright yellow, cyan and
 * white cannot be read on white (contrast 1.0 to 1.7), plain magenta not on black (2.2 in Windows' old palette).
 */
const colours: Readonly<Record<Tone, Style>> = {
  plain: {},
  strong: { bold: true },
  quiet: { color: 'gray' },
  area: { color: 'cyan' },
  good: { color: 'green' },
  warn: { color: 'yellow' },
  bad: { color: 'redBright' },
  ask: { color: 'magentaBright' },
  live: { color: 'cyan' },
  answered: { color: 'cyan' },
  command: { color: 'yellow' },
  mark: { color: 'whiteBright', backgroundColor: 'blue' },
};

/** On the cursor's blue only bright colours can be read in the old console's palette, and red not even then. */
const coloursOnCursor: Readonly<Record<Tone, Style>> = {
  plain: { color: 'whiteBright' },
  strong: { color: 'whiteBright', bold: true },
  quiet: { color: 'white' },
  area: { color: 'cyanBright' },
  good: { color: 'greenBright' },
  warn: { color: 'yellowBright' },
  bad: { color: 'whiteBright', bold: true },
  ask: { color: 'whiteBright', bold: true },
  live: { color: 'cyanBright' },
  answered: { color: 'cyanBright' },
  command: { color: 'yellowBright' },
  mark: { color: 'whiteBright', bold: true },
};

export function makeTheme(look: Look): Theme {
  return {
    look,
    glyphs: look.ascii ? asciiGlyphs : safeGlyphs,
    // `line` is plain ASCII: the braille dots of the default are in no console font of Windows Server.
    spinner: 'line',
    // Its four pictures, and a little more: a late timer must not lose the last one.
    spinnerCycle: 4 * 130 + 40,
    spinnerFrames: ['-', '\\', '|', '/'],
    style(tone, selected) {
      if (!look.color)
        return {
          ...(tone === 'strong' && { bold: true }),
          ...((selected || tone === 'mark') && { inverse: true }),
        };
      return selected ? { ...coloursOnCursor[tone], backgroundColor: 'blue' } : colours[tone];
    },
  };
}
