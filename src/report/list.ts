import { clean } from '../base/text.ts';
import type { Probe } from '../engine/probe.ts';
import type { Level, Profile } from '../engine/status.ts';
import { jsonText } from './json.ts';

/** What the list says of a probe. Asking for it does no I/O. */
export type ListedProbe = Pick<
  Probe<never, never, never>,
  'id' | 'title' | 'area' | 'levels' | 'requirements' | 'needs' | 'uses' | 'source'
>;

export interface ListDocument {
  readonly probes: readonly {
    readonly id: string;
    readonly title: string;
    readonly area: string;
    readonly severity: Readonly<Record<Profile, Level>>;
    readonly requirements: readonly string[];
    readonly needs: readonly string[];
    readonly uses: readonly string[];
    readonly source: string;
  }[];
}

/** `--list --json` (decisions: The saved report). */
export function listDocument(probes: readonly ListedProbe[]): ListDocument {
  return {
    probes: probes.map((probe) => ({
      id: probe.id,
      title: probe.title,
      area: probe.area,
      severity: { ...probe.levels },
      requirements: [...probe.requirements],
      needs: [...probe.needs],
      uses: [...probe.uses],
      source: probe.source,
    })),
  };
}

export function listJson(probes: readonly ListedProbe[]): string {
  return `${jsonText(listDocument(probes), 2)}\n`;
}

/** `--list`: a line a probe, columns aligned; the source, which is long, comes last. */
export function listText(probes: readonly ListedProbe[]): string {
  const cells = probes.map((probe) => [
    probe.id,
    probe.title,
    level(probe.levels['preview-2021']),
    level(probe.levels.ga),
    probe.requirements.join(' ') || '-',
    clean(probe.source),
  ]);
  const table = [['ID', 'TITLE', 'PREVIEW', 'GA', 'REQUIREMENTS', 'SOURCE'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const lines = table.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** The same for a narrow terminal: a paragraph a probe, broken between words by `wrap`. */
export function listNarrow(
  probes: readonly ListedProbe[],
  wrap: (line: string, indent: string) => readonly string[],
): string {
  const paragraphs = probes.map((probe) => [
    ...wrap(`${probe.id}  ${probe.title}`, ''),
    ...wrap(`preview: ${level(probe.levels['preview-2021'])}, GA: ${level(probe.levels.ga)}`, '    '),
    ...wrap(probe.requirements.join(' ') || '-', '    '),
    ...wrap(clean(probe.source), '    '),
  ]);
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function level(value: Level | undefined): string {
  return value === undefined || value === 'not-applicable' ? '-' : value;
}
