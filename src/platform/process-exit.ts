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
 * nobody has told how (`setTerminate`), Node's way it is. To be called before a library takes hold of Node's last step.
 */
export function exitWithoutWaiting(): void {
  const node = process as unknown as Ends;
  const usual = node.reallyExit.bind(process);
  node.reallyExit = (code) => {
    try {
      terminate?.(code);
    } catch {
      // It can still end the usual way.
    }
    return usual(code);
  };
}
