import type { DoctorRow } from '../../src/doctor/view.ts';
import { reasonName, statusWord } from '../../src/engine/words.ts';
import { under } from '../screen-state.ts';
import { profileName } from '../text/names.ts';
import { chosenRow, onRow, type Stage } from './command-context.ts';
import { typeSecret } from './navigation.ts';

/** Commands that ask something of the doctor or of the command line. */

/** Runs something of the doctor's, unless these are saved results. */
export function run(stage: Stage, what: () => void): void {
  if (stage.view.frozen)
    stage.say('These are the results of a saved report: nothing is run or answered.', 'warn');
  else what();
}

export function retry(stage: Stage): void {
  onRow(stage, ({ id, wants }) =>
    run(stage, () => {
      if (wants !== undefined) {
        typeSecret(stage, wants.key);
        return;
      }
      stage.follow(id);
      stage.doctor.retry(id);
    }),
  );
}

/** Why there is nothing to wait for. */
function neverPasses({ status, reason }: DoctorRow): string | undefined {
  if (status === 'pass') return 'It passes already.';
  if (status === 'attested') return 'Not watched: a person has answered it.';
  if (status === 'manual') return 'Not watched: only a person can answer it, with y.';
  if (status === 'waived') return 'Not watched: it is set aside.';
  // What is not configured can be: `.ecmarc` is read again at each try.
  return reason === undefined || reason === 'not-configured'
    ? undefined
    : `Not watched: ${reasonName(reason)}, so it is not run.`;
}

function watchRow(stage: Stage, row: DoctorRow): void {
  const idle = row.watched === undefined ? neverPasses(row) : undefined;
  if (idle !== undefined) {
    stage.say(idle, 'quiet');
    return;
  }
  const refused = stage.doctor.watch(row.id);
  const begins = `Watching: ${row.title}. The bell rings when it passes.`;
  if (refused !== undefined) stage.say(refused, 'warn');
  else stage.say(row.watched === undefined ? begins : 'No longer watched.', 'live');
}

export function watch(stage: Stage): void {
  onRow(stage, (row) => run(stage, () => watchRow(stage, row)));
}

/** Judges by the other profile, and says both results side by side. */
export function profile(stage: Stage): void {
  const { view } = stage;
  const so = (name: string) => {
    const ready = view.readyByProfile[name] === true ? 'ready' : 'not ready';
    return `${profileName(name).short} ${ready}`;
  };
  const soFar = view.busy ? 'So far ' : '';
  stage.doctor.setProfile(view.otherProfile);
  const judged = `Judged for ${profileName(view.otherProfile).long}.`;
  stage.say(`${judged}  ${soFar}${so(view.otherProfile)}, ${so(view.profile)}`, 'live');
}

export function confirm(stage: Stage): void {
  if (stage.state.leaving === 'asked') {
    stage.leave('quit-while-running');
    return;
  }
  onRow(stage, (row) => {
    if (row.question === undefined && row.given === undefined && row.open !== true) {
      stage.say(nothingToConfirm(row), 'quiet');
      return;
    }
    run(stage, () => {
      stage.doctor.confirm(row.id);
      const done = confirmed(row);
      if (done !== undefined) stage.say(`${done}: ${row.title}`, 'answered');
    });
  });
}

/** What a `y` has done; nothing yet where it only brought the question. */
function confirmed({ question, given }: DoctorRow): string | undefined {
  if (given === undefined) return question === undefined ? 'Confirmed' : 'Yes';
  return question === undefined ? undefined : 'Taken back';
}

function nothingToConfirm({ status, answer }: DoctorRow): string {
  return status === 'attested' && answer !== undefined
    ? `Answered in ${answer.where}: it is changed there.`
    : `Nothing to confirm here: ${statusWord(status)}.`;
}

export function commandsOf(row: DoctorRow): string[] {
  return (row.remedy?.steps ?? []).flatMap(({ command }) => (command === undefined ? [] : [command]));
}

/** A code is a secret while it lives: it goes to no file. */
function copyCode(stage: Stage, code: string): void {
  if (stage.actions.clip === undefined) stage.say('Nothing can be copied here: type the code.', 'warn');
  else stage.tell(stage.actions.clip(code));
}

export function copy(stage: Stage): void {
  onRow(stage, (row) => {
    const commands = commandsOf(row);
    const [first] = commands;
    const code = row.running?.told?.code;
    if (code !== undefined) copyCode(stage, code);
    else if (first === undefined) stage.say('No command to copy here.', 'quiet');
    else if (stage.actions.copy === undefined)
      stage.say('Nothing can be copied here: mark the text.', 'warn');
    else if (commands.length === 1) stage.tell(stage.actions.copy(first));
    else stage.set({ page: { kind: 'copy', commands, behind: under(stage.state.page) } });
  });
}

export function exportReport(stage: Stage): void {
  const { actions, state } = stage;
  if (actions.exportReport === undefined || actions.exportFormats.length === 0) {
    stage.say('No report can be written here.', 'warn');
  } else {
    stage.set({ page: { kind: 'export', behind: under(state.page) } });
  }
}

export function init(stage: Stage): void {
  const { actions, view } = stage;
  if (view.frozen) {
    stage.say(
      'A saved report has its own settings: start the doctor without --from to write an .ecmarc.',
      'warn',
    );
    return;
  }
  const unwritable =
    actions.init === undefined || actions.initQuestion?.({}) === undefined
      ? 'An .ecmarc cannot be written here.'
      : actions.initRefused?.();
  if (unwritable === undefined) stage.set({ page: { kind: 'init' } });
  else stage.say(unwritable, 'warn');
}

export function secrets(stage: Stage): void {
  if (stage.doctor.wanted().length === 0) stage.say('No password is wanted.', 'quiet');
  else typeSecret(stage, chosenRow(stage)?.wants?.key);
}

/** Asks once while checks run; a row that is only watched keeps nobody. */
export function quit(stage: Stage): void {
  const { counts, busy } = stage.view;
  if (stage.state.leaving === 'asked') stage.leave('quit-while-running');
  else if (busy && counts.running + counts.pending > 0) stage.set({ leaving: 'asked' });
  else stage.leave('quit');
}
