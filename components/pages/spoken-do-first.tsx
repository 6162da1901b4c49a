import { plural } from '../../src/base/phrases.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import { ownerName } from '../../src/results/names.ts';
import { becameText, fixOf, othersOf, placeOf, type Todo } from '../list/todo.ts';
import { Sentences } from '../text/sentences.tsx';

interface SpokenProps {
  readonly view: DoctorView;
  /** Why this one stands before that one. */
  readonly rule: string;
  /** "NETWORK ADMINISTRATOR: 4 to do, 22 rows". */
  readonly group: string;
  readonly todo: Todo | undefined;
  readonly done: boolean;
  /** From 1, of how many. */
  readonly at: number;
  readonly total: number;
}

/** What to do first for a screen reader: what the cursor is on, in sentences. */
export function SpokenDoFirst({ view, rule, group, todo, done, at, total }: SpokenProps) {
  const fix = todo === undefined || done ? undefined : fixOf(todo, view);
  const others = todo === undefined || done ? [] : othersOf(todo, view);
  const texts = [
    rule,
    `${group}.`,
    todo === undefined ? 'Nothing is to be done.' : `${at} of ${total}. ${whatOf(todo, done, view)}`,
    fix === undefined ? '' : `Fix: ${fix}`,
    others.length === 0 ? '' : `Then: the ${others.map(ownerName).join(', the ')}`,
    done || todo?.row.expected === undefined ? '' : `Done when: ${todo.row.expected}`,
    'Up and Down move, brackets go from owner to owner, Enter opens, c copies the ticket, Escape goes back.',
  ];
  return <Sentences texts={texts} />;
}

function whatOf({ thing, row }: Todo, done: boolean, view: DoctorView): string {
  const place = placeOf(thing, view.rows);
  if (done) return `${place}: done. ${becameText(row)}.`;
  const kind = thing.recommended ? ' Recommended.' : '';
  return `${place}: ${thing.text}.${kind} Frees ${plural(thing.frees, 'row', 'rows')}.`;
}
