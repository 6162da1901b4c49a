import { expect, it } from 'vitest';
import { textWidth } from '../../components/text/text-width.ts';
import { readerFor } from '../../src/engine/facts.ts';
import type { Step } from '../../src/engine/probe.ts';
import { readInputs, recordedAreas } from './recorded.ts';
import { probeOf } from './replay.ts';

/** What every remedy of the recorded verdicts keeps to, so that its steps can be followed from the first to the last. */

/** Of a window of 80 columns. */
const room = 64;
const mostLines = 6;
const mostCommandLines = 6;
/** The very question that had no answer: it is that one, whole, or none. */
const whole = 'Ask by hand, as the account of the connector';

const rules: Readonly<Record<string, (steps: readonly Step[]) => boolean>> = {
  'begins with what is done first': ([first]) => !/^(or|then|and|also|otherwise)\b/i.test(first?.text ?? ''),
  'presses r last, and once': (steps) => {
    const at = steps.flatMap(({ text }, i) => (text === 'Then press r' ? [i] : []));
    return at.length === 0 || (at.length === 1 && at[0] === steps.length - 1);
  },
  'does something before it presses r': (steps) => steps[0]?.text !== 'Then press r',
  'has steps that are read at a glance': (steps) =>
    steps.every(({ text }) => textWidth(text) <= mostLines * room),
  'has commands of a few lines': (steps) =>
    steps.every(
      ({ text, command = '' }) => text === whole || command.trim().split('\n').length <= mostCommandLines,
    ),
  'has commands that are whole: quotes and brackets are closed, nothing is cut': (steps) =>
    steps.every(({ command = '' }) => !/(\.\.\.|…)\s*$/.test(command) && command.split('"').length % 2 === 1),
  'says each thing once': (steps) =>
    new Set(steps.map(({ text, command }) => `${text}\n${command}`)).size === steps.length,
  'is no more than a page': (steps) => steps.length <= 9,
};

it.each(recordedAreas())('%s: the steps of every remedy can be followed', (area) => {
  const broken = new Set<string>();
  for (const input of readInputs(area)) {
    const probe = probeOf(input);
    const uses = readerFor(probe.connector, (one) => input.uses[one] ?? undefined);
    for (const profile of ['preview-2021', 'ga'] as const) {
      const level = probe.levels[profile] ?? 'info';
      const severity = level === 'not-applicable' ? 'info' : level;
      const { facts, settings, observedAt } = input;
      const steps = probe.work?.judge({ facts, settings, observedAt, uses }, { profile, severity }).remedy
        ?.steps;
      if (steps === undefined || steps.length === 0) continue;
      for (const [rule, holds] of Object.entries(rules))
        if (!holds(steps))
          broken.add(
            `${input.id}, ${rule}: ${steps.map(({ text, command = '' }) => `${text} $ ${command}`).join(' | ')}`,
          );
    }
  }
  expect([...broken]).toEqual([]);
});
