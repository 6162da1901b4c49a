import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { Rule } from '../frame/rule.tsx';
import { useKeyState } from '../hooks/use-key-state.ts';
import { useKeyPresses } from '../keys/use-keyboard.ts';
import { viewportOf } from '../list/viewport.ts';
import { Line } from '../text/line.tsx';
import { Paragraph, paragraphHeight } from '../text/paragraph.tsx';
import { styled } from '../text/styled-text.ts';
import { printable, textWidth } from '../text/text-width.ts';
import { useTheme } from '../theme/theme-context.ts';

export interface Option {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
}

interface ChooseProps {
  readonly title: string;
  readonly options: readonly Option[];
  /** The option to begin at. */
  readonly preset?: string | undefined;
  readonly width: number;
  readonly height: number;
  onTake(id: string): void;
  onBack(): void;
}

/** One of several, by arrows and Enter. */
export function Choose({ title, options, preset, width, height, onTake, onBack }: ChooseProps) {
  const { glyphs } = useTheme();
  const reader = useIsScreenReaderEnabled();
  const [index, setIndex] = useKeyState(() =>
    Math.max(
      0,
      options.findIndex(({ id }) => id === preset),
    ),
  );
  useKeyPresses(
    ({ name }) => {
      if (name === 'up' || name === 'k') setIndex(Math.max(0, index - 1));
      else if (name === 'down' || name === 'j') setIndex(Math.min(options.length - 1, index + 1));
      else if (name === 'home') setIndex(0);
      else if (name === 'end') setIndex(options.length - 1);
      else if (name === 'escape' || name === 'left' || name === 'q') onBack();
      else if (name === 'return') {
        const option = options[index];
        if (option !== undefined) onTake(option.id);
      }
    },
    { text: false },
  );
  const option = options[index];
  if (reader) {
    const spoken = [`${index + 1} of ${options.length}`, option?.label, option?.hint];
    return (
      <Box flexDirection="column">
        <Text>{printable(title)}</Text>
        <Text>{printable(spoken.filter((text) => text !== undefined).join('. '))}</Text>
        <Text>Up and Down move, Enter takes it, Escape goes back.</Text>
      </Box>
    );
  }
  const whole = option === undefined ? '' : [option.label, option.hint].filter((text) => text).join('  ');
  // What the chosen line has no room for stands below in full.
  const below = textWidth(whole) > width - 4 ? paragraphHeight(whole, width) + 1 : 0;
  const room = Math.max(1, height - paragraphHeight(title, width) - 1 - below);
  const { offset } = viewportOf(
    options.length,
    room,
    { key: '', index, first: index, last: index },
    undefined,
  );
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
      <Paragraph text={title} tone="strong" width={width} />
      <Rule width={width} />
      {options.slice(offset, offset + room).map((each, i) => {
        const selected = offset + i === index;
        return (
          <Line
            key={each.id}
            width={width}
            selected={selected}
            content={[
              styled(`${selected ? glyphs.cursor : ' '}  `, 'strong'),
              styled(each.label),
              styled(each.hint === undefined ? '' : `  ${each.hint}`, 'quiet'),
            ]}
          />
        );
      })}
      {below > 0 && <Rule width={width} />}
      {below > 0 && <Paragraph text={whole} tone="plain" width={width} />}
    </Box>
  );
}
