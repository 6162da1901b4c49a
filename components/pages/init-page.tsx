import { useState } from 'react';
import type { InitAnswers, InitQuestion } from '../commands/screen-actions.ts';
import { AskText } from './ask-text.tsx';
import { Choose } from './choose.tsx';

interface InitPageProps {
  readonly width: number;
  readonly height: number;
  question(answers: InitAnswers): InitQuestion | undefined;
  onDone(answers: InitAnswers): void;
  onBack(): void;
}

/** The questions that write an `.ecmarc`, one at a time; Esc goes back one, to the answer given there. */
export function InitPage({ width, height, question, onDone, onBack }: InitPageProps) {
  const [given, setGiven] = useState<readonly (readonly [key: string, text: string])[]>([]);
  const [earlier, keep] = useState<InitAnswers>({});
  const asked = question(Object.fromEntries(given));
  if (asked === undefined) return null;
  const take = (text: string) => {
    const next = [...given, [asked.key, text] as const];
    const { [asked.key]: _before, ...others } = earlier;
    // A proposal that was taken is none of the person's words: another engine proposes another port.
    const own = asked.options !== undefined || text !== asked.preset;
    keep(own ? { ...others, [asked.key]: text } : others);
    const all = Object.fromEntries(next);
    if (question(all) === undefined) onDone(all);
    else setGiven(next);
  };
  const back = () => (given.length === 0 ? onBack() : setGiven(given.slice(0, -1)));
  const title = `New .ecmarc, question ${given.length + 1}`;
  if (asked.options !== undefined) {
    return (
      <Choose
        key={asked.key}
        title={`${title}: ${asked.label}`}
        options={asked.options}
        preset={earlier[asked.key]}
        width={width}
        height={height}
        onTake={take}
        onBack={back}
      />
    );
  }
  return (
    <AskText
      key={asked.key}
      title={title}
      label={asked.label}
      hint={asked.hint}
      preset={earlier[asked.key] ?? asked.preset}
      problem={(text) => asked.problem?.(text)}
      width={width}
      height={height}
      onText={take}
      onBack={back}
    />
  );
}
