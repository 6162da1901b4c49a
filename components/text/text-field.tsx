import { Text, useIsScreenReaderEnabled } from 'ink';
import { plural } from '../../src/engine/words.ts';
import { useTheme } from '../theme/theme-context.ts';
import { Line } from './line.tsx';
import { type Span, span } from './styled-text.ts';
import { safe, widthOf } from './text-width.ts';

interface FieldProps {
  readonly label: string;
  readonly text: string;
  readonly masked?: boolean;
  readonly hint?: Span;
  readonly width: number;
}

/** A line in which text is typed; its end stays in sight. A masked one shows a dot a character. */
export function Field({ label, text, masked = false, hint, width }: FieldProps) {
  const { glyphs } = useTheme();
  if (useIsScreenReaderEnabled()) {
    const typed = masked ? plural([...text].length, 'character', 'characters') : safe(text);
    return (
      <Text>{`${label.trim()} ${typed === '' ? 'empty' : typed}${hint === undefined ? '' : `. ${hint.text}`}`}</Text>
    );
  }
  const hintWidth = hint === undefined ? 0 : widthOf(hint.text) + 2;
  const room = Math.max(4, width - widthOf(label) - hintWidth - 3);
  let shown = masked ? glyphs.mask.repeat([...text].length) : safe(text);
  while (widthOf(shown) > room) shown = [...shown].slice(1).join('');
  const gap = ' '.repeat(room - widthOf(shown));
  return (
    <Line
      width={width}
      spans={[
        span(` ${label}`, 'strong'),
        span(shown, 'plain'),
        span(glyphs.caret, 'live'),
        ...(hint === undefined ? [] : [span(gap), span('  '), hint]),
      ]}
    />
  );
}
