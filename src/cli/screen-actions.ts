import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportScope, ScreenActions } from '../../components/commands/screen-actions.ts';
import type { Doctor, DoctorView } from '../doctor/view.ts';
import { formatEntries } from '../report/format-entries.ts';
import type { Format } from '../report/formats.ts';
import type { ReportInput } from '../report/input.ts';
import { ownerName } from '../results/names.ts';
import type { Row } from '../results/row.ts';
import { starterRefused } from '../settings/starter/write.ts';
import type { WizardSession } from '../wizard/view.ts';
import { copyText, type SystemFolder, toClipboard } from './clipboard.ts';
import { editorOf, runEditor } from './editor.ts';

export interface ActionContext {
  readonly doctor: Doctor;
  readonly input: (view: DoctorView) => ReportInput;
  /** Where reports go. */
  readonly folder: string;
  /** Where a copied command goes when there is no clipboard, and beside it. */
  readonly copyFolder: string;
  readonly systemFolder: SystemFolder;
  /** The `.ecmarc` that `i` writes. */
  readonly configFile: string;
  /** Opens the questions that write it; `over` is called when they are through. */
  openWizard?(over: () => void): Promise<WizardSession>;
}

/** What the screen lets the command line do: files and the clipboard. What only they need loads with the key. */
export function screenActions(context: ActionContext): ScreenActions {
  // Left half-way it is taken up again as it stands.
  let wizard: WizardSession | undefined;
  return {
    exportFormats: formatEntries.map(({ name, title }) => ({ id: name, label: title })),
    exportReport: async (id, scope) => {
      const { formats } = await import('../report/formats.ts');
      const format = formats.find(({ name }) => name === id);
      if (format === undefined) throw new Error(`no format is called ${id}`);
      return writeExport(format, context.folder, scoped(context.input(context.doctor.view()), scope));
    },
    copy: (text) => copyText(text, { folder: context.copyFolder, systemFolder: context.systemFolder }),
    copyTicket: async (owner) => {
      const [{ ticketText }, { ticketsOf }] = await Promise.all([
        import('../report/ticket-text.ts'),
        import('../report/tickets.ts'),
      ]);
      const ticket = ticketsOf(context.input(context.doctor.view())).find((each) => each.owner === owner);
      if (ticket === undefined) throw new Error(`Nothing here is for the ${ownerName(owner)}.`);
      const { copyFolder: folder, systemFolder } = context;
      const said = await copyText(ticketText(ticket), { folder, systemFolder, name: 'copied-ticket.txt' });
      return `For the ${ownerName(owner)}: ${said}`;
    },
    copySecret: async (text) => {
      if (await toClipboard(text, context.systemFolder)) return 'Copied.';
      throw new Error('No clipboard here: type the code, or mark it on the screen.');
    },
    openSettings: async (suspend, row) => {
      const path = context.doctor.view().configPath;
      if (path === undefined) throw new Error('No .ecmarc was found: i writes one.');
      const editor = editorOf(process.platform, process.env, context.systemFolder);
      if (editor === undefined)
        throw new Error(`No editor is known here: set VISUAL or EDITOR, or open ${path}.`);
      const { lineOfRow } = await import('../settings/key-of-row.ts');
      const line = row === undefined ? undefined : await lineOfRow(path, row);
      const changed = await runEditor(editor, { path, line }, suspend);
      if (!changed) return `${path}: not changed.`;
      context.doctor.retryNotPassed();
      return `${path} was changed: read again, and what did not pass is looked at again.`;
    },
    // Where one is read, a connector is added to it.
    initRefused: () =>
      context.doctor.view().configPath === undefined ? starterRefused(context.configFile) : undefined,
    openWizard: async () => {
      const { openWizard } = context;
      if (openWizard === undefined) throw new Error('An .ecmarc cannot be written here.');
      wizard ??= await openWizard(() => {
        wizard = undefined;
      });
      return wizard;
    },
  };
}

/** Writes what was asked for on the screen into a file of its own; gives its path. Rejects with words for the screen. */
export async function writeExport<I>(format: Format<I>, folder: string, input: I): Promise<string> {
  const path = freePath(folder, fileName(format, new Date()));
  const { writeWhole } = await import('./report-files.ts');
  const written = await writeWhole(path, format.write(input));
  if (!written.ok) throw new Error(written.message);
  return path;
}

/** A path that no earlier report has: the second one of a minute ends with `-2`. */
function freePath(folder: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? name : name.replace(/(\.\w+)$/, `-${number}$1`));
    if (!existsSync(path)) return path;
  }
}

/** With the time: `ecma-doctor-tickets-20261124-0812.md`. */
function fileName({ suggested }: Pick<Format, 'suggested'>, now: Date): string {
  const stamp = now.toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  return suggested.replace(/(\.\w+)$/, `-${stamp}$1`);
}

function scoped(input: ReportInput, scope: ExportScope): ReportInput {
  switch (scope.kind) {
    case 'all':
      return input;
    case 'row':
      return { ...input, rows: input.rows.filter((row) => row.id === scope.id) };
    case 'owner':
      return { ...input, rows: input.rows.flatMap((row) => forOwner(row, scope.owner) ?? []) };
  }
}

/** The row with one owner's steps only; undefined when the owner has none. */
export function forOwner(row: Row, owner: string): Row | undefined {
  const steps = row.remedy?.steps.filter((step) => step.owner === owner) ?? [];
  if (row.remedy === undefined || steps.length === 0) return undefined;
  return { ...row, remedy: { ...row.remedy, steps } };
}
