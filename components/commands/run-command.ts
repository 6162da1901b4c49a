import type { Command } from '../keys/bindings.ts';
import { returnPage } from '../screen-state.ts';
import type { CommandContext } from './command-context.ts';
import {
  confirm,
  copy,
  exportReport,
  openSettings,
  quit,
  retry,
  switchProfile,
  typeSecrets,
  unlessSaved,
  waive,
  watch,
  writeSettings,
} from './doctor-commands.ts';
import {
  back,
  doFirstPage,
  goToArea,
  goToProblem,
  left,
  move,
  open,
  openFilter,
  right,
} from './navigation.ts';

/** More lines than any list has. */
const beyondEnd = 1e9;

/** What each command does: one command, one effect; nothing here waits. */
const handlers: Readonly<Record<Command, (context: CommandContext) => void>> = {
  up: (context) => move(context, -1),
  down: (context) => move(context, 1),
  'page-up': (context) => move(context, -context.pageSize),
  'page-down': (context) => move(context, context.pageSize),
  home: (context) => move(context, -beyondEnd),
  end: (context) => move(context, beyondEnd),
  open,
  back,
  left,
  right,
  retry,
  'retry-not-passed': (context) => retrySeveral(context, () => context.doctor.retryNotPassed()),
  'retry-all': (context) => retrySeveral(context, () => context.doctor.retryAll()),
  watch,
  'next-problem': (context) => goToProblem(context, 1),
  'previous-problem': (context) => goToProblem(context, -1),
  problems: ({ state, update }) =>
    update({ problemsOnly: !state.problemsOnly, sticky: undefined, page: { kind: 'list' } }),
  'do-first': doFirstPage,
  'previous-area': (context) => goToArea(context, -1),
  'next-area': (context) => goToArea(context, 1),
  filter: openFilter,
  profile: switchProfile,
  copy,
  init: writeSettings,
  'open-settings': openSettings,
  export: exportReport,
  yes: confirm,
  waive,
  secrets: typeSecrets,
  help: ({ state, update }) => update({ page: { kind: 'help', returnTo: returnPage(state.page) }, top: 0 }),
  redraw: (context) => context.redraw(),
  quit,
  interrupt: (context) => context.leave('interrupt'),
};

function retrySeveral(context: CommandContext, retry: () => void): void {
  unlessSaved(context, () => {
    context.rememberBeforeRetry();
    retry();
  });
}

export function runCommand(command: Command, context: CommandContext): void {
  handlers[command](context);
}
