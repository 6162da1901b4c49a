import { useKeyPresses } from '../keys/use-keyboard.ts';
import { styled } from '../text/styled-text.ts';
import { TextField } from '../text/text-field.tsx';

interface FilterBarProps {
  readonly text: string;
  readonly width: number;
  onText(text: string): void;
  onMove(command: 'up' | 'down'): void;
  onKeep(): void;
  onLeave(): void;
}

/** The bottom line while the filter is open: letters go to the filter and nowhere else. */
export function FilterBar({ text, width, onText, onMove, onKeep, onLeave }: FilterBarProps) {
  useKeyPresses(
    (press) => {
      if (press.name === 'escape') onLeave();
      else if (press.name === 'return') onKeep();
      else if (press.name === 'up' || press.name === 'down') onMove(press.name);
      else if (press.name === 'backspace') onText([...text].slice(0, -1).join(''));
      else if (press.name === 'ctrl+u') onText('');
      else if (press.text !== undefined) onText(text + press.text);
    },
    { text: true },
  );
  const hint = width < 70 ? 'Enter keep  Esc leave' : 'area: state: owner:   Enter keep  Esc leave';
  return <TextField label="/ " text={text} width={width} hint={styled(hint, 'quiet')} />;
}
