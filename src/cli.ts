#!/usr/bin/env node
/**
 * The program's entry. It imports nothing of the program before it knows that this Node can run it, so that an old
 * one gets a sentence instead of a syntax error.
 */
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
  // The room for new objects stays small: it would grow to several MB while modules load, and never be needed again.
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
  // No await out here: Nodes that do not know it would not get as far as the sentence above.
  import('./cli/main.ts').then(
    ({ main }) => main(),
    (error) => process.stderr.write(`ecma-doctor is not whole: ${error.message}\n`),
  );
}
