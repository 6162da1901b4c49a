import type { Finding, Mark, WizardView } from '../../src/wizard/view.ts';
import { type StyledLine, type StyledText, spaceBetween, styled, styledWidth } from '../text/styled-text.ts';
import { cut, pad, textWidth, wrapText } from '../text/text-width.ts';
import type { Theme, Tone } from '../theme/theme.ts';
import { matching } from './search.ts';

/** What the person has typed and chosen on the page, which nobody else needs to know. */
export interface Field {
  readonly text: string;
  /** Place among the choices that fit the text. */
  readonly chosen: number;
  /** First line shown, where the answers of a try do not all fit. */
  readonly top: number;
}

/** A line, and whether it is the cursor's: then it begins behind the labels. */
export interface WizardLine {
  readonly content: StyledLine;
  readonly selected?: boolean;
  /** What moves stands at its end. */
  readonly moving?: boolean;
}

export interface WizardFrame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Cells before a question's text: a cursor or mark, and its label. */
export const labelWidth = 14;
/** Cells of a finding's own label. */
const findingWidth = 15;

export function wizardTitle({ adds }: WizardView): string {
  return adds === true ? 'A connector more in .ecmarc' : 'New .ecmarc';
}

const tones: Readonly<Record<Mark, Tone>> = {
  good: 'good',
  warn: 'warn',
  bad: 'bad',
  ask: 'ask',
  quiet: 'quiet',
  none: 'quiet',
};

export function markGlyph(mark: Mark, { glyphs }: Theme): string {
  switch (mark) {
    case 'good':
      return glyphs.status('pass');
    case 'warn':
      return glyphs.status('warn');
    case 'bad':
      return glyphs.status('fail');
    case 'ask':
      return glyphs.status('unknown');
    case 'quiet':
      return glyphs.dot;
    case 'none':
      return ' ';
  }
}

/**
 * The page below its title: what was answered, the question with what came of it, and what is still to come. Where not
 * all of it fits, the oldest answers go first, then the list of choices shrinks; the rest can be scrolled, as far as
 * `furthest`.
 */
export function wizardLines(
  view: WizardView,
  field: Field,
  frame: WizardFrame,
): { readonly lines: readonly WizardLine[]; readonly furthest: number } {
  const { height } = frame;
  const asked = questionLines(view, field, frame);
  const foot = footLines(view, frame);
  const spare = height - asked.fixed.length - foot.length;
  const choices = choiceLines(view, field, frame, Math.max(4, spare - Math.min(view.answered.length, 3) - 2));
  const before = height - asked.fixed.length - choices.length - foot.length;
  const answered = answeredLines(view, frame, before);
  const gap = before - answered.length;
  const body = [
    ...answered,
    ...(gap > 0 && answered.length > 0 ? [blank] : []),
    ...asked.fixed.slice(0, asked.head),
    ...choices,
    ...asked.fixed.slice(asked.head),
  ];
  const room = height - foot.length;
  const shown = body.length <= room ? body : window(body, field.top, room, frame);
  const fill = Math.max(0, room - shown.length);
  const lines = [...shown, ...Array.from({ length: fill }, () => blank), ...foot];
  return { lines, furthest: Math.max(0, body.length - room + 1) };
}

const blank: WizardLine = { content: [] };

function window(
  body: readonly WizardLine[],
  top: number,
  room: number,
  { theme }: WizardFrame,
): readonly WizardLine[] {
  const from = Math.max(0, Math.min(top, body.length - room + 1));
  const shown = body.slice(from, from + room - 1);
  const below = body.length - from - shown.length;
  const { more } = theme.glyphs;
  const text = below > 0 ? `${more.down} ${below} more lines: PgDn` : `${more.up} ${from} lines above: PgUp`;
  return [...shown, { content: [styled(`${' '.repeat(labelWidth)}${text}`, 'quiet')] }];
}

