import type { DoctorView } from '../../src/doctor/view.ts';
import { readyScope, readyWord } from '../../src/results/readiness.ts';
import type { Tone } from '../theme/theme.ts';

/** The readiness in a word: while checks run, that they do. */
export function readiness(view: DoctorView): { readonly word: string; readonly tone: Tone } {
  const { counts } = view;
  if (view.busy) return { word: 'CHECKING', tone: 'live' };
  if (view.ready) {
    const all = view.rows.every(({ reason }) => reason !== 'not-chosen');
    return { word: `${readyWord(true)}${readyScope(!all)}`, tone: 'good' };
  }
  if (counts.pending > 0 && counts.pending === view.rows.length) {
    return { word: 'NOT CHECKED', tone: 'warn' };
  }
  return { word: readyWord(false), tone: 'bad' };
}
