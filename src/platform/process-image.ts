let ask: ((pid: number) => string | undefined) | undefined;

/** How this system is asked which program a process runs, where it can be asked without starting one. */
export function setImageOf(imageOf: (pid: number) => string | undefined): void {
  ask = imageOf;
}

/** Full path of the program of a process; undefined where nobody can tell. */
export function imageOf(pid: number): string | undefined {
  try {
    return ask?.(pid);
  } catch {
    return undefined;
  }
}
