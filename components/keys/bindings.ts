import type { Press } from './press.ts';

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
  | 'retry-not-passed'
  | 'retry-all'
  | 'watch'
  | 'next-problem'
  | 'previous-problem'
  | 'problems'
  | 'filter'
  | 'do-first'
  | 'previous-area'
  | 'next-area'
  | 'profile'
  | 'copy'
  | 'init'
  | 'open-settings'
  | 'export'
  | 'yes'
  | 'waive'
  | 'secrets'
  | 'help'
  | 'redraw'
  | 'quit'
  | 'interrupt';

/** `presses` are names as `pressesOf` makes them: a character, or the name of a key. */
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
  {
    command: 'do-first',
    presses: ['d'],
    keys: 'd',
    does: 'do first: root causes in order, and who mends them',
  },
  { command: 'previous-area', presses: ['['], keys: '[', does: 'previous, next area' },
  { command: 'next-area', presses: [']'], keys: ']', does: 'previous, next area' },
  { command: 'filter', presses: ['/'], keys: '/', does: 'filter: words, area:ldap state:fail owner:network' },
  { command: 'retry', presses: ['r'], keys: 'r', does: 'retry this one; .ecmarc is read again' },
  { command: 'retry-not-passed', presses: ['f'], keys: 'f', does: 'retry all that did not pass' },
  { command: 'retry-all', presses: ['a'], keys: 'a', does: 'retry all' },
  { command: 'watch', presses: ['w'], keys: 'w', does: 'watch this one until it passes' },
  { command: 'profile', presses: ['g'], keys: 'g', does: 'change profile; nothing is asked again' },
  {
    command: 'yes',
    presses: ['y'],
    keys: 'y',
    does: 'yes to a question, or confirm by hand: by the typed word yes; again: take back',
  },
  {
    command: 'waive',
    presses: ['x'],
    keys: 'x',
    does: 'set aside, with a reason and a last day; then y: take back',
  },
  { command: 'copy', presses: ['c'], keys: 'c', does: 'copy the fix command, or the sign-in code' },
  { command: 'export', presses: ['e'], keys: 'e', does: 'export a report or a ticket' },
  {
    command: 'init',
    presses: ['i'],
    keys: 'i',
    does: 'write an .ecmarc by questions, or add a connector to it',
  },
  {
    command: 'open-settings',
    presses: ['o'],
    keys: 'o',
    does: 'open .ecmarc in an editor; it is read again after',
  },
  { command: 'secrets', presses: ['s'], keys: 's', does: 'type a password that .ecmarc asks for' },
  { command: 'help', presses: ['?'], keys: '?', does: 'this help' },
  { command: 'redraw', presses: ['ctrl+l'], keys: 'Ctrl+L', does: 'draw the screen again' },
  { command: 'quit', presses: ['q'], keys: 'q', does: 'quit' },
  { command: 'interrupt', presses: ['ctrl+c'], keys: 'Ctrl+C', does: 'stop and leave; twice: at once' },
];

const byPress: ReadonlyMap<string, Command> = new Map(
  bindings.flatMap(({ command, presses }) => presses.map((press): [string, Command] => [press, command])),
);

export function commandOf(press: Press): Command | undefined {
  return byPress.get(press.name);
}

/** What asks something of the machine or of a person: of saved results there is nothing to ask. */
export const liveCommands: ReadonlySet<Command> = new Set([
  'retry',
  'retry-not-passed',
  'retry-all',
  'watch',
  'yes',
  'waive',
  'init',
  'open-settings',
  'secrets',
]);
