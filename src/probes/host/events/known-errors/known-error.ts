import type { Step } from '../../../../engine/probe.ts';
import type { RequirementId } from '../../../../requirements/index.ts';
import type { Settings } from '../../../../settings/schema.ts';
import { by } from '../../../common/fix.ts';
import { type ErrorMarks, some } from './marks.ts';

/** A logged error whose cause is known: from Microsoft's documents, or by a code that says what it means. */
export interface KnownError {
  readonly id: RequirementId;
  /** What it means, in a few words. */
  readonly title: string;
  /** By numbers, classes and parts of the text; one that fits in part alone does not fit. */
  readonly fits: (marks: ErrorMarks) => boolean;
  readonly why: string;
  readonly steps: (settings: Settings) => readonly Step[];
}

/** Another row looks at the same. */
export const seeRow = (row: string): Step => by.server(`See the row ${row}: it looks at this`);

/** A cause that rows look at: they have the steps. */
export function rowsError(
  id: RequirementId,
  title: string,
  why: string,
  rows: readonly string[],
  fits: KnownError['fits'],
): KnownError {
  return { id, title, why, fits, steps: () => rows.map(seeRow) };
}

/** One of these classes of exceptions stands in it. */
export const thrown =
  (...names: readonly string[]): KnownError['fits'] =>
  ({ exceptions }: ErrorMarks) =>
    some(exceptions, ...names);

/** One of these codes of Windows. */
export const coded =
  (...codes: readonly number[]): KnownError['fits'] =>
  ({ windows }: ErrorMarks) =>
    some(windows, ...codes);
