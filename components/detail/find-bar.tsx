import { useKeyPresses } from '../keys/use-keyboard.ts';
import { styled } from '../text/styled-text.ts';
import { TextField } from '../text/text-field.tsx';

interface FindBarProps {
  readonly text: string;
  readonly width: number;
  onText(text: string): void;
  /** To the next line that has it, or the one before. */
  onNext(step: 1 | -1): void;
  onLeave(): void;
}

/** The bottom line while a word is looked for on a row's page. */
export function FindBar({ text, width, onText, onNext, onLeave }: FindBarProps) {
  useKeyPresses(
    (press) => {
      if (press.name === 'escape') onLeave();
      else if (press.name === 'return' || press.name === 'down') onNext(1);
      else if (press.name === 'up') onNext(-1);
      else if (press.name === 'backspace') onText([...text].slice(0, -1).join(''));
      else if (press.name === 'ctrl+u') onText('');
      else if (press.text !== undefined) onText(text + press.text);
    },
    { text: true },
  );
  return <TextField label="/ " text={text} width={width} hint={styled('Enter next  Esc leave', 'quiet')} />;
}
