import { clean } from '../base/text.ts';
import type { Answer, Row } from '../results/row.ts';
import type { Settings } from '../settings/schema.ts';
import type { StoredAnswer } from '../state/answers-file.ts';
import { aboutOf } from './answer-about.ts';
import type { SavedState } from './saved-state.ts';

type Waiver = NonNullable<StoredAnswer['waiver']>;
type Asked = Pick<Row, 'id' | 'title' | 'area' | 'connector'>;

/** What persons answered with `y`: kept from run to run, and given only for what it was about. */
export class GivenAnswers {
  readonly #state: SavedState;
  readonly #known: Map<string, StoredAnswer>;

  constructor(state: SavedState) {
    this.#state = state;
    this.#known = new Map(state.answers);
  }

  /** The answer that counts for this row under these settings. */
  for(row: Omit<Asked, 'title'>, settings: Settings): Answer | undefined {
    const known = this.#known.get(row.id);
    if (known === undefined || known.waiver !== undefined || known.about !== aboutOf(row, settings))
      return undefined;
    const { by, at, where } = known;
    return { by, at, where };
  }

  /** The waiver that was given here and is about this row under these settings, whether or not its last day is over. */
  waiver(row: Omit<Asked, 'title'>, settings: Settings): Answer | undefined {
    const known = this.#known.get(row.id);
    if (known?.waiver === undefined || known.about !== aboutOf(row, settings)) return undefined;
    const { by, at, where, waiver } = known;
    return { by, at, where: `on the screen, ${where}`, ...waiver };
  }

  waive(row: Asked, settings: Settings, answer: Pick<Answer, 'by' | 'at'>, waiver: Waiver): void {
    const where = this.#state.answersFile ?? 'this run only (not saved)';
    const { reason, until } = waiver;
    const given = { id: row.id, ...answer, where, about: aboutOf(row, settings), waiver: { reason, until } };
    this.#known.set(row.id, given);
    this.#state.answer(given);
  }

  give(row: Asked, settings: Settings, answer: Pick<Answer, 'by' | 'at'>): void {
    const where = this.#state.answersFile ?? 'this run only (not saved)';
    const given = { id: row.id, ...answer, where, about: aboutOf(row, settings) };
    this.#known.set(row.id, given);
    this.#state.answer(given);
  }

  takeBack(id: string): void {
    this.#known.delete(id);
    this.#state.forget(id);
  }

  /** Why an answer that was given once does not count for this row; undefined where there is none, or it counts. */
  lapsed(row: Asked, settings: Settings): string | undefined {
    const known = this.#known.get(row.id);
    const counts = this.for(row, settings) ?? this.waiver(row, settings);
    if (known === undefined || counts !== undefined) return undefined;
    const did = known.waiver === undefined ? 'answered' : 'set aside';
    const given = `${clean(known.by)} ${did} "${row.title}" on ${known.at.slice(0, 10)}`;
    return known.about === undefined
      ? `${given}, and it was not noted for which target: please answer it again`
      : `${given} for ${clean(known.about) || 'a site without target and tenant'}: that does not count for what .ecmarc names now`;
  }
}
