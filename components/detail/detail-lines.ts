import { age } from '../../src/base/phrases.ts';
import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import type { Remedy } from '../../src/engine/probe.ts';
import { isUnderWay } from '../../src/engine/status.ts';
import { levelName, ownerName, profileShortName, reasonName, rowName } from '../../src/results/names.ts';
import { statusWord, toneOf } from '../../src/results/status-words.ts';
import { waiting } from '../list/waiting.ts';
import { type StyledLine, type StyledText, spaceBetween, styled } from '../text/styled-text.ts';
import { printable, splitByWidth, textWidth, wrapText } from '../text/text-width.ts';
import { clock, duration } from '../text/time.ts';
import type { Tone } from '../theme/theme.ts';
import { blocksLines } from './blocks.ts';
import { labelledLines, labelWidth } from './labelled-lines.ts';
import { stepsFor } from './steps.ts';
import { summaryLine } from './summary-line.ts';
import { promptLines } from './user-prompt.ts';

/** The body of one row's page, as lines. Nothing in it is cut: what is long is wrapped, and the page scrolls. */

const label = labelWidth;

export interface DetailContext {
  readonly view: DoctorView;
  readonly width: number;
  readonly now: number;
  readonly calm: boolean;
  readonly ellipsis: string;
  readonly cursor: string;
  /** Which of the rows that it names is chosen; absent: none can be. */
  readonly link?: number;
  /** For a screen reader: sentences, where on a screen columns stand. */
  readonly spoken?: boolean;
}

/** A command of more lines than this is a text to be copied, not read here. */
const mostCommandLines = 12;
const shownOfLonger = 8;

/**
 * A command stands on lines of its own, broken at blanks where it is long, with what follows further in: `c` copies it
 * whole, and says so where not all of it stands here.
 */
function commandLines(command: string, width: number): StyledText[][] {
  const margin = label + 5;
  const lines = command
    .split(/\r\n?|\n/)
    .map(printable)
    .flatMap((line): StyledText[][] => {
      const indent = line.length - line.trimStart().length;
      const [first = '', ...rest] = wrapText(line.trimStart(), Math.max(20, width - margin - indent - 2));
      return [first, ...rest.map((piece) => `  ${piece}`)].map((text) => [
        { text: `${' '.repeat(margin + indent)}${text}`, tone: 'command' },
      ]);
    });
  const first = lines.findIndex(isFilled);
  const whole = lines.slice(Math.max(0, first), lines.findLastIndex(isFilled) + 1);
  if (whole.length <= mostCommandLines) return whole;
  const hidden = whole.length - shownOfLonger;
  return [
    ...whole.slice(0, shownOfLonger),
    [styled(`${' '.repeat(margin)}and ${hidden} more lines: c copies it whole`, 'quiet')],
  ];
}

function isFilled(line: readonly StyledText[]): boolean {
  return line.some(({ text }) => text.trim() !== '');
}

/** A step that is another way to do what the one before does has no number of its own. */
const alternative = /^or (?=\S)/i;

/** Beside an owner's name text in fewer cells is hard to read: the name goes behind it then. */
const leastText = 34;

/** The first line stands beside a name; the others have the whole room. */
function wrapBeside(text: string, beside: number, room: number): string[] {
  const words = printable(text).split(' ');
  let end = 0;
  while (end < words.length && textWidth(words.slice(0, end + 1).join(' ')) <= beside) end += 1;
  const rest = words.slice(end).join(' ');
  if (end === 0) return wrapText(text, beside);
  return [words.slice(0, end).join(' '), ...(rest === '' ? [] : wrapText(rest, room))];
}

