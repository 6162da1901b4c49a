import { clean } from '../base/text.ts';
import type { Problem } from '../platform/types.ts';

/** An exception of the file system as a value: its own code (`ENOSPC`, `EACCES`) and its text. */
export function problemOf(error: unknown): Problem {
  const text = error instanceof Error ? error.message : String(error);
  return { code: codeOf(error) ?? 'ERROR', text: clean(text) };
}

/** The code of a Node system error, when it is one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Hears of trouble with stored state: a problem when it begins, undefined when it is over. */
export type ProblemListener = (problem: Problem | undefined) => void;

/** Passes on only changes: a full disk is told once, not with every write, and then that it works again. */
export function onlyChanges(listener: ProblemListener): ProblemListener {
  let failing = false;
  return (problem) => {
    if (problem === undefined && !failing) return;
    if (problem !== undefined && failing) return;
    failing = problem !== undefined;
    listener(problem);
  };
}
