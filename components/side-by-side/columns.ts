/**
 * How the list shows the servers, by the window's width and their number alone: nothing that arrives can move them.
 * `words` have the state in a word and, where there is room, the finding behind it; `signs` have a sign under the
 * server's number; `none` leaves the servers to the row's own words.
 */
export interface SideColumns {
  readonly kind: 'words' | 'signs' | 'none';
  readonly title: number;
  /** Cells of the row's finding; 0 where the servers' columns say it. */
  readonly message: number;
  /** Cells of one server's column, the blank before it among them. */
  readonly cell: number;
}

const gutter = 3;
const longestTitle = 30;
const shortestTitle = 18;
/** Blank, sign, blank and the longest word. */
const wordCell = 12;
/** Two blanks and a sign, or a number of two digits. */
const signCell = 3;
/** A finding in fewer cells says nothing. */
const leastFinding = 12;

export function sideColumns(width: number, servers: number): SideColumns {
  const room = width - gutter - 1;
  const forWords = room - servers * wordCell;
  if (forWords >= shortestTitle) {
    const title = Math.min(longestTitle, forWords);
    return { kind: 'words', title, message: 0, cell: Math.floor((room - title) / servers) };
  }
  const forSigns = room - servers * signCell;
  if (forSigns >= shortestTitle) {
    const title = Math.min(longestTitle, forSigns);
    const left = forSigns - title - 1;
    return { kind: 'signs', title, message: left >= leastFinding ? left : 0, cell: signCell };
  }
  const title = Math.min(longestTitle, Math.floor(room / 2));
  return { kind: 'none', title, message: room - title - 1, cell: 0 };
}
