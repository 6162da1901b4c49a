import { Box } from 'ink';
import { Rule } from '../frame/rule.tsx';
import { useKeyState } from '../hooks/use-key-state.ts';
import { useKeyPresses } from '../keys/use-keyboard.ts';
import { Paragraph } from '../text/paragraph.tsx';
import { TextField } from '../text/text-field.tsx';

interface AskProps {
  readonly title: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly preset?: string | undefined;
  readonly masked?: boolean;
  readonly width: number;
  readonly height: number;
  /** What is wrong with a text: shown instead of giving it. */
  problem(text: string): string | undefined;
  onText(text: string): void;
  onBack(): void;
}

/** One line of text, typed; Enter gives it. The text lives here only until then. */
export function AskText(props: AskProps) {
  const { title, label, hint, masked = false, width, height } = props;
  const [text, write] = useKeyState(props.preset ?? '');
  const [problem, complain] = useKeyState<string | undefined>(undefined);
  const setText = (next: string): void => {
    write(next);
    complain(undefined);
  };
  useKeyPresses(
    (press) => {
      if (press.name === 'escape') props.onBack();
      else if (press.name === 'return') {
        const wrong = props.problem(text);
        if (wrong === undefined) props.onText(text);
        else complain(wrong);
      } else if (press.name === 'backspace') setText([...text].slice(0, -1).join(''));
      else if (press.name === 'ctrl+u') setText('');
      else if (press.text !== undefined) setText(text + press.text);
    },
    { text: true },
  );
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
      <Paragraph text={title} tone="strong" width={width} />
      <Rule width={width} />
      <Paragraph text={label} tone="plain" width={width} />
      <TextField label="> " text={text} masked={masked} width={width} />
      {problem !== undefined && <Paragraph text={problem} tone="bad" width={width} />}
      {hint !== undefined && <Paragraph text={hint} tone="quiet" width={width} />}
    </Box>
  );
}
