/**
 * The program lives for minutes on a server that has other work: memory counts more than the last tenth of speed.
 * Room for new objects would grow to several MB while modules load, and is not needed again but for thousands of rows
 * (cli/room-for-objects.ts). Compilers that optimize have threads, each with memory that it keeps, and start at functions
 * that have run for a moment only; loops that are really hot (large files) are optimized as early as ever. The build's
 * code cache is made under the same ones.
 */
export const v8Flags: readonly string[] = [
  '--semi-space-growth-factor=1',
  '--no-concurrent-recompilation',
  '--invocation-count-for-maglev=4000',
  '--invocation-count-for-turbofan=30000',
];

/**
 * The executable's, given before V8 begins: then room for new objects can have a size to begin with, in MB. Four times the
 * usual: of what is loaded and drawn until the list stands, a third less time goes to collecting garbage.
 */
export const executableFlags: readonly string[] = [...v8Flags, '--min-semi-space-size=4'];
