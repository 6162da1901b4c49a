#!/usr/bin/env node
/**
 * The program's entry. It imports nothing of the program before it knows that this Node can run it, so that an old
 * one gets a sentence instead of a syntax error.
 */
/**
 * The program lives for minutes on a server that has other work: memory counts more than the last tenth of speed.
 * Room for new objects grows to several MB while modules load, and is never needed again. Compilers that optimize have
 * threads, each with memory that it keeps, and start at functions that have run for a moment only; loops that
 * are really hot (large files) are optimized as early as ever.
 */
const small = [
  '--semi-space-growth-factor=1',
  '--no-concurrent-recompilation',
  '--invocation-count-for-maglev=4000',
  '--invocation-count-for-turbofan=30000',
];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `ecma-doctor needs Node 22.19 or newer; this is Node ${process.versions.node}.\n` +
      'Get one from https://nodejs.org, or use the one-file program, which needs no Node.\n' +
      'In a clone of the project, npm start brings its own.\n',
  );
  process.exitCode = 2;
} else {
  // Stands only when the loop runs empty before main has decided: a run that did not happen is no 0.
  process.exitCode = 3;
  // V8 says so on stderr when it does not know one: only for versions of Node that were tried.
  if (major <= 24) for (const flag of small) process.getBuiltinModule('node:v8').setFlagsFromString(flag);
  // No await out here: Nodes that do not know it would not get as far as the sentence above.
  import('./cli/main.ts').then(
    ({ main }) => main(),
    (error) => process.stderr.write(`ecma-doctor is not whole: ${error.message}\n`),
  );
}
