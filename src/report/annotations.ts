import { exitMeaning } from '../results/exit-code.ts';
import { readyReach } from '../results/readiness.ts';
import type { Row } from '../results/row.ts';
import { findingText } from '../results/row-words.ts';
import { statusWord } from '../results/status-words.ts';
import { effectsIn } from './effects-in.ts';
import type { ReportInput } from './input.ts';
import { say } from './log-text.ts';
import { problemGroups } from './problems.ts';

/** A line that a build server shows beside the step: what keeps the server from being ready, and warnings. */
export interface Annotation {
  readonly kind: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
}

/**
 * The problems as annotations, worst first. Build servers show the first few of each kind only (GitHub Actions:
 * ten a step), so rows that one remedy mends are one.
 */
export function annotationsOf(input: ReportInput): readonly Annotation[] {
  const { rows, exitCode, ready, words, unwritten } = input;
  const effects = effectsIn(input);
  const groups = problemGroups(rows);
  const problems = groups.map((group): Annotation => {
    const serious = group.rows.some((row) => effects.has(row.id));
    const [first] = group.rows;
    const step = group.remedy?.steps[0];
    return {
      kind: serious ? 'error' : 'warning',
      title: first === undefined ? '' : say(first.title),
      message: [group.rows.map(rowText).join('; '), ...(step === undefined ? [] : [`Fix: ${step.text}`])]
        .map((part) => say(part))
        .join('. '),
    };
  });
  const told = [...waitingForNoProblem(rows, effects), ...problems];
  // Cancelled, or nothing ran: no row says it.
  if (exitCode === 0 || told.some(({ kind }) => kind === 'error')) return told;
  const title = say(`exit code ${exitCode}: ${exitMeaning(exitCode, ready, readyReach(rows), unwritten)}`);
  return [{ kind: 'error', title, message: say(words) }, ...told];
}

/** What waits for a row that is no problem itself, since it was waived or is of no use here: it counts all the same. */
function waitingForNoProblem(
  rows: readonly Row[],
  effects: ReturnType<typeof effectsIn>,
): readonly Annotation[] {
  const waiting = rows.filter(({ id, status }) => status === 'blocked' && effects.has(id));
  const groups = Map.groupBy(waiting, ({ blockedBy }) => rows.find(({ id }) => id === blockedBy));
  return [...groups].map(([root, group]) => ({
    kind: 'error',
    title: say(root?.title ?? group[0]?.title ?? ''),
    message: say(
      `${group.map(rowText).join('; ')}${root === undefined ? '' : `. ${statusWord(root.status)}: ${rowText(root)}`}`,
    ),
  }));
}

function rowText(row: Row): string {
  return `${findingText(row)} [${row.id}]`;
}

/** A workflow command of GitHub Actions (Workflow commands: `%`, line ends, and in properties `:` and `,`). */
export function githubLine({ kind, title, message }: Annotation): string {
  const data = (text: string): string =>
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${kind} title=${property(title)}::${data(message)}\n`;
}

/** A logging command of Azure Pipelines (Logging commands: `%`, `;`, `]` and line ends are escaped). */
export function azureLine({ kind, title, message }: Annotation): string {
  return `##vso[task.logissue type=${kind}]${azureData(`${title}: ${message}`)}\n`;
}

/** Azure Pipelines shows this Markdown file on the run's summary page. */
export function azureSummaryLine(path: string): string {
  return `##vso[task.uploadsummary]${azureData(path)}\n`;
}

function azureData(text: string): string {
  return text
    .replaceAll('%', '%AZP25')
    .replaceAll(';', '%3B')
    .replaceAll(']', '%5D')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}