function answeredLines({ answered }: WizardView, frame: WizardFrame, room: number): readonly WizardLine[] {
  const { width, theme } = frame;
  if (room <= 0) return [];
  const fits = answered.length <= room;
  const shown = fits ? answered : answered.slice(answered.length - Math.max(0, room - 1));
  const lines = shown.map(({ mark, label, text, end }): WizardLine => {
    const left: StyledLine = [
      styled(` ${markGlyph(mark, theme)} `, tones[mark]),
      styled(pad(label, labelWidth - 3, ''), 'area'),
      styled(text),
    ];
    // The answer goes before what came of it.
    const spare = width - styledWidth(left) - 3;
    const shownEnd = spare < 8 ? '' : cut(end, spare, theme.glyphs.ellipsis);
    const right = shownEnd === '' ? [] : [styled(`${shownEnd} `, mark === 'bad' ? 'bad' : 'quiet')];
    return { content: spaceBetween(left, right, width, theme.glyphs.ellipsis) };
  });
  if (fits) return lines;
  const hidden = answered.length - shown.length;
  return [{ content: [styled(` ${theme.glyphs.more.up} ${hidden} answered`, 'quiet')] }, ...lines];
}

/** The field, its hint and what is wrong; then what a try has shown. `head`: lines before the list of choices. */
function questionLines(view: WizardView, { text }: Field, frame: WizardFrame) {
  const { question, problem, findings, trying, advice } = view;
  const { width } = frame;
  const indent = ' '.repeat(labelWidth);
  const room = width - labelWidth - 1;
  const head: WizardLine[] = [{ content: fieldLine(view, text, frame) }];
  const told = (paragraph: string, tone: Tone): WizardLine[] =>
    wrapText(paragraph, room).map((line) => ({ content: [styled(indent + line, tone)] }));
  // In a low window what can be done now stands before what was seen.
  const low = frame.height < 18 && findings.length > 0;
  if (!low) head.push(...told(question.hint, 'quiet'));
  const tail: WizardLine[] = [];
  if (problem !== undefined) tail.push(...told(problem, 'bad'));
  if (trying !== undefined)
    tail.push({
      content: [styled(`${indent}trying: waits for ${trying}. Esc stops it `, 'live')],
      moving: true,
    });
  if (low && advice !== '') tail.push(...told(advice, 'strong'));
  tail.push(...findings.flatMap((one) => findingLines(one, frame)));
  if (!low && advice !== '') {
    if (findings.length > 0) tail.push(blank);
    tail.push(...told(advice, 'strong'));
  }
  return { fixed: [...head, ...tail], head: head.length };
}

function fieldLine({ question }: WizardView, text: string, { width, theme }: WizardFrame): StyledLine {
  const { glyphs } = theme;
  const label: readonly StyledText[] = [
    styled(`${glyphs.cursor}  `, 'strong'),
    styled(pad(question.label, labelWidth - 3, ''), 'area'),
  ];
  if (question.input === 'choice') return label;
  const found = matching(question, text).length;
  const some = found < question.choices.length ? `${found} of ` : '';
  const end = question.count === '' ? [] : [styled(` ${some}${question.count} `, 'quiet')];
  const room = Math.max(4, width - labelWidth - 3 - end.reduce((sum, one) => sum + textWidth(one.text), 0));
  let shown = question.input === 'secret' ? glyphs.mask.repeat([...text].length) : text;
  while (textWidth(shown) > room) shown = [...shown].slice(1).join('');
  const field: readonly StyledText[] = [
    ...label,
    styled(shown, 'strong'),
    styled(glyphs.caret, 'live'),
    ...(text === '' && question.placeholder !== '' ? [styled(question.placeholder, 'quiet')] : []),
  ];
  return spaceBetween(field, end, width, glyphs.ellipsis);
}

function findingLines(
  { mark, label, text, end = '', command }: Finding,
  { width, theme }: WizardFrame,
): WizardLine[] {
  const indent = ' '.repeat(labelWidth);
  const tight = width < 70;
  const own = tight ? 12 : findingWidth;
  const room = Math.max(10, width - labelWidth - own - 1 - (end === '' ? 0 : textWidth(end) + 2));
  const [first = '', ...rest] = wrapText(text, room);
  const tone: Tone = command ? 'command' : mark === 'none' || mark === 'quiet' ? 'quiet' : 'plain';
  const line = spaceBetween(
    [
      styled(indent),
      styled(`${markGlyph(mark, theme)} `, tones[mark]),
      styled(pad(label, own - 2, theme.glyphs.ellipsis), mark === 'none' ? 'quiet' : tones[mark]),
      styled(first, tone),
    ],
    end === '' ? [] : [styled(`${end} `, 'quiet')],
    width,
    theme.glyphs.ellipsis,
  );
  return [
    { content: line },
    ...rest.map((more) => ({ content: [styled(' '.repeat(labelWidth + own)), styled(more, tone)] })),
  ];
}

