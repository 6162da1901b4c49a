import { strangeGlobs } from '../doctor/idle-globs.ts';
import { catalogue } from '../probes/index.ts';
import { defaultSettings } from '../settings/default-settings.ts';
import type { Options } from './options.ts';

/**
 * Why `--only` and `--skip` cannot be meant so (exit 2): they leave nothing to run, or no check is called by one of them.
 * `ids`: the checks of this run.
 */
export function choiceProblems(
  choice: Pick<Options, 'only' | 'skip'>,
  chosen: number,
  ids: () => Iterable<string>,
): readonly string[] {
  const { only, skip } = choice;
  if (chosen > 0 && only.length === 0 && skip.length === 0) return [];
  if (only.length === 0 && skip.length === 0) return ['--from: there is no check in it'];
  const anywhere = catalogue(defaultSettings).map(({ id }) => id);
  const strange = strangeGlobs(choice, [...ids()], anywhere);
  if (chosen > 0) return strange;
  const given = [['--only', only] as const, ['--skip', skip] as const].filter(
    ([, globs]) => globs.length > 0,
  );
  const globs = given.map(([option, some]) => `${option} ${some.join(',')}`).join(' and ');
  return [
    `${globs} ${given.length > 1 ? 'leave' : 'leaves'} no check to run (--list shows their names)`,
    ...strange.filter((line) => line.includes('did you mean')),
  ];
}
