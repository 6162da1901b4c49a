import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

/** An empty folder for each call, removed after the test. */
export function scratchFolders(): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'state-'));
    made.push(folder);
    return folder;
  };
}

/** A child process that runs one of `children/`. What it prints is collected. */
export interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  output(): string;
  errors(): string;
  /** Ends when it has printed this. Rejects when it ends before. */
  printed(text: string): Promise<void>;
}

export function childRunner(): (script: string, args: readonly string[], shellPrefix?: string) => Child {
  const running = new Set<ChildProcess>();
  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL');
    await Promise.all([...running].map((child) => once(child, 'close')));
  });
  return (script, args, shellPrefix) => {
    const path = fileURLToPath(new URL(`children/${script}`, import.meta.url));
    const child =
      shellPrefix === undefined
        ? spawn(process.execPath, [path, ...args])
        : spawn('sh', ['-c', `${shellPrefix}; exec "$0" "$@"`, process.execPath, path, ...args]);
    running.add(child);
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const ended = once(child, 'close').then(() => {
      running.delete(child);
      return { code: child.exitCode, signal: child.signalCode };
    });
    const printed = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (output.includes(text)) resolve();
        };
        child.stdout.on('data', look);
        child.on('close', () => reject(new Error(`ended without printing "${text}": ${errors}`)));
        look();
      });
    return { process: child, ended, output: () => output, errors: () => errors, printed };
  };
}
