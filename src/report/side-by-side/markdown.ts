import { profileName } from '../../results/names.ts';
import { readyWord } from '../../results/readiness.ts';
import { notSeenWords } from '../../results/side-by-side/cautions.ts';
import type { Side } from '../../results/side-by-side/likeness.ts';
import type { ComparedRow, ComparisonReport } from '../../results/side-by-side/server-comparison.ts';
import { sideFinding, sideState } from '../../results/side-by-side/side-facts.ts';
import { remedyLines } from '../markdown.ts';
import { code, codeCell, inline } from '../markdown-text.ts';
import { type RowDetails, rowDetails } from './row-details.ts';
import {
  ageOf,
  comparedHeading,
  exitWords,
  type Group,
  groupsOf,
  readyLine,
  serverVerdict,
} from './server-words.ts';

/** The comparison in Markdown (CommonMark with GFM tables): a table a group, then what differs with its fix. */
export function writeComparisonMarkdown(input: ComparisonReport): string {
  const groups = groupsOf(input);
  const details = rowDetails(input.rows, input.servers);
  return `${[...head(input), ...groups.flatMap((group) => section(group, details, input))].join('\n')}\n`;
}

function head(input: ComparisonReport): string[] {
  const { servers, notSeen, madeAt, tool } = input;
  return [
    `# ${comparedHeading(input)}: ${readyLine(input)}`,
    '',
    inline(input.words),
    '',
    ...input.cautions.map((caution) => `- Note: ${inline(caution)}`),
    `- Judged as: ${inline(profileName(input.profile))}`,
    ...(input.notChosen === 0 ? [] : [`- Not chosen: ${input.notChosen}`]),
    `- Exit code: ${input.exitCode}, ${exitWords(input)}`,
    `- Made by: ${inline(`${tool.name} ${tool.version}`)}`,
    '',
    '| Server | Stands | Report of | File |',
    '| --- | --- | --- | --- |',
    ...servers.map(
      (server) =>
        `| ${codeCell(server.label)} | ${inline(serverVerdict(server))} | ${inline(ageOf(server, madeAt))} | ${codeCell(server.file)} |`,
    ),
    ...notSeen.map(
      ({ name, why, file }) =>
        `| ${codeCell(name)} | ${readyWord(false)}: ${inline(notSeenWords(why))} | - | ${codeCell(file)} |`,
    ),
  ];
}

function section(
  group: Group,
  details: ReadonlyMap<string, RowDetails>,
  { servers }: ComparisonReport,
): string[] {
  return [
    '',
    `## ${group.name} (${group.rows.length})`,
    '',
    `| Check | ${servers.map(({ label }) => codeCell(label)).join(' | ')} |`,
    `| --- |${' --- |'.repeat(servers.length)}`,
    ...group.rows.map(tableRow),
    ...group.rows.flatMap((row) => detail(row, details.get(row.id))),
  ];
}

function tableRow(row: ComparedRow): string {
  return `| ${inline(row.title)} (${codeCell(row.id)}) | ${row.sides.map(cell).join(' | ')} |`;
}

function cell(side: Side): string {
  return `${sideState(side)}: ${codeCell(sideFinding(side))}`;
}

function detail(row: ComparedRow, details: RowDetails | undefined): string[] {
  if (details === undefined || details.facts.length + details.fixes.length === 0) return [];
  return [
    '',
    `### ${inline(row.title)} (${code(row.id)})`,
    ...(details.facts.length === 0 ? [] : ['']),
    ...details.facts.flatMap((fact) =>
      'value' in fact
        ? [`- ${inline(fact.label)}: ${code(fact.value)}`]
        : [
            `- ${inline(fact.label)}`,
            ...fact.shared.map(({ value, labels }) => `  - ${labels.map(code).join(', ')}: ${code(value)}`),
          ],
    ),
    ...details.fixes.flatMap(({ remedy, labels, everywhere, asAt }) => [
      ...(everywhere ? [] : ['', `On ${labels.map(code).join(', ')}:`]),
      ...(asAt === undefined ? remedyLines(remedy) : ['', `The fix is that of ${code(asAt)}, above.`]),
    ]),
  ];
}
