import type { DoctorRow } from '../../src/doctor/view.ts';
import { profileName, profileShortName, reasonName, rowName } from '../../src/results/names.ts';
import { profileWord } from '../../src/results/readiness.ts';
import { statusWord } from '../../src/results/status-words.ts';
import { canBeWaived } from '../../src/results/waivable.ts';
import type { ConsentValues } from '../consent/consent-panel.tsx';
import { isOfPart } from '../frame/readiness.ts';
import { pageBehind, returnPage } from '../screen-state.ts';
import { type CommandContext, cursorRow, withCursorRow } from './command-context.ts';
import { typeSecret } from './navigation.ts';

/** Commands that ask something of the doctor or of the command line. */

/** Runs something of the doctor's, unless these are saved results. */
export function unlessSaved(context: CommandContext, what: () => void): void {
  if (context.view.readOnly)
    context.showMessage('These are the results of a saved report: nothing is run or answered.', 'warn');
  else what();
}

export function retry(context: CommandContext): void {
  withCursorRow(context, ({ id, wants }) =>
    unlessSaved(context, () => {
      if (wants !== undefined) {
        typeSecret(context, wants.key);
        return;
      }
      context.rememberBeforeRetry(id);
      context.doctor.retry(id);
    }),
  );
}

/** Why there is nothing to wait for. */
function whyNotWatched({ status, reason }: DoctorRow): string | undefined {
  if (status === 'pass') return 'It passes already.';
  if (status === 'attested') return 'Not watched: a person has answered it.';
  if (status === 'manual') return 'Not watched: only a person can answer it, with y.';
  if (status === 'waived') return 'Not watched: it is set aside.';
  // What is not configured can be: `.ecmarc` is read again at each try.
  return reason === undefined || reason === 'not-configured'
    ? undefined
    : `Not watched: ${reasonName(reason)}, so it is not run.`;
}

function watchRow(context: CommandContext, row: DoctorRow): void {
  const idle = row.watched === undefined ? whyNotWatched(row) : undefined;
  if (idle !== undefined) {
    context.showMessage(idle, 'quiet');
    return;
  }
  const refused = context.doctor.watch(row.id);
  const begins = `Watching: ${row.title}. The bell rings when it passes.`;
  if (refused !== undefined) context.showMessage(refused, 'warn');
  else context.showMessage(row.watched === undefined ? begins : 'No longer watched.', 'live');
}

export function watch(context: CommandContext): void {
  withCursorRow(context, (row) => unlessSaved(context, () => watchRow(context, row)));
}

/** Judges by the other profile, and says both results side by side. */
export function switchProfile(context: CommandContext): void {
  const { view } = context;
  const so = (name: string) => `${profileShortName(name)} ${profileWord(view, name, isOfPart(view))}`;
  const soFar = view.busy ? 'So far ' : '';
  context.doctor.setProfile(view.otherProfile);
  const judged = `Judged for ${profileName(view.otherProfile)}.`;
  context.showMessage(`${judged}  ${soFar}${so(view.otherProfile)}, ${so(view.profile)}`, 'live');
}

export function confirm(context: CommandContext): void {
  if (context.state.leaving === 'asked') {
    context.leave('quit-while-running');
    return;
  }
  withCursorRow(context, (row) => {
    if (row.question === undefined && row.given === undefined && row.open !== true) {
      context.showMessage(nothingToConfirm(row), 'quiet');
      return;
    }
    unlessSaved(context, () => {
      // To take something back needs no word: it only makes the doctor ask again.
      if (row.given === undefined) {
        const returnTo = returnPage(context.state.page);
        context.update({ page: { kind: 'confirm', id: row.id, returnTo } });
        return;
      }
      context.doctor.confirm(row.id);
      if (row.question !== undefined) context.showMessage(`Taken back: ${rowName(row)}`, 'answered');
    });
  });
}

/** The word was typed. */
export function consented(context: CommandContext, row: DoctorRow, values: ConsentValues): void {
  const { state, doctor, showMessage, update } = context;
  update({ page: pageBehind(state.page) });
  if (state.page.kind === 'confirm') {
    doctor.confirm(row.id);
    showMessage(`${row.question === undefined ? 'Confirmed' : 'Yes'}: ${rowName(row)}`, 'answered');
  } else if (values.reason !== undefined && values.until !== undefined) {
    doctor.waive(row.id, { reason: values.reason, until: values.until });
    showMessage(`Set aside until ${values.until}: ${rowName(row)}`, 'answered');
  }
}