/** The choices that fit what was typed, around the chosen one, at most `room` lines with their heads. */
function choiceLines(
  view: WizardView,
  field: Field,
  frame: WizardFrame,
  room: number,
): readonly WizardLine[] {
  const { question } = view;
  const { width, theme } = frame;
  const { glyphs } = theme;
  const found = matching(question, field.text);
  if (question.choices.length === 0) return [];
  const indent = ' '.repeat(labelWidth);
  if (found.length === 0)
    return [
      { content: [styled(`${indent}nothing in the list has that; Enter takes it as it is typed`, 'quiet')] },
    ];
  const cells = widthsOf(view, width);
  const headed = question.columns.some((name) => name !== '') && room > 3;
  const line = (
    name: string,
    values: readonly string[],
    first: Tone,
    others: Tone,
  ): readonly StyledText[] => [
    styled(pad(name, cells[0] ?? 20, glyphs.ellipsis), first),
    ...values.map((value, i) => {
      const size = cells[i + 1] ?? 0;
      const numeric = /^[\d,]*$/.test(value) && i < question.columns.length - 2;
      const shown =
        numeric || isNumberColumn(view, i) ? value.padStart(size) : pad(value, size, glyphs.ellipsis);
      return styled(`  ${shown}`, others);
    }),
  ];
  const rows = Math.max(1, room - (headed ? 1 : 0));
  const most = found.length > rows ? rows - 1 : rows;
  const from = Math.max(0, Math.min(field.chosen - Math.floor(most / 2), found.length - most));
  const shown = found.slice(from, from + most);
  const hidden = found.length - shown.length;
  return [
    ...(headed
      ? [
          {
            content: [
              styled(`${indent}  `),
              ...line(question.columns[0] ?? '', question.columns.slice(1), 'quiet', 'quiet'),
            ],
          },
        ]
      : []),
    ...shown.map((choice, i): WizardLine => {
      const selected = from + i === field.chosen;
      const { mark = 'none' } = choice;
      const sign = selected ? glyphs.cursor : mark === 'none' ? ' ' : markGlyph(mark, theme);
      return {
        selected,
        content: [
          ...(selected ? [] : [styled(indent)]),
          styled(`${sign} `, selected ? 'strong' : tones[mark]),
          ...line(
            choice.text,
            choice.cells ?? [],
            selected ? 'strong' : 'plain',
            mark === 'none' ? 'quiet' : tones[mark],
          ),
        ],
      };
    }),
    ...(hidden > 0 ? [{ content: [styled(`${indent}${glyphs.more.down} ${hidden} more`, 'quiet')] }] : []),
  ];
}

function isNumberColumn({ question }: WizardView, index: number): boolean {
  const values = question.choices.map(({ cells }) => cells?.[index] ?? '');
  return values.some((value) => /\d/.test(value)) && values.every((value) => /^[\d,]*$|^view$/.test(value));
}

/** What each column takes: as much as its longest, the first what is left. */
function widthsOf({ question }: WizardView, width: number): readonly number[] {
  const rest = question.columns
    .slice(1)
    .map((name, i) =>
      Math.max(textWidth(name), ...question.choices.map(({ cells }) => textWidth(cells?.[i] ?? ''))),
    );
  const longest = Math.max(
    textWidth(question.columns[0] ?? ''),
    ...question.choices.map(({ text }) => textWidth(text)),
  );
  const taken = rest.reduce((sum, size) => sum + size + 2, 0);
  const room = width - labelWidth - 3;
  const first = Math.max(12, Math.min(longest, Math.max(room - taken, Math.floor(room / 3))));
  // In a narrow window the last columns give way.
  let left = room - first;
  return [
    first,
    ...rest.map((size) => {
      const given = Math.max(0, Math.min(size, left - 2));
      left -= given + 2;
      return given;
    }),
  ];
}

function footLines({ toCome }: WizardView, { width, height, theme }: WizardFrame): readonly WizardLine[] {
  if (toCome.length === 0 || height < 14) return [];
  const text = `To come: ${toCome.join(', ')}`;
  const line = spaceBetween([styled(` ${text}`, 'quiet')], [], width, theme.glyphs.ellipsis);
  return height < 18 ? [{ content: line }] : [blank, { content: line }];
}
