import { memo } from 'react';
import type { DoctorRow } from '../src/doctor/view.ts';
import { columnsFor } from './columns.ts';
import { useTheme } from './context.ts';
import { Line } from './line.tsx';
import { cut, pad } from './measure.ts';
import type { Finding } from './model/finding.ts';
import { isLoud } from './model/problems.ts';
import { verdictOf } from './model/verdict.ts';
import { Spin } from './spin.tsx';
import type { Tone } from './theme.ts';

function titleTone(row: DoctorRow): Tone {
  if (isLoud(row)) return 'strong';
  if (row.status === 'blocked' || row.status === 'skipped' || row.status === 'pending') return 'quiet';
  return 'plain';
}

export interface RowProps {
  readonly row: DoctorRow;
  readonly text: string;
  readonly tone: Finding['tone'];
  readonly selected: boolean;
  readonly width: number;
}

/** What is asked, what was found, the verdict. */
export const Row = memo(function Row({ row, text, tone, selected, width }: RowProps) {
  const { glyphs } = useTheme();
  const columns = columnsFor(width);
  const running = row.status === 'running';
  const { sign, word, tone: verdictTone } = verdictOf(row);
  const verdict = cut(`${glyphs.status(sign)} ${word}`, columns.state - (running ? 1 : 0), '');
  return (
    <Line
      width={width}
      selected={selected}
      spans={[
        { text: `${selected ? glyphs.cursor : ' '}  `, tone: 'strong' },
        { text: `${pad(row.title, columns.title, glyphs.ellipsis)}  `, tone: titleTone(row) },
        { text: `${pad(text, columns.finding, glyphs.ellipsis)} `, tone },
        { text: verdict, tone: verdictTone },
      ]}
    >
      {running ? <Spin /> : undefined}
    </Line>
  );
});
