import { never } from '../base/never.ts';
import { type Comparison, comparisonLists } from '../results/baseline.ts';
import { exitMeaning } from '../results/exit-code.ts';
import { ownerName } from '../results/names.ts';
import { isPartial, readyReach } from '../results/readiness.ts';
import type { Row } from '../results/row.ts';
import { answerLine, findingText } from '../results/row-words.ts';
import { statusWord } from '../results/status-words.ts';
import { changeWords, comparisonTitle } from './baseline-words.ts';
import { effectsIn } from './effects-in.ts';
import type { ReportInput } from './input.ts';
import { type Content, type Markup, markup } from './markup.ts';
import { detailsOf, echoesOf } from './problems.ts';

/**
 * JUnit XML as Jenkins reads it (xunit-plugin, junit-10.xsd) and with it GitLab and Azure Pipelines: a suite an
 * area, a case a probe. Only attributes of that schema are written.
 */
export function writeJunit(input: ReportInput): string {
  const areas = [...new Set(input.rows.map((row) => row.area))];
  const effects = effectsIn(input);
  const suites = areas.map((area) => suiteOf(area, input, effects));
  const total = tally(input.rows, effects);
  const run = runSuite(input, total.failure + total.error > 0);
  return `${markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${input.tool.name}" time="${seconds(input.durationMs)}" tests="${input.rows.length + (run === undefined ? 0 : 1)}" failures="${total.failure}" errors="${total.error + (run === undefined ? 0 : 1)}">
${suites}${run}</testsuites>
`}`;
}

/** A run that is no 0 without any row that says why: cancelled, nothing ran, or a report is missing. A pipeline must not see it green. */
function runSuite(input: ReportInput, told: boolean): Markup | undefined {
  const { exitCode, ready, rows, tool, unwritten } = input;
  if (told || exitCode === 0) return undefined;
  const message = `exit code ${exitCode}: ${exitMeaning(exitCode, ready, readyReach(rows), unwritten)}`;
  return markup`<testsuite name="run" tests="1" failures="0" errors="1" skipped="0" time="${seconds(input.durationMs)}" timestamp="${input.startedAt}" hostname="${input.host.name}">
<testcase name="the run as a whole" classname="${`${tool.name}.run`}" time="${seconds(input.durationMs)}">
<error type="run" message="${message}">${input.words}</error>
</testcase>
</testsuite>
`;
}

function suiteOf(area: string, input: ReportInput, effects: Effects): Markup {
  const rows = input.rows.filter((row) => row.area === area);
  const count = tally(rows, effects);
  const spent = rows.reduce((sum, row) => sum + (row.durationMs ?? 0), 0);
  return markup`<testsuite name="${area}" tests="${rows.length}" failures="${count.failure}" errors="${count.error}" skipped="${count.skipped}" time="${seconds(spent)}" timestamp="${input.startedAt}" hostname="${input.host.name}">
<properties>
<property name="profile" value="${input.profile}"/>
<property name="ready" value="${String(input.ready)}"/>
<property name="partial" value="${String(isPartial(input.rows))}"/>
<property name="exitCode" value="${String(input.exitCode)}"/>
${input.comparison === undefined ? undefined : markup`<property name="compared" value="${comparisonTitle(input.comparison)}"/>\n`}</properties>
${rows.map((row) => caseOf(row, input, effects))}</testsuite>
`;
}

/** `passed` cases have no child that counts. */
type Effects = ReturnType<typeof effectsIn>;
type Kind = 'passed' | 'failure' | 'error' | 'skipped';

/** Whatever makes the exit code 1 is a failure, what makes it 3 an error; nothing else that is not well is green. */
function kindOf(row: Row, effects: Effects): Kind {
  const effect = effects.get(row.id);
  if (effect === 'no') return 'failure';
  if (effect === 'unfinished') return 'error';
  switch (row.status) {
    case 'pass':
    case 'warn':
    case 'attested':
      return 'passed';
    case 'fail':
    case 'unknown':
    case 'crashed':
    case 'timed-out':
    case 'cancelled':
    case 'manual':
    case 'blocked':
    case 'skipped':
    case 'waived':
    case 'pending':
    case 'running':
      return 'skipped';
    default:
      return never(row.status);
  }
}

function tally(rows: readonly Row[], effects: Effects): Readonly<Record<Kind, number>> {
  const counts = { passed: 0, failure: 0, error: 0, skipped: 0 };
  for (const row of rows) counts[kindOf(row, effects)] += 1;
  return counts;
}

function caseOf(row: Row, input: ReportInput, effects: Effects): Markup {
  // Jenkins splits the class name at its last dot into package and class: neither may change between runs.
  const name = row.connector === undefined ? row.area : `${row.area}@${row.connector}`;
  return markup`<testcase name="${`${row.id}: ${row.title}`}" classname="${`${input.tool.name}.${name}`}" time="${seconds(row.durationMs ?? 0)}">
${resultOf(row, input, effects)}</testcase>
`;
}

function resultOf(row: Row, input: ReportInput, effects: Effects): Content {
  const kind = kindOf(row, effects);
  const text = lines(row, input).join('\n');
  const message = `${statusWord(row.status)}: ${findingText(row)}`;
  switch (kind) {
    case 'failure':
      return markup`<failure type="${row.reason ?? row.status}" message="${message}">${text}</failure>\n`;
    case 'error':
      return markup`<error type="${row.status}" message="${message}">${text}</error>\n`;
    case 'skipped':
      return markup`<skipped type="${row.reason ?? row.status}" message="${message}">${text}</skipped>\n`;
    case 'passed':
      return markup`<system-out>${[message, ...lines(row, input)].join('\n')}</system-out>\n`;
    default:
      return never(kind);
  }
}

function lines(row: Row, input: ReportInput): string[] {
  const answer = answerLine(row);
  const change = changeOf(row, input.comparison);
  return [
    ...detailsOf(row).map(({ label, value }) => `${label}: ${value}`),
    ...(answer === undefined ? [] : [answer]),
    ...(row.blockedBy === undefined ? [] : [`blocked by: ${row.blockedBy}`]),
    ...(row.remedy === undefined ? [] : [`why: ${row.remedy.why}`]),
    ...(row.remedy?.steps ?? []).flatMap((step) => [
      `fix: ${step.text}${step.owner === undefined ? '' : ` (${ownerName(step.owner)})`}`,
      ...(step.command === undefined ? [] : [`    ${step.command}`]),
    ]),
    ...echoesOf([row], input.rows).map((echo) => `blocks: ${echo.id}`),
    ...(change === undefined ? [] : [`compared: ${change}`]),
  ];
}

function changeOf(row: Row, comparison: Comparison | undefined): string | undefined {
  if (comparison === undefined) return undefined;
  for (const { name, changes } of comparisonLists(comparison)) {
    const change = changes.find(({ id }) => id === row.id);
    if (change !== undefined) return `${name.toLowerCase()}, ${changeWords(change)}`;
  }
  return undefined;
}

/** Seconds with a point, whatever the machine's language. */
function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
