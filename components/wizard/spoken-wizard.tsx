import { plural } from '../../src/base/phrases.ts';
import type { Mark, WizardView } from '../../src/wizard/view.ts';
import { Sentences } from '../text/sentences.tsx';
import { matching } from './search.ts';
import { type Field, wizardTitle } from './wizard-lines.ts';

const words: Readonly<Record<Mark, string>> = {
  good: 'good',
  warn: 'attention',
  bad: 'bad',
  ask: 'not known',
  quiet: '',
  none: '',
};

/** For a screen reader: the question first, then what came of it, in sentences. */
export function SpokenWizard({ view, field }: { readonly view: WizardView; readonly field: Field }) {
  const { question, step, steps, problem, findings, trying, advice, answered, back } = view;
  const found = matching(question, field.text);
  const choice = found[field.chosen];
  const typed =
    question.input === 'secret' ? plural([...field.text].length, 'character', 'characters') : field.text;
  const last = answered.at(-1);
  const texts = [
    `${wizardTitle(view)}, question ${step} of ${steps}: ${question.label}.`,
    last === undefined ? '' : `Before: ${last.label}: ${last.text}${last.end === '' ? '' : `, ${last.end}`}.`,
    question.hint,
    question.input === 'choice' ? '' : `> ${typed === '' ? 'empty' : typed}`,
    question.choices.length === 0
      ? question.count
      : choice === undefined
        ? 'Nothing in the list has that.'
        : `${field.chosen + 1} of ${found.length}. ${[choice.text, ...(choice.cells ?? []).filter((cell) => cell !== '')].join('. ')}`,
    problem ?? '',
    trying === undefined ? '' : `Trying: waits for ${trying}. Escape stops it.`,
    ...findings.map(({ mark, label, text }) =>
      [words[mark], label, text].filter((part) => part !== '').join(': '),
    ),
    advice,
    `Enter: ${question.enter}.${question.tab === undefined ? '' : ` Tab: ${question.tab}.`}${question.choices.length > 0 ? ' Up and Down choose.' : ''} Escape: ${back}.`,
  ];
  return <Sentences texts={texts} />;
}
