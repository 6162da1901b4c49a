import type { KeyHint } from './keys/key-hint.ts';
import type { Tone } from './theme/theme.ts';

/** What the person has chosen to see. What is known of the rows is the doctor's, not here. */
export interface ScreenState {
  /** The first run has ended: the list has an order of what to do. */
  readonly rested: boolean;
  /** Keys pressed so far: with the first, the cursor no longer moves by itself; what changed stays listed until the next. */
  readonly presses: number;
  /** Key of the row or heading that the person chose; it stays chosen while it is hidden. */
  readonly cursor: string;
  /** The row that stays listed whatever it turns into, because the cursor is on it. */
  readonly sticky?: string | undefined;
  readonly folded: ReadonlySet<string>;
  /** What says nothing is a line within its area. */
  readonly grouped: boolean;
  readonly problemsOnly: boolean;
  readonly filter: string;
  readonly page: Page;
  /** First line shown of a page that scrolls. */
  readonly top: number;
  /** Which of the rows that a row's page names is chosen. */
  readonly link: number;
  readonly message?: Message | undefined;
  /** The last message in full, for the help page: the rule may have had no room for it. */
  readonly lastMessage: string;
  /** Asked once to quit · stopping what runs · the last picture. */
  readonly leaving?: 'asked' | 'stopping' | 'gone' | undefined;
}

export type Page =
  | { readonly kind: 'list' }
  | { readonly kind: 'filter' }
  /** `from`: key of the row whose page led here, and to go back to. `behind`: the page that it was opened on. */
  | { readonly kind: 'detail'; readonly from?: string; readonly behind?: 'todo' }
  /** A word is looked for on a row's page. */
  | { readonly kind: 'find'; readonly text: string; readonly at: number; readonly from?: string }
  /** `todo`: it was opened over what to do first, on the line of this row. */
  | { readonly kind: 'help'; readonly returnTo: 'list' | 'detail'; readonly todo?: string }
  | { readonly kind: 'export'; readonly returnTo: 'list' | 'detail' }
  | { readonly kind: 'copy'; readonly commands: readonly string[]; readonly returnTo: 'list' | 'detail' }
  /** A typed word is asked for: to confirm the row, or to set it aside. */
  | { readonly kind: 'confirm' | 'waive'; readonly id: string; readonly returnTo: 'list' | 'detail' }
  /** What to do first, whole; `at`: id of the row whose line the cursor begins on. */
  | { readonly kind: 'todo'; readonly returnTo: 'list' | 'detail'; readonly at?: string }
  /** The questions that write `.ecmarc`, with the keys that do something there now. */
  | { readonly kind: 'init'; readonly hints?: readonly KeyHint[] }
  /** `first`: key of the secret that is asked for before the others. */
  | { readonly kind: 'secrets'; readonly first?: string; readonly returnTo: 'list' | 'detail' };

/** Something said in the rule above the bottom line; the next key press takes it away. */
export interface Message {
  readonly text: string;
  readonly tone: Tone;
}

export const initialState: ScreenState = {
  rested: false,
  presses: 0,
  cursor: '',
  folded: new Set(),
  grouped: false,
  problemsOnly: false,
  filter: '',
  lastMessage: '',
  page: { kind: 'list' },
  top: 0,
  link: 0,
};

/** The page that Esc goes back to. */
export function pageBehind(page: Page): Page {
  switch (page.kind) {
    case 'help':
      return page.todo === undefined
        ? { kind: page.returnTo }
        : { kind: 'todo', returnTo: page.returnTo, at: page.todo };
    case 'export':
    case 'copy':
    case 'secrets':
    case 'todo':
    case 'confirm':
    case 'waive':
      return { kind: page.returnTo };
    case 'find':
      return page.from === undefined ? { kind: 'detail' } : { kind: 'detail', from: page.from };
    default:
      return { kind: 'list' };
  }
}

/** The page to come back to from one that is opened over this one. */
export function returnPage(page: Page): 'list' | 'detail' {
  if (page.kind === 'detail' || page.kind === 'find') return 'detail';
  return 'returnTo' in page ? page.returnTo : 'list';
}

/** What is seen of the rows: a page that only asks something leaves it in sight. */
export function behindConsent(page: Page): Page {
  if (page.kind === 'find') return { kind: 'detail' };
  return page.kind === 'confirm' || page.kind === 'waive' ? { kind: page.returnTo } : page;
}

/** The list is in sight. */
export function showsList(page: Page): boolean {
  const { kind } = behindConsent(page);
  return kind === 'list' || kind === 'filter';
}
