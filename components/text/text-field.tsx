import { Text, useIsScreenReaderEnabled } from 'ink';
import { plural } from '../../src/base/phrases.ts';
import { useTheme } from '../theme/theme-context.ts';
import { Line } from './line.tsx';
import { type StyledText, styled } from './styled-text.ts';
import { printable, textWidth } from './text-width.ts';

interface FieldProps {
  readonly label: string;
  readonly text: string;
  readonly masked?: boolean;
  readonly hint?: StyledText;
  readonly width: number;
}

/** A line in which text is typed; its end stays in sight. A masked one shows a dot a character. */
export function TextField({ label, text, masked = false, hint, width }: FieldProps) {
  const { glyphs } = useTheme();
  if (useIsScreenReaderEnabled()) {
    const typed = masked ? plural([...text].length, 'character', 'characters') : printable(text);
    return (
      <Text>{`${label.trim()} ${typed === '' ? 'empty' : typed}${hint === undefined ? '' : `. ${hint.text}`}`}</Text>
    );
  }
  const hintWidth = hint === undefined ? 0 : textWidth(hint.text) + 2;
  const room = Math.max(4, width - textWidth(label) - hintWidth - 3);
  let shown = masked ? glyphs.mask.repeat([...text].length) : printable(text);
  while (textWidth(shown) > room) shown = [...shown].slice(1).join('');
  const gap = ' '.repeat(room - textWidth(shown));
  return (
    <Line
      width={width}
      content={[
        styled(` ${label}`, 'strong'),
        styled(shown, 'plain'),
        styled(glyphs.caret, 'live'),
        ...(hint === undefined ? [] : [styled(gap), styled('  '), hint]),
      ]}
    />
  );
}
