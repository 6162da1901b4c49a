import { styleText } from 'node:util';
import { duration, moment } from '../base/phrases.ts';
import type { Remedy } from '../engine/probe.ts';
import type { Status } from '../engine/status.ts';
import { comparisonLists } from '../results/baseline.ts';
import { exitMeaning } from '../results/exit-code.ts';
import { ownerName, profileName } from '../results/names.ts';
import { problemKindName } from '../results/problem-kind.ts';
import { afterReadyWord, profileWord, readyReach, readyWord } from '../results/readiness.ts';
import type { Row } from '../results/row.ts';
import { answerLine, findingText } from '../results/row-words.ts';
import { type StatusTone, statusGlyph, statusWidth, statusWord, toneOf } from '../results/status-words.ts';
import { changeWords, comparisonTitle } from './baseline-words.ts';
import { argument, lookAgain, withConfig } from './commands.ts';
import { countsLine } from './count-words.ts';
import { doFirstTitle, doFirstWords } from './do-first-words.ts';
import type { ReportInput } from './input.ts';
import { say } from './log-text.ts';
import { detailsOf, type ProblemGroup, problemGroups } from './problems.ts';
import { ticketsOf } from './tickets.ts';

/**
 * Plain lines, for logs and for terminals that cannot do more: read from top to bottom at any width, no cursor
 * movement. Only our own words are aligned; what peers sent stands at the end of its line.
 */
export interface PlainLook {
  /** ASCII glyphs only. */
  readonly ascii: boolean;
  readonly color: boolean;
}

const colours = {
  good: 'green',
  warn: 'yellowBright',
  bad: 'redBright',
  ask: 'magentaBright',
  answered: 'cyan',
  live: 'cyanBright',
  quiet: 'gray',
} as const satisfies Record<StatusTone, string>;

const titleWidth = 30;

export function paint(tone: StatusTone, text: string, look: PlainLook): string {
  return look.color ? styleText(colours[tone], text, { validateStream: false }) : text;
}

export function badge(status: Status, look: PlainLook): string {
  const word = statusWord(status).padEnd(statusWidth);
  return paint(toneOf(status), `${statusGlyph(status, look.ascii)} ${word}`, look);
}

/** One settled row: glyph, status, title, finding, id. No newline. */
export function plainRow(row: Row, look: PlainLook): string {
  const line = `${row.title.padEnd(titleWidth)}  ${findingText(row)}  [${row.id}]`;
  return `${badge(row.status, look)}  ${say(line)}`;
}

/** Root causes in the order in which to mend them, a line each. */
export function plainDoFirst(input: ReportInput): string {
  const things = doFirstWords(input);
  if (things.length === 0) return '';
  const names = things.map(({ where }) => say(where));
  const wide = Math.min(titleWidth, Math.max(...names.map(({ length }) => length)));
  return asText([
    `${doFirstTitle(things)}:`,
    '',
    ...things.map(({ order, text, whose, freed, probe, recommended }, index) =>
      [
        `${String(order).padStart(3)}  ${names[index]?.padEnd(wide)}  ${say(text).padEnd(titleWidth)}`,
        `${whose}, ${freed}${recommended ? ', recommended' : ''}  [${say(probe)}]`,
      ].join('  '),
    ),
  ]);
}

/** What to do about the problems, worst first; empty text when there is none. */
export function plainProblems(input: ReportInput, look: PlainLook): string {
  const groups = problemGroups(input.rows);
  const lines = groups.flatMap((group, index) => {
    const first = groups[index - 1]?.kind !== group.kind;
    const heading = first ? [...(index === 0 ? [] : ['']), `${problemKindName(group.kind)}:`] : [];
    return [...heading, '', ...groupLines(group, input, look)];
  });
  return asText(lines);
}

function groupLines(group: ProblemGroup, input: ReportInput, look: PlainLook): string[] {
  const ids = group.rows.map(({ id }) => id);
  return [
    ...group.rows.flatMap((row) => [
      plainRow(row, look),
      ...detailsOf(row).map(({ label, value }) => field(label, value)),
    ]),
    ...remedyLines(group.remedy),
    ...(group.echoes.length === 0
      ? []
      : [field('blocks', group.echoes.map(({ title }) => title).join(', '))]),
    // What is missing in .ecmarc brings other rows with it: then the whole run is the better look.
    ...(group.kind === 'not-configured' ? [] : [field('again', lookAgain(ids, input))]),
  ];
}

/** Why, the steps and what to read, each in lines of its own. */
export function remedyLines(remedy: Remedy | undefined): string[] {
  if (remedy === undefined) return [];
  return [
    field('why', remedy.why),
    ...remedy.steps.flatMap((step, index) => [
      field(
        `fix ${index + 1}`,
        step.owner === undefined ? step.text : `${step.text} (${ownerName(step.owner)})`,
      ),
      ...(step.command === undefined ? [] : commandLines(step.command)),
    ]),
    ...remedy.links.map((link) => field('read', link)),
  ];
}

