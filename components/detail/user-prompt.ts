import type { UserPrompt } from '../../src/engine/probe.ts';
import { type StyledLine, styled } from '../text/styled-text.ts';
import { splitByWidth, textWidth } from '../text/text-width.ts';
import { clock, timeLeft } from '../text/time.ts';

/** A code that the person has to enter in a browser: how the list, the rule and the row's page show it. */

interface Time {
  readonly now: number;
  /** No second look at the clock: the time at which it ends instead of what is left. */
  readonly calm: boolean;
}

/** The address as people type it: a browser adds the scheme by itself. */
function short(address: string): string {
  return address.replace(/^https:\/\//i, '');
}

/** "expires in 14:31", "expires at 14:46:03", "has expired". */
function expiry({ expiresAt }: UserPrompt, { now, calm }: Time): string {
  if (calm) return `expires at ${clock(expiresAt)}`;
  const rest = timeLeft(expiresAt, now);
  return rest === undefined ? 'has expired' : `expires in ${rest}`;
}

/** In `room` cells: the code always; the address and the time where they fit whole. */
export function promptText(prompt: UserPrompt, { room, ...time }: Time & { readonly room: number }): string {
  const { code, address } = prompt;
  const where = `${code} at ${short(address)}`;
  const texts = [`${where}, ${expiry(prompt, time)}`, where, `${code}, Enter tells where`, code];
  return texts.find((text) => textWidth(text) <= room) ?? code;
}

/** For the rule: it stands there whatever the list shows. */
export function promptStatusLine({ code, address }: UserPrompt): StyledLine {
  return [styled('Sign in: ', 'ask'), styled(code, 'strong'), styled(` at ${short(address)}`, 'ask')];
}

/** The first lines of the row's page, few enough for the smallest window. */
export function promptLines(prompt: UserPrompt, { width, margin, ...time }: Time & Margins): StyledLine[] {
  const label = (text: string) => styled(text.padEnd(margin), 'area');
  return [
    [label(' Sign in'), styled('1  In a browser on any computer, open')],
    ...onOwnLines(prompt.address, margin, width),
    [],
    [label(''), styled('2  Enter there this code, without blanks')],
    ...onOwnLines(spacedOut(prompt.code, width - margin - indent), margin, width),
    [],
    [
      label(''),
      styled('c', 'strong'),
      styled(' copies the code, which '),
      styled(expiry(prompt, time), 'live'),
    ],
  ];
}

interface Margins {
  readonly width: number;
  /** Cells of the column of labels. */
  readonly margin: number;
}

const indent = 3;

/** On lines of its own with air around; what does not fit beside the margin starts at the left edge, in pieces. */
function onOwnLines(text: string, margin: number, width: number): StyledLine[] {
  const indented = `${' '.repeat(margin + indent)}${text}`;
  const pieces = textWidth(indented) <= width ? [indented] : splitByWidth(text, width);
  return pieces.map((piece) => [styled(piece, 'strong')]);
}

/** Letters apart, so that a code can be read off the screen; as it is where there is no room for that. */
function spacedOut(code: string, room: number): string {
  const wide = [...new Intl.Segmenter().segment(code)].map(({ segment }) => segment).join(' ');
  return textWidth(wide) <= room ? wide : code;
}
