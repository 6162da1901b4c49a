import { profileName } from '../../results/names.ts';
import { readyHeading, readyWord } from '../../results/readiness.ts';
import type { Row } from '../../results/row.ts';
import { notSeenWords } from '../../results/side-by-side/cautions.ts';
import { worstSide } from '../../results/side-by-side/likeness.ts';
import type {
  ComparedRow,
  ComparedServer,
  ComparisonReport,
} from '../../results/side-by-side/server-comparison.ts';
import { sharedValues, sideFinding, sideState } from '../../results/side-by-side/side-facts.ts';
import { countsLine } from '../count-words.ts';
import { say } from '../log-text.ts';
import { asText, badge, field, type PlainLook, paint, plainRow, remedyLines } from '../plain.ts';
import { type DetailFact, type DetailFix, isBrief, type RowDetails, rowDetails } from './row-details.ts';
import { ageOf, comparedHeading, exitWords, type Group, groupsOf, readyLine } from './server-words.ts';

/** The comparison as plain lines: how the servers differ, each server, what differs with its fix, the rest counted. */
export function writeComparisonPlain(input: ComparisonReport, look: PlainLook): string {
  const details = rowDetails(input.rows, input.servers);
  const parts = [
    asText([say(input.words), ...input.cautions.map((caution) => `Note: ${say(caution)}`)]),
    asText(serverLines(input, look)),
    ...groupsOf(input).map((group) => asText(groupLines(group, details, input, look))),
    plainComparisonEnd(input, look),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** The last lines: how it stands, and what the exit code says. */
export function plainComparisonEnd(input: ComparisonReport, look: PlainLook): string {
  return asText([
    `${paint(input.ready ? 'good' : 'bad', comparedHeading(input), look)}: ${readyLine(input)}`,
    say(input.words),
    `Profile: ${say(profileName(input.profile))}`,
    ...(input.notChosen === 0 ? [] : [`Not chosen: ${input.notChosen}`]),
    `Exit code ${input.exitCode}: ${exitWords(input)}`,
  ]);
}

function serverLines({ servers, notSeen, madeAt }: ComparisonReport, look: PlainLook): string[] {
  const wide = widest([...servers.map(({ label }) => label), ...notSeen.map(({ name }) => name)]);
  return [
    'Servers:',
    ...servers.flatMap((server) => [
      `  ${say(server.label).padEnd(wide)}  ${paint(server.ready ? 'good' : 'bad', readyHeading(server).padEnd(9), look)}  ${say(`${ageOf(server, madeAt)}  ${server.file}`)}`,
    ]),
    ...notSeen.map(
      ({ name, why, file }) =>
        `  ${say(name).padEnd(wide)}  ${paint('bad', readyWord(false).padEnd(9), look)}  ${say(`${notSeenWords(why)}  ${file}`)}`,
    ),
  ];
}

function groupLines(
  group: Group,
  details: ReadonlyMap<string, RowDetails>,
  input: ComparisonReport,
  look: PlainLook,
): string[] {
  const { rows, likeness } = group;
  const heading = `${group.name}: ${rows.length}`;
  if (likeness === 'same') return [`${heading} (${counted(rows, look)})`];
  const brief = rows.filter(isBrief).map((row) => briefLine(row, input, look));
  return [
    heading,
    ...rows
      .filter((row) => !isBrief(row))
      .flatMap((row) => ['', ...rowLines(row, details.get(row.id), input, look)]),
    ...(brief.length === 0 ? [] : ['', ...brief]),
  ];
}

/** A line: what all say, or each finding with the servers that say it. */
function briefLine(
  { id, title, sides }: ComparedRow,
  { servers }: ComparisonReport,
  look: PlainLook,
): string {
  const worst = worstSide(sides);
  const findings = sharedValues(sides.map(sideFinding), servers);
  const words =
    findings.length === 1
      ? sideFinding(worst)
      : findings.map(({ value, labels }) => `${labels.join(', ')}: ${value}`).join('; ');
  return worst === undefined ? '' : plainRow({ ...bare(worst), id, title, message: words }, look);
}

/** The reason stands in the finding. */
function bare({ reason: _reason, ...row }: Row): Row {
  return row;
}

/** What the first server says of them; where others say it too, that is all there is to say. */
function counted(rows: readonly ComparedRow[], look: PlainLook): string {
  const first = rows.flatMap(({ sides }) => sides.slice(0, 1).filter((side) => side !== undefined));
  return countsLine(first, ({ tone, text }) => paint(tone, text, look));
}

function rowLines(
  row: ComparedRow,
  details: RowDetails | undefined,
  { servers }: ComparisonReport,
  look: PlainLook,
): string[] {
  const [first] = row.sides;
  // One line says it for all.
  const lines =
    row.likeness === 'bad' && first !== undefined
      ? [plainRow(first, look)]
      : [say(`${row.title}  [${row.id}]`), ...sideLines(row, servers, look)];
  return [
    ...lines,
    ...(details?.facts ?? []).flatMap(factLines),
    ...(details?.fixes ?? []).flatMap(fixLines),
  ];
}

function sideLines(row: ComparedRow, servers: readonly ComparedServer[], look: PlainLook): string[] {
  const wide = widest(servers.map(({ label }) => label));
  return row.sides.map((side, index) => {
    const state = side === undefined ? `- ${sideState(side).padEnd(9)}` : badge(side.status, look);
    return `    ${state}  ${say(servers[index]?.label ?? '').padEnd(wide)}  ${say(sideFinding(side))}`;
  });
}

function factLines(fact: DetailFact): string[] {
  return 'value' in fact
    ? [field(fact.label, fact.value)]
    : fact.shared.map(({ value, labels }) => field(fact.label, `${labels.join(', ')}: ${value}`));
}

function fixLines({ remedy, labels, everywhere, asAt }: DetailFix): string[] {
  return [
    ...(everywhere ? [] : [field('on', labels.join(', '))]),
    ...(asAt === undefined ? remedyLines(remedy) : [field('fix', `as for ${asAt}, above`)]),
  ];
}

function widest(names: readonly string[]): number {
  return Math.min(30, Math.max(...names.map((name) => say(name).length)));
}
