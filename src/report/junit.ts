import { never } from '../base/never.ts';
import { decides } from '../engine/status.ts';
import { type Comparison, comparisonLists } from '../results/baseline.ts';
import { ownerName } from '../results/names.ts';
import type { Row } from '../results/row.ts';
import { answerLine, findingText } from '../results/row-words.ts';
import { statusWord } from '../results/status-words.ts';
import { changeWords, comparisonTitle } from './baseline-words.ts';
import type { ReportInput } from './input.ts';
import { type Content, type Markup, markup } from './markup.ts';
import { detailsOf, echoesOf } from './problems.ts';

/**
 * JUnit XML as Jenkins reads it (xunit-plugin, junit-10.xsd) and with it GitLab and Azure Pipelines: a suite an
 * area, a case a probe. Only attributes of that schema are written.
 */
export function writeJunit(input: ReportInput): string {
  const areas = [...new Set(input.rows.map((row) => row.area))];
  const suites = areas.map((area) => suiteOf(area, input));
  const total = tally(input.rows);
  return `${markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${input.tool.name}" time="${seconds(input.durationMs)}" tests="${input.rows.length}" failures="${total.failure}" errors="${total.error}">
${suites}</testsuites>
`}`;
}

function suiteOf(area: string, input: ReportInput): Markup {
  const rows = input.rows.filter((row) => row.area === area);
  const count = tally(rows);
  const spent = rows.reduce((sum, row) => sum + (row.durationMs ?? 0), 0);
  return markup`<testsuite name="${area}" tests="${rows.length}" failures="${count.failure}" errors="${count.error}" skipped="${count.skipped}" time="${seconds(spent)}" timestamp="${input.startedAt}" hostname="${input.host.name}">
<properties>
<property name="profile" value="${input.profile}"/>
<property name="ready" value="${String(input.ready)}"/>
${input.comparison === undefined ? undefined : markup`<property name="compared" value="${comparisonTitle(input.comparison)}"/>\n`}</properties>
${rows.map((row) => caseOf(row, input))}</testsuite>
`;
}

/** `passed` cases have no child that counts. */
type Kind = 'passed' | 'failure' | 'error' | 'skipped';

/** Never green: what is unknown is a failure where it decides readiness. */
function kindOf(row: Row): Kind {
  switch (row.status) {
    case 'pass':
    case 'warn':
    case 'attested':
      return 'passed';
    case 'fail':
      return 'failure';
    case 'unknown':
      return decides(row.level) ? 'failure' : 'skipped';
    case 'crashed':
    case 'timed-out':
    case 'cancelled':
      return 'error';
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

function tally(rows: readonly Row[]): Readonly<Record<Kind, number>> {
  const counts = { passed: 0, failure: 0, error: 0, skipped: 0 };
  for (const row of rows) counts[kindOf(row)] += 1;
  return counts;
}

function caseOf(row: Row, input: ReportInput): Markup {
  // Jenkins splits the class name at its last dot into package and class: neither may change between runs.
  const name = row.connector === undefined ? row.area : `${row.area}@${row.connector}`;
  return markup`<testcase name="${`${row.id}: ${row.title}`}" classname="${`${input.tool.name}.${name}`}" time="${seconds(row.durationMs ?? 0)}">
${resultOf(row, input)}</testcase>
`;
}

function resultOf(row: Row, input: ReportInput): Content {
  const kind = kindOf(row);
  const text = lines(row, input).join('\n');
  const message = `${statusWord(row.status)}: ${findingText(row)}`;
  switch (kind) {
    case 'failure':
      return markup`<failure type="${row.status}" message="${message}">${text}</failure>\n`;
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
