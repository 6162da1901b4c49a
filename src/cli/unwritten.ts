import { codeOfUnwritten, unwrittenWords } from '../results/exit-code.ts';
import type { Sink } from './streams.ts';

/**
 * Tells what could not be written, and the exit code where that changes it: what stood on stdout by then says another
 * one. Gives the code.
 */
export function tellUnwritten(
  err: Pick<Sink, 'write'>,
  problems: readonly string[],
  exitCode: number,
): number {
  for (const problem of problems) err.write(`ecma-doctor: ${problem}\n`);
  const code = problems.length === 0 ? exitCode : codeOfUnwritten(exitCode);
  if (code !== exitCode) err.write(`ecma-doctor: exit code ${code}, not ${exitCode}: ${unwrittenWords}\n`);
  return code;
}
