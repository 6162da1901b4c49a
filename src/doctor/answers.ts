import { defined } from '../base/defined.ts';
import { idMatcher } from '../engine/glob.ts';
import type { Answers } from '../results/assess.ts';
import type { Answer } from '../results/row.ts';
import type { Settings } from '../settings/schema.ts';

export interface AnswersInput {
  readonly settings: Settings;
  /** The file that the settings stand in, whose user set them, and since when (ISO 8601). */
  readonly where: string;
  readonly user: string;
  readonly settingsAt: string;
  /** ISO 8601: the day that waivers are held against. */
  readonly today: string;
  readonly given: (id: string) => Answer | undefined;
  /** A waiver that was given on the screen. */
  readonly waivedHere?: ((id: string) => Answer | undefined) | undefined;
}

/**
 * Answers and waivers as the engine asks for them. A waiver holds until the end of its last day, counted in UTC
 * against `today` (the report's own day for a saved one).
 */
export function answersOf(input: AnswersInput): Answers {
  const { settings, where, user: by, settingsAt: at, today, given } = input;
  const waivers = settings.probes.waive
    .filter((waiver) => waiver.until === undefined || today.slice(0, 10) <= waiver.until)
    .map((waiver) => ({ fits: idMatcher([waiver.id]), waiver }));
  return {
    given,
    waived: (id) => {
      const found = waivers.find(({ fits }) => fits(id))?.waiver;
      if (found === undefined) return holding(input.waivedHere?.(id), today);
      const { reason, until } = found;
      return { by, at, where, reason, ...defined({ until }) };
    },
  };
}

/** The waiver, until the end of its last day. */
function holding(waiver: Answer | undefined, today: string): Answer | undefined {
  return waiver?.until === undefined || today.slice(0, 10) <= waiver.until ? waiver : undefined;
}
