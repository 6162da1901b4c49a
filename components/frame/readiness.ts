import type { DoctorView } from '../../src/doctor/view.ts';
import { isPartial, readyScope, readyWord } from '../../src/results/readiness.ts';
import type { Tone } from '../theme/theme.ts';

/** The readiness in a word: while checks run, that they do. */
export function readiness(view: DoctorView): { readonly word: string; readonly tone: Tone } {
  const { counts } = view;
  if (view.busy) return { word: 'CHECKING', tone: 'live' };
  if (view.ready) {
    return { word: `${readyWord(true)}${readyScope(isOfPart(view))}`, tone: 'good' };
  }
  if (counts.pending > 0 && counts.pending === view.rows.length) {
    return { word: 'NOT CHECKED', tone: 'warn' };
  }
  return { word: readyWord(false), tone: 'bad' };
}

/** Was a part left out, of this run or of a server's that is compared? */
export function isOfPart({ rows, compared }: DoctorView): boolean {
  return compared === undefined ? isPartial(rows) : compared.servers.some((server) => isPartial(server.rows));
}
