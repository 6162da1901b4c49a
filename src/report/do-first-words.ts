import { plural } from '../base/phrases.ts';
import { type DoFirst, doFirst } from '../results/do-first.ts';
import { ownerName } from '../results/names.ts';
import type { ReportInput } from './input.ts';

/** One thing to do, in the words of the reports. */
export interface DoFirstWords extends DoFirst {
  /** The connector's name; of all of them, the server's. */
  readonly where: string;
  readonly whose: string;
  /** "11 rows", as on the screen. */
  readonly freed: string;
}

/** What to do first, in order; what is only recommended comes last. */
export function doFirstWords({
  rows,
  causes,
}: Pick<ReportInput, 'rows' | 'causes'>): readonly DoFirstWords[] {
  return doFirst(rows, causes).map((thing) => ({
    ...thing,
    where: thing.connector ?? 'the server',
    whose: thing.you ? 'you' : ownerName(thing.owner),
    freed: plural(thing.frees, 'row', 'rows'),
  }));
}

/** "Do first: 5, then 2 recommended". */
export function doFirstTitle(things: readonly DoFirst[]): string {
  const recommended = things.filter((thing) => thing.recommended).length;
  const needed = things.length - recommended;
  if (needed === 0) return `Recommended: ${recommended}`;
  return `Do first: ${needed}${recommended === 0 ? '' : `, then ${recommended} recommended`}`;
}
