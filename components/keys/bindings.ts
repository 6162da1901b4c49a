import type { Key } from 'ink';

/**
 * The one place for keys (decisions: Keys). The same table makes the help screen and the bottom line.
 * No function keys, no Alt, no mouse.
 */

export type Command =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'open'
  | 'back'
  | 'left'
  | 'right'
  | 'retry'
  | 'retry-failed'
  | 'run-all'
  | 'watch'
  | 'next-problem'
  | 'previous-problem'
  | 'problems'
  | 'filter'
  | 'profile'
  | 'copy'
  | 'init'
  | 'export'
  | 'yes'
  | 'secrets'
  | 'help'
  | 'redraw'
  | 'quit'
  | 'interrupt';

/** Names as `pressName` makes them: a character, or the name of a key. */
export interface Binding {
  readonly command: Command;
  readonly presses: readonly string[];
  /** How the help names the keys, and what they do there. */
  readonly keys: string;
  readonly does: string;
}

export const bindings: readonly Binding[] = [
  { command: 'up', presses: ['up', 'k'], keys: 'Up k', does: 'move' },
  { command: 'down', presses: ['down', 'j'], keys: 'Down j', does: 'move' },
  { command: 'page-up', presses: ['pageup'], keys: 'PgUp', does: 'move a page' },
  { command: 'page-down', presses: ['pagedown', ' '], keys: 'PgDn', does: 'move a page' },
  { command: 'home', presses: ['home'], keys: 'Home', does: 'to the first, to the last' },
  { command: 'end', presses: ['end'], keys: 'End', does: 'to the first, to the last' },
  {
    command: 'open',
    presses: ['return'],
    keys: 'Enter',
    does: 'open a check, fold an area, go to the cause',
  },
  { command: 'back', presses: ['escape'], keys: 'Esc', does: 'back; no to a question; clear the filter' },
  { command: 'left', presses: ['left'], keys: 'Left', does: 'fold and unfold an area; back, open' },
  { command: 'right', presses: ['right'], keys: 'Right', does: 'fold and unfold an area; back, open' },
  { command: 'next-problem', presses: ['n'], keys: 'n', does: 'next, previous problem' },
  { command: 'previous-problem', presses: ['p'], keys: 'p', does: 'next, previous problem' },
  { command: 'problems', presses: ['tab'], keys: 'Tab', does: 'all rows or problems only' },
  { command: 'filter', presses: ['/'], keys: '/', does: 'filter: words, area:ldap state:fail owner:network' },
  { command: 'retry', presses: ['r'], keys: 'r', does: 'retry this one; .ecmarc is read again' },
  { command: 'retry-failed', presses: ['f'], keys: 'f', does: 'retry all that did not pass' },
  { command: 'run-all', presses: ['a'], keys: 'a', does: 'run all' },
  { command: 'watch', presses: ['w'], keys: 'w', does: 'watch this one until it passes' },
  { command: 'profile', presses: ['g'], keys: 'g', does: 'change profile; nothing is asked again' },
  { command: 'yes', presses: ['y'], keys: 'y', does: 'yes to a question; confirm by hand; again: take back' },
  { command: 'copy', presses: ['c'], keys: 'c', does: 'copy the fix command, or the sign-in code' },
  { command: 'export', presses: ['e'], keys: 'e', does: 'export a report or a ticket' },
  { command: 'init', presses: ['i'], keys: 'i', does: 'write an .ecmarc by questions' },
  { command: 'secrets', presses: ['s'], keys: 's', does: 'type a password that .ecmarc asks for' },
  { command: 'help', presses: ['?'], keys: '?', does: 'this help' },
  { command: 'redraw', presses: ['ctrl+l'], keys: 'Ctrl+L', does: 'draw the screen again' },
  { command: 'quit', presses: ['q'], keys: 'q', does: 'quit' },
  { command: 'interrupt', presses: ['ctrl+c'], keys: 'Ctrl+C', does: 'stop and leave; twice: at once' },
];

const byPress: ReadonlyMap<string, Command> = new Map(
  bindings.flatMap(({ command, presses }) => presses.map((press): [string, Command] => [press, command])),
);

/** One key press: a printable character, or a key's name (`return`, `ctrl+c`). */
export interface Press {
  readonly name: string;
  /** The character to insert where text is typed. */
  readonly text?: string;
}

