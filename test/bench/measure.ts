import { readFileSync } from 'node:fs';
import { type IPty, spawn } from 'node-pty';

export interface Started {
  readonly pty: IPty;
  /** Milliseconds from spawn until the output showed it. */
  readonly ms: number;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a program in a pty of 80 x 25 and waits until its output contains a text. */
export function startUntil(
  command: Command,
  text: string | RegExp,
  { columns, rows }: { readonly columns: number; readonly rows: number } = { columns: 80, rows: 25 },
): Promise<Started> {
  const from = performance.now();
  const pty = spawn(command.file, [...command.args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: command.cwd,
    env: { ...command.env },
  });
  return new Promise((resolve, reject) => {
    let seen = '';
    const late = setTimeout(() => reject(new Error(`never shown: ${String(text)}\n${seen}`)), 30_000);
    pty.onData((chunk) => {
      seen += chunk;
      if (typeof text === 'string' ? !seen.includes(text) : !text.test(seen)) return;
      clearTimeout(late);
      resolve({ pty, ms: performance.now() - from });
    });
  });
}

/** Ends a program for good and waits until it is gone. */
export function end(pty: IPty): Promise<void> {
  return new Promise((resolve) => {
    pty.onExit(() => resolve());
    pty.kill('SIGKILL');
  });
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, two) => one - two);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** CPU time that a process has used, in milliseconds (Linux: clock ticks of 10 ms). */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/**
 * Highest resident memory of a process so far, in MB (Linux). Not `maxRSS` of `getrusage`: that begins with what the
 * process that started it held, so that a test's own memory would count.
 */
export function peakMb(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
