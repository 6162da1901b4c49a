import { Box, useIsScreenReaderEnabled } from 'ink';
import { useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import type { WizardSession, WizardView } from '../../src/wizard/view.ts';
import { Rule } from '../frame/rule.tsx';
import { useKeyState } from '../hooks/use-key-state.ts';
import type { KeyHint } from '../keys/key-hints.ts';
import type { Press } from '../keys/press.ts';
import { useKeyPresses } from '../keys/use-keyboard.ts';
import { RowSpinner, SpinnerSync } from '../list/spinner.tsx';
import { Line } from '../text/line.tsx';
import { spaceBetween, styled } from '../text/styled-text.ts';
import { useTheme } from '../theme/theme-context.ts';
import { answerOf, matching } from './search.ts';
import { SpokenWizard } from './spoken-wizard.tsx';
import { type Field, labelWidth, type WizardLine, wizardLines, wizardTitle } from './wizard-lines.ts';

export interface WizardPageProps {
  readonly session: WizardSession;
  readonly width: number;
  readonly height: number;
  /** The keys for the bottom line. */
  onHints(hints: readonly KeyHint[]): void;
  /** It is left, and can be taken up again. */
  onLeave(): void;
  /** The file is written. */
  onDone(text: string): void;
}

/** Title and the rule below it. */
const chrome = 2;

function begin({ question }: WizardView): Field {
  const { input, before, choices } = question;
  const at = before === '' ? -1 : choices.findIndex(({ value }) => value === before);
  if (input === 'choice') return { text: '', chosen: Math.max(0, at), top: 0 };
  if (input === 'search') return { text: at === -1 ? before : '', chosen: Math.max(0, at), top: 0 };
  return { text: input === 'secret' ? '' : before, chosen: 0, top: 0 };
}

function hintsOf({ question, trying, back }: WizardView): readonly KeyHint[] {
  if (trying !== undefined) return [{ keys: 'Esc', does: 'stop trying', command: 'back' }];
  return [
    { keys: 'Enter', does: question.enter },
    ...(question.choices.length > 0 ? [{ keys: 'Up Down', does: 'choose' }] : []),
    ...(question.tab === undefined ? [] : [{ keys: 'Tab', does: question.tab }]),
    ...(question.input === 'choice' ? [] : [{ keys: 'Ctrl+U', does: 'clear' }]),
    { keys: 'Esc', does: back, command: 'back' },
  ];
}

/** The questions that write an `.ecmarc`, each tried as it is answered: one page that fills. */
export function WizardPage({ session, width, height, onHints, onLeave, onDone }: WizardPageProps) {
  const theme = useTheme();
  const reader = useIsScreenReaderEnabled();
  const view = useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.view(),
  );
  const { question, trying, done } = view;
  const key = `${view.step}/${question.key}/${question.input}/${question.hint}`;
  const [typed, setTyped] = useKeyState<{ readonly key: string; readonly field: Field } | undefined>(
    undefined,
  );
  const field = typed?.key === key ? typed.field : begin(view);
  const change = (next: Partial<Field>): void => setTyped({ key, field: { ...field, ...next } });
  const setText = (text: string): void => change({ text, chosen: 0, top: 0 });
  const found = matching(question, field.text);
  const { lines, furthest } = wizardLines(view, field, { width, height: height - chrome, theme });
  const move = (to: number): void => change({ chosen: Math.max(0, Math.min(found.length - 1, to)) });
  const submit = (): void => {
    const answer = answerOf(question, field.text, field.chosen);
    // A password stays on the page no longer than it must.
    if (question.input === 'secret') setText('');
    session.submit(answer);
  };
  const onPress = ({ name, text }: Press): void => {
    if (name === 'escape') {
      if (!session.back()) onLeave();
      return;
    }
    // What is typed ahead could be a password, and the next field no place for it.
    if (trying !== undefined || done !== undefined) return;
    const page = Math.max(1, height - 6);
    if (name === 'return') submit();
    else if (name === 'up') move(field.chosen - 1);
    else if (name === 'down') move(field.chosen + 1);
    else if (name === 'pagedown') scroll(page);
    else if (name === 'pageup') scroll(-page);
    else if (name === 'home') move(0);
    else if (name === 'end') move(found.length - 1);
    else if (name === 'tab') session.turn();
    else if (question.input === 'choice') {
      if (text === 'j') move(field.chosen + 1);
      else if (text === 'k') move(field.chosen - 1);
    } else if (name === 'backspace') setText([...field.text].slice(0, -1).join(''));
    else if (name === 'ctrl+u') setText('');
    else if (text !== undefined) setText(field.text + text);
  };
  const scroll = (by: number): void => {
    if (found.length > 0) move(field.chosen + by);
    else change({ top: Math.max(0, Math.min(furthest, field.top + by)) });
  };
  useKeyPresses(onPress, { text: question.input !== 'choice' && trying === undefined });
  const hints = hintsOf(view);
  const told = JSON.stringify(hints);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told is what the hints say
  useLayoutEffect(() => onHints(hints), [told]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is done
  useEffect(() => {
    if (done !== undefined) onDone(done);
  }, [done]);
  if (reader) return <SpokenWizard view={view} field={field} />;
  return (
    <SpinnerSync active={trying !== undefined}>
      <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
        <Line
          width={width}
          content={spaceBetween(
            [styled(` ${wizardTitle(view)}`, 'strong'), styled(`  ${view.file}`, 'quiet')],
            [styled(`${view.step} of ${view.steps} `)],
            width,
            theme.glyphs.ellipsis,
          )}
        />
        <Rule width={width} done={(view.step - 1) / Math.max(1, view.steps - 1)} />
        {lines.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a page have no other name than their place
          <WizardRow key={i} line={line} width={width} />
        ))}
      </Box>
    </SpinnerSync>
  );
}

function WizardRow({ line, width }: { readonly line: WizardLine; readonly width: number }) {
  const { content, selected = false, moving = false } = line;
  if (selected)
    return (
      <Box flexShrink={0} height={1}>
        <Line width={labelWidth} content={[]} />
        <Line width={width - labelWidth} selected={true} content={content} />
      </Box>
    );
  if (!moving) return <Line width={width} content={content} />;
  return (
    <Line width={width} content={content}>
      <RowSpinner />
    </Line>
  );
}
