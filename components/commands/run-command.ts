import type { Command } from '../keys/bindings.ts';
import { under } from '../screen-state.ts';
import type { Stage } from './command-context.ts';
import {
  confirm,
  copy,
  exportReport,
  init,
  profile,
  quit,
  retry,
  run,
  secrets,
  watch,
} from './doctor-commands.ts';
import { back, left, move, open, problem, right } from './navigation.ts';

/** More lines than any list has. */
const farther = 1e9;

/** What each command does: one command, one effect; nothing here waits. */
const effects: Readonly<Record<Command, (stage: Stage) => void>> = {
  up: (stage) => move(stage, -1),
  down: (stage) => move(stage, 1),
  'page-up': (stage) => move(stage, -stage.page),
  'page-down': (stage) => move(stage, stage.page),
  home: (stage) => move(stage, -farther),
  end: (stage) => move(stage, farther),
  open,
  back,
  left,
  right,
  retry,
  'retry-failed': (stage) => all(stage, () => stage.doctor.retryNotPassed()),
  'run-all': (stage) => all(stage, () => stage.doctor.retryAll()),
  watch,
  'next-problem': (stage) => problem(stage, 1),
  'previous-problem': (stage) => problem(stage, -1),
  problems: ({ state, set }) =>
    set({ problemsOnly: !state.problemsOnly, sticky: undefined, page: { kind: 'list' } }),
  filter: ({ set }) => set({ page: { kind: 'filter' } }),
  profile,
  copy,
  init,
  export: exportReport,
  yes: confirm,
  secrets,
  help: ({ state, set }) => set({ page: { kind: 'help', behind: under(state.page) }, top: 0 }),
  redraw: (stage) => stage.redraw(),
  quit,
  interrupt: (stage) => stage.leave('interrupt'),
};

function all(stage: Stage, retry: () => void): void {
  run(stage, () => {
    stage.follow();
    retry();
  });
}

export function perform(command: Command, stage: Stage): void {
  effects[command](stage);
}
