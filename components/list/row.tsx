import { memo } from 'react';
import type { DoctorRow } from '../../src/doctor/view.ts';
import { Line } from '../text/line.tsx';
import { cut, pad } from '../text/text-width.ts';
import type { Tone } from '../theme/theme.ts';
import { useTheme } from '../theme/theme-context.ts';
import { columnsFor } from './columns.ts';
import { isEmphasised } from './problems.ts';
import type { RowText } from './row-text.ts';
import { RowSpinner } from './spinner.tsx';
import { statusLabel } from './status-label.ts';

function titleTone(row: DoctorRow): Tone {
  if (isEmphasised(row)) return 'strong';
  if (row.status === 'blocked' || row.status === 'skipped' || row.status === 'pending') return 'quiet';
  return 'plain';
}

export interface RowProps {
  readonly row: DoctorRow;
  readonly text: string;
  readonly tone: RowText['tone'];
  readonly selected: boolean;
  readonly width: number;
}

/** What is asked, what was found, the verdict. */
export const Row = memo(function Row({ row, text, tone, selected, width }: RowProps) {
  const { glyphs } = useTheme();
  const columns = columnsFor(width);
  const running = row.status === 'running';
  const { sign, word, tone: verdictTone } = statusLabel(row);
  const verdict = cut(`${glyphs.status(sign)} ${word}`, columns.state - (running ? 1 : 0), '');
  return (
    <Line
      width={width}
      selected={selected}
      content={[
        { text: `${selected ? glyphs.cursor : ' '}  `, tone: 'strong' },
        { text: `${pad(row.title, columns.title, glyphs.ellipsis)}  `, tone: titleTone(row) },
        { text: `${pad(text, columns.message, glyphs.ellipsis)} `, tone },
        { text: verdict, tone: verdictTone },
      ]}
    >
      {running ? <RowSpinner /> : undefined}
    </Line>
  );
});