export function field(label: string, value: string): string {
  const lines = say(value, true).split('\n');
  return `    ${`${say(label)}:`.padEnd(9)} ${lines.join(`\n${' '.repeat(14)}`)}`;
}

/** Alone on its lines, so that it can be copied whole. */
function commandLines(command: string): string[] {
  return say(command, true)
    .split('\n')
    .map((line) => `        ${line}`);
}

/** Rows that a person answered or set aside: never unsaid. */
export function plainAnswers(rows: readonly Row[], look: PlainLook): string {
  const answered = rows.filter((row) => row.answer !== undefined);
  if (answered.length === 0) return '';
  const lines = answered.flatMap((row) => [plainRow(row, look), field('answer', answerLine(row) ?? '')]);
  return asText(['Answered or set aside:', '', ...lines]);
}

export function plainComparison(input: ReportInput): string {
  const { comparison } = input;
  if (comparison === undefined) return '';
  const lists = comparisonLists(comparison).flatMap(({ name, changes }) => [
    `  ${name}:`,
    ...changes.map((change) => `    ${say(`${change.title} [${change.id}]: ${changeWords(change)}`)}`),
  ]);
  return asText([
    say(comparisonTitle(comparison)),
    ...comparison.cautions.map((caution) => `  Note: ${say(caution)}`),
    ...lists,
  ]);
}

/** The last lines: how it stands, what that is counted from, and what to do next. */
export function plainSummary(input: ReportInput, look: PlainLook): string {
  const others = Object.keys(input.readyByProfile).filter((profile) => profile !== input.profile);
  const counted = countsLine(input.rows, ({ tone, text }) => paint(tone, text, look));
  return asText([
    `${paint(input.ready ? 'good' : 'bad', readyWord(input.ready), look)}${say(afterReadyWord(input.ready, input.words))}`,
    ...causeLines(input.causes),
    `Counted: ${counted}`,
    `Profile: ${say(profileName(input.profile))}; judged as ${others
      .map((profile) => `${say(profileName(profile))}: ${profileWord(input, profile)}`)
      .join('; ')}`,
    say(
      `Looked: ${input.host.name}, ${input.host.os}, ${moment(input.startedAt)}, ${duration(input.durationMs)}`,
    ),
    ...(input.configPath === undefined ? [] : [say(`Settings: ${input.configPath}`)]),
    ...input.notices.map((notice) => say(`Note: ${notice.text}`)),
    `Exit code ${input.exitCode}: ${exitMeaning(input.exitCode, input.ready, readyReach(input.rows), input.unwritten)}`,
    ...nextLines(input),
  ]);
}

/** Causes in a summary, and probes behind each: more would bury the lines that follow. The problems name all. */
const mostCauses = 8;
const mostProbes = 5;

function causeLines(causes: ReportInput['causes']): string[] {
  const shown = causes.length > mostCauses ? causes.slice(0, mostCauses - 1) : causes;
  const unsaid = causes.length - shown.length;
  return [
    ...shown.map(({ text, probes }) => {
      const named = probes.slice(0, mostProbes).join(', ');
      const others = probes.length - mostProbes;
      return say(`Cause: ${text} (${named}${others > 0 ? ` and ${others} more` : ''})`);
    }),
    ...(unsaid === 0 ? [] : [`Cause: ${unsaid} more, among the problems`]),
  ];
}

function nextLines(input: ReportInput): string[] {
  const { ready, rows, readOnly, host } = input;
  const [first] = problemGroups(rows);
  const row = first?.rows[0];
  if (ready || row === undefined) return [];
  const [place, there] = readOnly ? [` on ${host.name}`, ' there'] : ['', ''];
  if (first?.kind === 'not-configured') {
    return [
      say(`Next: say in .ecmarc${place} what to look at. This writes one by asking:`),
      '    ecma-doctor --init',
    ];
  }
  return [
    say(`Next: settle "${row.title}"${place}, then look again at it alone${there}:`),
    say(`    ${lookAgain([row.id], input)}`),
    ...(ticketsOf(input).length === 0
      ? []
      : [
          'Or write a text for each administrator who has to do something:',
          say(`    ecma-doctor ${readOnly ? fromFile(input) : withConfig(input)}--report tickets.md`),
        ]),
  ];
}

/** The tickets of a saved report are made from it, not from the machine where it is read. */
function fromFile({ configPath = 'FILE' }: ReportInput): string {
  return `--from ${argument(configPath)} `;
}

/** The whole run as plain lines: every row, then problems, answers, comparison and summary. */
export function writePlain(input: ReportInput, look: PlainLook): string {
  return [asText(input.rows.map((row) => plainRow(row, look))), plainEnd(input, look)]
    .filter((part) => part !== '')
    .join('\n');
}

/** What follows the rows once all have settled. */
export function plainEnd(input: ReportInput, look: PlainLook): string {
  return [
    plainDoFirst(input),
    plainProblems(input, look),
    plainAnswers(input.rows, look),
    plainComparison(input),
    plainSummary(input, look),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

export function asText(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
