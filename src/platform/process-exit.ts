import { accessSync, constants } from 'node:fs';

/** Node's own last step, behind all 'exit' listeners. */
interface Ends {
  reallyExit(code: number): never;
}

let terminate: ((code: number) => void) | undefined;

/** How this system ends a process with all its threads, where that is known. */
export function setTerminate(end: (code: number) => void): void {
  terminate = end;
}

/**
 * From here on the process is gone when it ends itself. Node's own end waits for the threads of its pool: a name that
 * no DNS server answers, or a file on a share that hangs, would hold a program which has said all it knows. Where
 * nobody has told how (`setTerminate`), a shell takes this process's place when a file is still waited for, and Node's
 * way it is else. To be called before a library takes hold of Node's last step.
 */
export function exitWithoutWaiting(): void {
  const node = process as unknown as Ends;
  const usual = node.reallyExit.bind(process);
  node.reallyExit = (code) => {
    try {
      if (terminate !== undefined) terminate(code);
      else if (process.getActiveResourcesInfo().some(isFileRequest)) becomeShell(code);
    } catch {
      // It can still end the usual way.
    }
    return usual(code);
  };
}

/** What waits for a file in Node's pool, as Node calls it. */
function isFileRequest(resource: string): boolean {
  return resource === 'FSReqCallback' || resource === 'FSReqPromise';
}

const shell = '/bin/sh';

/**
 * Execve ends all threads of a process, also one that waits inside the system for a file. There has to be a shell: with
 * none Node would end by a signal.
 */
function becomeShell(code: number): void {
  if (process.platform === 'win32') return;
  accessSync(shell, constants.X_OK);
  process.execve?.(shell, [shell, '-c', `exit ${code}`], {});
}
