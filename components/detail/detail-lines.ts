import { age } from '../../src/base/phrases.ts';
import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import type { Remedy } from '../../src/engine/probe.ts';
import { levelName, ownerName, profileShortName, reasonName } from '../../src/results/names.ts';
import { statusWord, toneOf } from '../../src/results/status-words.ts';
import { waiting } from '../list/waiting.ts';
import { type StyledLine, type StyledText, spaceBetween, styled } from '../text/styled-text.ts';
import { printable, splitByWidth, textWidth, wrapText } from '../text/text-width.ts';
import { clock, duration } from '../text/time.ts';
import type { Tone } from '../theme/theme.ts';
import { summaryLine } from './summary-line.ts';
import { promptLines } from './user-prompt.ts';

/** The body of one row's page, as lines. Nothing in it is cut: what is long is wrapped, and the page scrolls. */

/** Cells of the column of labels. */
export const labelWidth = 11;
const label = labelWidth;

export interface DetailContext {
  readonly view: DoctorView;
  readonly width: number;
  readonly now: number;
  readonly calm: boolean;
  readonly ellipsis: string;
}

export function labelledLines(
  name: string,
  texts: readonly string[],
  tone: Tone,
  width: number,
): StyledText[][] {
  const lines = texts.flatMap((text) => wrapText(text, width - label - 1));
  return lines.map((text, index) => [
    styled(` ${index === 0 ? name : ''}`.padEnd(label), 'area'),
    { text, tone },
  ]);
}

/**
 * A command stands on lines of its own. One that does not fit beside the margin starts at the left edge and is
 * broken only where the window ends, so that what is copied from the screen has no indentation inside.
 */
function commandLines(command: string, width: number): StyledText[][] {
  return command
    .split(/\r\n?|\n/)
    .map(printable)
    .flatMap((line): StyledText[][] => {
      const indented = `${' '.repeat(label + 5)}${line}`;
      const pieces = textWidth(indented) <= width ? [indented] : splitByWidth(line, width);
      return pieces.map((text) => [{ text, tone: 'command' }]);
    });
}

export function stepLines(remedy: Remedy, context: DetailContext): StyledText[][] {
  const { width, ellipsis } = context;
  return remedy.steps.flatMap((step, index): StyledText[][] => {
    const owner = step.owner === undefined ? '' : ownerName(step.owner);
    const number = `${index + 1}`.padEnd(3);
    const room = width - label - number.length - 1;
    const texts = wrapText(step.text, owner === '' ? room : Math.max(20, room - textWidth(owner) - 2));
    const lines = texts.map((text, i): StyledText[] => {
      const head = styled(` ${i === 0 && index === 0 ? 'Fix' : ''}`.padEnd(label), 'area');
      const body = [head, styled(i === 0 ? number : '   ', 'plain'), styled(text)];
      return i === 0 ? spaceBetween(body, [styled(owner, 'quiet')], width, ellipsis) : body;
    });
    return step.command === undefined ? lines : [...lines, ...commandLines(step.command, width)];
  });
}

function tries(row: DoctorRow): string[] {
  return row.attempts.map((attempt, index) => {
    const before = row.attempts[index - 1];
    const same = before?.status === attempt.status && before.message === attempt.message;
    const change = same ? 'nothing changed' : attempt.message;
    const was =
      before !== undefined && before.status !== attempt.status ? `, was ${statusWord(before.status)}` : '';
    return `${clock(attempt.startedAt)} ${statusWord(attempt.status)}${was}: ${change} (${duration(attempt.durationMs)})`;
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

function neededLines(row: DoctorRow, view: DoctorView): string[] {
  if (row.blockedBy === undefined) return [];
  const cause = view.rows.find(({ id }) => id === row.blockedBy);
  if (cause === undefined) return [row.blockedBy];
  return [`${cause.title}: ${statusWord(cause.status)}, ${cause.message}`, 'Enter goes there'];
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
  const { check, tries } = summaryLine(row);
  if (textWidth(check) + tries.length + 1 < width && (row.subject === undefined || width > 70))
    return undefined;
  return [row.id, levelName(row.level), row.subject].filter((text) => text !== undefined).join('  ');
}

export function detailLines(row: DoctorRow, context: DetailContext): StyledLine[] {
  const { view, width, now } = context;
  const optionalLine = (name: string, text: string | undefined, tone: Tone = 'plain') =>
    text === undefined || text === '' ? [] : labelledLines(name, [text], tone, width);
  const state = toneOf(row.status);
  const tone = row.status === 'pass' || state === 'quiet' ? 'plain' : state;
  const causes = view.causes.filter(({ probes }) => probes.includes(row.id)).map(({ text }) => text);
  const plainFinding = row.found === undefined || row.found === row.message;
  const previous =
    row.previous === undefined
      ? undefined
      : `${age(row.previous.observedAt, now)} ago: ${statusWord(row.previous.status)}, ${row.previous.message}`;
  const why = row.reason === undefined ? row.message : `${reasonName(row.reason)}: ${row.message}`;
  const prompt = row.running?.prompt;
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
      ...(prompt !== undefined
        ? []
        : plainFinding
          ? optionalLine(row.reason === undefined ? 'Found' : 'Skipped', why, tone)
          : [...optionalLine('Found', row.found, tone), ...optionalLine('In short', row.message)]),
      ...optionalLine('Needs', neededLines(row, view).join('. ')),
      ...optionalLine('Why', row.remedy?.why),
    ],
    row.remedy === undefined ? [] : stepLines(row.remedy, context),
    [
      ...row.evidence.flatMap(({ label: name, value }, i) =>
        labelledLines(i === 0 ? 'Evidence' : '', [name === '' ? value : `${name}: ${value}`], 'quiet', width),
      ),
      ...(row.answer === undefined ? [] : labelledLines('Answer', answerLines(row), 'plain', width)),
      ...optionalLine('Before', previous, 'quiet'),
      ...(row.attempts.length === 0 ? [] : labelledLines('Tries', tries(row), 'quiet', width)),
      ...optionalLine(`At ${profileShortName(row.otherVerdict.profile)}`, otherVerdict(row), 'quiet'),
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
              ...splitByWidth(text, width).map((piece) => [styled(piece, 'quiet')]),
            ];
      }),
    ],
  );
}