export function commandOf(press: Press): Command | undefined {
  return byPress.get(press.name);
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

/** What asks something of the machine or of a person: of saved results there is nothing to ask. */
export const liveCommands: ReadonlySet<Command> = new Set([
  'retry',
  'retry-failed',
  'run-all',
  'watch',
  'yes',
  'init',
  'secrets',
]);

/** What the bottom line offers: shorter words than the help, the most useful first. */
export interface KeyHint {
  readonly keys: string;
  readonly does: string;
  /** Absent where the keys are not the screen's but the page's own. */
  readonly command?: Command;
}

function hint(command: Command, does: string): KeyHint {
  return { keys: bindings.find((binding) => binding.command === command)?.keys ?? '', does, command };
}

const move: KeyHint = { keys: 'Up Down', does: 'move' };

export const keyHintSets = {
  list: [
    hint('open', 'open'),
    hint('retry', 'retry'),
    hint('filter', 'filter'),
    hint('help', 'help'),
    hint('quit', 'quit'),
    hint('problems', 'problems'),
    hint('retry-failed', 'retry failed'),
    move,
    hint('run-all', 'run all'),
    hint('export', 'export'),
    hint('watch', 'watch'),
    hint('profile', 'profile'),
  ],
  heading: [
    move,
    hint('open', 'fold'),
    hint('next-problem', 'next problem'),
    hint('filter', 'filter'),
    hint('problems', 'problems'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  compared: [
    hint('open', 'open'),
    hint('next-problem', 'next difference'),
    hint('problems', 'differences'),
    hint('filter', 'filter'),
    hint('help', 'help'),
    hint('quit', 'quit'),
    move,
    hint('export', 'export'),
    hint('profile', 'profile'),
  ],
  comparedHeading: [
    move,
    hint('open', 'fold'),
    hint('next-problem', 'next difference'),
    hint('problems', 'differences'),
    hint('filter', 'filter'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  comparedDetail: [
    hint('next-problem', 'next difference'),
    hint('copy', 'copy'),
    hint('back', 'back'),
    hint('export', 'export'),
    hint('profile', 'profile'),
  ],
  question: [hint('yes', 'yes'), hint('back', 'no'), move, hint('open', 'open'), hint('help', 'help')],
  manual: [
    move,
    hint('yes', 'confirm'),
    hint('open', 'open'),
    hint('next-problem', 'next problem'),
    hint('problems', 'problems'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  answered: [
    move,
    hint('yes', 'take back'),
    hint('open', 'open'),
    hint('filter', 'filter'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  secret: [
    hint('open', 'type the password'),
    move,
    hint('right', 'open'),
    hint('filter', 'filter'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  manualDetail: [
    hint('yes', 'confirm'),
    hint('retry', 'retry'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
    hint('export', 'ticket'),
  ],
  answeredDetail: [
    hint('yes', 'take back'),
    hint('retry', 'retry'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
  ],
  secretDetail: [
    hint('open', 'type the password'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
  ],
  detail: [
    hint('retry', 'retry'),
    hint('watch', 'watch'),
    hint('copy', 'copy'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
    hint('export', 'ticket'),
  ],
  prompt: [
    hint('copy', 'copy the code'),
    hint('open', 'open'),
    move,
    hint('retry', 'new code'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  promptDetail: [
    hint('copy', 'copy the code'),
    hint('retry', 'new code'),
    hint('back', 'back'),
    hint('help', 'help'),
  ],
  blocked: [
    hint('open', 'go to the cause'),
    hint('retry', 'retry'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
  ],
  filter: [
    { keys: 'Enter', does: 'keep' },
    { keys: 'Esc', does: 'leave' },
    { keys: 'Up Down', does: 'move' },
  ],
  help: [{ keys: 'Up Down', does: 'scroll' }, hint('back', 'back')],
  choose: [
    { keys: 'Up Down', does: 'move' },
    { keys: 'Enter', does: 'take' },
    { keys: 'Esc', does: 'back' },
  ],
  ask: [
    { keys: 'Enter', does: 'next' },
    { keys: 'Esc', does: 'back' },
  ],
} satisfies Readonly<Record<string, readonly KeyHint[]>>;
