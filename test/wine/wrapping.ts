/**
 * Wine 8's console knows no escape sequences: it counts their characters as columns and breaks a line, or a sequence,
 * when they fill it. The program starts each of its own lines with "first column" (ESC [1G); a break without one is
 * Wine's and is taken out. What an arriving piece ends with may belong to the next one.
 */
export function withoutWrapping(): (arrived: string) => string {
  let held = '';
  return (arrived) => {
    const text = held + arrived;
    held = unfinished.exec(text)?.[0] ?? '';
    return text.slice(0, text.length - held.length).replace(foreignBreak, '');
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with ESC
const foreignBreak = /(?:\u001b\[K)?\r\r\n(?!\u001b\[1G)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with ESC
const unfinished = /(?:\u001b\[?K?|(?:\u001b\[K)?\r\r?\n?(?:\u001b(?:\[1?)?)?)$/;
