import { defined } from '../../src/base/defined.ts';
import { plural } from '../../src/base/phrases.ts';
import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { rowName } from '../../src/results/names.ts';
import { todosOf } from '../list/todo.ts';
import type { StyledLine, StyledText } from '../text/styled-text.ts';
import { styled } from '../text/styled-text.ts';
import { pad } from '../text/text-width.ts';
import { labelledLines, labelWidth } from './labelled-lines.ts';

/** The rows that wait for this one, or have the same cause: a grid of names, to be gone to. */

interface BlocksContext {
  readonly view: DoctorView;
  readonly width: number;
  readonly ellipsis: string;
  readonly cursor: string;
  /** Which of them is chosen; absent: none can be. */
  readonly link?: number;
  readonly spoken?: boolean;
}

/** What the list says that it frees; a row that is not to be done first blocks what names it. */
function freedBy(row: DoctorRow, view: DoctorView): readonly DoctorRow[] {
  const thing = todosOf(view).find((todo) => todo.thing.probe === row.id)?.thing;
  const roots = new Set(thing?.rows ?? [row.id]);
  return view.rows.filter(
    ({ id, status, blockedBy }) =>
      id !== row.id &&
      (roots.has(id) ||
        (thing === undefined && status === 'blocked' && blockedBy !== undefined && roots.has(blockedBy))),
  );
}

/** Two columns where a title has room in half of the window. */
const leastHalf = 32;

export function blocksLines(row: DoctorRow, context: BlocksContext): StyledLine[] {
  const { view, width, ellipsis, cursor, link } = context;
  const freed = freedBy(row, view);
  if (freed.length === 0) return [];
  const room = width - labelWidth - 1;
  const columns = Math.floor(room / 2) >= leastHalf && context.spoken !== true ? 2 : 1;
  const cell = Math.floor(room / columns);
  const cells = freed.map((each, index): StyledText => {
    const chosen = index === link;
    const name = each.connector === row.connector ? each.title : rowName(each);
    const text = `${chosen ? cursor : ' '} ${pad(name, cell - 3, ellipsis)}`;
    return {
      text,
      tone: chosen ? 'mark' : 'quiet',
      ...defined({ link: link === undefined ? undefined : each.id }),
    };
  });
  const grid = Array.from(
    { length: Math.ceil(freed.length / columns) },
    (_, y): StyledLine => [
      styled(' '.repeat(labelWidth)),
      ...cells
        .slice(y * columns, (y + 1) * columns)
        .flatMap((each, x) => (x === 0 ? [each] : [styled(' '), each])),
    ],
  );
  return [...labelledLines('Blocks', [summary(row, freed, view)], 'plain', width), ...grid];
}

/** "8 rows of Payroll; they run by themselves when this passes". */
function summary(row: DoctorRow, freed: readonly DoctorRow[], { readOnly }: DoctorView): string {
  const own = freed.every(({ connector }) => connector === row.connector);
  const whose = own && row.connector !== undefined ? ` of ${row.connector}` : '';
  const waits = freed.every(({ status }) => status === 'blocked');
  const then = readOnly
    ? ''
    : waits
      ? '; they run by themselves when this passes'
      : '; they wait for this, or have the same cause';
  // The list counts the row itself among those that it frees.
  return `${plural(freed.length, 'row', 'rows')}${whose}, ${freed.length + 1} with its own${then}`;
}
