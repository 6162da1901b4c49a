import type { ChildProcessWithoutNullStreams } from 'node:child_process';

/** What a client of a database prints for these statements; throws what it printed where it failed. */
export async function clientAnswer(
  child: ChildProcessWithoutNullStreams,
  statements: string,
): Promise<string> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
  // One that does not get in has gone before it reads: its exit code says so.
  child.stdin.on('error', () => {});
  child.stdin.end(statements);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(output);
  return output;
}
