import { duration, moment } from '../base/phrases.ts';
import type { Remedy, Step } from '../engine/probe.ts';
import { comparisonLists } from '../results/baseline.ts';
import { exitMeaning } from '../results/exit-code.ts';
import { areaName, ownerName, profileName } from '../results/names.ts';
import { problemKindName, problemKinds } from '../results/problem-kind.ts';
import { profileWord, readyHeading, readyReach } from '../results/readiness.ts';
import type { Row } from '../results/row.ts';
import { answerLine, findingText } from '../results/row-words.ts';
import { statusWord } from '../results/status-words.ts';
import { changeWords, comparisonTitle } from './baseline-words.ts';
import { countsLine } from './count-words.ts';
import { doFirstTitle, doFirstWords } from './do-first-words.ts';
import type { ReportInput } from './input.ts';
import { code, codeCell, inline, link, stepParagraphs } from './markdown-text.ts';
import { detailsOf, type ProblemGroup, problemGroups } from './problems.ts';

/** Markdown (CommonMark with GFM tables) for tickets and wikis: what peers sent stands in code spans only. */
export function writeMarkdown(input: ReportInput): string {
  const parts = [
    ...head(input),
    ...doFirstTable(input),
    ...comparison(input),
    ...problems(input),
    ...everything(input),
  ];
  return `${parts.join('\n')}\n`;
}

function head(input: ReportInput): string[] {
  const { host, tool } = input;
  const judged = Object.keys(input.readyByProfile)
    .map((profile) => `${profileName(profile)}: ${profileWord(input, profile)}`)
    .join('; ');
  return [
    `# ${readyHeading(input)}: ${code(host.name)}`,
    '',
    inline(input.words),
    '',
    `- Counted: ${inline(countsLine(input.rows))}`,
    ...input.causes.map((cause) => `- Cause: ${inline(cause.text)} (${cause.probes.map(code).join(', ')})`),
    ...input.notices.map((notice) => `- Note: ${inline(notice.text)}`),
    `- Machine: ${code(`${host.name}, ${host.os} (${host.platform})`)}`,
    `- Looked: ${inline(`${moment(input.startedAt)}, ${duration(input.durationMs)}`)}`,
    `- Judged as: ${inline(`${profileName(input.profile)} (${judged})`)}`,
    ...(input.configPath === undefined ? [] : [`- Settings: ${code(input.configPath)}`]),
    `- Exit code: ${input.exitCode}, ${inline(exitMeaning(input.exitCode, input.ready, readyReach(input.rows), input.unwritten))}`,
    `- Made by: ${inline(`${tool.name} ${tool.version}`)}`,
  ];
}

function doFirstTable(input: ReportInput): string[] {
  const things = doFirstWords(input);
  if (things.length === 0) return [];
  return [
    '',
    `## ${doFirstTitle(things)}`,
    '',
    '| Order | Where | What | Whose | Frees | Id |',
    '| --- | --- | --- | --- | --- | --- |',
    ...things.map(
      ({ order, where, text, whose, freed, probe, recommended }) =>
        `| ${order} | ${inline(where)} | ${codeCell(text)} | ${whose}${recommended ? ', recommended' : ''} | ${freed} | ${codeCell(probe)} |`,
    ),
  ];
}

function comparison({ comparison }: ReportInput): string[] {
  if (comparison === undefined) return [];
  return [
    '',
    `## ${inline(comparisonTitle(comparison))}`,
    ...comparison.cautions.map((caution) => `\nNote: ${inline(caution)}`),
    ...comparisonLists(comparison).flatMap(({ name, changes }) => [
      '',
      `### ${name}`,
      '',
      ...changes.map(
        (change) => `- ${inline(change.title)} (${code(change.id)}): ${code(changeWords(change))}`,
      ),
    ]),
  ];
}

function problems(input: ReportInput): string[] {
  const groups = problemGroups(input.rows);
  return problemKinds.flatMap((kind) => {
    const own = groups.filter((group) => group.kind === kind);
    return own.length === 0 ? [] : ['', `## ${problemKindName(kind)}`, ...own.flatMap(problem)];
  });
}

function problem(group: ProblemGroup): string[] {
  return [
    ...group.rows.flatMap((row) => [
      '',
      `### ${statusWord(row.status)}: ${inline(row.title)} (${code(row.id)})`,
      '',
      `- finding: ${code(findingText(row))}`,
      ...detailItems(row),
    ]),
    ...remedyLines(group.remedy),
    ...(group.echoes.length === 0
      ? []
      : ['', `Blocks: ${group.echoes.map(({ title }) => inline(title)).join(', ')}`]),
  ];
}

/** Expected, found and evidence as list items. */
function detailItems(row: Row): string[] {
  return detailsOf(row).map(({ label, value }) => `- ${inline(label)}: ${code(value)}`);
}

/** Why, the steps and what to read, as paragraphs. */
export function remedyLines(remedy: Remedy | undefined): string[] {
  if (remedy === undefined) return [];
  const owner = (step: Step): string => (step.owner === undefined ? '' : ` (${ownerName(step.owner)})`);
  const paragraphs = [
    inline(remedy.why),
    ...remedy.steps.flatMap((step, index) => stepParagraphs(step, index, owner(step))),
    ...(remedy.links.length === 0 ? [] : [`Read: ${remedy.links.map(link).join(', ')}`]),
  ];
  return paragraphs.flatMap((paragraph) => ['', paragraph]);
}

function everything(input: ReportInput): string[] {
  const areas = [...new Set(input.rows.map((row) => row.area))];
  return [
    '',
    '## Everything that was asked',
    ...areas.flatMap((area) => [
      '',
      `### ${inline(areaName(area))}`,
      '',
      '| Status | Asked | Found | Id |',
      '| --- | --- | --- | --- |',
      ...input.rows.filter((row) => row.area === area).map(tableRow),
    ]),
  ];
}

function tableRow(row: Row): string {
  const answer = answerLine(row);
  const finding = answer === undefined ? findingText(row) : `${findingText(row)} (${answer})`;
  return `| ${statusWord(row.status)} | ${inline(row.title)} | ${codeCell(finding)} | ${codeCell(row.id)} |`;
}