export function stepLines(remedy: Remedy, context: DetailContext): StyledText[][] {
  const { width, ellipsis, view } = context;
  let count = 0;
  return stepsFor(remedy, view).flatMap((step, index): StyledText[][] => {
    const owner = step.owner === undefined ? 'you' : ownerName(step.owner);
    const isOther = index > 0 && alternative.test(step.text);
    if (!isOther) count += 1;
    const number = isOther ? 'or ' : `${count}`.padEnd(3);
    const text = isOther ? step.text.replace(alternative, '') : step.text;
    if (context.spoken === true) {
      const end = /[.?!]$/.test(text) ? '' : '.';
      const head = [styled(index === 0 ? ' Fix' : '', 'area'), styled(number, 'plain')];
      const told = [...head, styled(`${text}${end} Whose: ${owner}.`)];
      return step.command === undefined ? [told] : [told, ...commandLines(step.command, width)];
    }
    const room = width - label - number.length - 1;
    const beside = room - textWidth(owner) - 2;
    const inFront = beside >= leastText;
    const texts = inFront ? wrapBeside(text, beside, room) : wrapText(text, room);
    const bodies = texts.map((line, i): StyledText[] => {
      const head = styled(` ${i === 0 && index === 0 ? 'Fix' : ''}`.padEnd(label), 'area');
      return [head, styled(i === 0 ? number : '   ', 'plain'), styled(line)];
    });
    const last = textWidth(texts.at(-1) ?? '');
    // Where it has no room behind the last word, it has a line.
    if (!inFront && last > beside) bodies.push([]);
    const at = inFront ? 0 : bodies.length - 1;
    const lines = bodies.map((body, i) =>
      i === at ? spaceBetween(body, [styled(owner, 'quiet')], width - 1, ellipsis) : body,
    );
    return step.command === undefined ? lines : [...lines, ...commandLines(step.command, width)];
  });
}

function tries(row: DoctorRow): string[] {
  return row.attempts.flatMap((attempt, index) => {
    const before = row.attempts[index - 1];
    const at = attempt.settingsChangedAt;
    const changes = attempt.settingsChanged === undefined ? '' : `: ${attempt.settingsChanged}`;
    const same = at === undefined && before?.status === attempt.status && before.message === attempt.message;
    const change = same ? 'nothing changed' : attempt.message;
    const was =
      before !== undefined && before.status !== attempt.status ? `, was ${statusWord(before.status)}` : '';
    const line = `${clock(attempt.startedAt)} ${statusWord(attempt.status)}${was}: ${change} (${duration(attempt.durationMs)})`;
    return at === undefined ? [line] : [`${clock(at)} settings changed${changes}`, line];
  });
}

function answerLines(row: DoctorRow): string[] {
  const { answer, judged } = row;
  if (answer === undefined) return [];
  const until = answer.until === undefined ? '' : `, until ${answer.until}`;
  const lines = [`${statusWord(row.status)} by ${answer.by}, ${answer.at}${until} (${answer.where})`];
  if (answer.reason !== undefined) lines.push(answer.reason);
  if (judged !== undefined) lines.push(`without it: ${statusWord(judged.status)}: ${judged.message}`);
  return lines;
}

function otherVerdict(row: DoctorRow): string {
  const { status, message } = row.otherVerdict;
  const also = status === row.status ? 'also ' : '';
  return `${also}${statusWord(status)}: ${message}`;
}

/** "At GA", "Preview". */
function otherLabel({ otherVerdict: { profile } }: DoctorRow): string {
  const name = profileShortName(profile);
  const at = `At ${name}`;
  return at.length < label - 1 ? at : name.charAt(0).toUpperCase() + name.slice(1);
}

function neededLines(row: DoctorRow, view: DoctorView): string[] {
  if (row.blockedBy === undefined) return [];
  const cause = view.rows.find(({ id }) => id === row.blockedBy);
  if (cause === undefined) return [row.blockedBy];
  const name = cause.connector === row.connector ? cause.title : rowName(cause);
  return [`${name}: ${statusWord(cause.status)}, ${cause.message}`, 'Enter goes there'];
}

/** Blocks with an empty line between them where both have something to say. */
export function joinBlocks(...blocks: readonly (readonly StyledLine[])[]): StyledLine[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : [[], ...block]));
}

export function questionLines(row: DoctorRow, width: number): StyledLine[] {
  const { question } = row;
  if (question === undefined) return [];
  return [
    ...labelledLines('Question', [question.text], 'ask', width),
    ...question.effects.flatMap((effect) => labelledLines('', [`- ${effect}`], 'plain', width)),
    ...labelledLines('', ['y yes    Esc no'], 'strong', width),
  ];
}

