import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { labelWidth } from '../detail/labelled-lines.ts';
import { Rule } from '../frame/rule.tsx';
import { useKeyState } from '../hooks/use-key-state.ts';
import type { Press } from '../keys/press.ts';
import { useKeyPresses } from '../keys/use-keyboard.ts';
import { Line } from '../text/line.tsx';
import { maxScrollTop, ScrollView } from '../text/scroll.tsx';
import { type StyledLine, styled } from '../text/styled-text.ts';
import { textWidth } from '../text/text-width.ts';
import { useTheme } from '../theme/theme-context.ts';
import type { Consent, ConsentField } from './consent.ts';

export type ConsentValues = Readonly<Partial<Record<ConsentField['key'], string>>>;

interface PanelProps {
  readonly consent: Consent;
  readonly width: number;
  readonly height: number;
  onYes(values: ConsentValues): void;
  onNo(): void;
}

/** Lines that a panel wants: a rule with its title, what a yes means, the fields, the word, what is wrong with it. */
export function consentHeight({ facts, fields }: Consent): number {
  return 1 + facts.length + fields.length + 2;
}

const word = 'yes';
const sure: { readonly key: 'sure'; readonly label: string; readonly hint: string } = {
  key: 'sure',
  label: 'Sure?',
  hint: `Type ${word} and Enter`,
};

/** Below the list: what is agreed to, the fields that belong to it, and the word that agrees. */
export function ConsentPanel({ consent, width, height, onYes, onNo }: PanelProps) {
  const { glyphs } = useTheme();
  const reader = useIsScreenReaderEnabled();
  const [values, setValues] = useKeyState<Readonly<Record<string, string>>>({});
  const [text, write] = useKeyState('');
  const [problem, setProblem] = useKeyState<string | undefined>(undefined);
  const [top, setTop] = useKeyState(0);
  const steps = [...consent.fields, sure];
  const at = Object.keys(values).length;
  const step = steps[at] ?? sure;
  const factRoom = Math.max(1, height - steps.length - 2);
  const type = (next: string): void => {
    write(next);
    setProblem(undefined);
  };
  const enter = (): void => {
    if (step.key === 'sure') {
      if (text.trim().toLowerCase() === word) onYes(values);
      else setProblem(`Only the word ${word} does it; Esc: ${consent.no}.`);
      return;
    }
    const given = text.trim() === '' ? (step.fallback ?? '') : text.trim();
    const wrong = step.problem(given);
    if (wrong !== undefined) setProblem(wrong);
    else {
      setValues({ ...values, [step.key]: given });
      type('');
    }
  };
  useKeyPresses(
    (press: Press) => {
      const scrolled = { up: -1, down: 1, pageup: -factRoom, pagedown: factRoom }[press.name];
      if (scrolled !== undefined)
        setTop(Math.max(0, Math.min(maxScrollTop(consent.facts.length, factRoom), top + scrolled)));
      else if (press.name === 'escape') onNo();
      else if (press.name === 'return') {
        // What came together with letters may be a paste: the word wants an Enter of its own.
        if (press.burst === undefined || step.key !== 'sure') enter();
      } else if (press.name === 'backspace') type([...text].slice(0, -1).join(''));
      else if (press.name === 'ctrl+u') type('');
      else if (press.text !== undefined) {
        if (step.key === 'sure' && press.pasted === true)
          setProblem(`The word ${word} is typed: a paste does not count.`);
        else type(text + press.text);
      }
    },
    { text: true },
  );
  if (reader) {
    const facts = consent.facts.map((line) => line.map((piece) => piece.text.trim()).join(' '));
    const said = [
      consent.title,
      ...facts,
      `${step.label} ${step.hint}. ${text === '' ? 'empty' : text}`,
      problem ?? '',
    ];
    return (
      <Box flexDirection="column">
        {said
          .filter((line) => line !== '')
          .map((line) => (
            <Text key={line}>{line}</Text>
          ))}
      </Box>
    );
  }
  const fieldLine = ({ key, label, hint }: typeof step, i: number): StyledLine => {
    const head = styled(` ${label}`.padEnd(labelWidth), 'area');
    if (i < at) return [head, styled(values[key] ?? '', 'plain')];
    if (i > at) return [head, styled(hint, 'quiet')];
    const lead = key === 'sure' ? `${hint}: ` : '';
    let shown = text;
    while (textWidth(shown) > width - labelWidth - lead.length - 2) shown = [...shown].slice(1).join('');
    const after = text === '' && key !== 'sure' ? [styled(`  ${hint}`, 'quiet')] : [];
    return [head, styled(lead), styled(shown, 'strong'), styled(glyphs.caret, 'live'), ...after];
  };
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
      <Rule width={width} content={[styled(consent.title, 'ask')]} />
      <ScrollView
        lines={consent.facts}
        top={top}
        width={width}
        height={Math.min(factRoom, consent.facts.length)}
      />
      {steps.map((each, i) => (
        <Line key={each.key} width={width} content={fieldLine(each, i)} />
      ))}
      <Line
        width={width}
        content={problem === undefined ? [] : [styled(' '.repeat(labelWidth)), styled(problem, 'warn')]}
      />
    </Box>
  );
}
