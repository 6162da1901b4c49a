import type { ExportScope, ScreenActions } from '../../components/commands/screen-actions.ts';
import { comparisonFormats } from '../report/side-by-side/formats.ts';
import type { Side } from '../results/side-by-side/likeness.ts';
import type { ComparedRow, ComparisonReport } from '../results/side-by-side/server-comparison.ts';
import { copyText, type SystemFolder } from './clipboard.ts';
import { forOwner, writeExport } from './screen-actions.ts';

interface ComparisonContext {
  input(): Promise<ComparisonReport>;
  /** Where reports go. */
  readonly folder: string;
  readonly copyFolder: string;
  readonly systemFolder: SystemFolder;
}

/** What the screen of several reports lets the command line do: files and the clipboard. */
export function comparisonActions({
  input,
  folder,
  copyFolder,
  systemFolder,
}: ComparisonContext): ScreenActions {
  return {
    exportFormats: comparisonFormats.map(({ name, title }) => ({ id: name, label: title })),
    exportReport: async (id, scope) => {
      const format = comparisonFormats.find(({ name }) => name === id);
      if (format === undefined) throw new Error(`no format is called ${id}`);
      const whole = await input();
      return writeExport(format, folder, { ...whole, rows: scoped(whole.rows, scope) });
    },
    copy: (text) => copyText(text, { folder: copyFolder, systemFolder }),
  };
}

/** What was asked for on the screen: all, one check, or an owner's steps wherever they are to be done. */
export function scoped(rows: readonly ComparedRow[], scope: ExportScope): readonly ComparedRow[] {
  switch (scope.kind) {
    case 'all':
      return rows;
    case 'row':
      return rows.filter(({ id }) => id === scope.id);
    case 'owner':
      return rows.flatMap((row) => {
        const own = row.sides.map((side) => side && forOwner(side, scope.owner));
        if (own.every((side) => side === undefined)) return [];
        return [{ ...row, sides: row.sides.map((side, index) => own[index] ?? withoutSteps(side)) }];
      });
  }
}

function withoutSteps(side: Side): Side {
  if (side === undefined) return undefined;
  const { remedy: _remedy, ...rest } = side;
  return rest;
}
