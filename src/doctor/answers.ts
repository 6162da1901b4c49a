import type { Answers } from '../engine/assess.ts';
import { idMatcher } from '../engine/glob.ts';
import type { Answer } from '../engine/rows.ts';
import type { Settings } from '../settings/schema.ts';

/**
 * Answers and waivers as the engine asks for them. A waiver holds until the end of its last day, counted in UTC
 * against `today` (the report's own day for a saved one).
 */
export function answersOf(
  settings: Settings,
  where: string,
  by: string,
  today: string,
  given: ReadonlyMap<string, Answer>,
): Answers {
  const waivers = settings.probes.waive
    .filter((waiver) => waiver.until === undefined || today.slice(0, 10) <= waiver.until)
    .map((waiver) => ({ fits: idMatcher([waiver.id]), waiver }));
  return {
    given: (id) => given.get(id),
    waived: (id) => {
      const found = waivers.find(({ fits }) => fits(id))?.waiver;
      if (found === undefined) return undefined;
      return {
        by,
        at: today,
        where,
        reason: found.reason,
        ...(found.until === undefined ? {} : { until: found.until }),
      };
    },
  };
}
