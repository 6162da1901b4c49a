import type { Key } from 'ink';

/** One key press: a printable character, or a key's name (`return`, `ctrl+c`). */
export interface Press {
  readonly name: string;
  /** The character to insert where text is typed. */
  readonly text?: string;
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
