import { never } from '../base/never.ts';
import type { Row } from '../results/row.ts';
import type { Settings } from '../settings/schema.ts';
import type { Effects } from './effects.ts';
import type { GivenAnswers } from './given-answers.ts';
import type { Given, Question } from './view.ts';

const questions: Readonly<Record<Given, Question>> = {
  answer: { text: 'Take back this answer?', effects: ['The check waits for an answer again.'] },
  waiver: { text: 'Take back this waiver?', effects: ['The check counts again.'] },
  yes: { text: 'Take back the yes?', effects: ['The check is not run. r asks for the yes again.'] },
};

/** A `y` by mistake: a second one on its row asks whether to take it back, a third does. */
export class UndoAnswer {
  readonly #answers: GivenAnswers;
  readonly #effects: Effects;
  /** Rows where the question stands. */
  readonly #asked = new Map<string, Given>();

  constructor(answers: GivenAnswers, effects: Effects) {
    this.#answers = answers;
    this.#effects = effects;
  }

  /** What can be taken back here. What stands in `.ecmarc` or was an option is changed there. */
  given(row: Row, settings: Settings): Given | undefined {
    if (row.status === 'attested') {
      const answer = this.#answers.for(row, settings);
      return answer?.at === row.answer?.at && answer?.where === row.answer?.where ? 'answer' : undefined;
    }
    if (row.status === 'waived') {
      const waiver = this.#answers.waiver(row, settings);
      return waiver?.at === row.answer?.at && waiver?.where === row.answer?.where ? 'waiver' : undefined;
    }
    const waits = row.status === 'pending' || row.status === 'blocked' || row.status === 'skipped';
    return waits && this.#effects.agreed(row.id) ? 'yes' : undefined;
  }

  /** The question in a row, while there still is that to take back. */
  question(id: string, given: Given | undefined): Question | undefined {
    return given !== undefined && this.#asked.get(id) === given ? questions[given] : undefined;
  }

  ask(id: string, given: Given): void {
    this.#asked.set(id, given);
  }

  /** Esc, or the row was looked at anew: what it would take back may be another thing by now. */
  drop(id: string): void {
    this.#asked.delete(id);
  }

  takeBack(id: string, given: Given): void {
    this.drop(id);
    switch (given) {
      case 'answer':
      case 'waiver':
        this.#answers.takeBack(id);
        return;
      case 'yes':
        this.#effects.takeBack(id);
        return;
      default:
        never(given);
    }
  }
}
