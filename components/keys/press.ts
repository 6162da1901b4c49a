import type { Key } from 'ink';

/** One key press: a printable character, or a key's name (`return`, `ctrl+c`). */
export interface Press {
  readonly name: string;
  /** The character to insert where text is typed. */
  readonly text?: string;
  /** The terminal says that it was pasted. */
  readonly pasted?: true;
  /** It came in one read with other keys: typed on a slow line, or pasted where the terminal does not say so. */
  readonly burst?: true;
}

/** What was read at once. */
export interface KeyGroup {
  /** Those that nobody has taken yet. */
  readonly presses: Press[];
  readonly pasted: boolean;
  /** Some of it has been taken. */
  begun: boolean;
  /** A text field has taken some of it. */
  typed: boolean;
  /** When it came, in milliseconds of the process. */
  readonly at: number;
}

/** Keys that only move: over a slow line a key that is held down comes several times in one read. */
const movements: ReadonlySet<string> = new Set([
  'up',
  'down',
  'left',
  'right',
  'pageup',
  'pagedown',
  'home',
  'end',
]);
/** Letters that only move, when one of them is held down. Two different ones are a text. */
const movingLetters: ReadonlySet<string> = new Set(['j', 'k', 'n', 'p', '[', ']', ' ']);

/** Several presses of one read that are what they seem: movement, or Ctrl+C twice. */
export function isHarmlessBurst(all: readonly Press[]): boolean {
  // Drawing anew does nothing by itself, and no text has it.
  const presses = all.filter(({ name }) => name !== 'ctrl+l');
  if (presses.every(({ name }) => movements.has(name))) return true;
  // One key over and over is one that is held down, or pressed again on a slow line.
  return presses.every(({ name }) => name === presses[0]?.name);
}

/** May a press stand behind others of the same read, whose field has closed? */
export function mayFollow({ name }: Press): boolean {
  return movements.has(name) || movingLetters.has(name) || name === 'ctrl+c' || name === 'ctrl+l';
}

/** A pasted text as presses: its lines become one, and what is not printable is left out. */
export function pasteOf(text: string): Omit<KeyGroup, 'at'> {
  const line = [...text.replace(/[\r\n\t]+$/, '').replace(/[\r\n\t]+/g, ' ')];
  const presses = line.filter((character) => character >= ' ').map((name): Press => ({ name, text: name }));
  return { presses, pasted: true, begun: false, typed: false };
}

const controls: Readonly<Record<string, string>> = {
  '\r': 'return',
  '\n': 'return',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\u0003': 'ctrl+c',
  '\u000c': 'ctrl+l',
  '\u0015': 'ctrl+u',
  '\u001b': 'escape',
};

/**
 * Ink hands over what was read at once: over a slow line several presses come as one text. Each is a press.
 */
export function pressesOf(input: string, key: Key): Press[] {
  const named = nameOf(key);
  if (named !== undefined) return [{ name: named }];
  if (key.ctrl) return [{ name: `ctrl+${input}` }];
  // Alt is not used: Esc and a key right behind it look the same, and that is what it is taken for.
  const before = key.meta ? [{ name: 'escape' }] : [];
  const typed = [...input].flatMap((character): Press[] => {
    const control = controls[character];
    if (control !== undefined) return [{ name: control }];
    return character < ' ' ? [] : [{ name: character, text: character }];
  });
  return [...before, ...typed];
}

function nameOf(key: Key): string | undefined {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'return';
  if (key.escape) return 'escape';
  if (key.tab) return 'tab';
  if (key.backspace || key.delete) return 'backspace';
  return undefined;
}
