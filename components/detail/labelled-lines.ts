import { type StyledText, styled } from '../text/styled-text.ts';
import { textWidth, wrapText } from '../text/text-width.ts';
import type { Tone } from '../theme/theme.ts';

/** Cells of the column of labels. */
export const labelWidth = 11;

export function labelledLines(
  name: string,
  texts: readonly string[],
  tone: Tone,
  width: number,
): StyledText[][] {
  // A longer label would run into its text.
  const room = width - Math.max(labelWidth, textWidth(name) + 2) - 1;
  const lines = texts.flatMap((text) => wrapText(text, room));
  return lines.map((text, index) => [
    styled(`${` ${index === 0 ? name : ''}`.padEnd(labelWidth - 1)} `, 'area'),
    { text, tone },
  ]);
}
