import type { Choice, WizardQuestion } from '../../src/wizard/view.ts';

/** The choices that have what was typed in them; all of them while nothing is typed. */
export function matching({ input, choices }: WizardQuestion, text: string): readonly Choice[] {
  const wanted = text.trim().toLowerCase();
  if (input !== 'search' || wanted === '') return choices;
  return choices.filter((choice) => choice.text.toLowerCase().includes(wanted));
}

/** What Enter gives: the exact choice, else the one under the cursor, else what was typed. */
export function answerOf(question: WizardQuestion, text: string, chosen: number): string {
  if (question.input === 'text' || question.input === 'secret') return text;
  const typed = text.trim().toLowerCase();
  const exact =
    typed === '' ? undefined : question.choices.find(({ value }) => value.toLowerCase() === typed);
  return (exact ?? matching(question, text)[chosen])?.value ?? text;
}
