import { wrapLine } from '../base/wrap.ts';
import { catalogue } from '../probes/index.ts';
import { listJson, listNarrow, listText } from '../report/list.ts';
import { defaultSettings } from '../settings/default-settings.ts';

/**
 * `--list`: every probe there is, with nothing read or asked. `columns`: of the terminal that it is for; a table that
 * is wider becomes paragraphs.
 */
export async function probeList(json: boolean, columns: number | undefined): Promise<string> {
  const probes = catalogue(defaultSettings);
  if (json) return listJson(probes);
  const table = listText(probes);
  const width = Math.max(...table.split('\n').map(({ length }) => length));
  if (columns === undefined || columns < 40 || width < columns) return table;
  return listNarrow(probes, (line, indent) =>
    wrapLine(line, columns - 1 - indent.length).map((one) => indent + one),
  );
}