/** Id, level and target, where the lines above them have no room for all of it. */
function checkLine(row: DoctorRow, width: number): string | undefined {
  if (textWidth(summaryLine(row).check) < width) return undefined;
  return [row.id, levelName(row.level), row.subject].filter((text) => text !== undefined).join('  ');
}

/** The target, where nothing else names it. */
function targetLine(row: DoctorRow, width: number): string | undefined {
  const { subject, message, found } = row;
  if (subject === undefined || checkLine(row, width) !== undefined) return undefined;
  return message.includes(subject) || found?.includes(subject) === true ? undefined : subject;
}

export function detailLines(row: DoctorRow, context: DetailContext): StyledLine[] {
  const { view, width, now } = context;
  const optionalLine = (name: string, text: string | undefined, tone: Tone = 'plain') =>
    text === undefined || text === '' ? [] : labelledLines(name, [text], tone, width);
  const state = toneOf(row.status);
  const tone = row.status === 'pass' || state === 'quiet' ? 'plain' : state;
  // A row that is its own cause says it once, in its finding.
  const causes = view.causes
    .filter(({ id, probes, text }) => probes.includes(row.id) && id !== row.id && text !== row.message)
    .map(({ text }) => text);
  const plainFinding = row.found === undefined || row.found === row.message;
  const previous =
    row.previous === undefined
      ? undefined
      : `${age(row.previous.observedAt, now)} ago: ${statusWord(row.previous.status)}, ${row.previous.message}`;
  const why = row.reason === undefined ? row.message : `${reasonName(row.reason)}: ${row.message}`;
  const prompt = row.running?.prompt;
  // What it waits for is no finding, and under no profile a verdict.
  const answered = !isUnderWay(row.status);
  return joinBlocks(
    questionLines(row, width),
    prompt === undefined ? [] : promptLines(prompt, { ...context, margin: label }),
    [
      ...(causes.length === 0 ? [] : labelledLines('Cause', causes, 'strong', width)),
      ...optionalLine(
        'Now',
        prompt !== undefined ? undefined : waiting(row, { ...context, room: width - label }),
        'live',
      ),
      ...optionalLine('Expected', row.expected),
      ...(!answered
        ? []
        : plainFinding
          ? optionalLine(row.reason === undefined ? 'Found' : 'Skipped', why, tone)
          : [...optionalLine('Found', row.found, tone), ...optionalLine('In short', row.message)]),
      ...optionalLine('Needs', neededLines(row, view).join('. ')),
      ...optionalLine('Why', row.remedy?.why),
    ],
    row.remedy === undefined ? [] : stepLines(row.remedy, context),
    blocksLines(row, context),
    [
      ...row.evidence.flatMap(({ label: name, value }, i) =>
        labelledLines(i === 0 ? 'Evidence' : '', [name === '' ? value : `${name}: ${value}`], 'quiet', width),
      ),
      ...(row.answer === undefined ? [] : labelledLines('Answer', answerLines(row), 'plain', width)),
      ...optionalLine('Before', previous, 'quiet'),
      ...(row.attempts.length === 0 ? [] : labelledLines('Tries', tries(row), 'quiet', width)),
      ...optionalLine(otherLabel(row), answered ? otherVerdict(row) : undefined, 'quiet'),
      ...optionalLine('Target', targetLine(row, width), 'quiet'),
      ...optionalLine('Check', checkLine(row, width), 'quiet'),
      ...optionalLine(
        'Source',
        [row.source, row.requirements.join(' ')].filter((text) => text !== '').join('  '),
        'quiet',
      ),
      ...(row.remedy?.links ?? []).flatMap((link, i) => {
        const text = link.trim();
        return textWidth(text) <= width - label - 1
          ? labelledLines(i === 0 ? 'More' : '', [text], 'quiet', width)
          : [
              ...(i === 0 ? [[styled(' More', 'area')]] : []),
              // Whole lines can be marked and copied; beside the list none can.
              ...(context.link === undefined
                ? splitByWidth(text, width - label - 1).map((piece) => [
                    styled(' '.repeat(label) + piece, 'quiet'),
                  ])
                : splitByWidth(text, width).map((piece) => [styled(piece, 'quiet')])),
            ];
      }),
    ],
  );
}
