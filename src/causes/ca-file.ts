import { type CauseRule, isTrouble, joint } from './cause.ts';
import { isOpened, isOutside, rowsOf } from './connections.ts';

/** `network.caFile` cannot be read: whatever its authorities stand behind is not trusted, or looks opened. */
export const caFile: CauseRule = (rows) => {
  const met = rows.connections.filter(
    (one) =>
      isTrouble(one.row) &&
      isOutside(one) &&
      one.trace.caFileProblem !== undefined &&
      (isOpened(one) || (one.failed?.layer === 'tls' && one.trace.tls !== undefined)),
  );
  const [first] = met;
  const problem = first?.trace.caFileProblem;
  if (problem === undefined) return undefined;
  const text = `network.caFile of .ecmarc cannot be read (${problem.code}): its authorities are not known here`;
  return joint(caFileCause, text, rowsOf(met), rows);
};

/** The first of all: nobody else need look before that is mended. */
export const caFileCause = 'ca-file';
