import type { ExportScope, ScreenActions } from '../../components/actions.ts';
import type { ComparedRow } from '../engine/side-by-side/compared.ts';
import { worstSide } from '../engine/side-by-side/likeness.ts';
import { comparisonFormats } from '../report/side-by-side/formats.ts';
import type { SideBySideInput } from '../report/side-by-side/input.ts';
import { copy, writeExport } from './screen-actions.ts';

interface ComparisonContext {
  input(): SideBySideInput;
  /** Where reports go. */
  readonly folder: string;
  readonly copyFolder: string;
}

/** What the screen of several reports lets the command line do: files and the clipboard. */
export function comparisonActions({ input, folder, copyFolder }: ComparisonContext): ScreenActions {
  return {
    exportFormats: comparisonFormats.map(({ name, title }) => ({ id: name, label: title })),
    exportReport: async (id, scope) => {
      const format = comparisonFormats.find(({ name }) => name === id);
      if (format === undefined) throw new Error(`no format is called ${id}`);
      const whole = input();
      return writeExport(format, folder, { ...whole, rows: whole.rows.filter(inScope(scope)) });
    },
    copy: (text) => copy(text, copyFolder),
  };
}

function inScope(scope: ExportScope): (row: ComparedRow) => boolean {
  switch (scope.kind) {
    case 'all':
      return () => true;
    case 'row':
      return ({ id }) => id === scope.id;
    case 'owner':
      return ({ sides }) =>
        worstSide(sides)?.remedy?.steps.some(({ owner }) => owner === scope.owner) ?? false;
  }
}
