import { age } from '../../src/base/phrases.ts';
import type { DoctorRow } from '../../src/doctor/view.ts';
import { isPartial } from '../../src/results/readiness.ts';
import type { ComparedServer } from '../../src/results/side-by-side/server-comparison.ts';
import { columnsFor } from '../list/columns.ts';
import { type StyledText, styled } from '../text/styled-text.ts';
import { pad } from '../text/text-width.ts';
import type { Glyphs, Tone } from '../theme/theme.ts';

/** A server's place among the servers, from 1: its column carries the number. */
export function numberOf(row: DoctorRow): string {
  return row.id.replace(/^from:/, '');
}

/** "ready" as a sign and words; of a part of the checks there is no room to say more than that. */
export function readySpan(server: ComparedServer, glyphs: Glyphs): StyledText {
  const tone: Tone = server.ready ? 'good' : 'bad';
  const ready = isPartial(server.rows) ? 'a part' : 'ready';
  return styled(
    `${glyphs.status(server.ready ? 'pass' : 'fail')} ${server.ready ? ready : 'not ready'}`,
    tone,
  );
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
