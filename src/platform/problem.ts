import type { Problem } from './types.ts';

/** An error as a value: the system's own code and text. An error without a code keeps its name as the code. */
export function toProblem(error: unknown): Problem {
  if (!(error instanceof Error)) return { code: 'ERROR', text: String(error) };
  const inner =
    error instanceof AggregateError ? error.errors.find((one) => one instanceof Error) : undefined;
  if (inner instanceof Error) return toProblem(inner);
  const code: unknown = 'code' in error ? error.code : undefined;
  return { code: typeof code === 'string' ? code : error.name, text: reasonOf(error) ?? error.message };
}

/** OpenSSL's messages name its source files and lines; Node keeps the reason in them apart: "wrong version number". */
function reasonOf(error: Error): string | undefined {
  const reason: unknown = 'library' in error && 'reason' in error ? error.reason : undefined;
  return typeof reason === 'string' && reason !== '' ? reason : undefined;
}

/** The peer hung up in the middle of a step. */
export const hungUp: Problem = {
  code: 'ECONNRESET',
  text: 'the other side closed the connection without an answer',
};

/** The file system lets this account not look. */
export function isRefusal(problem: Problem | undefined): boolean {
  return problem?.code === 'EACCES' || problem?.code === 'EPERM';
}
