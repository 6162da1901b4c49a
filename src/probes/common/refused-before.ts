import { moment } from '../../base/phrases.ts';
import type { Step } from '../../engine/probe.ts';
import { onScreen } from './steps.ts';

/** A secret that was refused and is not sent again by itself: when that was. */
export function refusedBefore(refusal: { readonly at: string } | undefined): string {
  return `refused ${refusal === undefined ? 'in an earlier run' : `at ${moment(refusal.at)}`}`;
}

/** The way past it, for a person only. */
export const tryOnceMore: Step = onScreen(
  'To try it once more as it is, press r on this row and say yes: this counts towards lock-out',
);
