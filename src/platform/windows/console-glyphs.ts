import type { ConsoleState } from './types.ts';

/** Code pages of Japanese, Chinese (simplified and traditional) and Korean. */
const doubleWidth = new Set([932, 936, 949, 950]);

/** How a console draws what is not ASCII. */
export interface ConsoleGlyphs {
  /** It has not our signs as we mean them: their ASCII twins there. */
  readonly ascii: boolean;
  /** Signs whose width is ambiguous (UAX #11: line drawing, Greek, Cyrillic, some of Latin) take two cells. */
  readonly wide: boolean;
}

/**
 * Node writes UTF-16 (WriteConsoleW), so that the code page decides neither what can be written nor, with a TrueType
 * font, what is drawn: Consolas and Lucida Console have all our signs. Three kinds of console have not:
 * - the old one, and any that takes no escape sequences: Node translates these, sixteen colours and ASCII remain;
 * - a raster font: it has the glyphs of the OEM code page. Of our signs 437 lacks the multiplication sign, 850 the
 *   square root, and both the ellipsis: no set but ASCII is in all of them;
 * - a double-width code page: it draws line drawing and our signs two cells wide.
 */
export function glyphsOf({ legacy, escapes, trueType, outputCodePage }: ConsoleState): ConsoleGlyphs {
  const wide = doubleWidth.has(outputCodePage);
  return { ascii: legacy || escapes === false || trueType === false || wide, wide };
}