export function waive(context: CommandContext): void {
  withCursorRow(context, (row) =>
    unlessSaved(context, () => {
      if (canBeWaived(row)) {
        const returnTo = returnPage(context.state.page);
        context.update({ page: { kind: 'waive', id: row.id, returnTo } });
      } else if (row.given === 'waiver') context.showMessage('Set aside already: y takes it back.', 'quiet');
      else context.showMessage(nothingToWaive(row), 'quiet');
    }),
  );
}

function nothingToWaive({ status, answer }: DoctorRow): string {
  return status === 'waived' && answer !== undefined
    ? `Set aside in ${answer.where}: it is changed there.`
    : `Nothing to set aside here: ${statusWord(status)}.`;
}

function nothingToConfirm({ status, answer }: DoctorRow): string {
  return (status === 'attested' || status === 'waived') && answer !== undefined
    ? `Answered in ${answer.where}: it is changed there.`
    : `Nothing to confirm here: ${statusWord(status)}.`;
}

export function fixCommands(row: DoctorRow): string[] {
  return (row.remedy?.steps ?? []).flatMap(({ command }) => (command === undefined ? [] : [command]));
}

/** A code is a secret while it lives: it goes to no file. */
function copyCode(context: CommandContext, code: string): void {
  if (context.actions.copySecret === undefined)
    context.showMessage('Nothing can be copied here: type the code.', 'warn');
  else context.showResult(context.actions.copySecret(code));
}

export function copy(context: CommandContext): void {
  withCursorRow(context, (row) => {
    const commands = fixCommands(row);
    const [first] = commands;
    const code = row.running?.prompt?.code;
    if (code !== undefined) copyCode(context, code);
    else if (first === undefined) context.showMessage('No command to copy here.', 'quiet');
    else if (context.actions.copy === undefined)
      context.showMessage('Nothing can be copied here: mark the text.', 'warn');
    else if (commands.length === 1) context.showResult(context.actions.copy(first));
    else context.update({ page: { kind: 'copy', commands, returnTo: returnPage(context.state.page) } });
  });
}

export function exportReport(context: CommandContext): void {
  const { actions, state } = context;
  if (actions.exportReport === undefined || actions.exportFormats.length === 0) {
    context.showMessage('No report can be written here.', 'warn');
  } else {
    context.update({ page: { kind: 'export', returnTo: returnPage(state.page) } });
  }
}

export function writeSettings(context: CommandContext): void {
  const { actions, view } = context;
  if (view.readOnly) {
    context.showMessage(
      'A saved report has its own settings: start the doctor without --from to write an .ecmarc.',
      'warn',
    );
    return;
  }
  const unwritable =
    actions.openWizard === undefined ? 'An .ecmarc cannot be written here.' : actions.initRefused?.();
  if (unwritable === undefined) context.update({ page: { kind: 'init' } });
  else context.showMessage(unwritable, 'warn');
}

export function openSettings(context: CommandContext): void {
  unlessSaved(context, () => {
    const { actions, suspend, showMessage, showResult } = context;
    if (actions.openSettings === undefined) {
      showMessage('No editor can be opened here.', 'warn');
      return;
    }
    showMessage('The editor is open: .ecmarc is read again when it is closed.', 'live');
    showResult(actions.openSettings(suspend, cursorRow(context)));
  });
}

export function typeSecrets(context: CommandContext): void {
  if (context.doctor.wanted().length === 0) context.showMessage('No password is wanted.', 'quiet');
  else typeSecret(context, cursorRow(context)?.wants?.key);
}

/** Asks once while checks run; a row that is only watched keeps nobody. */
export function quit(context: CommandContext): void {
  const { counts, busy } = context.view;
  if (context.state.leaving === 'asked') context.leave('quit-while-running');
  else if (busy && counts.running + counts.pending > 0) context.update({ leaving: 'asked' });
  else context.leave('quit');
}
