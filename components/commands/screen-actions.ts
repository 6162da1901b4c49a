import type { Owner } from '../../src/engine/probe.ts';
import type { SettingsRow } from '../../src/settings/key-of-row.ts';
import type { WizardSession } from '../../src/wizard/view.ts';

/** What the screen can ask the command line to do. The screen itself writes no file and starts no program. */

export interface ExportFormat {
  readonly id: string;
  /** "HTML page", "Markdown for a ticket". */
  readonly label: string;
  readonly hint?: string;
}

/** What a report is about: everything, one row, or the steps that are one owner's to do. */
export type ExportScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'row'; readonly id: string }
  | { readonly kind: 'owner'; readonly owner: Owner };

export interface ScreenActions {
  readonly exportFormats: readonly ExportFormat[];
  /** Writes a report; gives the path written. Rejects with a message fit for the screen. */
  exportReport?(format: string, scope: ExportScope): Promise<string>;
  /** Puts a command on the clipboard or into a file; gives what happened, in a sentence. */
  copy?(text: string): Promise<string>;
  /** Copies the text for one owner's ticket as `copy` does. */
  copyTicket?(owner: Owner): Promise<string>;
  /**
   * Puts something that may stand in no file on the clipboard; gives what happened, in a sentence. Rejects with a
   * message fit for the screen where there is no clipboard.
   */
  copySecret?(text: string): Promise<string>;
  /**
   * Opens `.ecmarc` in an editor and reads it again when it changed; gives what happened, in a sentence. `suspend` gives
   * the terminal to what it runs.
   */
  openSettings?(
    suspend: (run: () => Promise<void>) => Promise<void>,
    row: SettingsRow | undefined,
  ): Promise<string>;
  /** Why no `.ecmarc` can be written, before anything is asked; undefined when nothing stands in the way. */
  initRefused?(): string | undefined;
  /** The questions that write `.ecmarc`: those that were left half-way go on. */
  openWizard?(): Promise<WizardSession>;
}
