import { plural } from '../../src/base/phrases.ts';
import type { DoctorRow } from '../../src/doctor/view.ts';
import { levelName } from '../../src/results/names.ts';
import { type StyledText, styled, styledWidth } from '../text/styled-text.ts';
import { clock, duration } from '../text/time.ts';

/** The second line of a row's page: its id and level, and when it was last tried. */
export function summaryLine(row: DoctorRow): { readonly check: string; readonly tries: string } {
  return { check: ` ${row.id}   ${levelName(row.level)}`, tries: triesLine(row) };
}

/**
 * That line with its requirements and its place among what is to be done, and the tries at its right edge, as far as
 * there is room: the lines below say all of it.
 */
export function summarySpans(
  row: DoctorRow,
  todo: string | undefined,
  width: number,
): readonly [left: StyledText[], right: StyledText[]] {
  const { check, tries } = summaryLine(row);
  const requirements = row.requirements.length === 0 ? '' : `   ${row.requirements.join(' ')}`;
  const place = todo === undefined ? '' : `   ${todo}`;
  const ways: readonly (readonly [string, string])[] = [
    [`${check}${requirements}${place}`, tries],
    [`${check}${requirements}${place}`, ''],
    [`${check}${place}`, ''],
    [place === '' ? check : ` ${row.id}  ${todo}`, ''],
    [check, tries],
  ];
  const [left, right] = ways.find(([one, other]) => fits(one, other, width)) ?? [check, tries];
  return [[styled(left, 'quiet')], right === '' ? [] : [styled(right, 'quiet')]];
}

function fits(left: string, right: string, width: number): boolean {
  return styledWidth([styled(left), styled(right)]) + (right === '' ? 0 : 3) <= width;
}

function triesLine(row: DoctorRow): string {
  const last = row.attempts.at(-1);
  if (last === undefined) return row.observedAt === undefined ? 'not tried' : `seen ${clock(row.observedAt)}`;
  return `${plural(row.attempts.length, 'try', 'tries')}, last ${clock(last.startedAt)}, ${duration(last.durationMs)}`;
}
