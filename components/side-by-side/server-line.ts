import { age } from '../../src/base/phrases.ts';
import type { DoctorRow } from '../../src/doctor/view.ts';
import { isPartial, setAsideIn } from '../../src/results/readiness.ts';
import type { ComparedServer } from '../../src/results/side-by-side/server-comparison.ts';
import { columnsFor } from '../list/columns.ts';
import { type StyledText, styled } from '../text/styled-text.ts';
import { pad } from '../text/text-width.ts';
import type { Glyphs, Tone } from '../theme/theme.ts';

/** A server's place among the servers, from 1: its column carries the number. */
export function numberOf(row: DoctorRow): string {
  return row.id.replace(/^from:/, '');
}

/** "ready" as a sign and words, or what it is ready but for: there is no room to say both. */
export function readySpan({ ready, rows }: ComparedServer, glyphs: Glyphs): StyledText {
  const tone: Tone = ready ? 'good' : 'bad';
  return styled(`${glyphs.status(ready ? 'pass' : 'fail')} ${ready ? readyWords(rows) : 'not ready'}`, tone);
}

/** As wide as "not ready": "19 waived", "a part". */
function readyWords(rows: ComparedServer['rows']): string {
  const setAside = setAsideIn(rows);
  if (setAside > 0) return setAside > 99 ? 'waived' : `${setAside} waived`;
  return isPartial(rows) ? 'a part' : 'ready';
}

/** Number, name, how old the report is, its file, and whether the server is ready. */
export function serverLine(
  row: DoctorRow,
  server: ComparedServer,
  { ellipsis, ...glyphs }: Glyphs,
  width: number,
): readonly StyledText[] {
  const columns = columnsFor(width);
  const file = server.file.split(/[\\/]/).at(-1) ?? server.file;
  const old = `${age(server.finishedAt, Date.now())} old  ${file}`;
  return [
    { text: `${pad(`${numberOf(row)} ${server.label}`, columns.title, ellipsis)}  `, tone: 'plain' },
    { text: `${pad(old, columns.message, ellipsis)} `, tone: 'quiet' },
    readySpan(server, { ellipsis, ...glyphs }),
  ];
}
